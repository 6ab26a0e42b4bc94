/**
 * A service principal as Microsoft Graph v1.0 shows it (real answers of 2023: an application's, a user-assigned and
 * two system-assigned identities'; order of members included).
 */
import type { Json, JsonObject } from '../json.js'
import { appRolesOf, scopesOf } from './app-roles.js'
import type { CertificateCredential, ServicePrincipal } from './directory-objects.js'
import { graphTime } from './graph-time.js'
import { emptyInfo, unverified } from './render-application.js'
import { renderCertificate, renderPassword } from './render-credentials.js'

/** The tenant in which Microsoft registers its own applications. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

export interface ServicePrincipalFrame {
  readonly tenantId: string
  /** Registered by Microsoft. */
  readonly isFirstParty: boolean
  /** Of a managed identity: the certificate that its platform holds for it. */
  readonly identityCertificate?: Omit<CertificateCredential, 'certificate'>
  /** See `renderCertificate`. */
  readonly showsKeys?: boolean
  /** `null` to whoever may not read them. */
  readonly securityAttributes: JsonObject | null
}

export function renderServicePrincipal(principal: ServicePrincipal, frame: ServicePrincipalFrame): JsonObject {
  const kept = principal.graphProperties ?? {}
  const keptOr = (name: string, otherwise: Json): Json => kept[name] ?? otherwise
  const isIdentity = principal.servicePrincipalType === 'ManagedIdentity'
  const info = keptOr('info', isIdentity ? null : emptyInfo)
  return {
    id: principal.principalId,
    deletedDateTime: null,
    accountEnabled: principal.isEnabled,
    alternativeNames: alternativeNames(principal, kept),
    appDisplayName: keptOr('appDisplayName', isIdentity ? null : principal.displayName),
    appDescription: keptOr('appDescription', null),
    appId: principal.clientId,
    applicationTemplateId: null,
    appOwnerOrganizationId: isIdentity ? null : frame.isFirstParty ? microsoftTenantId : frame.tenantId,
    appRoleAssignmentRequired: keptOr('appRoleAssignmentRequired', false),
    createdDateTime: graphTime(principal.createdAt),
    customSecurityAttributes: frame.securityAttributes,
    description: keptOr('description', null),
    disabledByMicrosoftStatus: null,
    displayName: principal.displayName,
    homepage: keptOr('homepage', null),
    loginUrl: keptOr('loginUrl', null),
    logoutUrl: keptOr('logoutUrl', null),
    notes: keptOr('notes', null),
    notificationEmailAddresses: keptOr('notificationEmailAddresses', []),
    preferredSingleSignOnMode: keptOr('preferredSingleSignOnMode', null),
    preferredTokenSigningKeyThumbprint: keptOr('preferredTokenSigningKeyThumbprint', null),
    replyUrls: keptOr('replyUrls', []),
    servicePrincipalNames: [...principal.servicePrincipalNames],
    servicePrincipalType: principal.servicePrincipalType,
    signInAudience: keptOr(
      'signInAudience',
      isIdentity ? null : frame.isFirstParty ? 'AzureADMultipleOrgs' : 'AzureADMyOrg',
    ),
    tags: keptOr('tags', []),
    tokenEncryptionKeyId: keptOr('tokenEncryptionKeyId', null),
    // complex members that say nothing stand among the plain ones
    ...(info === null ? { info } : {}),
    samlSingleSignOnSettings: keptOr('samlSingleSignOnSettings', null),
    addIns: keptOr('addIns', []),
    appRoles: [...appRolesOf(principal)],
    ...(info === null ? {} : { info }),
    keyCredentials: [
      ...(frame.identityCertificate === undefined ? [] : [renderCertificate(frame.identityCertificate)]),
      ...(principal.certificates ?? []).map((certificate) =>
        renderCertificate(certificate, { showsKey: frame.showsKeys ?? false }),
      ),
    ],
    oauth2PermissionScopes: [...scopesOf(principal)],
    passwordCredentials: (principal.secrets ?? []).map((secret) => renderPassword(secret)),
    resourceSpecificApplicationPermissions: [],
    verifiedPublisher: unverified,
  }
}

function alternativeNames({ managedIdentity }: ServicePrincipal, kept: JsonObject): Json {
  if (managedIdentity === undefined) return kept.alternativeNames ?? []
  const isExplicit = managedIdentity.type === 'UserAssigned' ? 'True' : 'False'
  return [`isExplicit=${isExplicit}`, managedIdentity.resourceId.replace(/\/resourcegroups\//i, '/resourcegroups/')]
}
