/**
 * An application as Microsoft Graph v1.0 shows it (real answers of 2022–2025, order of members included).
 *
 * What rules here read has a place of its own in the record; every other member is kept in `graphProperties` as it was sent.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { Application } from './directory-objects.js'
import { graphTime } from './graph-time.js'
import { renderCertificate, renderPassword } from './render-credentials.js'

export interface ApplicationFrame {
  /** Domain of the tenant that registered it. */
  readonly publisherDomain: string
  /** See `renderCertificate`. */
  readonly showsKeys?: boolean
}

export function renderApplication(application: Application, frame: ApplicationFrame): JsonObject {
  const kept = application.graphProperties ?? {}
  const keptOr = (name: string, otherwise: Json): Json => kept[name] ?? otherwise
  const uris = application.redirectUris ?? { web: [], spa: [], publicClient: [] }
  const optionalClaims = keptOr('optionalClaims', null)
  return {
    id: application.objectId,
    deletedDateTime: null,
    appId: application.clientId,
    applicationTemplateId: keptOr('applicationTemplateId', null),
    disabledByMicrosoftStatus: null,
    createdDateTime: graphTime(application.createdAt),
    displayName: application.displayName,
    description: keptOr('description', null),
    groupMembershipClaims: keptOr('groupMembershipClaims', null),
    identifierUris: [...application.identifierUris],
    isDeviceOnlyAuthSupported: keptOr('isDeviceOnlyAuthSupported', null),
    isFallbackPublicClient: keptOr('isFallbackPublicClient', null),
    nativeAuthenticationApisEnabled: keptOr('nativeAuthenticationApisEnabled', null),
    notes: keptOr('notes', null),
    publisherDomain: frame.publisherDomain,
    serviceManagementReference: keptOr('serviceManagementReference', null),
    signInAudience: keptOr('signInAudience', 'AzureADMyOrg'),
    tags: keptOr('tags', []),
    tokenEncryptionKeyId: keptOr('tokenEncryptionKeyId', null),
    uniqueName: keptOr('uniqueName', null),
    samlMetadataUrl: keptOr('samlMetadataUrl', null),
    defaultRedirectUri: keptOr('defaultRedirectUri', null),
    certification: null,
    // complex members that say nothing stand among the plain ones
    ...(optionalClaims === null ? { optionalClaims } : {}),
    servicePrincipalLockConfiguration: keptOr('servicePrincipalLockConfiguration', null),
    requestSignatureVerification: keptOr('requestSignatureVerification', null),
    addIns: keptOr('addIns', []),
    api: {
      acceptMappedClaims: null,
      knownClientApplications: [],
      requestedAccessTokenVersion: null,
      oauth2PermissionScopes: [],
      preAuthorizedApplications: [],
      ...objectOf(kept.api),
    },
    appRoles: keptOr('appRoles', []),
    info: { ...emptyInfo, ...objectOf(kept.info) },
    keyCredentials: (application.certificates ?? []).map((certificate) =>
      renderCertificate(certificate, { showsKey: frame.showsKeys ?? false }),
    ),
    ...(optionalClaims === null ? {} : { optionalClaims }),
    parentalControlSettings: {
      countriesBlockedForMinors: [],
      legalAgeGroupRule: 'Allow',
      ...objectOf(kept.parentalControlSettings),
    },
    passwordCredentials: application.secrets.map((secret) => renderPassword(secret)),
    publicClient: { redirectUris: [...uris.publicClient] },
    requiredResourceAccess: keptOr('requiredResourceAccess', []),
    verifiedPublisher: unverified,
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: [...uris.web],
      implicitGrantSettings: {
        enableAccessTokenIssuance: false,
        enableIdTokenIssuance: false,
        ...objectOf(objectOf(kept.web).implicitGrantSettings),
      },
      redirectUriSettings: uris.web.map((uri) => ({ uri, index: null })),
      ...withoutKeys(objectOf(kept.web), ['implicitGrantSettings']),
    },
    spa: { redirectUris: [...uris.spa] },
  }
}

export const emptyInfo: JsonObject = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
}

export const unverified: JsonObject = { displayName: null, verifiedPublisherId: null, addedDateTime: null }

const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {})

const withoutKeys = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
