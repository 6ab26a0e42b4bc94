/** What the composition root hands to whoever starts a server. */
import type { Config } from './config/schema.js'
import type { NamedMode } from './operations/access/access-modes.js'

export interface RunningServer {
  /** `https://localhost:PORT`. */
  readonly origin: string
  /** The process that listens. */
  readonly pid: number
  /** From process start to ready, milliseconds. */
  readonly startupMs: number
  /** PEM file with the certificate authority. */
  readonly caCertificateFile: string
  readonly computeDriver: 'netns' | 'metadata-only'
  /** The store's description, `sqlite /path/to/file`; no secrets. */
  readonly database: string
  /** For whom refusals do not count, as of the start. */
  readonly unenforced: readonly NamedMode[]
  /** What weakens security or makes machines less than Azure's, one line each. */
  readonly warnings: readonly string[]
  /** Answers what is in flight, then ends everything. Idempotent. */
  close(): Promise<void>
}

/**
 * Starts the whole cloud; resolves when it answers. `config.data` is where its files go, also with `memory`
 * (then a temporary folder that the caller removes).
 */
export type StartServer = (config: Config) => Promise<RunningServer>
