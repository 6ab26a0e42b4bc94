/**
 * PUT, PATCH and DELETE of management groups.
 *
 * PUT and DELETE answer 202 with a `Location` that tells the result (recorded with Azure CLI, 2018-03-01-preview). Anybody
 * of the tenant may make a group below the root and becomes its Owner (Azure's page on management groups); everything
 * else needs the right to write the groups that take part: of a move, both parents, of which the root asks for no right
 * (Azure's page on managing management groups).
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, textAt } from '../../domain/json.js'
import {
  deepestLevel,
  type Hierarchy,
  managementGroupIn,
  managementGroupScope,
  managementGroupType,
} from '../../domain/management/hierarchy.js'
import { builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import { readHierarchy } from '../../operations/management-hierarchy.js'
import { releaseResource } from '../../operations/release-resource.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { spelt } from './api-versions.js'
import { renderGroup } from './render-management-group.js'
import { requireGroup, viewTenant } from './tenant-view.js'

const writeAction = `${managementGroupType}/write`

export async function putManagementGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const hierarchy = await readHierarchy(ports.store.read)
  const existing = hierarchy.group(target.name)
  if (existing !== undefined) await requireMayWrite(request, [existing.name])
  const parent = parentIn(textAt(body, 'properties', 'details', 'parent', 'id'))
  await requireMayWrite(request, parentsOfMove(hierarchy, target.name, parent))
  const displayName = textAt(body, 'properties', 'displayName')
  await ports.store.transaction((tx) => write(tx, request, { displayName, parent, isNew: existing === undefined }))
  return accepted(request, 'create')
}

export async function patchManagementGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const parent = parentIn(textAt(body, 'parentGroupId'))
  const hierarchy = await readHierarchy(ports.store.read)
  await requireMayWrite(request, parentsOfMove(hierarchy, target.name, parent))
  const { name, record } = await ports.store.transaction(async (tx) => {
    requireGroup(await readHierarchy(tx), target.name)
    return write(tx, request, { displayName: textAt(body, 'displayName'), parent })
  })
  const view = await viewTenant(ports.store.read)
  const group = requireGroup(view.hierarchy, name)
  const how = { ...view, apiVersion: request.apiVersion, record, children: 'none', showsPath: false } as const
  return { status: 200, body: renderGroup(group, how) }
}

export async function deleteManagementGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const wasThere = await ports.store.transaction(async (tx) => {
    const view = await viewTenant(tx)
    const { hierarchy } = view
    const group = hierarchy.group(target.name)
    if (group === undefined) return false
    if (group === hierarchy.root) throw new ArmError('RootManagementGroupChange', { name: group.name })
    if (hierarchy.childrenOf(group.name).length > 0 || view.subscriptionsIn(group.name).length > 0) {
      throw new ArmError('ManagementGroupNotEmpty', { name: group.name })
    }
    const record = await tx.resources.get(managementGroupScope(group.name))
    if (record === undefined) return false
    await releaseResource(tx, record)
    await tx.resources.delete(record.id)
    return true
  })
  return wasThere ? accepted(request, 'delete') : { status: 204 }
}

const accepted = ({ origin, target, apiVersion }: ArmRequest, operation: 'create' | 'delete'): ArmResponse => ({
  status: 202,
  body: {
    id: managementGroupScope(target.name),
    type: spelt(managementGroupType, apiVersion),
    name: target.name,
    status: 'NotStarted',
  },
  headers: {
    location: `${origin}/providers/Microsoft.Management/operationResults/${operation}/managementGroups/${target.name}?api-version=${apiVersion}`,
    'retry-after': '1',
  },
})

interface Wanted {
  readonly displayName: string | undefined
  /** Name of the group above; stays, or is the root, when it is not said. */
  readonly parent: string | undefined
  /** The right to write a group that is there was not asked for. */
  readonly isNew?: boolean
}

