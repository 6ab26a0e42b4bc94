/** `start --detach`: the server in a process of its own; this one waits until it is ready, then leaves it. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { openDataFolder } from '../../config/data-folder.js'
import type { LoadedConfig } from '../../config/load-config.js'
import { type ConfigName, configNames, flagName } from '../../config/schema.js'
import { isJsonObject } from '../../domain/json.js'
import { CliError } from '../cli-error.js'
import type { CliContext } from '../context.js'
import { showProgress } from '../output/progress.js'
import type { ReadyServer } from './run-server.js'

export interface DetachedStart {
  readonly loaded: LoadedConfig
  readonly flags: Readonly<Record<string, string | boolean | undefined>>
  readonly file?: string
  readonly context: CliContext
}

/** @throws CliError with the server's own line when it does not become ready */
export async function startDetached({ loaded, flags, file, context }: DetachedStart): Promise<ReadyServer> {
  const { folder, isNew } = openDataFolder(loaded.config.data)
  const script = process.argv[1]
  if (script === undefined) throw new CliError('cannot tell how this program was started')
  const log = openSync(folder.logFile, 'w', 0o600)
  const found = isNew ? 'new' : 'known'
  const arguments_ = [script, 'start', '--report-to-parent', found, ...flagArguments(flags, loaded.config.data, file)]
  const child = spawn(process.execPath, [...process.execArgv, ...arguments_], {
    cwd: context.workingFolder,
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  using _progress = showProgress(context.stderr, 'starting')
  const cancel = (): void => {
    child.kill('SIGTERM')
  }
  process.once('SIGINT', cancel).once('SIGTERM', cancel)
  try {
    return await new Promise<ReadyServer>((resolve, reject) => {
      let line: string | undefined
      child.on('message', (message: unknown) => {
        if (!isJsonObject(message)) return
        if (message.event === 'failed' && typeof message.line === 'string') line = message.line
        // sent by the same program, of the same version
        if (message.event === 'ready') resolve(message.ready as unknown as ReadyServer)
      })
      child.on('error', (cause) => reject(new CliError(`cannot start in the background: ${cause.message}`, { cause })))
      child.on('exit', () => {
        const said = /^([A-Za-z]+): (.*)$/s.exec(line ?? '')
        const code = said?.[1] === undefined || said[1] === 'error' ? {} : { code: said[1] }
        reject(new CliError(said?.[2] ?? `the server ended before it was ready; see ${folder.logFile}`, code))
      })
    })
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel)
    if (child.connected) child.disconnect()
    child.unref()
  }
}

/** The same options again; the data folder as it was resolved here. */
function flagArguments(flags: DetachedStart['flags'], data: string, file: string | undefined): string[] {
  const isConfigName = (name: string): name is ConfigName => configNames.some((known) => known === name)
  return [
    '--data',
    data,
    ...(file === undefined ? [] : ['--config', file]),
    ...Object.entries(flags).flatMap(([name, value]) => {
      if (!isConfigName(name) || name === 'data' || value === undefined || value === false) return []
      return value === true ? [`--${flagName(name)}`] : [`--${flagName(name)}`, value]
    }),
  ]
}
