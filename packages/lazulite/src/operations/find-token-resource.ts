/** The service principal that a token is asked for, by any of its names; one rule for the metadata service and the token service. */
import type { ServicePrincipal, Tenant } from '../domain/directory/directory-objects.js'
import { OAuthError } from '../domain/errors/oauth-error.js'
import type { PrincipalReader } from '../ports/store.js'

/** @throws OAuthError `ResourceNotFound`, `ResourceDisabled` */
export async function findTokenResource(
  principals: Pick<PrincipalReader, 'findByServicePrincipalName'>,
  resource: string,
  tenant: Tenant,
): Promise<ServicePrincipal> {
  const principal = await principals.findByServicePrincipalName(resource)
  if (principal?.kind !== 'ServicePrincipal') {
    throw new OAuthError('ResourceNotFound', { resource, tenant: tenant.displayName })
  }
  if (!principal.isEnabled) throw new OAuthError('ResourceDisabled', { resource })
  return principal
}
