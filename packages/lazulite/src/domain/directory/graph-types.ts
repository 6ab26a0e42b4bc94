/**
 * Kinds of objects of Microsoft Graph's directory, with what can be asked of their members.
 *
 * Members: v1.0 resource types, as far as real answers of 2022–2025 show them. What `$filter` and `$orderby` take without
 * advanced query capabilities: "Advanced query capabilities on Microsoft Entra ID objects", tables of supported properties.
 */
import type { EntityType, PropertyType } from '../odata/entity-type.js'

const text: PropertyType = { type: 'String' }
const texts: PropertyType = { type: 'String', isCollection: true }
const complex: PropertyType = { type: 'Complex' }
const objects: PropertyType = { type: 'Complex', isCollection: true }
const flag: PropertyType = { type: 'Boolean' }
const instant: PropertyType = { type: 'DateTimeOffset' }
const equal: PropertyType = { type: 'String', filter: 'default' }
const started: PropertyType = { type: 'String', filter: 'default', functions: ['startswith', 'endswith'] }
const equalAdvanced: PropertyType = { type: 'String', filter: 'advanced', functions: ['startswith', 'endswith'] }
const anyEqual: PropertyType = { type: 'String', isCollection: true, filter: 'default', functions: ['startswith'] }
const selected = (property: PropertyType): PropertyType => ({ ...property, isOnlySelected: true })
const named: PropertyType = { ...started, sort: 'advanced', isSearchable: true }
const described: PropertyType = { ...equalAdvanced, isSearchable: true }

export const userType: EntityType = {
  name: 'user',
  resourceName: 'User',
  properties: {
    businessPhones: texts,
    displayName: { ...named, sort: 'default' },
    givenName: started,
    jobTitle: started,
    mail: { ...started, isSearchable: true },
    mobilePhone: equalAdvanced,
    officeLocation: equalAdvanced,
    preferredLanguage: equalAdvanced,
    surname: started,
    userPrincipalName: { ...started, sort: 'default', isSearchable: true },
    id: equal,
    accountEnabled: selected({ type: 'Boolean', filter: 'default' }),
    city: selected(started),
    companyName: selected(equalAdvanced),
    country: selected(started),
    customSecurityAttributes: selected(complex),
    createdDateTime: selected({ type: 'DateTimeOffset', filter: 'advanced', sort: 'advanced' }),
    creationType: selected(equalAdvanced),
    deletedDateTime: selected(instant),
    department: selected(started),
    employeeId: selected(started),
    identities: selected(objects),
    mailNickname: selected(started),
    onPremisesImmutableId: selected(equal),
    onPremisesSyncEnabled: selected({ type: 'Boolean', filter: 'default' }),
    otherMails: selected(anyEqual),
    passwordPolicies: selected(text),
    postalCode: selected(started),
    proxyAddresses: selected(anyEqual),
    securityIdentifier: selected(text),
    state: selected(started),
    streetAddress: selected(equalAdvanced),
    usageLocation: selected(started),
    userType: selected(equal),
  },
  relations: [
    'manager',
    'directReports',
    'memberOf',
    'transitiveMemberOf',
    'ownedObjects',
    'ownedDevices',
    'registeredDevices',
    'appRoleAssignments',
    'oauth2PermissionGrants',
  ],
}

