/** How a command fails: one clear line on stderr and an exit status (1; 2 when the command line itself is wrong). */
import { getSystemErrorMessage } from 'node:util'

export class CliError extends Error {
  override readonly name = 'CliError'
  /** A service's error code, printed before the message: `AuthorizationFailed: …`. */
  readonly code: string | undefined
  readonly exitStatus: number

  constructor(message: string, options: { readonly code?: string; readonly exitStatus?: number } & ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = options.code
    this.exitStatus = options.exitStatus ?? 1
  }
}

export const usageError = (message: string): CliError => new CliError(message, { exitStatus: 2 })

/** For what is known and comes later. */
export const notImplemented = (what: string): CliError => new CliError(what, { code: 'NotImplemented' })

/** The one line for stderr. Messages of several lines are joined: scripts and people read one. */
export function errorLine(error: unknown): string {
  const message = wordsOf(error)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
  const code = error instanceof CliError ? error.code : undefined
  return `${code ?? 'error'}: ${message}`
}

/** `EACCES: permission denied, open '/x'` is `/x: permission denied`. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { errno, path } = error as NodeJS.ErrnoException
  return errno === undefined || path === undefined ? error.message : `${path}: ${getSystemErrorMessage(errno)}`
}
