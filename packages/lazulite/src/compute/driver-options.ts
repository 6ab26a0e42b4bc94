/** What every driver of machines is given at start. */
import type { GuestConnections } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { CallerRegistry } from './caller-registry.js'
import type { TrustFiles } from './machine-environment.js'

export interface DriverOptions extends TrustFiles {
  /** For entry files and what the driver itself keeps; made when it is missing. One running server per folder. */
  readonly runtimeFolder: string
  readonly guests: GuestConnections
  readonly callers: CallerRegistry
  readonly log: Log
}
