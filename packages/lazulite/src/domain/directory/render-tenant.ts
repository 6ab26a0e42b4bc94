/** The tenant itself as Microsoft Graph v1.0 shows it: its organization and its domains. */
import type { JsonObject } from '../json.js'
import type { Tenant } from './directory-objects.js'
import { graphTime } from './graph-time.js'

export const renderOrganization = (tenant: Tenant): JsonObject => ({
  id: tenant.tenantId,
  deletedDateTime: null,
  businessPhones: [],
  city: null,
  country: null,
  countryLetterCode: null,
  createdDateTime: graphTime(tenant.createdAt),
  defaultUsageLocation: null,
  displayName: tenant.displayName,
  isMultipleDataLocationsForServicesEnabled: null,
  marketingNotificationEmails: [],
  onPremisesLastSyncDateTime: null,
  onPremisesSyncEnabled: null,
  partnerTenantType: null,
  postalCode: null,
  preferredLanguage: 'en',
  securityComplianceNotificationMails: [],
  securityComplianceNotificationPhones: [],
  state: null,
  street: null,
  technicalNotificationMails: [],
  tenantType: 'AAD',
  directorySizeQuota: null,
  privacyProfile: null,
  assignedPlans: [],
  onPremisesSyncStatus: [],
  provisionedPlans: [],
  verifiedDomains: [
    { capabilities: '', isDefault: true, isInitial: true, name: tenant.defaultDomain, type: 'Managed' },
  ],
})

export const renderDomain = ({ defaultDomain }: Tenant): JsonObject => ({
  authenticationType: 'Managed',
  availabilityStatus: null,
  id: defaultDomain,
  isAdminManaged: true,
  isDefault: true,
  isInitial: true,
  isRoot: true,
  isVerified: true,
  passwordNotificationWindowInDays: 14,
  passwordValidityPeriodInDays: 2147483647,
  supportedServices: [],
  state: null,
})
