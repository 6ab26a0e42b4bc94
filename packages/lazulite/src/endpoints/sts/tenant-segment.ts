/**
 * The first path segment of nearly every address: which tenant is meant.
 * A tenant is named by its id or its domain; `common` and `organizations` leave it open; `adfs` is the form that clients
 * of federation servers use, which has no tenant in its addresses (MSAL skips instance discovery there).
 */
import type { Tenant } from '../../domain/directory/directory-objects.js'

export type TenantSegment =
  | { readonly kind: 'tenant'; readonly tenant: Tenant }
  | { readonly kind: 'shared'; readonly name: 'common' | 'organizations' }
  | { readonly kind: 'adfs'; readonly tenant: Tenant }

/** `undefined`: no such tenant. Compared without case. */
export function readTenantSegment(segment: string, tenant: Tenant | undefined): TenantSegment | undefined {
  const name = segment.toLowerCase()
  if (name === 'common' || name === 'organizations') return { kind: 'shared', name }
  if (tenant === undefined) return undefined
  if (name === 'adfs') return { kind: 'adfs', tenant }
  const isTenant = name === tenant.tenantId.toLowerCase() || name === tenant.defaultDomain.toLowerCase()
  return isTenant ? { kind: 'tenant', tenant } : undefined
}
