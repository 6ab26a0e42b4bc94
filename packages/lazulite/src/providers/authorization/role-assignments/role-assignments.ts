/**
 * `Microsoft.Authorization/roleAssignments`, an extension of every scope.
 * Sources: OpenAPI 2015-07-01 and 2022-04-01; recorded answers of az, the SDKs and Az PowerShell, 2016-2025.
 */
import { globalAdministrator } from '../../../domain/directory/directory-roles.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isGuid } from '../../../domain/guid.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../../../domain/rbac/role.js'
import { segmentsOf } from '../../../domain/resource-id/resource-id.js'
import type { Tx } from '../../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { roleAssignmentVersions } from '../api-versions.js'
import { renderList, renderRoleAssignment, viewOf } from '../render.js'
import { putRoleAssignment } from './put-role-assignment.js'
import { attributesOfDelete, attributesOfWrite } from './role-assignment-attributes.js'
import { listRoleAssignments, parseRoleAssignmentFilter } from './role-assignment-list.js'
import { pageOf } from './role-assignment-pages.js'

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
  actions: {
    validate: {
      action: 'Microsoft.Authorization/roleAssignments/write',
      attributes: attributesOfWrite,
      run: validate,
    },
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
  const { query, target, ports } = request
  const filter = parseRoleAssignmentFilter(query.get('$filter'))
  const found = await listRoleAssignments(ports.store.read, target.scope, filter)
  const page = target.scope === '/' ? pageOf(found, request) : { items: found }
  const body = renderList(page.items, viewOf(request), renderRoleAssignment)
  return { status: 200, body: page.nextLink === undefined ? body : { ...body, nextLink: page.nextLink } }
}

/** Asks whether an assignment could be made (2020-08-01-preview). */
async function validate(): Promise<ArmResponse> {
  throw new ArmError('NotImplemented', { what: 'POST Microsoft.Authorization/roleAssignments/{name}/validate' })
}
