/** A log that says nothing, or remembers what it was told. */
import type { Log } from '../ports/log.js'

export interface LogEntry {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly facts: object
  readonly message: string
}

export function rememberingLog(): Log & { readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const at = (level: LogEntry['level']) => (facts: object, message: string) => {
    entries.push({ level, facts, message })
  }
  return { entries, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }
