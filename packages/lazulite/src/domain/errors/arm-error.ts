/**
 * Errors of Azure Resource Manager: codes that clients branch on, with the wording people see.
 *
 * Source of a text: the wire contract (real answers pasted in public threads, recorded test suites);
 * "Decision:" marks a text that no source shows.
 */
import type { JsonObject } from '../json.js'
import { accessErrors } from './access-errors.js'
import { type ArmErrorEntry, type Facts, fill } from './catalogue.js'
import { deploymentErrors } from './deployment-errors.js'
import { federatedCredentialErrors } from './federated-credential-errors.js'
import { lockErrors } from './lock-errors.js'
import { managementErrors } from './management-errors.js'
import { moveErrors } from './move-errors.js'
import { networkErrors } from './network-errors.js'
import { roleErrors } from './role-errors.js'

/** Codes that a resource provider writes, not ARM's front end: they lack `x-ms-failure-cause: gateway`. */
const providerCodes: ReadonlySet<string> = new Set([
  ...Object.keys(networkErrors),
  'InvalidParameter',
  'NotFound',
  'PropertyChangeNotAllowed',
  'OperationNotAllowed',
  'Conflict',
  ...Object.keys(roleErrors),
  ...Object.keys(federatedCredentialErrors),
  ...Object.keys(managementErrors),
  ...Object.keys(accessErrors).filter((key) => key !== 'LinkedAuthorizationDenied'),
])

const notFoundHelp = 'For more details please go to https://aka.ms/ARMResourceNotFoundFix'

