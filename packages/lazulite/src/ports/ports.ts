/** The ports that use cases need, as one record; `compose.ts` is the only place that fills it with adapters. */
import type { Seconds } from '../domain/time.js'
import type { Clock } from './clock.js'
import type { GuestScript } from './compute.js'
import type { Ids } from './ids.js'
import type { KeyRing } from './key-ring.js'
import type { Log } from './log.js'
import type { Passwords } from './passwords.js'
import type { AuditEvent, Store } from './store.js'
import type { Terminals } from './terminals.js'

/** Rules' settings, read once at start (see `config/`). */
export interface Rules {
  /** Lifetime of a managed identity's token; Azure: 86 400 s. */
  readonly managedIdentityTokenLifetime: Seconds
  /** Lifetime of an application's token; Azure: 3 599 s. */
  readonly applicationTokenLifetime: Seconds
  /** How long changes of roles and assignments take to have an effect; 0: at once. Azure: up to 600 s. */
  readonly rolePropagationDelay: Seconds
  /** How long tokens from before a change of groups go on without it; 0: not at all. Azure: their whole life. */
  readonly groupMembershipDelay: Seconds
}

export interface GuestScripts {
  /** Starts a script; the operation, which is in the store as `InProgress`, ends with it. Call it after the transaction has committed. */
  start(operationId: string, vmId: string, script: GuestScript): void
}

export interface Ports {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly keyRing: KeyRing
  readonly log: Log
  readonly rules: Rules
  readonly passwords: Passwords
  /** Appends to the audit log; buffered, never fails the caller. */
  readonly audit: (event: AuditEvent) => void
  /** Resolves when everything appended so far can be read; absent where nothing waits. */
  readonly auditStored?: () => Promise<void>
  /** Runs scripts inside machines; absent where machines run no programs. */
  readonly guestScripts?: GuestScripts
  /** Terminals in the browser; absent where there is no server to open them. */
  readonly terminals?: Terminals
  /** Tells the reconcilers that desired state has changed; call after the transaction has committed. */
  readonly wakeReconciler?: () => void
  /** Resolves when the deployment has ended or so much time has passed; absent where deployments do not run. */
  readonly awaitDeployment?: (deploymentId: string, longest: Seconds) => Promise<void>
}
