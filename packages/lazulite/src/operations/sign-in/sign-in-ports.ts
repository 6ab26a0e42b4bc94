/** What the use cases of signing in need. */
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'
import type { KeyRing } from '../../ports/key-ring.js'
import type { Passwords } from '../../ports/passwords.js'
import type { Rules } from '../../ports/ports.js'
import type { AuditEvent, Store } from '../../ports/store.js'
import type { AuthenticateClient } from './authenticate-client.js'
import type { SweepGrants } from './grant-housekeeping.js'

export interface SignInPorts {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly keyRing: Pick<KeyRing, 'sign' | 'verify'>
  readonly rules: Pick<Rules, 'applicationTokenLifetime'>
  readonly passwords: Pick<Passwords, 'verify'>
  readonly audit: (event: AuditEvent) => void
  readonly authenticateClient: AuthenticateClient
  readonly sweepGrants: SweepGrants
}

/** From where a request comes; for tokens and the audit log. */
export interface RequestOrigin {
  readonly ipAddress: string
  readonly correlationId: string
}
