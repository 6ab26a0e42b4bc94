/**
 * Is a sign-in of before still worth anything? Not when the user is gone, disabled, has another password, or when all
 * sign-ins were revoked since (Microsoft Graph `revokeSignInSessions`).
 */
import type { User } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { textAt } from '../../domain/json.js'
import { preciseTime } from '../../domain/sign-in/assertion-claims.js'
import type { EpochMillis } from '../../domain/time.js'
import type { PrincipalReader, ReadStores } from '../../ports/store.js'
import { credentialMark, type SignedIn } from './grant-facts.js'

/**
 * @param issuedAt  when the grant was issued, which the refusal prints
 * @throws OAuthError `UserNotFound`, `UserDisabled`, `GrantRevoked`
 */
export async function requireCurrentUser(
  read: { readonly principals: Pick<PrincipalReader, 'get'>; readonly tenants: ReadStores['tenants'] },
  signedIn: SignedIn,
  issuedAt: EpochMillis,
): Promise<User> {
  const user = await read.principals.get(signedIn.principalId)
  if (user?.kind !== 'User')
    throw new OAuthError('UserNotFound', { tenant: (await read.tenants.get())?.displayName ?? '' })
  if (!user.isEnabled) throw new OAuthError('UserDisabled')
  const revokedAt = revocationOf(user)
  const isOther = credentialMark(user) !== signedIn.credentialMark
  if (!isOther && (revokedAt === undefined || issuedAt >= revokedAt)) return user
  const validFrom = isOther ? (user.password?.startsAt ?? issuedAt) : (revokedAt ?? issuedAt)
  throw new OAuthError('GrantRevoked', { issued: preciseTime(issuedAt), validFrom: preciseTime(validFrom) })
}

function revocationOf({ graphProperties }: User): EpochMillis | undefined {
  const time = Date.parse(textAt(graphProperties, 'signInSessionsValidFromDateTime') ?? '')
  return Number.isNaN(time) ? undefined : time
}
