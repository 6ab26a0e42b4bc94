/** A service principal after a body was applied to it, and what it copies from its application. */
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { invalidProperty, mergeGraphProperties, requireWritableMembers, textMember } from './check-body.js'
import { withSecurityAttributes } from './custom-security-attributes.js'
import type { Application, ServicePrincipal } from './directory-objects.js'
import { servicePrincipalType } from './graph-types.js'

const readOnly = [
  'id',
  'deletedDateTime',
  'appId',
  'appDisplayName',
  'appDescription',
  'appOwnerOrganizationId',
  'createdDateTime',
  'disabledByMicrosoftStatus',
  'servicePrincipalType',
  'signInAudience',
  'verifiedPublisher',
  'applicationTemplateId',
  'resourceSpecificApplicationPermissions',
  'passwordCredentials',
]

const keptMembers = [
  'alternativeNames',
  'appRoleAssignmentRequired',
  'description',
  'homepage',
  'info',
  'loginUrl',
  'logoutUrl',
  'notes',
  'notificationEmailAddresses',
  'preferredSingleSignOnMode',
  'preferredTokenSigningKeyThumbprint',
  'replyUrls',
  'samlSingleSignOnSettings',
  'tags',
  'tokenEncryptionKeyId',
  'addIns',
  'appRoles',
  'oauth2PermissionScopes',
] as const

/** @throws GraphError of the body family */
export function changeServicePrincipal(principal: ServicePrincipal, body: JsonObject): ServicePrincipal {
  requireWritableMembers(body, { entity: servicePrincipalType, readOnly })
  const displayName = textMember(body, 'displayName', servicePrincipalType)
  const { accountEnabled, servicePrincipalNames: names } = body
  return {
    ...principal,
    ...(displayName === undefined ? {} : { displayName }),
    ...(typeof accountEnabled === 'boolean' ? { isEnabled: accountEnabled } : {}),
    ...(names === undefined ? {} : { servicePrincipalNames: readNames(names, principal) }),
    ...withSecurityAttributes(principal, body, servicePrincipalType),
    graphProperties: mergeGraphProperties(principal.graphProperties, body, keptMembers),
  }
}

/** The client id stays one of them. */
function readNames(names: Json, { clientId }: ServicePrincipal): readonly string[] {
  const texts = Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  if (!texts.some((name) => name.toLowerCase() === clientId)) {
    throw invalidProperty(servicePrincipalType, 'servicePrincipalNames')
  }
  return [...new Set(texts)]
}

/** What a service principal repeats of the application that it stands for. */
export function followApplication(principal: ServicePrincipal, application: Application): ServicePrincipal {
  const kept = application.graphProperties ?? {}
  const uris = application.redirectUris ?? { web: [], spa: [], publicClient: [] }
  const web = isJsonObject(kept.web) ? kept.web : {}
  const api = isJsonObject(kept.api) ? kept.api : {}
  return {
    ...principal,
    displayName: application.displayName,
    servicePrincipalNames: [application.clientId, ...application.identifierUris],
    graphProperties: {
      ...principal.graphProperties,
      appDisplayName: application.displayName,
      appDescription: kept.description ?? null,
      homepage: web.homePageUrl ?? null,
      logoutUrl: web.logoutUrl ?? null,
      replyUrls: [...uris.web, ...uris.spa, ...uris.publicClient],
      signInAudience: kept.signInAudience ?? 'AzureADMyOrg',
      appRoles: kept.appRoles ?? [],
      oauth2PermissionScopes: api.oauth2PermissionScopes ?? [],
      ...(kept.info === undefined ? {} : { info: kept.info }),
      ...(kept.tags === undefined ? {} : { tags: kept.tags }),
    },
  }
}