export const groupType: EntityType = {
  name: 'group',
  resourceName: 'Group',
  properties: {
    id: equal,
    deletedDateTime: instant,
    classification: text,
    createdDateTime: { type: 'DateTimeOffset', filter: 'advanced', sort: 'advanced' },
    creationOptions: texts,
    description: described,
    displayName: { ...named, sort: 'default' },
    expirationDateTime: { type: 'DateTimeOffset', filter: 'advanced' },
    groupTypes: anyEqual,
    isAssignableToRole: { type: 'Boolean', filter: 'default' },
    mail: { ...started, isSearchable: true },
    mailEnabled: { type: 'Boolean', filter: 'default' },
    mailNickname: { ...started, isSearchable: true },
    membershipRule: equalAdvanced,
    membershipRuleProcessingState: equalAdvanced,
    onPremisesDomainName: text,
    onPremisesLastSyncDateTime: { type: 'DateTimeOffset', filter: 'default' },
    onPremisesNetBiosName: text,
    onPremisesSamAccountName: equal,
    onPremisesSecurityIdentifier: equal,
    onPremisesSyncEnabled: { type: 'Boolean', filter: 'default' },
    preferredDataLocation: equalAdvanced,
    preferredLanguage: equalAdvanced,
    proxyAddresses: anyEqual,
    renewedDateTime: { type: 'DateTimeOffset', filter: 'default' },
    resourceBehaviorOptions: texts,
    resourceProvisioningOptions: anyEqual,
    securityEnabled: { type: 'Boolean', filter: 'default' },
    securityIdentifier: equal,
    theme: text,
    uniqueName: equal,
    visibility: text,
    onPremisesProvisioningErrors: objects,
    serviceProvisioningErrors: objects,
  },
  relations: ['members', 'transitiveMembers', 'owners', 'memberOf', 'transitiveMemberOf', 'appRoleAssignments'],
}

export const applicationType: EntityType = {
  name: 'application',
  resourceName: 'Application',
  properties: {
    id: equal,
    deletedDateTime: instant,
    appId: equal,
    applicationTemplateId: equal,
    disabledByMicrosoftStatus: text,
    createdDateTime: { type: 'DateTimeOffset', filter: 'default', sort: 'advanced' },
    displayName: named,
    description: described,
    groupMembershipClaims: text,
    identifierUris: anyEqual,
    isDeviceOnlyAuthSupported: flag,
    isFallbackPublicClient: flag,
    nativeAuthenticationApisEnabled: text,
    notes: text,
    publisherDomain: equalAdvanced,
    serviceManagementReference: text,
    signInAudience: equal,
    tags: anyEqual,
    tokenEncryptionKeyId: text,
    uniqueName: equal,
    samlMetadataUrl: text,
    defaultRedirectUri: text,
    certification: complex,
    optionalClaims: complex,
    servicePrincipalLockConfiguration: complex,
    requestSignatureVerification: complex,
    addIns: objects,
    api: complex,
    appRoles: objects,
    info: complex,
    keyCredentials: objects,
    parentalControlSettings: complex,
    passwordCredentials: objects,
    publicClient: complex,
    requiredResourceAccess: objects,
    verifiedPublisher: complex,
    web: complex,
    spa: complex,
  },
  relations: ['owners', 'federatedIdentityCredentials', 'extensionProperties', 'appManagementPolicies'],
}

export const servicePrincipalType: EntityType = {
  name: 'servicePrincipal',
  resourceName: 'ServicePrincipal',
  properties: {
    id: equal,
    deletedDateTime: instant,
    accountEnabled: { type: 'Boolean', filter: 'default' },
    alternativeNames: anyEqual,
    appDisplayName: started,
    appDescription: text,
    appId: equal,
    applicationTemplateId: equal,
    appOwnerOrganizationId: { type: 'Guid', filter: 'default' },
    appRoleAssignmentRequired: flag,
    createdDateTime: { type: 'DateTimeOffset', filter: 'advanced', sort: 'advanced' },
    customSecurityAttributes: selected(complex),
    description: described,
    disabledByMicrosoftStatus: text,
    displayName: named,
    homepage: started,
    loginUrl: text,
    logoutUrl: text,
    notes: text,
    notificationEmailAddresses: texts,
    preferredSingleSignOnMode: equal,
    preferredTokenSigningKeyThumbprint: text,
    replyUrls: texts,
    servicePrincipalNames: anyEqual,
    servicePrincipalType: equal,
    signInAudience: equal,
    tags: anyEqual,
    tokenEncryptionKeyId: text,
    info: complex,
    samlSingleSignOnSettings: complex,
    addIns: objects,
    appRoles: objects,
    keyCredentials: objects,
    oauth2PermissionScopes: objects,
    passwordCredentials: objects,
    resourceSpecificApplicationPermissions: objects,
    verifiedPublisher: complex,
  },
  relations: [
    'owners',
    'ownedObjects',
    'memberOf',
    'transitiveMemberOf',
    'appRoleAssignments',
    'appRoleAssignedTo',
    'oauth2PermissionGrants',
    'createdObjects',
    'claimsMappingPolicies',
    'homeRealmDiscoveryPolicies',
    'tokenIssuancePolicies',
    'tokenLifetimePolicies',
    'federatedIdentityCredentials',
  ],
}

