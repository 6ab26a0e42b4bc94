/**
 * `Microsoft.Authorization/roleDefinitions`, an extension of every scope: built-in roles to read, custom roles to keep.
 * Sources: OpenAPI 2022-04-01; recorded answers of az, the SDKs and Az PowerShell, 2015-2025.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isGuid } from '../../../domain/guid.js'
import { builtInRole, builtInRoleByName } from '../../../domain/rbac/built-in-roles.js'
import type { RoleDefinition } from '../../../domain/rbac/role.js'
import { resourceKey } from '../../../domain/resource-id/resource-id.js'
import { requireOnEach } from '../../../operations/access/require-linked-access.js'
import type { Tx } from '../../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { roleDefinitionVersions, showsBlockConditions } from '../api-versions.js'
import { findRole } from '../find-role.js'
import { asJustWritten, renderList, renderRoleDefinition, viewOf } from '../render.js'
import { type CustomRole, parseCustomRole } from './custom-role.js'
import { listRoleDefinitions, parseRoleDefinitionFilter } from './role-definition-list.js'

/** Custom roles in one tenant (Azure RBAC limits). */
const limitPerTenant = 5000

const readAction = 'Microsoft.Authorization/roleDefinitions/read'
const writeAction = 'Microsoft.Authorization/roleDefinitions/write'
const deleteAction = 'Microsoft.Authorization/roleDefinitions/delete'

export const roleDefinitions = defineResourceType({
  type: 'Microsoft.Authorization/roleDefinitions',
  apiVersions: roleDefinitionVersions,
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  get: { action: readAction, openToAnyone: 'atTenant', run: getRoleDefinition },
  put: { action: writeAction, run: putRoleDefinition },
  delete: { action: deleteAction, run: deleteRoleDefinition },
  list: { action: readAction, openToAnyone: 'atTenant', run: list },
})

/** Custom roles are found from every scope, assignable there or not (recorded: a group's role read at its subscription). */
async function getRoleDefinition(request: ArmRequest): Promise<ArmResponse> {
  const { name } = request.target
  const role = await findRole(request.ports.store.read, name)
  if (role === undefined || (await shownTo(request, [role])).length === 0)
    throw new ArmError('RoleDefinitionDoesNotExist', { roleDefinitionId: name })
  return { status: 200, body: renderRoleDefinition(role, viewOf(request)) }
}

/** Always 201, for new roles and for changes (recorded 2015-07-01, 2018-01-01-preview; OpenAPI). */
async function putRoleDefinition(request: ArmRequest): Promise<ArmResponse> {
  const roleDefinitionId = requireName(request)
  if (builtInRole(roleDefinitionId) !== undefined)
    throw new ArmError('RoleDefinitionExists', { name: roleDefinitionId })
  const wanted = parseCustomRole(request.body, request.apiVersion)
  const before = await request.ports.store.read.roleDefinitions.get(roleDefinitionId)
  await requireOnScopes(request, writeAction, [...wanted.assignableScopes, ...(before?.assignableScopes ?? [])])
  const written = await request.ports.store.transaction((tx) => write(tx, request, { roleDefinitionId, wanted }))
  // Recorded 2015-07-01: the first answer names the author; later versions do so from the next read on.
  const namesAuthor = before === undefined && request.apiVersion < '2018'
  return { status: 201, body: renderRoleDefinition(namesAuthor ? written : asJustWritten(written), viewOf(request)) }
}

async function write(
  tx: Tx,
  { ports, caller, apiVersion }: ArmRequest,
  { roleDefinitionId, wanted }: { readonly roleDefinitionId: string; readonly wanted: CustomRole },
): Promise<RoleDefinition> {
  const sameName = await tx.roleDefinitions.findByName(wanted.roleName)
  const isTaken = sameName !== undefined && sameName.roleDefinitionId !== roleDefinitionId
  if (isTaken || builtInRoleByName(wanted.roleName) !== undefined)
    throw new ArmError('RoleDefinitionWithSameNameExists')
  const before = await tx.roleDefinitions.get(roleDefinitionId)
  if (before !== undefined) requireConditionsKept(before, apiVersion)
  if (before === undefined && (await tx.roleDefinitions.list()).length >= limitPerTenant) {
    throw new ArmError('RoleDefinitionLimitExceeded')
  }
  const now = ports.clock.nowMillis()
  const createdBy = before === undefined ? caller.principalId : before.createdBy
  const role: RoleDefinition = {
    roleDefinitionId,
    ...wanted,
    type: 'CustomRole',
    createdAt: before?.createdAt ?? now,
    ...(createdBy === undefined ? {} : { createdBy }),
    updatedAt: now,
    updatedBy: caller.principalId,
  }
  await tx.roleDefinitions.put(role)
  return role
}

