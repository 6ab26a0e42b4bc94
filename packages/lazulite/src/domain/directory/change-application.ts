/**
 * An application after a body was applied to it. Certificates are not read here, see `read-key-credentials.ts`.
 *
 * Rules: "Create application", "Update application" (v1.0); identifier URIs: "Application ID URI … verified domains" (the
 * default scheme `api://` takes any value, https only the tenant's own domains and those below them).
 */

import { GraphError } from '../errors/graph-error.js'
import { isGuid } from '../guid.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { invalidProperty, mergeGraphProperties, requireWritableMembers, textMember } from './check-body.js'
import type { Application, RedirectUris } from './directory-objects.js'
import { applicationType } from './graph-types.js'

const readOnly = [
  'id',
  'deletedDateTime',
  'appId',
  'createdDateTime',
  'publisherDomain',
  'disabledByMicrosoftStatus',
  'certification',
  'verifiedPublisher',
  'applicationTemplateId',
]

/** Kept as sent; what has rules of its own is missing here. */
const keptMembers = [
  'description',
  'groupMembershipClaims',
  'isDeviceOnlyAuthSupported',
  'isFallbackPublicClient',
  'nativeAuthenticationApisEnabled',
  'notes',
  'serviceManagementReference',
  'signInAudience',
  'tags',
  'tokenEncryptionKeyId',
  'uniqueName',
  'samlMetadataUrl',
  'defaultRedirectUri',
  'optionalClaims',
  'servicePrincipalLockConfiguration',
  'requestSignatureVerification',
  'addIns',
  'api',
  'appRoles',
  'info',
  'parentalControlSettings',
  'requiredResourceAccess',
] as const

const audiences: ReadonlySet<string> = new Set([
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
])

/** @throws GraphError of the body family */
export function changeApplication(application: Application, body: JsonObject, verifiedDomain: string): Application {
  requireWritableMembers(body, { entity: applicationType, readOnly })
  if (Array.isArray(body.passwordCredentials) && body.passwordCredentials.length > 0) {
    throw new GraphError('NotImplemented', { what: 'passwordCredentials in an application; use addPassword' })
  }
  const audience = body.signInAudience
  if (typeof audience === 'string' && !audiences.has(audience)) throw invalidProperty(applicationType, 'signInAudience')
  const displayName = textMember(body, 'displayName', applicationType)
  const { redirectUris, web } = readRedirectUris(application.redirectUris, body)
  const graphProperties = mergeGraphProperties(
    mergeGraphProperties(application.graphProperties, normalized(body), keptMembers),
    { web },
    ['web'],
  )
  const identifierUris = readIdentifierUris(body.identifierUris, verifiedDomain)
  return withPublicity({
    ...application,
    ...(displayName === undefined ? {} : { displayName }),
    ...(identifierUris === undefined ? {} : { identifierUris }),
    ...(redirectUris === undefined ? {} : { redirectUris }),
    graphProperties,
  })
}

/**
 * `isFallbackPublicClient` lets an application sign in without proof; one that holds a secret or a certificate proves
 * itself all the same.
 */
export const withPublicity = (application: Application): Application => ({
  ...application,
  isPublicClient:
    application.graphProperties?.isFallbackPublicClient === true &&
    application.secrets.length === 0 &&
    (application.certificates ?? []).length === 0,
})

function readIdentifierUris(value: Json | undefined, verifiedDomain: string): readonly string[] | undefined {
  if (value === undefined) return undefined
  const uris = Array.isArray(value) ? value.filter((uri) => typeof uri === 'string') : []
  for (const uri of uris) {
    if (!URL.canParse(uri) || uri.length > 255) throw invalidProperty(applicationType, 'identifierUris')
    const { protocol, hostname } = new URL(uri)
    const isOurs = hostname === verifiedDomain || hostname.endsWith(`.${verifiedDomain}`)
    if (/^https?:$/.test(protocol) && !isOurs) throw new GraphError('HostNotVerified', { uri })
  }
  return [...new Set(uris)]
}

