/**
 * Claims of app-only access tokens: managed identities and applications.
 *
 * Claim set and values: Microsoft identity platform "Access token claims reference" and the claims that Azure's
 * activity log shows for managed identities (2023). Order as real tokens print it: registered claims, then by name.
 * `aio` and `rh` are opaque to everybody but their issuer; here they are derived from the ids that come in,
 * so that this stays a pure function.
 */
import type { JsonObject } from '../json.js'
import { issuerHost, signInHost } from '../public-names.js'
import type { EpochMillis, EpochSeconds, Seconds } from '../time.js'

export interface TokenValidity {
  readonly issuedAt: EpochSeconds
  readonly notBefore: EpochSeconds
  readonly expiresOn: EpochSeconds
}

/**
 * How far `iat` and `nbf` lie before the moment of issue.
 * Observed: 86 700 s between `not_before` and `expires_on` of a token whose `expires_in` was 86 386 s (az 2.14, 2020);
 * 3 900 s between `iat` and `exp` of a one hour token (activity log, 2018).
 */
export const clockSkewAllowance: Seconds = 300

/** @param lifetime  seconds from `now` to expiry */
export const tokenValidity = (now: EpochSeconds, lifetime: Seconds): TokenValidity => ({
  issuedAt: now - clockSkewAllowance,
  notBefore: now - clockSkewAllowance,
  expiresOn: now + lifetime,
})

/** Issuer of version 1.0 tokens, with its slash. */
export const v1Issuer = (tenantId: string): string => `https://${issuerHost}/${tenantId}/`

/** Issuer of version 2.0 tokens. The public name stays, however the token service was addressed. */
export const v2Issuer = (tenantId: string): string => `https://${signInHost}/${tenantId}/v2.0`

/** What every app-only token is made from. */
export interface AppOnlyToken {
  /** The resource decides the version, not the endpoint that was asked. */
  readonly version: '1.0' | '2.0'
  readonly tenant: { readonly tenantId: string; readonly createdAt: EpochMillis }
  /** Version 1.0: the resource exactly as it was asked for. Version 2.0: the client id of the resource. */
  readonly audience: string
  /** Client id of the resource's service principal. */
  readonly resourceClientId: string
  readonly subject: { readonly principalId: string; readonly clientId: string }
  readonly validity: TokenValidity
  /** `uti`. */
  readonly tokenId: string
  /** Capabilities the client declared (`CP1`); absent or empty: no `xms_cc`. */
  readonly clientCapabilities?: readonly string[]
  /** Application permissions on the resource, by name; absent or empty: no `roles`. */
  readonly roles?: readonly string[]
  /** Template ids of directory roles; absent or empty: no `wids`. */
  readonly directoryRoles?: readonly string[]
}

/** How the client proved itself: with a secret, or with a certificate (also managed identities and federation). */
export type ClientCredentialKind = 'secret' | 'certificate'

export const applicationClaims = (token: AppOnlyToken, credential: ClientCredentialKind): JsonObject =>
  appOnlyClaims(token, credential, {})

/** A user-assigned identity that another issuer's token proved: it runs on no resource of ours. */
export const federatedIdentityClaims = (token: AppOnlyToken, identityResourceId: string): JsonObject =>
  appOnlyClaims(token, 'certificate', { identityResourceId: asClaim(identityResourceId) })

export interface ManagedIdentityOnHost {
  readonly type: 'SystemAssigned' | 'UserAssigned'
  /** Resource that asks: the VM. */
  readonly hostResourceId: string
  /** The user-assigned identity's own resource; for a system-assigned identity the host. */
  readonly identityResourceId: string
  /**
   * Does a system-assigned identity's token name its host in `xms_az_rid` too? Newer tokens do (a Key Vault firewall
   * message of 2023 shows both claims equal), older ones left it out.
   */
  readonly namesHostWhenSystemAssigned: boolean
}

export function managedIdentityClaims(token: AppOnlyToken, identity: ManagedIdentityOnHost): JsonObject {
  const namesHost = identity.type === 'UserAssigned' || identity.namesHostWhenSystemAssigned
  return appOnlyClaims(token, 'certificate', {
    ...(namesHost ? { hostResourceId: asClaim(identity.hostResourceId) } : {}),
    identityResourceId: asClaim(identity.identityResourceId),
  })
}

interface ResourceClaims {
  readonly hostResourceId?: string
  readonly identityResourceId?: string
}

function appOnlyClaims(token: AppOnlyToken, credential: ClientCredentialKind, resources: ResourceClaims): JsonObject {
  const { tenant, subject, validity } = token
  const acr = credential === 'secret' ? '1' : '2'
  const isV1 = token.version === '1.0'
  const issuer = isV1 ? v1Issuer(tenant.tenantId) : v2Issuer(tenant.tenantId)
  const capabilities = token.clientCapabilities ?? []
  return {
    aud: token.audience,
    iss: issuer,
    iat: validity.issuedAt,
    nbf: validity.notBefore,
    exp: validity.expiresOn,
    aio: opaque('k2Bg', [token.tokenId, subject.principalId]),
    ...(isV1 ? { appid: subject.clientId, appidacr: acr, idp: issuer } : { azp: subject.clientId, azpacr: acr }),
    idtyp: 'app',
    oid: subject.principalId,
    rh: `1.A${opaque('', [tenant.tenantId, token.resourceClientId])}.`,
    ...listClaim('roles', token.roles),
    sub: subject.principalId,
    tid: tenant.tenantId,
    uti: token.tokenId,
    ver: token.version,
    ...listClaim('wids', token.directoryRoles),
    ...(resources.hostResourceId === undefined ? {} : { xms_az_rid: resources.hostResourceId }),
    ...(capabilities.length === 0 ? {} : { xms_cc: [...capabilities] }),
    ...(resources.identityResourceId === undefined ? {} : { xms_mirid: resources.identityResourceId }),
    xms_tcdt: Math.floor(tenant.createdAt / 1000),
  }
}

/** A list that names nothing is left out. */
const listClaim = (name: string, values: readonly string[] = []): JsonObject =>
  values.length === 0 ? {} : { [name]: [...values] }

/** Resource ids in claims spell the group keyword in lower case (activity log, 2023); names keep their case. */
const asClaim = (resourceId: string): string => resourceId.replace(/\/resourcegroups\//i, '/resourcegroups/')

/** Opaque to everybody but their issuer: made of the ids that come in. */
export const opaque = (prefix: string, ids: readonly string[]): string =>
  prefix + Buffer.from(ids.join('').replaceAll('-', ''), 'utf8').toString('base64url')
