import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Tx } from '../ports/store.js'
import { group, startTestArm, type TestArm } from '../testing/start-test-arm.js'
import { vmBody } from '../testing/vm-body.js'

const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const resources = [
  ['a user-assigned identity', identity, '2023-01-31', { location: 'westus' }],
  ['a virtual machine', vm, '2024-03-01', vmBody({ type: 'SystemAssigned' })],
] as const

async function beginDeletion(tx: Tx): Promise<void> {
  const found = await tx.resources.get(group)
  if (found !== undefined) await tx.resources.update({ ...found, provisioningState: 'Deleting' })
}

let test: TestArm
beforeEach(async () => {
  test = await startTestArm()
})
afterEach(() => test.close())

describe.each(resources)('%s', (_, id, apiVersion, body) => {
  const put = async () => {
    const answer = await test.call('PUT', `${id}?api-version=${apiVersion}`, { body })
    return [answer.status, answer.body.error?.code]
  }
  const left = async () => [
    await test.ports.store.read.resources.get(id),
    await test.ports.store.read.principals.list(),
    test.wakes(),
  ]

  it('is not created in a group whose deletion began after the request was checked', async () => {
    test.overtake(beginDeletion)
    expect(await put()).toEqual([409, 'ResourceGroupBeingDeleted'])
    expect(await left()).toEqual([undefined, [], 0])
  })

  it('is not created in a group that went away after the request was checked', async () => {
    test.overtake(async (tx) => void (await tx.resources.delete(group)))
    expect(await put()).toEqual([404, 'ResourceGroupNotFound'])
    expect(await left()).toEqual([undefined, [], 0])
  })

  it('is not changed there either', async () => {
    expect((await put())[0]).toBe(201)
    const [before] = await left()
    test.overtake(beginDeletion)
    expect(await put()).toEqual([409, 'ResourceGroupBeingDeleted'])
    expect((await left())[0]).toEqual(before)
  })
})

describe('a role assignment', () => {
  it('is not made on a group whose deletion began after the request was checked', async () => {
    const { principalId } = await test.caller({ name: 'app', role: 'Reader', scope: group })
    const id = `${group}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`
    const roleDefinitionId = '/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c'
    test.overtake(beginDeletion)
    const answer = await test.call('PUT', `${id}?api-version=2022-04-01`, {
      body: { properties: { principalId, roleDefinitionId } },
    })
    expect([answer.status, answer.body.error?.code]).toEqual([409, 'ResourceGroupBeingDeleted'])
    expect(
      await test.ports.store.read.roleAssignments.findByName('11111111-1111-4111-8111-111111111111'),
    ).toBeUndefined()
  })
})
