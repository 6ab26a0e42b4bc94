/**
 * `Microsoft.Authorization/denyAssignments`, an extension of every scope: to read in every api-version, to write since
 * 2024-07-01-preview.
 * Sources: OpenAPI 2022-04-01; Azure/azure-rest-api-specs#41104 (PUT 200 and 201, DELETE 200 and 204: client libraries).
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isGuid } from '../../../domain/guid.js'
import { isSameResource } from '../../../domain/resource-id/resource-id.js'
import { putDenyAssignment } from '../../../operations/access/put-deny-assignment.js'
import { readDenyAssignment } from '../../../operations/access/read-deny-assignment.js'
import { requireWritableGroup } from '../../../operations/require-writable-group.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { denyAssignmentVersions, writesDenyAssignments } from '../api-versions.js'
import { renderList, viewOf } from '../render.js'
import { listDenyAssignments, parseDenyAssignmentFilter } from './deny-assignment-list.js'
import { renderDenyAssignment } from './render-deny-assignment.js'
import { requireUnprotected, requireUserAssignable } from './user-assigned-deny.js'

const type = 'Microsoft.Authorization/denyAssignments'

export const denyAssignments = defineResourceType({
  type,
  apiVersions: denyAssignmentVersions,
  scopes: ['extension'],
  capabilities: 'SupportsExtension',
  isGlobal: true,
  get: { action: `${type}/read`, run: getDenyAssignment },
  put: { action: `${type}/write`, run: put },
  delete: { action: `${type}/delete`, run: deleteDenyAssignment },
  list: { action: `${type}/read`, run: list },
})

async function getDenyAssignment(request: ArmRequest): Promise<ArmResponse> {
  const { name, scope } = request.target
  const deny = await request.ports.store.read.denyAssignments.get(scope, name)
  if (deny === undefined) throw new ArmError('DenyAssignmentNotFound', { name })
  return { status: 200, body: renderDenyAssignment(deny, viewOf(request)) }
}

async function list(request: ArmRequest): Promise<ArmResponse> {
  const { scope } = request.target
  const filter = parseDenyAssignmentFilter(request.query.get('$filter'), scope)
  const found = await listDenyAssignments(request.ports.store.read, scope, filter)
  return { status: 200, body: renderList(found, viewOf(request), renderDenyAssignment) }
}

async function put(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, caller } = request
  requireWritable(request)
  const described = readDenyAssignment(request.body)
  if (described.scope !== undefined && !isSameResource(described.scope, target.scope)) {
    throw new ArmError('InvalidCreateDenyAssignmentRequest', {
      detail: `The scope '${described.scope}' must match the scope specified on the URI '${target.scope}'.`,
    })
  }
  requireUnprotected(target.name, described)
  const wanted = {
    ...{ name: target.name, scope: target.scope, described, isSystemProtected: false },
    ...{ tenantId: caller.tenantId, now: ports.clock.nowMillis(), by: caller.principalId },
  }
  const { deny, isNew } = await ports.store.transaction(async (tx) => {
    if (target.resourceGroup !== undefined) await requireWritableGroup(tx, target)
    return putDenyAssignment(tx, wanted, (next, existing) => {
      if (existing !== undefined) requireUnprotected(target.name, existing)
      requireUserAssignable(next)
    })
  })
  return { status: isNew ? 201 : 200, body: renderDenyAssignment(deny, viewOf(request)) }
}

/** 200 with what was deleted, 204 when there was nothing. Decision: the body, as for role assignments. */
async function deleteDenyAssignment(request: ArmRequest): Promise<ArmResponse> {
  const { name, scope } = request.target
  requireWritable(request)
  const deleted = await request.ports.store.transaction(async (tx) => {
    const existing = await tx.denyAssignments.get(scope, name)
    if (existing !== undefined) requireUnprotected(name, existing)
    return tx.denyAssignments.delete(scope, name)
  })
  return deleted === undefined ? { status: 204 } : { status: 200, body: renderDenyAssignment(deleted, viewOf(request)) }
}

function requireWritable({ apiVersion, method, target }: ArmRequest): void {
  if (!writesDenyAssignments(apiVersion)) throw new ArmError('MethodNotAllowed', { method })
  if (!isGuid(target.name)) throw new ArmError('InvalidDenyAssignmentId', { name: target.name })
}
