/**
 * Discovery documents of the token service: OpenID Connect (versions 1.0 and 2.0, federation server), signing keys.
 *
 * Keys and values of the version 2.0 document: as MSAL.js records it for its tests; OpenID Connect Discovery 1.0
 * section 3; RFC 7517. A tenant that was named by its domain is printed by its id.
 */
import type { JsonObject } from '../../domain/json.js'
import { graphHost } from '../../domain/public-names.js'
import { v1Issuer, v2Issuer } from '../../domain/token/claims.js'
import type { PublishedKey } from '../../ports/key-ring.js'
import type { TenantSegment } from './tenant-segment.js'

/** Stands where a document is not about one tenant; clients put the token's `tid` in its place. */
const tenantTemplate = '{tenantid}'

const cloudInstance = {
  tenant_region_scope: null,
  cloud_instance_name: 'microsoftonline.com',
  cloud_graph_host_name: 'graph.windows.net',
  msgraph_host: graphHost,
  rbac_url: 'https://pas.windows.net',
}

const commonClaims = [
  ...['sub', 'iss', 'cloud_instance_name', 'cloud_instance_host_name', 'cloud_graph_host_name', 'msgraph_host'],
  ...['aud', 'exp', 'iat', 'auth_time', 'acr'],
]

/** Members that both versions begin with, in order. @param oauth2  address below which the version's endpoints lie */
const tokensAndKeys = (oauth2: string, keys: string) => ({
  token_endpoint: `${oauth2}/token`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  jwks_uri: keys,
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
})

const signInAndOut = (oauth2: string) => ({
  authorization_endpoint: `${oauth2}/authorize`,
  device_authorization_endpoint: `${oauth2}/devicecode`,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  end_session_endpoint: `${oauth2}/logout`,
})

/** @param origin  `https://host[:port]` without a slash */
export function openIdConfigurationV2(segment: TenantSegment, origin: string): JsonObject {
  const base = `${origin}/${segmentName(segment)}`
  const oauth2 = `${base}/oauth2/v2.0`
  return {
    ...tokensAndKeys(oauth2, `${base}/discovery/v2.0/keys`),
    response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer: v2Issuer(issuerTenant(segment)),
    request_uri_parameter_supported: false,
    userinfo_endpoint: `https://${graphHost}/oidc/userinfo`,
    ...signInAndOut(oauth2),
    claims_supported: [
      ...commonClaims,
      ...['nonce', 'preferred_username', 'name', 'tid', 'ver', 'at_hash', 'c_hash', 'email'],
    ],
    ...cloudInstance,
  }
}

export function openIdConfigurationV1(segment: TenantSegment, origin: string): JsonObject {
  const base = `${origin}/${segmentName(segment)}`
  const oauth2 = `${base}/oauth2`
  return {
    ...tokensAndKeys(oauth2, `${origin}/common/discovery/keys`),
    response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
    scopes_supported: ['openid'],
    issuer: v1Issuer(issuerTenant(segment)),
    microsoft_multi_refresh_token: true,
    ...signInAndOut(oauth2),
    claims_supported: [...commonClaims, 'amr', 'nonce', 'email', 'given_name', 'family_name', 'nickname'],
    userinfo_endpoint: `${base}/openid/userinfo`,
    ...cloudInstance,
  }
}

/** Version 2.0 documents say whose tokens a key signs; version 1.0 documents are the bare keys. */
export const keySetV1 = (keys: readonly PublishedKey[]): JsonObject => ({ keys: keys.map(publicKey) })

export const keySetV2 = (keys: readonly PublishedKey[], segment: TenantSegment): JsonObject => ({
  keys: keys.map((key) => ({
    ...publicKey(key),
    cloud_instance_name: cloudInstance.cloud_instance_name,
    issuer: v2Issuer(issuerTenant(segment)),
  })),
})

const publicKey = ({ kid, x5t, n, e, x5c }: PublishedKey) => ({ kty: 'RSA', use: 'sig', kid, x5t, n, e, x5c })

const issuerTenant = (segment: TenantSegment): string =>
  segment.kind === 'shared' ? tenantTemplate : segment.tenant.tenantId

function segmentName(segment: TenantSegment): string {
  switch (segment.kind) {
    case 'shared':
      return segment.name
    case 'adfs':
      return 'adfs'
    case 'tenant':
      return segment.tenant.tenantId
  }
}