/** Decision: a version that does not show conditions cannot drop them unseen; the role would grant more. */
function requireConditionsKept({ permissions }: RoleDefinition, apiVersion: string): void {
  const index = permissions.findIndex(({ condition }) => condition !== undefined)
  if (index === -1 || showsBlockConditions(apiVersion)) return
  throw new ArmError('InvalidRoleDefinitionCondition', {
    index: String(index),
    detail: `API version '${apiVersion}' would drop the one that is there.`,
  })
}

/** 200 with what was deleted, 204 when there was nothing; a role in use stays. */
async function deleteRoleDefinition(request: ArmRequest): Promise<ArmResponse> {
  const roleDefinitionId = requireName(request)
  if (builtInRole(roleDefinitionId) !== undefined)
    throw new ArmError('BuiltInRoleDefinition', { name: roleDefinitionId })
  const before = await request.ports.store.read.roleDefinitions.get(roleDefinitionId)
  if (before === undefined) return { status: 204 }
  await requireOnScopes(request, deleteAction, before.assignableScopes)
  const deleted = await request.ports.store.transaction(async (tx) => {
    if ((await tx.roleAssignments.countByRoleDefinition(roleDefinitionId)) > 0) {
      throw new ArmError('RoleDefinitionHasAssignments')
    }
    return tx.roleDefinitions.delete(roleDefinitionId)
  })
  return deleted === undefined ? { status: 204 } : { status: 200, body: renderRoleDefinition(deleted, viewOf(request)) }
}

/** The role's GUID in lower case, as it is stored. */
function requireName({ target }: ArmRequest): string {
  if (!isGuid(target.name)) throw new ArmError('InvalidRoleDefinitionId', { name: target.name })
  return target.name.toLowerCase()
}

/**
 * Changing a role takes the right on all its assignable scopes, not only where it is asked
 * (Azure RBAC troubleshooting: LinkedAuthorizationFailed).
 */
async function requireOnScopes(request: ArmRequest, action: string, scopes: readonly string[]): Promise<void> {
  const distinct = new Map(scopes.map((scope) => [resourceKey(scope), scope]))
  const linked = { linkedAction: action, linkedScopes: [...distinct.values()] }
  await requireOnEach(request, { action, scope: request.target.id, ...linked })
}

async function list(request: ArmRequest): Promise<ArmResponse> {
  const filter = parseRoleDefinitionFilter(request.query.get('$filter'), request.apiVersion)
  const found = await listRoleDefinitions(request.ports.store.read, request.target.scope, filter)
  return { status: 200, body: renderList(await shownTo(request, found), viewOf(request), renderRoleDefinition) }
}

/**
 * At the tenant root everybody reads the built-in roles (Terraform looks them up there without a right at the root:
 * hashicorp/terraform-provider-azurerm#4603, where a custom role is not refused but not found). Decision: of the
 * others each caller sees those it may read where they can be assigned.
 */
async function shownTo(request: ArmRequest, roles: readonly RoleDefinition[]): Promise<readonly RoleDefinition[]> {
  if (request.target.scope !== '/') return roles
  const places = roles
    .filter(({ type }) => type === 'CustomRole')
    .flatMap((role) => role.assignableScopes.map((scope) => ({ role, scope })))
  const readable = await request.onlyReadable(places, readAction, ({ scope }) => scope)
  const seen = new Set(readable.map(({ role }) => role))
  return roles.filter((role) => role.type === 'BuiltInRole' || seen.has(role))
}