/** Where sign-ins lead back to is kept by kind of client; the rest of `web` is only shown. */
function readRedirectUris(
  before: RedirectUris | undefined,
  body: JsonObject,
): { readonly redirectUris: RedirectUris | undefined; readonly web: JsonObject | undefined } {
  const { redirectUris: web, redirectUriSettings: _, ...restOfWeb } = memberObject(body, 'web') ?? {}
  const spa = memberObject(body, 'spa')?.redirectUris
  const publicClient = memberObject(body, 'publicClient')?.redirectUris
  const rest = Object.keys(restOfWeb).length === 0 ? undefined : restOfWeb
  if (web === undefined && spa === undefined && publicClient === undefined) return { redirectUris: before, web: rest }
  const current = before ?? { web: [], spa: [], publicClient: [] }
  return {
    redirectUris: {
      web: readUris(web, 'web') ?? current.web,
      spa: readUris(spa, 'spa') ?? current.spa,
      publicClient: readUris(publicClient, 'publicClient') ?? current.publicClient,
    },
    web: rest,
  }
}

const memberObject = (body: JsonObject, name: string): JsonObject | undefined => {
  const value = body[name]
  return isJsonObject(value) ? value : undefined
}

function readUris(value: Json | undefined, member: string): readonly string[] | undefined {
  if (value === undefined) return undefined
  const isList = Array.isArray(value) && value.every((uri) => typeof uri === 'string' && URL.canParse(uri))
  if (!isList) throw invalidProperty(applicationType, `${member}/redirectUris`)
  return value.map(String)
}

/** Lists of objects as Microsoft Graph writes them back: with every member, in its order. */
function normalized(body: JsonObject): JsonObject {
  const { appRoles, requiredResourceAccess, optionalClaims, api } = body
  return {
    ...body,
    ...(Array.isArray(appRoles) ? { appRoles: appRoles.filter(isJsonObject).map(normalizedAppRole) } : {}),
    ...(Array.isArray(requiredResourceAccess)
      ? { requiredResourceAccess: requiredResourceAccess.filter(isJsonObject).map(normalizedAccess) }
      : {}),
    ...(isJsonObject(optionalClaims) ? { optionalClaims: normalizedClaims(optionalClaims) } : {}),
    ...(isJsonObject(api) ? { api: checkedApi(api) } : {}),
  }
}

function normalizedAppRole(role: JsonObject): JsonObject {
  const { id, allowedMemberTypes, displayName } = role
  const types = Array.isArray(allowedMemberTypes) ? allowedMemberTypes : []
  const isValid =
    typeof id === 'string' &&
    isGuid(id) &&
    types.length > 0 &&
    types.every((type) => type === 'User' || type === 'Application') &&
    typeof displayName === 'string'
  if (!isValid) throw invalidProperty(applicationType, 'appRoles')
  return {
    allowedMemberTypes: types,
    description: role.description ?? null,
    displayName,
    id: id.toLowerCase(),
    isEnabled: role.isEnabled ?? true,
    origin: 'Application',
    value: role.value ?? null,
  }
}

function normalizedAccess({ resourceAppId, resourceAccess }: JsonObject): JsonObject {
  const accesses = Array.isArray(resourceAccess) ? resourceAccess.filter(isJsonObject) : []
  const isValid =
    typeof resourceAppId === 'string' &&
    accesses.every(({ id, type }) => typeof id === 'string' && isGuid(id) && (type === 'Scope' || type === 'Role'))
  if (!isValid) throw invalidProperty(applicationType, 'requiredResourceAccess')
  return { resourceAppId, resourceAccess: accesses.map(({ id, type }) => ({ id: id ?? null, type: type ?? null })) }
}

function normalizedClaims(claims: JsonObject): JsonObject {
  const kinds = ['accessToken', 'idToken', 'saml2Token']
  return Object.fromEntries(
    kinds.map((kind) => {
      const list = claims[kind]
      const wanted = Array.isArray(list) ? list.filter(isJsonObject) : []
      return [
        kind,
        wanted.map((claim) => ({
          additionalProperties: claim.additionalProperties ?? [],
          essential: claim.essential ?? false,
          name: claim.name ?? null,
          source: claim.source ?? null,
        })),
      ]
    }),
  )
}

function checkedApi(api: JsonObject): JsonObject {
  const { oauth2PermissionScopes: scopes } = api
  if (scopes === undefined || scopes === null) return api
  const isValid =
    Array.isArray(scopes) &&
    scopes.every((scope) => isJsonObject(scope) && typeof scope.id === 'string' && isGuid(scope.id))
  if (!isValid) throw invalidProperty(applicationType, 'api/oauth2PermissionScopes')
  return api
}
