/**
 * `Microsoft.Authorization/roleAssignments`, an extension of every scope.
 * Sources: OpenAPI 2015-07-01 and 2022-04-01; recorded answers of az, the SDKs and Az PowerShell, 2016-2025.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isGuid } from '../../domain/guid.js'
import { builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { segmentsOf } from '../../domain/resource-id/resource-id.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { roleAssignmentVersions } from './api-versions.js'
import { putRoleAssignment } from './put-role-assignment.js'
import { renderList, renderRoleAssignment, viewOf } from './render.js'
import { attributesOfDelete, attributesOfWrite } from './role-assignment-attributes.js'
import { listRoleAssignments, parseRoleAssignmentFilter } from './role-assignment-list.js'

/** Template id of the directory role Global Administrator. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'

export const roleAssignments = defineResourceType({
  type: 'Microsoft.Authorization/roleAssignments',
  apiVersions: roleAssignmentVersions,
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  get: { action: 'Microsoft.Authorization/roleAssignments/read', run: getRoleAssignment },
  put: {
    action: 'Microsoft.Authorization/roleAssignments/write',
    attributes: attributesOfWrite,
    run: putRoleAssignment,
  },
  delete: {
    action: 'Microsoft.Authorization/roleAssignments/delete',
    attributes: attributesOfDelete,
    run: deleteRoleAssignment,
  },
  list: { action: 'Microsoft.Authorization/roleAssignments/read', run: list },
})

async function getRoleAssignment(request: ArmRequest): Promise<ArmResponse> {
  const { name, scope } = request.target
  const assignment = await request.ports.store.read.roleAssignments.get(scope, name)
  if (assignment === undefined) throw new ArmError('RoleAssignmentNotFound', { name })
  return { status: 200, body: renderRoleAssignment(assignment, viewOf(request)) }
}

/** 200 with what was deleted, 204 when there was nothing (OpenAPI; recorded). */
async function deleteRoleAssignment(request: ArmRequest): Promise<ArmResponse> {
  const { name, scope } = request.target
  if (!isGuid(name)) throw new ArmError('InvalidRoleAssignmentId', { name })
  const deleted = await request.ports.store.transaction(async (tx) => {
    const assignment = await tx.roleAssignments.get(scope, name)
    if (assignment === undefined) return undefined
    await requireOwnerRemains(tx, assignment, request.caller.principalId)
    return tx.roleAssignments.delete(scope, name)
  })
  return deleted === undefined ? { status: 204 } : { status: 200, body: renderRoleAssignment(deleted, viewOf(request)) }
}

/**
 * The last Owner assigned at a subscription itself stays, inherited ones not counted, unless a Global Administrator
 * removes it (Azure RBAC troubleshooting; observed: terraform-provider-azurerm#26122).
 */
async function requireOwnerRemains(tx: Tx, assignment: RoleAssignment, callerId: string): Promise<void> {
  const isAtSubscription = segmentsOf(assignment.scope).length === 2
  if (!isAtSubscription || !isOwner(assignment)) return
  const atScope = await tx.roleAssignments.listAtScope(assignment.scope, { covering: false, below: false })
  if (atScope.filter(isOwner).length > 1) return
  const caller = await tx.principals.get(callerId)
  if (caller?.kind === 'User' && caller.directoryRoles.includes(globalAdministrator)) return
  throw new ArmError('CannotDeleteLastRbacAdminAssignment')
}

const isOwner = ({ roleDefinitionId }: RoleAssignment): boolean =>
  roleDefinitionId.toLowerCase() === builtInRoleIds.owner

async function list(request: ArmRequest): Promise<ArmResponse> {
  const filter = parseRoleAssignmentFilter(request.query.get('$filter'))
  const found = await listRoleAssignments(request.ports.store.read, request.target.scope, filter)
  return { status: 200, body: renderList(found, viewOf(request), renderRoleAssignment) }
}
