/** Groups: made, changed, deleted, and who is in them. Membership is what role assignments to groups follow. */
import { changeGroup, requireNewGroup } from '../../domain/directory/change-group.js'
import type { Group } from '../../domain/directory/directory-objects.js'
import { boundIds } from '../../domain/directory/references.js'
import { mayDo } from '../../domain/directory/rights.js'
import { GraphError } from '../../domain/errors/graph-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { Tx } from '../../ports/store.js'
import { changeDirectory, type DirectoryCall, requireRight } from './directory-call.js'
import { notFound, type ObjectKey, requireGroup } from './find-objects.js'

/** @throws GraphError */
export async function createGroup(call: DirectoryCall, body: JsonObject): Promise<Group> {
  const { ports, caller } = call
  requireRight(call, { area: 'group', verb: 'create' })
  requireNewGroup(body)
  // whoever may manage every group anyway does not become an owner
  const isOwner = !mayDo(caller, { area: 'group', verb: 'write' })
  const blank: Group = {
    kind: 'Group',
    principalId: ports.ids.guid('principal'),
    displayName: '',
    isEnabled: true,
    createdAt: ports.clock.nowMillis(),
    owners: [...new Set([...(isOwner ? [caller.principalId] : []), ...boundIds(body, 'owners')])],
  }
  const group = changeGroup(blank, body)
  return changeDirectory(call, { operation: 'Add group', subject: group.principalId }, async (tx) => {
    await tx.principals.insert(group)
    await addMembers(tx, group.principalId, boundIds(body, 'members'))
    return group
  })
}

/** @throws GraphError */
export async function updateGroup(call: DirectoryCall, key: ObjectKey, body: JsonObject): Promise<void> {
  requireRight(call, { area: 'group', verb: 'write', isOwner: true })
  const { principalId } = await requireGroup(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Update group', subject: principalId }, async (tx) => {
    const before = await requireGroup(tx, { value: principalId })
    requireRight(call, { area: 'group', verb: 'write', isOwner: isOwner(call, before) })
    await tx.principals.update(changeGroup(before, body))
    await addMembers(tx, principalId, boundIds(body, 'members'))
  })
}

/** @throws GraphError */
export async function deleteGroup(call: DirectoryCall, key: ObjectKey): Promise<void> {
  requireRight(call, { area: 'group', verb: 'delete', isOwner: true })
  const { principalId } = await requireGroup(call.ports.store.read, key)
  await changeDirectory(call, { operation: 'Delete group', subject: principalId }, async (tx) => {
    const group = await requireGroup(tx, { value: principalId })
    requireRight(call, { area: 'group', verb: 'delete', isOwner: isOwner(call, group) })
    await tx.principals.delete(principalId)
  })
}

/** @throws GraphError `ReferenceExists`, `ResourceNotFound` */
export async function addGroupMember(call: DirectoryCall, key: ObjectKey, memberId: string): Promise<void> {
  await changeMembers(call, { key, memberId, operation: 'Add member to group' }, (tx, groupId) =>
    addMembers(tx, groupId, [memberId]),
  )
}

/** @throws GraphError `ResourceNotFound` */
export async function removeGroupMember(call: DirectoryCall, key: ObjectKey, memberId: string): Promise<void> {
  await changeMembers(call, { key, memberId, operation: 'Remove member from group' }, async (tx, groupId) => {
    if (!(await tx.principals.members(groupId)).includes(memberId.toLowerCase())) notFound(memberId)
    await tx.principals.removeMember(groupId, memberId)
  })
}

async function changeMembers(
  call: DirectoryCall,
  what: { readonly key: ObjectKey; readonly memberId: string; readonly operation: string },
  change: (tx: Tx, groupId: string) => Promise<void>,
): Promise<void> {
  requireRight(call, { area: 'groupMember', verb: 'write', isOwner: true })
  const { principalId } = await requireGroup(call.ports.store.read, what.key)
  const { operation, memberId } = what
  await changeDirectory(call, { operation, subject: principalId, facts: { memberId } }, async (tx) => {
    const group = await requireGroup(tx, { value: principalId })
    requireRight(call, { area: 'groupMember', verb: 'write', isOwner: isOwner(call, group) })
    await change(tx, principalId)
  })
}

async function addMembers(tx: Tx, groupId: string, memberIds: readonly string[]): Promise<void> {
  const present = new Set(await tx.principals.members(groupId))
  for (const memberId of memberIds) {
    const member = (await tx.principals.get(memberId)) ?? notFound(memberId)
    if (present.has(member.principalId)) throw new GraphError('ReferenceExists', { property: 'members' })
    present.add(member.principalId)
    await tx.principals.addMember(groupId, member.principalId)
  }
}

const isOwner = ({ caller }: DirectoryCall, { owners }: Group): boolean => owners?.includes(caller.principalId) === true
