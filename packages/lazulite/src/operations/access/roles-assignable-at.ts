/** Which roles have a scope among their assignable scopes: at it, above it, at a management group over its subscription. */
import type { RoleDefinition } from '../../domain/rbac/role.js'
import { isCoveredBy } from '../../domain/resource-id/resource-id.js'
import type { ReadStores } from '../../ports/store.js'
import { readHierarchy } from '../management-hierarchy.js'

export async function rolesAssignableAt(
  stores: Pick<ReadStores, 'resources' | 'tenants'>,
  scope: string,
): Promise<(role: Pick<RoleDefinition, 'assignableScopes'>) => boolean> {
  const above = (await readHierarchy(stores)).scopesAbove(scope)
  return ({ assignableScopes }) => assignableScopes.some((assignable) => isCoveredBy(scope, assignable, above))
}
