/**
 * Claims of tokens about people: access tokens (delegated) and id tokens, versions 1.0 and 2.0.
 *
 * Claim set and values: "Access token claims reference", "ID token claims reference" and the user tokens whose claims
 * Azure's activity log shows. Order as real tokens print it: registered claims, then by name.
 */
import type { Tenant, User } from '../directory/directory-objects.js'
import { type JsonObject, textAt } from '../json.js'
import type { EpochSeconds } from '../time.js'
import { type ClientCredentialKind, opaque, type TokenValidity, v1Issuer, v2Issuer } from './claims.js'

/** More groups than this do not fit in a JWT: the token says where to ask instead. */
export const groupsOverage = 200

export interface UserAccessToken {
  readonly version: '1.0' | '2.0'
  readonly tenant: Pick<Tenant, 'tenantId' | 'createdAt'>
  readonly user: User
  /** Version 1.0: the resource exactly as it was asked for. Version 2.0: the client id of the resource. */
  readonly audience: string
  readonly resourceClientId: string
  readonly clientId: string
  readonly credential: ClientCredentialKind | 'none'
  /** `sub` and `puid`. */
  readonly subject: string
  readonly passportId: string
  readonly validity: TokenValidity
  readonly tokenId: string
  readonly permissions: readonly string[]
  /** Object ids; absent: a resource whose tokens name no groups. */
  readonly groups?: readonly string[]
  readonly ipAddress: string
  readonly clientCapabilities: readonly string[]
}

const acrValues = { none: '0', secret: '1', certificate: '2' } as const

export function userAccessTokenClaims(token: UserAccessToken): JsonObject {
  const { tenant, user, validity, clientId } = token
  const isV1 = token.version === '1.0'
  const acr = acrValues[token.credential]
  return {
    aud: token.audience,
    iss: isV1 ? v1Issuer(tenant.tenantId) : v2Issuer(tenant.tenantId),
    iat: validity.issuedAt,
    nbf: validity.notBefore,
    exp: validity.expiresOn,
    ...groupClaims(token),
    ...(isV1 ? { acr: '1' } : {}),
    aio: opaque('A', [token.tokenId, user.principalId]),
    ...(isV1 ? { amr: ['pwd'], appid: clientId, appidacr: acr } : { azp: clientId, azpacr: acr }),
    ...(isV1 ? nameParts(user) : {}),
    idtyp: 'user',
    ...(isV1 ? { ipaddr: token.ipAddress } : {}),
    name: user.displayName,
    oid: user.principalId,
    ...(isV1 ? {} : { preferred_username: user.userPrincipalName }),
    puid: token.passportId,
    rh: `1.A${opaque('', [tenant.tenantId, token.resourceClientId])}.`,
    scp: token.permissions.join(' '),
    sub: token.subject,
    tid: tenant.tenantId,
    ...(isV1 ? { unique_name: user.userPrincipalName, upn: user.userPrincipalName } : {}),
    uti: token.tokenId,
    ver: token.version,
    ...(user.directoryRoles.length === 0 ? {} : { wids: [...user.directoryRoles] }),
    ...(token.clientCapabilities.length === 0 ? {} : { xms_cc: [...token.clientCapabilities] }),
    xms_tcdt: Math.floor(tenant.createdAt / 1000),
  }
}

function groupClaims({ groups = [], tenant, user }: UserAccessToken): JsonObject {
  if (groups.length === 0) return {}
  if (groups.length <= groupsOverage) return { groups: [...groups] }
  const endpoint = `https://graph.windows.net/${tenant.tenantId}/users/${user.principalId}/getMemberObjects`
  return { _claim_names: { groups: 'src1' }, _claim_sources: { src1: { endpoint } } }
}

/** Kept by Microsoft Graph, which is where they are set. */
function nameParts({ graphProperties }: User): JsonObject {
  const family = textAt(graphProperties, 'surname')
  const given = textAt(graphProperties, 'givenName')
  return {
    ...(family === undefined ? {} : { family_name: family }),
    ...(given === undefined ? {} : { given_name: given }),
  }
}

export interface IdToken {
  readonly version: '1.0' | '2.0'
  readonly tenant: Pick<Tenant, 'tenantId'>
  readonly user: User
  readonly clientId: string
  readonly validity: TokenValidity
  readonly authenticatedAt: EpochSeconds
  readonly tokenId: string
  /** `sub`. */
  readonly subject: string
  readonly nonce?: string
  /** Version 2.0 tells a name and an address only when asked. */
  readonly scopes: { readonly profile: boolean; readonly email: boolean }
  readonly ipAddress: string
}

export function idTokenClaims(token: IdToken): JsonObject {
  const { tenant, user, validity, scopes } = token
  const isV1 = token.version === '1.0'
  const mail = textAt(user.graphProperties, 'mail')
  return {
    aud: token.clientId,
    iss: isV1 ? v1Issuer(tenant.tenantId) : v2Issuer(tenant.tenantId),
    iat: validity.issuedAt,
    nbf: validity.notBefore,
    exp: validity.expiresOn,
    ...(isV1 ? { amr: ['pwd'], auth_time: token.authenticatedAt } : {}),
    ...(mail !== undefined && scopes.email ? { email: mail } : {}),
    ...(isV1 ? { ...nameParts(user), ipaddr: token.ipAddress } : {}),
    ...(isV1 || scopes.profile ? { name: user.displayName } : {}),
    ...(token.nonce === undefined ? {} : { nonce: token.nonce }),
    ...(isV1 || scopes.profile ? { oid: user.principalId } : {}),
    ...(!isV1 && scopes.profile ? { preferred_username: user.userPrincipalName } : {}),
    rh: `1.A${opaque('', [tenant.tenantId, token.clientId])}.`,
    sub: token.subject,
    tid: tenant.tenantId,
    ...(isV1 ? { unique_name: user.userPrincipalName, upn: user.userPrincipalName } : {}),
    uti: token.tokenId,
    ver: token.version,
  }
}

/** `client_info`: MSAL's key for the account, base64url. */
export const clientInfo = (tenantId: string, principalId: string): string =>
  Buffer.from(JSON.stringify({ uid: principalId, utid: tenantId })).toString('base64url')
