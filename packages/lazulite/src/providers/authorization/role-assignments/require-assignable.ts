/**
 * Where a role can be assigned: at its assignable scopes and below; a custom role with data actions at no management
 * group (Azure custom roles, limits). Decision: one text for both.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isManagementGroup } from '../../../domain/management/hierarchy.js'
import type { RoleDefinition } from '../../../domain/rbac/role.js'
import { rolesAssignableAt } from '../../../operations/access/roles-assignable-at.js'
import type { ReadStores } from '../../../ports/store.js'

/** @throws ArmError `RoleAssignmentScopeNotAssignableToRoleDefinition` */
export async function requireAssignable(
  stores: Pick<ReadStores, 'resources' | 'tenants'>,
  role: RoleDefinition,
  scope: string,
): Promise<void> {
  const isBarred = role.type === 'CustomRole' && hasDataActions(role) && isManagementGroup(scope)
  if (!isBarred && (await rolesAssignableAt(stores, scope))(role)) return
  throw new ArmError('RoleAssignmentScopeNotAssignableToRoleDefinition', {
    roleDefinitionId: role.roleDefinitionId,
    scope,
  })
}

const hasDataActions = ({ permissions }: RoleDefinition): boolean =>
  permissions.some(({ dataActions }) => dataActions.length > 0)
