/**
 * A refresh token becomes tokens, for any resource, at its client or another of the client's family.
 *
 * Using it does not end it, and a second use is no sign of theft (as in Entra). What ends it: its time, another
 * password, revocation of the user's sign-ins. Those are seen when it is used, so nothing has to be searched and deleted.
 */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { preciseTime } from '../../domain/sign-in/assertion-claims.js'
import type { PresentedClient } from './authenticate-client.js'
import { isFamilyClient } from './first-party-clients.js'
import { type AskedAccess, factsOf, grantKey, type RefreshTokenFacts } from './grant-facts.js'
import { issueUserTokens, type UserTokens } from './issue-user-tokens.js'
import { requireCurrentUser } from './require-current-user.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

export interface RefreshTokenRedemption extends RequestOrigin {
  readonly tenant: Tenant
  readonly client: PresentedClient
  readonly refreshToken: string | undefined
  /** As sent; without scope or resource: what the token was issued for. */
  readonly access: AskedAccess
  /** Value of the `Origin` header. */
  readonly origin: string | undefined
  readonly clientCapabilities: readonly string[]
}

/** Order of checks: client, token, its client, its time, cross-origin rules, user. @throws OAuthError */
export async function redeemRefreshToken(ports: SignInPorts, request: RefreshTokenRedemption): Promise<UserTokens> {
  const { tenant, refreshToken, ipAddress, correlationId, clientCapabilities } = request
  if (refreshToken === undefined) throw new OAuthError('MissingParameter', { parameter: 'refresh_token' })
  const grant = await ports.store.read.grants.get('refreshToken', grantKey(refreshToken))
  const isWeb = grant === undefined || factsOf<RefreshTokenFacts>(grant).platform === 'web'
  const client = await ports.authenticateClient({
    tenant,
    client: request.client,
    proof: isWeb ? 'confidential' : 'never',
  })
  if (grant === undefined) throw new OAuthError('GrantMalformed')
  const facts = factsOf<RefreshTokenFacts>(grant)
  const isFamily = isFamilyClient(client.clientId) && isFamilyClient(facts.clientId)
  if (facts.clientId !== client.clientId && !isFamily) throw new OAuthError('GrantOfAnotherClient')
  requireTime(ports, facts)
  if (facts.platform === 'spa' && request.origin === undefined) throw new OAuthError('OriginRequired')
  if (facts.platform !== 'spa' && request.origin !== undefined) {
    throw new OAuthError('OriginNotAllowed', { origin: request.origin })
  }
  const user = await requireCurrentUser(ports.store.read, facts, facts.issuedAt)
  return issueUserTokens(ports, {
    ...{ tenant, user, client, ipAddress, correlationId, clientCapabilities },
    platform: facts.platform,
    access: wantedAccess(request.access, facts),
    authenticatedAt: facts.authenticatedAt,
    family: grant.family,
    ...(facts.platform === 'spa' ? { endsAt: facts.validUntil } : {}),
    grant: 'refresh_token',
  })
}

/** A token of one version may be used at the other's endpoint. Whoever refreshes wants to refresh again. */
function wantedAccess(asked: AskedAccess, granted: RefreshTokenFacts): AskedAccess {
  if (asked.version === 'v1') {
    const resource = asked.resource ?? granted.resource
    return { version: 'v1', ...(resource === undefined ? {} : { resource }) }
  }
  const defaultScope = granted.resource === undefined ? 'openid' : `${granted.resource}/.default`
  const scope = asked.scope ?? granted.scope ?? defaultScope
  const isComplete = scope.split(' ').includes('offline_access')
  return { version: 'v2', scope: isComplete ? scope : `${scope} offline_access` }
}

function requireTime({ clock }: SignInPorts, { platform, issuedAt, validUntil }: RefreshTokenFacts): void {
  if (clock.nowMillis() < validUntil) return
  const issued = preciseTime(issuedAt)
  throw platform === 'spa'
    ? new OAuthError('SpaRefreshTokenExpired', { issued, lifetime: '1.00:00:00' })
    : new OAuthError('RefreshTokenExpired', { issued, inactive: '90.00:00:00' })
}
