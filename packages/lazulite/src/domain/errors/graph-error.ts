/**
 * Errors of Microsoft Graph's directory: codes that clients branch on, with the wording people see.
 *
 * Source of a text: real answers recorded with Azure CLI (2020–2025) or pasted in public threads, named beside it where
 * it is not one of those; "Decision:" marks a text that no source shows.
 */
import { type ErrorEntry, type Facts, fill } from './catalogue.js'

interface GraphErrorEntry extends ErrorEntry {
  /** The wire code, when several texts share one. */
  readonly code?: string
  /** Code of the single entry of `details`, whose target is the fact `property`. */
  readonly detail?: string
}

const bad = 'Request_BadRequest'
const unsupported = 'Request_UnsupportedQuery'
const help = 'Refer to https://aka.ms/graph-docs/advanced-queries for more information'

export const graphErrors = {
  // Who calls (401)
  TokenEmpty: { status: 401, code: 'InvalidAuthenticationToken', text: 'Access token is empty.' },
  TokenMalformed: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'CompactToken parsing failed with error code: 80049217',
  },
  TokenSignature: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'Access token validation failure. Invalid signature.', // Decision: worded like the audience's
  },
  TokenAudience: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'Access token validation failure. Invalid audience.',
  },
  TokenTenant: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'Access token validation failure. Invalid issuer.', // Decision: worded like the audience's
  },
  TokenExpired: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'Lifetime validation failed, the token is expired.',
  },
  TokenNotYetValid: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: 'Lifetime validation failed, the token is not yet valid.', // Decision: worded like expiry
  },
  CallerUnknown: {
    status: 401,
    code: 'Authorization_IdentityNotFound',
    text: 'The identity of the calling application could not be established.',
  },

  // What the caller may do
  RequestDenied: {
    status: 403,
    code: 'Authorization_RequestDenied',
    text: 'Insufficient privileges to complete the operation.',
  },
  // texts of the reporting service, from public threads
  AuditLogPermission: {
    status: 403,
    code: 'Authentication_MSGraphPermissionMissing',
    text: 'Calling principal does not have required MSGraph permissions AuditLog.Read.All',
  },
  AuditLogRole: {
    status: 403,
    code: 'Authentication_RequestFromUnsupportedUserRole',
    text: 'User is not in the allowed roles',
  },
  BackingApplicationElsewhere: {
    status: 403,
    code: 'Authorization_RequestDenied',
    text: 'When using this permission, the backing application of the service principal being created must in the local tenant',
  },
  OnlyForUsers: {
    status: 400,
    code: 'BadRequest',
    text: '/me request is only valid with delegated authentication flow.',
  },

  // The request line
  SegmentNotFound: { status: 400, code: 'BadRequest', text: "Resource not found for the segment '{segment}'." },
  InvalidVersion: { status: 400, code: 'BadRequest', text: 'Invalid version: {version}' },
  MethodNotAllowed: {
    status: 405,
    code: bad,
    text: 'Specified HTTP method is not allowed for the request target.',
  },
  NotImplemented: { status: 501, text: 'NotImplemented: {what}' },
  InternalServerError: { status: 500, code: 'InternalServerError', text: 'The request could not be completed.' },
  RequestTooLarge: { status: 413, code: 'RequestEntityTooLarge', text: 'The request is larger than {limit} bytes.' },
  ResourceNotFound: {
    status: 404,
    code: 'Request_ResourceNotFound',
    text: "Resource '{id}' does not exist or one of its queried reference-property objects are not present.",
  },
  InvalidIdentifier: { status: 400, code: bad, text: "Invalid object identifier '{id}'." },

  // Query options
  InvalidFilter: { status: 400, code: 'BadRequest', text: 'Invalid filter clause: {reason}' },
  InvalidSelect: {
    status: 400,
    code: 'BadRequest',
    text: 'Parsing OData Select and Expand failed: {reason}',
  },
  InvalidOrderBy: { status: 400, code: 'BadRequest', text: 'Invalid $orderby clause: {reason}' }, // Decision: wording
  InvalidSearch: {
    status: 400,
    code: 'BadRequest',
    text: "Syntax error: character '{character}' is not valid at position {position} in '{search}'.",
  },
  PropertyNotFilterable: {
    status: 400,
    code: unsupported,
    text: "Unsupported or invalid query filter clause specified for property '{property}' of resource '{resource}'.",
  },
  OperatorNeedsAdvanced: {
    status: 400,
    code: unsupported,
    text: "Unsupported property filter clause operator '{operator}'.",
  },
  FunctionNeedsAdvanced: {
    status: 400,
    code: unsupported,
    text: `Operator: '{operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. ${help}`,
  },
  QueryTooComplex: {
    status: 400,
    code: unsupported,
    text: 'Complex query on property {property} is not supported.',
  },
  UnsupportedQuery: { status: 400, code: unsupported, text: 'Unsupported Query.' },
  SortingUnsupported: {
    status: 400,
    code: unsupported,
    text: 'Sorting not supported for current query.',
  },
  SearchNeedsAdvanced: {
    status: 400,
    code: unsupported,
    text: "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
  },
  CountUnsupported: { status: 400, code: bad, text: '$count is not currently supported.' },
  SkipUnsupported: { status: 400, code: bad, text: "'$skip' is not supported by the service." },
  InvalidPageSize: {
    status: 400,
    code: unsupported,
    text: "Invalid page size specified: '{size}'. Must be between 1 and 999 inclusive.",
  },
  ReportPageSize: {
    status: 400,
    code: 'BadRequest',
    text: "Invalid page size specified: '{size}'. Must be between 1 and 1000 inclusive.",
  }, // Decision: wording
  InvalidSkipToken: { status: 400, code: bad, text: 'Skip token is invalid.' }, // Decision: wording

  // Bodies
  UnreadableBody: {
    status: 400,
    code: 'BadRequest',
    text: 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
  },
  EmptyPayload: { status: 400, code: 'BadRequest', text: 'Empty Payload. JSON content expected.' },
  PropertyMissing: {
    status: 400,
    code: bad,
    detail: 'MissingValue',
    text: "A value is required for property '{property}' of resource '{resource}'.",
  },
  PropertyInvalid: {
    status: 400,
    code: bad,
    detail: 'InvalidValue',
    text: "Invalid value specified for property '{property}' of resource '{resource}'.",
  },
  PropertyReadOnly: {
    status: 400,
    code: bad,
    text: "Property '{property}' is read-only and cannot be set.",
  },
  PropertyUnknown: {
    status: 400,
    code: bad,
    text: "One or more property values specified are invalid. Property '{property}' does not exist on type '{resource}'.", // Decision
  },
  ObjectConflict: {
    status: 400,
    code: bad,
    detail: 'ObjectConflict',
    text: 'Another object with the same value for property {property} already exists.',
  },
  HostNotVerified: {
    status: 400,
    code: 'HostNameNotOnVerifiedDomain',
    text: "Values of identifierUris property must use a verified domain of the organization or its subdomain: '{uri}'",
  },
  DomainNotVerified: {
    status: 400,
    code: bad,
    detail: 'InvalidValue',
    text: 'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
  },
  PasswordTooSimple: {
    status: 400,
    code: bad,
    detail: 'PasswordComplexity',
    text: 'The specified password does not comply with password complexity requirements. Please provide a different password.',
  },
  ReferenceExists: {
    status: 400,
    code: bad,
    text: "One or more added object references already exist for the following modified properties: '{property}'.",
  },
  LastOwner: {
    status: 400,
    code: bad,
    text: 'The group must have at least one owner, hence this owner cannot be removed.',
  },
  ReferenceInvalid: {
    status: 400,
    code: bad,
    text: "Unsupported resource type '{type}' for reference '{property}'.", // Decision: wording
  },
  ServicePrincipalNameInUse: {
    status: 409,
    code: 'Request_MultipleObjectsWithSameKeyValue',
    text: 'The service principal cannot be created, updated, or restored because the service principal name {name} is already in use.',
  },
  NoBackingApplication: {
    status: 400,
    code: 'NoBackingApplicationObject',
    text: "The appId '{appId}' of the service principal does not reference a valid application object.",
  },
  CredentialNotFound: { status: 400, code: bad, text: 'No credentials found to be removed.' },
  KeyInvalid: { status: 400, code: 'KeyCredentialsInvalidKeyValue', text: 'Key credential value is invalid.' }, // Decision
  KeyEndDateInvalid: {
    status: 400,
    code: 'KeyCredentialsInvalidEndDate',
    text: 'Key credential end date is invalid.',
  },
  CredentialDatesInvalid: {
    status: 400,
    code: bad,
    text: 'The end date of a credential must be later than its start date.', // Decision
  },
  FederatedNameExists: {
    status: 409,
    code: 'Request_MultipleObjectsWithSameKeyValue',
    text: 'FederatedIdentityCredential with name {name} already exists.',
  },
  FederatedSubjectExists: {
    status: 400,
    code: 'InvalidFederatedIdentityCredentialValue',
    text: 'The combination of issuer and subject must be unique for the application. Issuer {issuer} and Subject: {subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: {subject}, objectType: Microsoft.Online.DirectoryServices.Application',
  },
  FederatedLimit: {
    status: 400,
    code: 'TooManyFederatedIdentityCredentials', // Decision
    text: 'No more than {limit} federated identity credentials can be added to an application.',
  },
  AssignmentExists: {
    status: 400,
    code: bad,
    detail: 'InvalidUpdate',
    text: 'Permission being assigned already exists on the object',
  },
  AppRoleNotFound: {
    status: 400,
    code: bad,
    text: "Permission being assigned was not found on application '{application}'.",
  },
  GrantExists: {
    status: 409,
    code: 'Request_MultipleObjectsWithSameKeyValue',
    text: 'Permission entry already exists.',
  },
  DirectoryRoleActive: {
    status: 400,
    code: bad,
    text: 'A conflicting object with one or more of the specified property values is present in the directory.',
  },
  TooManyIds: { status: 400, code: bad, text: 'The number of ids must be between 1 and {limit}.' }, // Decision
  BatchInvalid: { status: 400, code: 'BadRequest', text: 'Invalid batch payload format. {reason}' },
} as const satisfies Record<string, GraphErrorEntry>

export type GraphErrorKey = keyof typeof graphErrors

export interface GraphErrorDetail {
  readonly code: string
  readonly message: string
  readonly target: string
}

export class GraphError extends Error {
  override readonly name = 'GraphError'
  readonly key: GraphErrorKey
  readonly status: number
  readonly code: string
  readonly details: readonly GraphErrorDetail[]
  constructor(key: GraphErrorKey, facts: Facts = {}, options?: ErrorOptions) {
    const entry: GraphErrorEntry = graphErrors[key]
    const text = fill(entry.text, facts)
    super(text, options)
    this.key = key
    this.status = entry.status
    this.code = entry.code ?? key
    this.details =
      entry.detail === undefined ? [] : [{ code: entry.detail, message: text, target: facts.property ?? '' }]
  }
}