export const armErrors = {
  // Authentication (401, with WWW-Authenticate)
  AuthenticationFailed: { status: 401, text: "Authentication failed. The 'Authorization' header is missing." },
  InvalidAuthenticationToken: { status: 401, text: 'The access token is invalid.' },
  AuthenticationTokenNotYetValid: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: "The access token is not valid before UTC time '{notBefore}'; current UTC time is '{now}'.", // Decision
  },
  AuthenticationTokenWithoutObjectId: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    text: "The received access token is not valid: at least one of the claims 'puid' or 'altsecid' or 'oid' should be present. If you are accessing as application please make sure service principal is properly created in the tenant.",
  },
  ExpiredAuthenticationToken: {
    status: 401,
    text: "The access token expiry UTC time '{expiry}' is earlier than current UTC time '{now}'.",
  },
  InvalidAuthenticationTokenTenant: {
    status: 401,
    text: "The access token is from the wrong issuer '{issuer}'. It must match the tenant 'https://sts.windows.net/{tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/{tenantId}' to get the token. Note, if the subscription is transferred to another tenant there is no impact to the services, but information about new tenant could take time to propagate (up to an hour). If you just transferred your subscription and see this error message, please try back later.",
  },
  InvalidAuthenticationTokenAudience: {
    status: 401,
    text: "The access token has been obtained for wrong audience or resource '{audience}'. It should exactly match with one of the allowed audiences 'https://management.core.windows.net/','https://management.core.windows.net','https://management.azure.com/','https://management.azure.com'.",
  },

  // Authorization
  AuthorizationFailed: {
    status: 403,
    text: "The client '{client}' with object id '{principalId}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.",
  },
  ConditionAuthorizationFailed: {
    status: 403,
    code: 'AuthorizationFailed',
    text: "The client '{client}' with object id '{principalId}' does not have authorization or an ABAC condition not fulfilled to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.",
  },
  DenyAssignmentAuthorizationFailed: {
    status: 403,
    text: "The client '{client}' with object id '{principalId}' has permission to perform action '{action}' on scope '{scope}'; however, the access is denied because of the deny assignment with name '{denyName}' and Id '{denyId}' at scope '{denyScope}'.",
  },
  LinkedAuthorizationFailed: {
    status: 403,
    text: "The client '{client}' with object id '{principalId}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action(s) '{linkedAction}' on the linked scope(s) '{linkedScope}' (respectively) or the linked scope(s) are invalid.",
  },

  // The request line
  MissingApiVersionParameter: {
    status: 400,
    text: 'The api-version query parameter (?api-version=) is required for all requests.',
  },
  InvalidApiVersionParameter: {
    status: 400,
    text: "The api-version '{apiVersion}' is invalid. The supported versions are '{supported}'.",
  },
  NoRegisteredProviderFound: {
    status: 400,
    text: "No registered resource provider found for location '{location}' and API version '{apiVersion}' for type '{type}'. The supported api-versions are '{supported}'. The supported locations are '{locations}'.",
  },
  InvalidResourceType: {
    status: 404,
    text: "The resource type '{type}' could not be found in the namespace '{namespace}' for api version '{apiVersion}'. The supported api-versions are '{supported}'.",
  },
  UnknownResourceType: {
    status: 404,
    code: 'InvalidResourceType',
    text: "The resource type '{type}' could not be found in the namespace '{namespace}' for api version '{apiVersion}'.",
  },
  InvalidResourceNamespace: { status: 404, text: "The resource namespace '{namespace}' is invalid." },
  InvalidSubscriptionId: {
    status: 400,
    text: "The provided subscription identifier '{subscriptionId}' is malformed or invalid.",
  },
  InvalidResourceId: { status: 400, text: "The resource identifier '{id}' is malformed or invalid." }, // Decision
  InvalidFilterInQueryString: { status: 400, text: "Invalid $filter '{filter}' specified in the query string." }, // Decision
  NotImplemented: { status: 501, text: 'NotImplemented: {what}' }, // Decision: what Lazulite lacks is named
  BadRequest: { status: 400, text: '{detail}' },
  RequestEntityTooLarge: { status: 413, text: 'The request body is larger than {limit} bytes.' }, // Decision

  UnsupportedMediaType: {
    status: 415,
    text: "The content media type '{mediaType}' is not supported. Only 'application/json' is supported.",
  },
  MethodNotAllowed: { status: 405, text: "The requested resource does not support http method '{method}'." },

  // The request body
  InvalidRequestContent: {
    status: 400,
    text: "The request content was invalid and could not be deserialized: '{detail}'.",
  },
  InvalidParameter: { status: 400, text: '{detail}' },
  LocationRequired: { status: 400, text: 'The location property is required for this definition.' },
  LocationNotAvailableForResourceGroup: {
    status: 400,
    text: "The provided location '{location}' is not available for resource group. List of available regions is '{regions}'.",
  },
  LocationNotAvailableForResourceType: {
    status: 400,
    text: "The provided location '{location}' is not available for resource type '{type}'. List of available regions for the resource type is '{regions}'.",
  },
  InvalidResourceLocation: {
    status: 400,
    text: "The specified location '{location}' is invalid. A location must consist of characters, whitespace, digit, or following symbols '(,)'.",
  },
  ResourceLocationConflict: {
    status: 409,
    code: 'InvalidResourceLocation',
    text: "The resource '{name}' already exists in location '{location}' in resource group '{resourceGroup}'. A resource with the same name cannot be created in location '{requested}'. Please select a new resource name.",
  },
  InvalidResourceGroup: {
    status: 400,
    text: "The provided resource group name '{name}' has these invalid characters: '{characters}'. The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
  },
  InvalidResourceGroupLength: {
    status: 400,
    code: 'InvalidResourceGroup',
    text: "The provided resource group name '{name}' is too long. The name can have at most 90 characters.",
  },
  InvalidResourceGroupEnd: {
    status: 400,
    code: 'InvalidResourceGroup',
    text: "The provided resource group name '{name}' ends with a period. The name can not end with a period.",
  },
  InvalidResourceName: { status: 400, text: '{detail}' },
  InvalidTagNameCharacters: {
    status: 400,
    text: "The tag names '{names}' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
  },
  InvalidTagName: {
    status: 400,
    text: "Tag key too large. Following tag name '{name}' exceeded the maximum length. Maximum allowed length for tag name - '{limit}' characters.",
  },
  InvalidTagValue: {
    status: 400,
    text: "Tag value too large. Following tag value '{value}' exceeded the maximum length. Maximum allowed length for tag value - '{limit}' characters.",
  },
  TooManyTags: { status: 400, text: "The number of tags '{count}' exceeds the maximum of '{limit}'." }, // Decision
  InvalidResourceGroupLocation: {
    status: 409,
    text: "Invalid resource group location '{requested}'. The Resource group already exists in location '{location}'.",
  },

  // Not found
  // observed with az, Terraform and Azure PowerShell: Azure/azure-cli#33953, hashicorp/terraform-provider-azurerm#2905
  MissingSubscription: {
    status: 404,
    text: 'The request did not have a subscription or a valid tenant level resource provider.',
  },
  SubscriptionNotFound: { status: 404, text: "The subscription '{subscriptionId}' could not be found." },
  ResourceGroupNotFound: { status: 404, text: "Resource group '{name}' could not be found." },
  ResourceNotFound: {
    status: 404,
    text: `The Resource '{type}/{name}' under resource group '{resourceGroup}' was not found. ${notFoundHelp}`,
  },
  ParentResourceNotFound: {
    status: 404,
    text: "Failed to perform '{verb}' on resource(s) of type '{type}', because the parent resource '{parent}' could not be found.",
  },
  NotFound: { status: 404, text: '{detail}' },
  ResourceGroupBeingDeleted: {
    status: 409,
    text: "The resource group '{name}' is in deprovisioning state and cannot perform this operation.",
  },
  Conflict: { status: 409, text: '{detail}' },
  OperationNotAllowed: { status: 409, text: '{detail}' },
  PropertyChangeNotAllowed: { status: 409, text: "Changing property '{property}' is not allowed." },
  PreconditionFailed: { status: 412, text: "The condition '{condition}' of the request is not met." }, // Decision

  // Managed identities
  FailedIdentityOperation: {
    status: 400,
    text: 'Identity operation for resource \'{resourceId}\' failed with error \'Failed to perform resource identity operation. Status: \'BadRequest\'. Response: \'{"error":{"code":"BadRequest","message":"Resource \'{identityId}\' was not found."}}\'.\'.',
  },
  LinkedInvalidPropertyId: {
    status: 400,
    text: "Property id '{id}' at path '{path}' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.",
  },
  InvalidIdentityId: {
    status: 400,
    text: "The identity ids '{id}' are invalid. It must be of the following format: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}'.",
  },

  // hashicorp/terraform-provider-azurerm#17082
  MissingIdentityIds: {
    status: 400,
    text: "The identity ids must not be null or empty for 'UserAssigned' identity type.",
  },
  // Azure/azure-rest-api-specs#17650
  UnexpectedIdentityFormat: {
    status: 400,
    code: 'FailedIdentityOperation',
    text: 'Identity operation for resource \'{resourceId}\' failed with error \'Failed to perform resource identity operation. Status: \'BadRequest\'. Response: \'{"error":{"code":"BadRequest","message":"The request format was unexpected, a non-UserAssigned identity type should not contain: userAssignedIdentities"}}\'.\'.',
  },
  LinkedSubscriptionNotAuthorized: {
    status: 403,
    code: 'LinkedAuthorizationFailed',
    text: "The client has permission to perform action '{linkedAction}' on scope '{scope}', however the current tenant '{tenantId}' is not authorized to access linked subscription '{subscriptionId}'.",
  },
  // recorded with the Azure SDK for Java, 2019; hashicorp/terraform-provider-azurerm#14021; the blank at its end is Azure's
  LinkedSubscriptionNotFound: {
    status: 403,
    code: 'LinkedAuthorizationFailed',
    text: "The client has permission to perform action '{linkedAction}' on scope '{scope}', however the linked subscription '{subscriptionId}' was not found. ",
  },

  ...deploymentErrors,
  ...networkErrors,
  ...federatedCredentialErrors,
  ...lockErrors,
  ...moveErrors,
  ...managementErrors,
  ...roleErrors,
  ...accessErrors,

  InternalServerError: {
    status: 500,
    text: 'The server met an unexpected condition. Its log has the cause under this correlation id.',
  },
} as const satisfies Record<string, ArmErrorEntry>

