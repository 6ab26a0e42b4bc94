/** Who makes an ARM call, as read from a verified access token. */
import type { EpochSeconds } from '../time.js'

export interface Caller {
  readonly principalId: string
  readonly tenantId: string
  /** `idtyp`: users are named by their user principal name in messages, applications by their client id. */
  readonly kind: 'user' | 'app'
  /** What messages call the client: the user principal name, or the client id. */
  readonly clientName: string
  readonly clientId?: string
  /** Resource id of the managed identity (`xms_mirid`), when it is one. */
  readonly managedIdentityResourceId?: string
  /** Moment of issue of the token. */
  readonly issuedAt?: EpochSeconds
  /** From then on the token is not accepted any more. */
  readonly expiresOn?: EpochSeconds
}
