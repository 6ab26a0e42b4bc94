/** Names of a user that are made from the object id: stable, and telling nothing about anybody. */
import { createHash } from 'node:crypto'

/** `sub`: the user's name at one application, different at every other; 43 characters, always the same. */
export const pairwiseSubject = (tenantId: string, principalId: string, clientId: string): string =>
  createHash('sha256').update(`${tenantId}\n${principalId}\n${clientId}`.toLowerCase()).digest('base64url')

/** `puid`: sixteen hex digits that begin like Entra's. */
export const passportId = (principalId: string): string =>
  `10032${createHash('sha256').update(principalId.toLowerCase()).digest('hex').slice(0, 11)}`.toUpperCase()