export type ArmErrorCode = keyof typeof armErrors

/** An error inside an error; may have its own inner ones. */
export interface ErrorDetail extends JsonObject {
  readonly code: string
  readonly message: string
  readonly target?: string
  readonly details?: readonly ErrorDetail[]
  readonly additionalInfo?: readonly JsonObject[]
}

export interface ArmErrorOptions extends ErrorOptions {
  /** The property or parameter that is wrong, when Azure names one. */
  readonly target?: string
  readonly details?: readonly ErrorDetail[]
  /** What Azure adds for programs: `{type, info}`, such as the place of a fault in a template. */
  readonly additionalInfo?: readonly JsonObject[]
  /** Value of `WWW-Authenticate`, for the 401 family. */
  readonly challenge?: string
}

/** An answer that ARM clients understand. `code`, `status` and `message` go to the wire; `cause` goes to the log only. */
export class ArmError extends Error {
  override readonly name = 'ArmError'
  /** Its entry in the catalogue; several may share a code. */
  readonly key: ArmErrorCode
  readonly code: string
  readonly status: number
  readonly target: string | undefined
  readonly details: ArmErrorOptions['details']
  readonly additionalInfo: ArmErrorOptions['additionalInfo']
  readonly challenge: string | undefined
  /** Written by a resource provider rather than by ARM's front end. */
  readonly isFromProvider: boolean

  constructor(key: ArmErrorCode, facts: Facts = {}, options: ArmErrorOptions = {}) {
    const entry: ArmErrorEntry = armErrors[key]
    super(fill(entry.text, facts), options.cause === undefined ? undefined : { cause: options.cause })
    this.key = key
    this.code = entry.code ?? key
    this.status = entry.status
    this.target = options.target
    this.details = options.details
    this.additionalInfo = options.additionalInfo
    this.challenge = options.challenge
    this.isFromProvider = providerCodes.has(key)
  }
}
