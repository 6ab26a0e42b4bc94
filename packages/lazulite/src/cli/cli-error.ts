/** How a command fails: one clear line on stderr and an exit status (1; 2 when the command line itself is wrong). */

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
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ').trim()
  const code = error instanceof CliError ? error.code : undefined
  return `${code ?? 'error'}: ${message}`
}
