/**
 * Random worlds written into a store and asked about as the product asks: groups in groups, management groups, custom
 * roles and denies come from there. Both ways of asking agree with the slow rule, and with each other.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Resource } from '../domain/arm-resource/resource.js'
import {
  managementGroupScope,
  managementGroupSubscriptionType,
  managementGroupType,
} from '../domain/management/hierarchy.js'
import { askOracle, type World } from '../domain/rbac/access-oracle-fixture.js'
import type { AccessDecision } from '../domain/rbac/decision.js'
import { builtInIds, randomWorld, strangerId } from '../domain/rbac/random-world-fixture.js'
import type { Tx } from '../ports/store.js'
import { openTestPorts, type TestPorts } from '../testing/test-ports.js'
import { checkAccess, createAccessLens } from './check-access.js'

const firstSeed = 20_270_801
const count = 2_000

let ports: TestPorts
beforeAll(async () => {
  ports = await openTestPorts()
})
afterAll(() => ports.store.close())

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

const decidedBy = (decision: AccessDecision): string | undefined =>
  decision.reason === 'roleAssignment'
    ? decision.assignment.name
    : decision.reason === 'denyAssignment'
      ? decision.deny?.name
      : undefined

it(`answers as the slow rule does in ${count} stored worlds, however it is asked`, { timeout: 120_000 }, async () => {
  const disagreements: unknown[] = []
  const seen = new Set<string>()
  for (let seed = firstSeed; seed < firstSeed + count && disagreements.length < 3; seed++) {
    const world = randomWorld(seed)
    await ports.store.transaction(async (tx) => {
      await clear(tx)
      await writeWorld(tx, world)
    })
    const caller = { principalId: world.callerId }
    const decision = await checkAccess(ports, caller, world.question)
    const throughLens = (await createAccessLens(ports, caller)).check(world.question)
    expect(throughLens, `seed ${seed}`).toEqual(decision)
    const expected = askOracle(world)
    const name = decidedBy(decision)
    seen.add(expected.reason)
    if (decision.reason !== expected.reason || (name !== undefined && !expected.names.includes(name))) {
      disagreements.push({ seed, expected, reason: decision.reason, name })
    }
  }
  expect(disagreements).toEqual([])
  expect([...seen].sort()).toEqual([
    'conditionNotMet',
    'denyAssignment',
    'excludedByNotActions',
    'noAssignment',
    'noMatchingAction',
    'roleAssignment',
  ])
})
