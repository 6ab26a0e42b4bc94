import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { fakeClock } from '../testing/fake-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { createIdentityPrincipal } from './create-identity-principal.js'
import { releaseResource } from './release-resource.js'

const group = '/subscriptions/s/resourceGroups/rg'
const identityId = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const vmId = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

const resource = (facts: Pick<Resource, 'id' | 'type' | 'name' | 'body'> & Partial<Resource>): Resource => ({
  subscriptionId: 's',
  resourceGroup: 'rg',
  location: 'westus',
  provisioningState: 'Succeeded',
  etag: 'e',
  createdAt: 0,
  changedAt: 0,
  ...facts,
})

let store: Store
beforeEach(async () => {
  store = await openSqliteStore({ file: ':memory:' })
})
afterEach(() => store.close())

async function makeBoth(): Promise<{ identity: Resource; vm: Resource }> {
  const ports = { ids: sequentialIds(), clock: fakeClock() }
  return store.transaction(async (tx) => {
    const userIds = await createIdentityPrincipal(tx, ports, {
      displayName: 'id1',
      origin: { type: 'UserAssigned', resourceId: identityId },
    })
    const systemAssigned = await createIdentityPrincipal(tx, ports, {
      displayName: 'vm1',
      origin: { type: 'SystemAssigned', resourceId: vmId },
    })
    const identity = resource({
      id: identityId,
      type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
      name: 'id1',
      body: { ...userIds },
    })
    const vm = resource({
      id: vmId,
      type: 'Microsoft.Compute/virtualMachines',
      name: 'vm1',
      body: {},
      identity: { systemAssigned, userAssigned: [{ resourceId: identityId, ...userIds }] },
    })
    await tx.resources.insert(identity)
    await tx.resources.insert(vm)
    for (const [index, principalId] of [userIds.principalId, systemAssigned.principalId].entries()) {
      for (const [where, scope] of [group, vmId].entries()) {
        await tx.roleAssignments.insert({
          name: `${index}${where}`,
          scope,
          principalId,
          principalType: 'ServicePrincipal',
          roleDefinitionId: 'r',
          createdAt: 0,
          updatedAt: 0,
        })
      }
    }
    return { identity, vm }
  })
}

const names = async () => (await store.read.principals.list()).map(({ displayName }) => displayName).sort()
const assignments = async () =>
  (await store.read.roleAssignments.listAtScope('/', { covering: true, below: true })).map(({ name }) => name).sort()

describe('releaseResource', () => {
  it("of a machine deletes its own principal, keeps other identities', and drops assignments on the machine only", async () => {
    const { vm } = await makeBoth()
    await store.transaction((tx) => releaseResource(tx, vm))
    expect(await names()).toEqual(['id1'])
    expect(await assignments()).toEqual(['00', '10'])
    expect(await store.read.resources.get(vmId)).toEqual(vm)
  })

  it('of a user-assigned identity deletes its principal and leaves the links of others', async () => {
    const { identity, vm } = await makeBoth()
    await store.transaction((tx) => releaseResource(tx, identity))
    expect(await names()).toEqual(['vm1'])
    expect(await assignments()).toEqual(['00', '01', '10', '11'])
    expect((await store.read.resources.get(vmId))?.identity).toEqual(vm.identity)
  })

  it('takes what is below it along, and lets machines below it end first', async () => {
    const below = (id: string, type: string) => resource({ id, type, name: 'c', body: { vmId: 'v' } })
    const set = below(
      `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/set`,
      'Microsoft.Compute/virtualMachineScaleSets',
    )
    const instance = below(`${set.id}/virtualMachines/0`, `${set.type}/virtualMachines`)
    const extension = below(`${set.id}/extensions/e`, `${set.type}/extensions`)
    const sibling = below(`${set.id}2`, set.type)
    const scope = extension.id
    const assignment = { name: 'a', scope, principalId: 'p', principalType: 'User', roleDefinitionId: 'r' } as const
    await store.transaction(async (tx) => {
      for (const each of [set, instance, extension, sibling]) await tx.resources.insert(each)
      await tx.roleAssignments.insert({ ...assignment, createdAt: 0, updatedAt: 0 })
      await releaseResource(tx, set)
    })
    const left = await store.read.resources.list({ scope: '/' })
    expect(left).toEqual([set, { ...instance, provisioningState: 'Deleting' }, sibling])
    expect(await assignments()).toEqual([])
  })

  it('may be done twice', async () => {
    const { vm, identity } = await makeBoth()
    for (const each of [vm, vm, identity, identity]) await store.transaction((tx) => releaseResource(tx, each))
    expect(await names()).toEqual([])
  })

  it('of anything else touches no principal', async () => {
    await makeBoth()
    const disk = resource({
      id: `${group}/providers/Microsoft.Compute/disks/d`,
      type: 'Microsoft.Compute/disks',
      name: 'd',
      body: { principalId: 'x' },
    })
    await store.transaction((tx) => releaseResource(tx, disk))
    expect(await names()).toEqual(['id1', 'vm1'])
  })
})
