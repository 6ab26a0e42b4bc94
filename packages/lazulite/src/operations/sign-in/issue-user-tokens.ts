/**
 * The tokens of a sign-in: access token, and as asked id token and refresh token.
 *
 * Source: "Refresh tokens in the Microsoft identity platform": a refresh token lives 90 days from its issue (24 hours
 * from the sign-in for single-page applications), is bound to user and client (or the client's family), not to a
 * resource, and stays valid when a new one is issued.
 */
import type { Tenant, User } from '../../domain/directory/directory-objects.js'
import { graphClientId } from '../../domain/directory/first-party-permissions.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { RedirectPlatform } from '../../domain/sign-in/redirect-uri.js'
import { readUserScopes, type UserScopes } from '../../domain/sign-in/user-scopes.js'
import type { EpochMillis, EpochSeconds, Seconds } from '../../domain/time.js'
import { tokenValidity } from '../../domain/token/claims.js'
import { clientInfo, idTokenClaims, userAccessTokenClaims } from '../../domain/token/user-claims.js'
import { findTokenResource } from '../find-token-resource.js'
import type { AuthenticatedClient } from './authenticate-client.js'
import { familyId, isFamilyClient } from './first-party-clients.js'
import {
  type AskedAccess,
  credentialMark,
  grantKey,
  type RefreshTokenFacts,
  type SignedIn,
  toFacts,
} from './grant-facts.js'
import { grantPermissions } from './grant-permissions.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'
import { pairwiseSubject, passportId } from './user-names.js'

export interface UserTokenRequest extends RequestOrigin {
  readonly tenant: Tenant
  readonly user: User
  readonly client: AuthenticatedClient
  readonly platform: RedirectPlatform
  readonly access: AskedAccess
  readonly authenticatedAt: EpochMillis
  readonly clientCapabilities: readonly string[]
  readonly nonce?: string
  /** Of the refresh token that is used; absent: a new sign-in. */
  readonly family?: string
  /** When the sign-in of a single-page application ends for good. */
  readonly endsAt?: EpochMillis
  /** For the audit log. */
  readonly grant: string
}

export interface UserTokens {
  readonly accessToken: string
  readonly scope: string
  readonly resource: string
  readonly lifetime: Seconds
  readonly notBefore: EpochSeconds
  readonly expiresOn: EpochSeconds
  readonly refreshToken?: string
  readonly idToken?: string
  readonly foci?: string
  readonly clientInfo: string
}

export const refreshTokenLifetime: Seconds = 90 * 86_400
export const spaRefreshTokenLifetime: Seconds = 86_400
/** How long a refresh token that is over is kept, so that its holder learns why it is refused. */
const rememberedAfterwards = 30 * 86_400_000

/** @throws OAuthError `MissingParameter`, `InvalidScope` …, `ResourceNotFound`, `ResourceDisabled`, `PermissionUnknown` */
export async function issueUserTokens(ports: SignInPorts, request: UserTokenRequest): Promise<UserTokens> {
  const { tenant, user, client, access } = request
  const scopes = readAccess(access)
  const resource = scopes.resource ?? graphClientId // stands for the resource when none is named
  const { principals, applications } = ports.store.read
  const target = await findTokenResource(principals, resource, tenant)
  const registration = await applications.findByClientId(target.clientId)
  const isGraph = target.clientId === graphClientId
  const { permissions, scope } = grantPermissions({
    scopes,
    client: client.application ?? { clientId: client.clientId, displayName: client.principal.displayName },
    resource: target,
    registration,
  })
  const lifetime = ports.rules.applicationTokenLifetime
  const validity = tokenValidity(ports.clock.now(), lifetime)
  const tokenId = ports.ids.uti()
  const accessToken = await ports.keyRing.sign(
    userAccessTokenClaims({
      version: '1.0',
      tenant,
      user,
      audience: resource,
      resourceClientId: target.clientId,
      clientId: client.clientId,
      credential: client.credential,
      subject: pairwiseSubject(tenant.tenantId, user.principalId, isGraph ? client.clientId : target.clientId),
      passportId: passportId(user.principalId),
      validity,
      tokenId,
      permissions,
      ...(isGraph ? {} : { groups: await principals.transitiveGroupIds(user.principalId) }),
      ipAddress: request.ipAddress,
      clientCapabilities: request.clientCapabilities,
    }),
    { tokenVersion: '1.0' },
  )
  const idToken = await makeIdToken(ports, request, scopes)
  const refreshToken = await keepRefreshToken(ports, request, scopes)
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: 'token.issued',
    principalId: user.principalId,
    correlationId: request.correlationId,
    facts: {
      ...{ grant: request.grant, clientId: client.clientId, resource, tokenId, expiresOn: validity.expiresOn },
      ipAddress: request.ipAddress,
    },
  })
  return {
    accessToken,
    scope: access.version === 'v1' ? permissions.join(' ') : scope,
    resource,
    lifetime,
    notBefore: validity.notBefore,
    expiresOn: validity.expiresOn,
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    ...(refreshToken !== undefined && isFamilyClient(client.clientId) ? { foci: familyId } : {}),
    clientInfo: clientInfo(tenant.tenantId, user.principalId),
  }
}

