/** "Application type" of the list of enterprise applications, and what a service principal is to people. */
import type { ServicePrincipal } from './directory-object.js'

export const principalKinds = [
  { id: 'enterprise', label: 'Enterprise applications' },
  { id: 'managedIdentity', label: 'Managed identities' },
  { id: 'microsoft', label: 'Microsoft applications' },
  { id: 'all', label: 'All applications' },
] as const

export type PrincipalKind = (typeof principalKinds)[number]['id']

/** The tenant in which Microsoft registers its own applications. */
const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a'

export function kindOfPrincipal(principal: ServicePrincipal): Exclude<PrincipalKind, 'all'> {
  if (principal.servicePrincipalType === 'ManagedIdentity') return 'managedIdentity'
  return principal.appOwnerOrganizationId === microsoftTenantId ? 'microsoft' : 'enterprise'
}

export const isOfKind = (principal: ServicePrincipal, kind: string): boolean =>
  kind === 'all' || kindOfPrincipal(principal) === kind

/** The resource that a managed identity stands for or belongs to; as `alternativeNames` has it. */
export const resourceOfIdentity = ({ alternativeNames = [] }: ServicePrincipal): string | undefined =>
  alternativeNames.find((name) => name.startsWith('/'))

/** "System-assigned managed identity", "Application", … */
export function describePrincipal(principal: ServicePrincipal): string {
  switch (kindOfPrincipal(principal)) {
    case 'managedIdentity':
      return principal.alternativeNames?.some((name) => /^isExplicit=true$/i.test(name)) === true
        ? 'User-assigned managed identity'
        : 'System-assigned managed identity'
    case 'microsoft':
      return 'Microsoft application'
    default:
      return 'Enterprise application'
  }
}
