/**
 * Grant types of the token endpoints. A grant is one function; further ones (`password`, `refresh_token` …) are handed
 * to the endpoint by whoever composes it. What Azure has and nobody handed over says so by name.
 */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { ApplicationToken, IssueApplicationToken } from '../../operations/issue-application-token.js'
import type { PresentedClient } from '../../operations/sign-in/authenticate-client.js'
import { readClientCapabilities } from './read-client.js'
import type { Form } from './read-form.js'
import type { TenantSegment } from './tenant-segment.js'

export interface GrantRequest {
  /** The only tenant there is; whether the client named it is in `segment`. */
  readonly tenant: Tenant
  readonly segment: TenantSegment
  /** Version of the endpoint: how the target is named and how the answer is written. */
  readonly version: 'v1' | 'v2'
  readonly form: Form
  readonly client: PresentedClient
  /** `https://host[:port]` as addressed. */
  readonly origin: string
  readonly correlationId: string
  readonly ipAddress: string
  /** Value of the `Origin` header: a script in a browser asks. */
  readonly scriptOrigin: string | undefined
}

/** Resolves to the body of the answer. @throws OAuthError for every refusal */
export type Grant = (request: GrantRequest) => Promise<JsonObject>

/** By `grant_type`. */
export type Grants = Readonly<Record<string, Grant>>

const knownToAzure: ReadonlySet<string> = new Set([
  'authorization_code',
  'password',
  'refresh_token',
  'device_code',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml1_1-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
])

/** @throws OAuthError `MissingParameter`, `GrantNotImplemented`, `UnsupportedGrantType` */
export function findGrant(grants: Grants, grantType: string | undefined): Grant {
  if (grantType === undefined) throw new OAuthError('MissingParameter', { parameter: 'grant_type' })
  const grant = Object.hasOwn(grants, grantType) ? grants[grantType] : undefined
  if (grant !== undefined) return grant
  throw new OAuthError(knownToAzure.has(grantType) ? 'GrantNotImplemented' : 'UnsupportedGrantType', { grantType })
}

/** RFC 6749 section 4.4. An application belongs to a tenant, so the tenant has to be named. */
export const clientCredentialsGrant =
  (issueApplicationToken: IssueApplicationToken): Grant =>
  async ({ tenant, segment, version, form, client, correlationId, ipAddress }) => {
    if (segment.kind === 'shared') throw new OAuthError('NoTenantInformation')
    const token = await issueApplicationToken({
      tenant,
      client,
      resource: version === 'v1' ? form.get('resource') : undefined,
      scope: form.get('scope'), // version 1 too: MSAL sends it to federation servers (az 2.45-2.91)
      requiredTarget: version === 'v1' ? 'resource' : 'scope',
      clientCapabilities: readClientCapabilities(form.get('claims')),
      correlationId,
      ipAddress,
    })
    return version === 'v1' && segment.kind === 'tenant' ? answerV1(token) : answerV2(token)
  }

const answerV2 = ({ lifetime, accessToken }: ApplicationToken): JsonObject => ({
  token_type: 'Bearer',
  expires_in: lifetime,
  ext_expires_in: lifetime,
  access_token: accessToken,
})

/** Version 1 prints its numbers as strings. */
const answerV1 = ({ lifetime, accessToken, resource, notBefore, expiresOn }: ApplicationToken): JsonObject => ({
  token_type: 'Bearer',
  expires_in: String(lifetime),
  ext_expires_in: String(lifetime),
  expires_on: String(expiresOn),
  not_before: String(notBefore),
  resource,
  access_token: accessToken,
})
