/**
 * User realm: does a user sign in here or at a federation server? Asked by MSAL before a sign-in with a password
 * (az 2.45-2.91). All our users sign in here.
 */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import type { JsonObject } from '../../domain/json.js'

const cloud = { cloud_instance_name: 'microsoftonline.com', cloud_audience_urn: 'urn:federation:MicrosoftOnline' }

export function userRealm(userPrincipalName: string, tenant: Tenant): JsonObject {
  const domain = userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1)
  return domain.toLowerCase() === tenant.defaultDomain.toLowerCase()
    ? { ver: '1.0', account_type: 'Managed', domain_name: tenant.defaultDomain, ...cloud }
    : { ver: '1.0', account_type: 'Unknown', ...cloud }
}