/** Of mixed lists (members, owners): only what every object has can be asked for. */
export const directoryObjectType: EntityType = {
  name: 'directoryObject',
  resourceName: 'DirectoryObject',
  properties: { id: equal, deletedDateTime: instant, displayName: { ...named, sort: 'advanced' } },
  relations: [],
}

export const directoryRoleType: EntityType = {
  name: 'directoryRole',
  resourceName: 'DirectoryRole',
  properties: {
    id: equal,
    deletedDateTime: instant,
    description: text,
    displayName: equal,
    roleTemplateId: equal,
  },
  relations: ['members'],
}

export const directoryRoleTemplateType: EntityType = {
  name: 'directoryRoleTemplate',
  resourceName: 'DirectoryRoleTemplate',
  properties: { id: text, deletedDateTime: instant, description: text, displayName: text },
  relations: [],
}

export const federatedIdentityCredentialType: EntityType = {
  name: 'federatedIdentityCredential',
  resourceName: 'FederatedIdentityCredential',
  properties: {
    id: text,
    name: equal,
    issuer: equal,
    subject: equal,
    description: text,
    audiences: texts,
  },
  relations: [],
}

export const appRoleAssignmentType: EntityType = {
  name: 'appRoleAssignment',
  resourceName: 'AppRoleAssignment',
  properties: {
    id: text,
    deletedDateTime: instant,
    appRoleId: { type: 'Guid', filter: 'default' },
    createdDateTime: instant,
    principalDisplayName: started,
    principalId: { type: 'Guid', filter: 'default' },
    principalType: text,
    resourceDisplayName: text,
    resourceId: { type: 'Guid', filter: 'default' },
  },
  relations: [],
}

export const permissionGrantType: EntityType = {
  name: 'oAuth2PermissionGrant',
  resourceName: 'OAuth2PermissionGrant',
  properties: {
    clientId: equal,
    consentType: equal,
    id: text,
    principalId: equal,
    resourceId: equal,
    scope: started,
  },
  relations: [],
}

export const organizationType: EntityType = {
  name: 'organization',
  resourceName: 'Organization',
  properties: {
    id: equal,
    deletedDateTime: instant,
    businessPhones: texts,
    city: text,
    country: text,
    countryLetterCode: text,
    createdDateTime: instant,
    defaultUsageLocation: text,
    displayName: equal,
    isMultipleDataLocationsForServicesEnabled: flag,
    marketingNotificationEmails: texts,
    onPremisesLastSyncDateTime: instant,
    onPremisesSyncEnabled: flag,
    partnerTenantType: text,
    postalCode: text,
    preferredLanguage: text,
    securityComplianceNotificationMails: texts,
    securityComplianceNotificationPhones: texts,
    state: text,
    street: text,
    technicalNotificationMails: texts,
    tenantType: text,
    directorySizeQuota: complex,
    privacyProfile: complex,
    assignedPlans: objects,
    onPremisesSyncStatus: objects,
    provisionedPlans: objects,
    verifiedDomains: objects,
  },
  relations: ['branding', 'extensions', 'certificateBasedAuthConfiguration'],
}

export const domainType: EntityType = {
  name: 'domain',
  resourceName: 'Domain',
  properties: {
    authenticationType: text,
    availabilityStatus: text,
    id: equal,
    isAdminManaged: flag,
    isDefault: flag,
    isInitial: flag,
    isRoot: flag,
    isVerified: flag,
    passwordNotificationWindowInDays: { type: 'Int32' },
    passwordValidityPeriodInDays: { type: 'Int32' },
    supportedServices: texts,
    state: complex,
  },
  relations: ['serviceConfigurationRecords', 'verificationDnsRecords', 'domainNameReferences'],
}

export const subscribedSkuType: EntityType = {
  name: 'subscribedSku',
  resourceName: 'SubscribedSku',
  properties: { id: text, skuId: text, skuPartNumber: text, capabilityStatus: text },
  relations: [],
}
