/**
 * Errors of the token service (Entra): AADSTS codes that people search for, with the wording they see.
 *
 * Source of a text: real answers pasted in public threads (2022-2026) and Microsoft's error code reference.
 * "Decision:" marks a text that no source shows. `hasHelpPage`: the public look-up page knows the code, so the
 * answer carries `error_uri`.
 */
import type { EpochMillis } from '../time.js'
import { type ErrorEntry, type Facts, fill } from './catalogue.js'
import { signInErrors } from './sign-in-errors.js'

export interface OAuthErrorEntry extends ErrorEntry {
  /** RFC 6749 section 5.2, and Entra's own additions. */
  readonly error: string
  /** Number of the AADSTS code; absent where Entra has none. */
  readonly code?: number
  readonly hasHelpPage?: true
}

export const oauthErrors = {
  ...signInErrors,

  // The tenant
  TenantNotFound: {
    status: 400,
    error: 'invalid_request',
    code: 90002,
    hasHelpPage: true,
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  // the same, as the discovery documents say it
  TenantNotDiscovered: {
    status: 400,
    error: 'invalid_tenant',
    code: 90002,
    hasHelpPage: true,
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  NoTenantInformation: {
    status: 400,
    error: 'invalid_request',
    code: 50059,
    hasHelpPage: true,
    text: 'No tenant-identifying information found in either the request or implied by any provided credentials.',
  },
  UnknownInstance: {
    status: 400,
    error: 'invalid_instance',
    code: 50049,
    hasHelpPage: true,
    text: 'Unknown or invalid instance.',
  },

  // The form
  MissingParameter: {
    status: 400,
    error: 'invalid_request',
    code: 900144,
    hasHelpPage: true,
    text: "The request body must contain the following parameter: '{parameter}'.",
  },
  DuplicateParameter: {
    status: 400,
    error: 'invalid_request',
    code: 9000411,
    text: "The request is not properly formatted. The parameter '{parameter}' is duplicated.",
  },
  MalformedRequest: {
    status: 400,
    error: 'invalid_request',
    code: 9002313,
    hasHelpPage: true,
    text: 'Invalid request. Request is malformed or invalid.',
  },
  // Decision: status 413 beside Entra's wording; no source shows the answer to a body beyond its limit
  RequestTooLarge: {
    status: 413,
    error: 'invalid_request',
    code: 9002313,
    hasHelpPage: true,
    text: 'Invalid request. Request is malformed or invalid.',
  },
  UnsupportedGrantType: {
    status: 400,
    error: 'unsupported_grant_type',
    code: 70003,
    hasHelpPage: true,
    text: "The app requested an unsupported grant type '{grantType}'.",
  },

  // The client
  ClientNotFound: {
    status: 400,
    error: 'unauthorized_client',
    code: 700016,
    hasHelpPage: true,
    text: "Application with identifier '{clientId}' was not found in the directory '{directory}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  ServicePrincipalMissing: {
    status: 401,
    error: 'invalid_client',
    code: 7000229,
    text: 'The client application {clientId} is missing service principal in the tenant {tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119',
  },
  ClientDisabled: {
    status: 400,
    error: 'unauthorized_client',
    code: 7000112,
    hasHelpPage: true,
    text: "Application '{clientId}'({displayName}) is disabled.",
  },
  CredentialRequired: {
    status: 401,
    error: 'invalid_client',
    code: 7000216,
    hasHelpPage: true,
    text: "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
  },
  // other grants of confidential clients
  CredentialMissing: {
    status: 401,
    error: 'invalid_client',
    code: 7000218,
    hasHelpPage: true,
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  PublicClientCredential: {
    status: 401,
    error: 'invalid_client',
    code: 700025,
    hasHelpPage: true,
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  InvalidSecret: {
    status: 401,
    error: 'invalid_client',
    code: 7000215,
    hasHelpPage: true,
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.",
  },
  ExpiredSecret: {
    status: 401,
    error: 'invalid_client',
    code: 7000222,
    hasHelpPage: true,
    text: "The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
  },

  // What the token is for
  ResourceNotFound: {
    status: 400,
    error: 'invalid_resource',
    code: 500011,
    hasHelpPage: true,
    text: 'The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
  },
  ResourceDisabled: {
    status: 400,
    error: 'invalid_resource',
    code: 500014,
    text: "The service principal for resource '{resource}' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.",
  },
  InvalidScope: {
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    hasHelpPage: true,
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.",
  },
  SeveralResources: {
    status: 400,
    error: 'invalid_scope',
    code: 70011,
    hasHelpPage: true,
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid. static scope limit exceeded.",
  },
  ScopeNotDefault: {
    status: 400,
    error: 'invalid_scope',
    code: 1002012,
    text: 'The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).',
  },

  // The address
  MethodNotAllowed: {
    status: 405,
    error: 'invalid_request',
    code: 900561,
    hasHelpPage: true,
    text: 'The endpoint only accepts {allowed} requests. Received a {method} request.',
  },
  // Decision: Entra answers unknown addresses without any JSON; clients deserve to learn which address it was
  EndpointNotFound: { status: 404, error: 'invalid_request', text: "The endpoint '{method} {path}' does not exist." },

  // Ours
  // Decision: what Azure has and Lazulite lacks says so by name, in the shape that OAuth clients print
  GrantNotImplemented: {
    status: 400,
    error: 'unsupported_grant_type',
    text: "NotImplemented: the grant type '{grantType}' is not implemented.",
  },
  FeatureNotImplemented: { status: 501, error: 'not_implemented', text: 'NotImplemented: {feature}.' },
  ServerError: {
    status: 500,
    error: 'server_error',
    code: 50000,
    hasHelpPage: true,
    text: 'There was an error issuing a token or an issue with our sign-in service.',
  },
} as const satisfies Record<string, OAuthErrorEntry>

export type OAuthErrorKey = keyof typeof oauthErrors

/** An answer that OAuth clients understand. `cause` goes to the log only. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly key: OAuthErrorKey
  readonly status: number
  readonly error: string
  readonly code: number | undefined
  readonly hasHelpPage: boolean

  /** `message` begins with the AADSTS code, where there is one. */
  constructor(key: OAuthErrorKey, facts: Facts = {}, options?: ErrorOptions) {
    const entry: OAuthErrorEntry = oauthErrors[key]
    const text = fill(entry.text, facts)
    super(entry.code === undefined ? text : `AADSTS${entry.code}: ${text}`, options)
    this.key = key
    this.status = entry.status
    this.error = entry.error
    this.code = entry.code
    this.hasHelpPage = entry.hasHelpPage ?? false
  }
}

/** Which request an error answered: what support asks for. */
export interface ErrorStamp {
  readonly traceId: string
  readonly correlationId: string
  readonly time: EpochMillis
}

/** `2025-01-01 00:00:00Z` */
export const errorTimestamp = (time: EpochMillis): string =>
  `${new Date(time).toISOString().slice(0, 19)}Z`.replace('T', ' ')

/** The text with its stamp, on one line (Entra since about 2023; line breaks before). */
export const stampedDescription = (error: OAuthError, stamp: ErrorStamp): string =>
  `${error.message} Trace ID: ${stamp.traceId} Correlation ID: ${stamp.correlationId} Timestamp: ${errorTimestamp(stamp.time)}`
