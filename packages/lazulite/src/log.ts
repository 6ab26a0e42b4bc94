/** The operator's log: pino, as lines for people on a terminal or as JSON for machines; always on standard error. */
import pino from 'pino'
import type { Config } from './config/schema.js'
import type { Log } from './ports/log.js'

export function createLog(config: Pick<Config, 'logFormat' | 'logLevel'>): Log {
  const options = { level: config.logLevel, base: null, serializers: { err: pino.stdSerializers.err } }
  if (config.logFormat === 'json') return pino(options, pino.destination({ fd: 2, sync: true }))
  return pino(options, { write: (line) => void process.stderr.write(prettyLine(line)) })
}

/** `12:30:05 warn  not implemented  method=GET url=/…`; an error's stack follows on lines of its own. */
export function prettyLine(json: string): string {
  const { level, time, msg, err, ...facts } = JSON.parse(json) as Record<string, unknown>
  const label = pino.levels.labels[Number(level)] ?? String(level)
  const clock = new Date(Number(time)).toISOString().slice(11, 19)
  const pairs = Object.entries(facts).map(
    ([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const stack = typeof err === 'object' && err !== null && 'stack' in err ? `\n${String(err.stack)}` : ''
  return `${[clock, label.padEnd(5), String(msg), ...pairs].join(' ')}${stack}\n`
}
