/** A random world, written into a store. */
import type { Resource } from '../domain/arm-resource/resource.js'
import {
  managementGroupScope,
  managementGroupSubscriptionType,
  managementGroupType,
} from '../domain/management/hierarchy.js'
import type { World } from '../domain/rbac/access-oracle-fixture.js'
import { builtInIds, strangerId } from '../domain/rbac/random-world-fixture.js'
import type { Store, Tx } from '../ports/store.js'

/** Instead of all that was there. */
export const storeWorld = (store: Store, world: World): Promise<void> =>
  store.transaction(async (tx) => {
    await clear(tx)
    await writeWorld(tx, world)
  })

const managementRecords = ({ managementGroups, placements }: World): readonly Resource[] => {
  const record = (id: string, type: string, parent?: string): Resource => ({
    id,
    type,
    name: id.slice(id.lastIndexOf('/') + 1),
    subscriptionId: '',
    provisioningState: 'Succeeded',
    body: parent === undefined ? {} : { parent },
    etag: '',
    createdAt: 0,
    changedAt: 0,
  })
  return [
    ...managementGroups.map(({ name, parent }) => record(managementGroupScope(name), managementGroupType, parent)),
    ...placements.map(({ subscriptionId, managementGroup }) =>
      record(
        `${managementGroupScope(managementGroup)}/subscriptions/${subscriptionId}`,
        managementGroupSubscriptionType,
      ),
    ),
  ]
}

async function writeWorld(tx: Tx, world: World): Promise<void> {
  await tx.tenants.put({ tenantId: world.tenantId, displayName: '', defaultDomain: 'example.com', createdAt: 0 })
  for (const resource of managementRecords(world)) await tx.resources.insert(resource)
  const common = { displayName: '', isEnabled: true, createdAt: 0 }
  const userIds = [world.callerId, strangerId]
  for (const principalId of world.groupIds) await tx.principals.insert({ ...common, kind: 'Group', principalId })
  for (const principalId of userIds) {
    await tx.principals.insert({
      ...common,
      kind: 'User',
      principalId,
      userPrincipalName: `${principalId}@example.com`,
      directoryRoles: [],
    })
  }
  for (const { groupId, memberId } of world.memberships) await tx.principals.addMember(groupId, memberId)
  for (const role of world.roles) if (!builtInIds.includes(role.roleDefinitionId)) await tx.roleDefinitions.put(role)
  for (const assignment of world.assignments) await tx.roleAssignments.insert(assignment)
  for (const deny of world.denyAssignments) await tx.denyAssignments.insert(deny)
}

async function clear(tx: Tx): Promise<void> {
  await tx.roleAssignments.deleteWithin('/')
  await tx.denyAssignments.deleteWithin('/')
  for (const { id } of await tx.resources.list({ scope: '/' })) await tx.resources.delete(id)
  for (const { principalId } of await tx.principals.list()) await tx.principals.delete(principalId)
  for (const { roleDefinitionId } of await tx.roleDefinitions.list()) await tx.roleDefinitions.delete(roleDefinitionId)
}