/** Version 1 names a resource and always gets everything beside the token. @throws OAuthError */
export function readAccess({ version, scope, resource }: AskedAccess): UserScopes {
  if (version === 'v1') {
    const openId = new Set(['openid', 'profile', 'email', 'offline_access'] as const)
    return { openId, ...(resource === undefined ? {} : { resource }), permissions: [], isDefault: true, asked: [] }
  }
  if (scope === undefined) throw new OAuthError('MissingParameter', { parameter: 'scope' })
  const reading = readUserScopes(scope)
  if (reading.valid) return reading.scopes
  switch (reading.reason) {
    case 'severalResources':
      throw new OAuthError('ScopeSeveralResources', { scope })
    case 'defaultMixed':
      throw new OAuthError('DefaultScopeMixed', { scope })
    case 'malformed':
      throw new OAuthError('InvalidScope', { scope })
  }
}

async function makeIdToken(
  { clock, ids, keyRing }: SignInPorts,
  request: UserTokenRequest,
  { openId }: UserScopes,
): Promise<string | undefined> {
  if (!openId.has('openid')) return undefined
  const version = request.access.version === 'v1' ? '1.0' : '2.0'
  const { tenant, user, client, nonce } = request
  const claims = idTokenClaims({
    version,
    tenant,
    user,
    clientId: client.clientId,
    validity: tokenValidity(clock.now(), 3600),
    authenticatedAt: Math.floor(request.authenticatedAt / 1000),
    tokenId: ids.uti(),
    subject: pairwiseSubject(tenant.tenantId, user.principalId, client.clientId),
    ...(nonce === undefined ? {} : { nonce }),
    scopes: { profile: openId.has('profile'), email: openId.has('email') },
    ipAddress: request.ipAddress,
  })
  return keyRing.sign(claims, { tokenVersion: version })
}

async function keepRefreshToken(
  { store, clock, ids, sweepGrants }: SignInPorts,
  request: UserTokenRequest,
  { openId }: UserScopes,
): Promise<string | undefined> {
  if (!openId.has('offline_access')) return undefined
  const now = clock.nowMillis()
  const isSpa = request.platform === 'spa'
  const validUntil = isSpa
    ? (request.endsAt ?? now + spaRefreshTokenLifetime * 1000)
    : now + refreshTokenLifetime * 1000
  const secret = `1.A${ids.secret('refreshToken')}`
  const facts: RefreshTokenFacts & SignedIn = {
    principalId: request.user.principalId,
    authenticatedAt: request.authenticatedAt,
    credentialMark: credentialMark(request.user),
    ...request.access,
    clientId: request.client.clientId,
    platform: request.platform,
    issuedAt: now,
    validUntil,
  }
  await store.transaction(async (tx) => {
    await sweepGrants(tx, now)
    await tx.grants.insert({
      key: grantKey(secret),
      kind: 'refreshToken',
      family: request.family ?? ids.guid('family'),
      expiresAt: validUntil + rememberedAfterwards,
      facts: toFacts(facts),
    })
  })
  return secret
}
