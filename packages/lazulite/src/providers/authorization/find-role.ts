/** A role by GUID, wherever it is kept: built-in roles in the catalogue, custom roles in the store. */
import { builtInRole } from '../../domain/rbac/built-in-roles.js'
import type { RoleDefinition } from '../../domain/rbac/role.js'
import type { ReadStores } from '../../ports/store.js'

/** `roleDefinitionId` in any case. */
export const findRole = async (
  read: Pick<ReadStores, 'roleDefinitions'>,
  roleDefinitionId: string,
): Promise<RoleDefinition | undefined> =>
  builtInRole(roleDefinitionId) ?? (await read.roleDefinitions.get(roleDefinitionId.toLowerCase()))
