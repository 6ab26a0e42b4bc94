/**
 * Errors of the instance metadata service. The identity category answers `{error, error_description}`, all other
 * categories `{error: text}` (IMDS REST reference, 2018-02-01 and 2023-07-01).
 *
 * Source of a text: real answers pasted in public threads; "Decision:" marks a text that no source shows.
 */
import { type ErrorEntry, type Facts, fill } from './catalogue.js'

interface ImdsErrorEntry extends ErrorEntry {
  /** Value of `error` in the identity category. */
  readonly error: string
  /** The wording of the other categories, where it differs. */
  readonly otherText?: string
  /** Other categories add the three newest versions as `newest-versions`. */
  readonly listsNewestVersions?: true
}

const badVersion =
  'Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds'

export const imdsErrors = {
  NotFound: { status: 404, error: 'not_found', text: 'Not found' },
  MethodNotAllowed: {
    status: 405,
    error: 'method_not_allowed',
    text: 'Not allowed',
    otherText: 'Method not allowed',
  },
  // observed: an 88 byte body answers the probe of @azure/identity (2020); other categories: a VM in 2022
  MetadataHeaderMissing: {
    status: 400,
    error: 'invalid_request',
    text: 'Required metadata header not specified',
    otherText: 'Bad request: . Required metadata header not specified',
  },
  // Decision: the documentation says "rejected by the service", nothing shows the words
  ForwardedRequest: {
    status: 400,
    error: 'invalid_request',
    text: 'Request header X-Forwarded-For is not allowed',
    otherText: 'Bad request: . Request header X-Forwarded-For is not allowed',
  },
  // Decision: wording
  DuplicateParameter: {
    status: 400,
    error: 'invalid_request',
    text: "Query variable '{parameter}' is specified more than once",
    otherText: "Bad request. Query variable '{parameter}' is specified more than once",
  },
  // Decision: the identity category words it as it words a missing resource
  ApiVersionMissing: {
    status: 400,
    error: 'invalid_request',
    text: "Required query variable 'api-version' is missing",
    otherText: badVersion,
    listsNewestVersions: true,
  },
  ApiVersionUnknown: {
    status: 400,
    error: 'invalid_request',
    text: badVersion,
    listsNewestVersions: true,
  },
  ParameterMissing: {
    status: 400,
    error: 'invalid_request',
    text: "Required query variable '{parameter}' is missing",
  },
  // Decision: wording; the REST reference calls the selectors mutually exclusive
  SeveralSelectors: {
    status: 400,
    error: 'invalid_request',
    text: "Query variables 'client_id', 'object_id' and 'msi_res_id' are mutually exclusive",
  },
  IdentityNotFound: { status: 400, error: 'invalid_request', text: 'Identity not found' },
  SeveralIdentities: {
    status: 400,
    error: 'invalid_request',
    text: 'Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request',
  },
  // Decision: what Azure has and Lazulite lacks says so by name
  NotImplemented: { status: 501, error: 'not_implemented', text: 'NotImplemented: {what}' },
  ServerError: { status: 500, error: 'server_error', text: 'Server error. Correlation ID: {correlationId}' },
} as const satisfies Record<string, ImdsErrorEntry>

export type ImdsErrorKey = keyof typeof imdsErrors

/** An answer that metadata clients understand. `cause` goes to the log only. */
export class ImdsError extends Error {
  override readonly name = 'ImdsError'
  readonly key: ImdsErrorKey
  readonly status: number
  /** `error` of the identity category; `message` is its `error_description`. */
  readonly error: string
  /** `error` of the other categories. */
  readonly otherText: string
  readonly listsNewestVersions: boolean

  constructor(key: ImdsErrorKey, facts: Facts = {}, options?: ErrorOptions) {
    const entry: ImdsErrorEntry = imdsErrors[key]
    super(fill(entry.text, facts), options)
    this.key = key
    this.status = entry.status
    this.error = entry.error
    this.otherText = fill(entry.otherText ?? entry.text, facts)
    this.listsNewestVersions = entry.listsNewestVersions ?? false
  }
}