async function write(
  tx: Tx,
  { ports, target, caller }: ArmRequest,
  { displayName, parent, isNew = false }: Wanted,
): Promise<{ readonly name: string; readonly record: Resource }> {
  const hierarchy = await readHierarchy(tx)
  const group = hierarchy.group(target.name)
  if (group === undefined) requireName(target.name)
  else if (isNew) {
    throw new ArmError('Conflict', {
      detail: `The management group '${group.name}' has just been made by somebody else.`,
    })
  }
  if (group === hierarchy.root && parent !== undefined)
    throw new ArmError('RootManagementGroupChange', { name: group.name })
  const name = group?.name ?? target.name
  const above = parent === undefined ? group?.parent : requireGroup(hierarchy, parent).name
  if (group !== hierarchy.root) requirePlace(hierarchy, name, above ?? hierarchy.root.name)
  const existing = await tx.resources.get(managementGroupScope(name))
  const stamp = stampResource(ports)
  const body: JsonObject = {
    displayName: displayName ?? group?.displayName ?? name,
    ...(group === hierarchy.root ? {} : { parent: above ?? hierarchy.root.name }),
    version: typeof existing?.body.version === 'number' ? existing.body.version + 1 : 1,
    updatedTime: new Date(stamp.changedAt).toISOString(),
    updatedBy: caller.principalId,
  }
  const record: Resource = {
    id: managementGroupScope(name),
    type: managementGroupType,
    name,
    subscriptionId: '',
    provisioningState: 'Succeeded',
    createdAt: stamp.changedAt,
    ...existing,
    body,
    ...stamp,
  }
  await (existing === undefined ? tx.resources.insert(record) : tx.resources.update(record))
  if (group === undefined) await makeOwner(tx, ports, { scope: record.id, caller })
  return { name, record }
}

async function makeOwner(
  tx: Tx,
  { ids, clock }: Pick<ArmRequest['ports'], 'ids' | 'clock'>,
  { scope, caller }: { readonly scope: string; readonly caller: ArmRequest['caller'] },
): Promise<void> {
  const { principalId } = caller
  const now = clock.nowMillis()
  await tx.roleAssignments.insert({
    name: ids.guid('roleAssignment'),
    scope,
    principalId,
    principalType: (await tx.principals.get(principalId))?.kind ?? 'User',
    roleDefinitionId: builtInRoleIds.owner,
    createdAt: now,
    createdBy: principalId,
    updatedAt: now,
    updatedBy: principalId,
  })
}

/** @throws ArmError `BadRequest` when a group would stand below itself, or too deep with all that is below it */
function requirePlace(hierarchy: Hierarchy, name: string, parent: string): void {
  const above = [parent, ...hierarchy.ancestorsOf(parent).map((one) => one.name)]
  if (above.some((one) => one.toLowerCase() === name.toLowerCase()))
    throw new ArmError('ManagementGroupCycle', { name })
  const heightOf = (of: string): number =>
    1 + Math.max(0, ...hierarchy.childrenOf(of).map((child) => heightOf(child.name)))
  // The root is one of those above and no level of its own.
  if (above.length - 1 + heightOf(name) > deepestLevel) {
    throw new ArmError('ManagementGroupTooDeep', { limit: String(deepestLevel) })
  }
}

function requireName(name: string): void {
  if (!/^[\w().-]{1,90}$/.test(name) || name.endsWith('.')) throw new ArmError('InvalidManagementGroupName', { name })
}

/** The groups that something leaves and enters; none when it stays. */
function parentsOfMove(hierarchy: Hierarchy, name: string, parent: string | undefined): readonly string[] {
  if (parent === undefined) return []
  const [before] = hierarchy.ancestorsOf(name)
  const after = hierarchy.group(parent)
  if (after !== undefined && after === before) return []
  const names = [...(before === undefined ? [] : [before.name]), after?.name ?? parent]
  return names.filter((one) => one !== hierarchy.root.name)
}

/** @throws ArmError `AuthorizationFailed` for the first group that the caller may not write */
async function requireMayWrite({ caller, check }: ArmRequest, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const scope = managementGroupScope(name)
    if ((await check({ action: writeAction, scope })).allowed) continue
    throw new ArmError('AuthorizationFailed', {
      client: caller.clientName,
      principalId: caller.principalId,
      action: writeAction,
      scope,
    })
  }
}

/** From an id. @throws ArmError `InvalidResourceId` */
function parentIn(id: Json | undefined): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined
  const name = managementGroupIn(id)
  if (name === undefined) throw new ArmError('InvalidResourceId', { id })
  return name
}
