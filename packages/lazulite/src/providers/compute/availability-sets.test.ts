import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const type = 'Microsoft.Compute/availabilitySets'
const set = `${group}/providers/${type}/av1`
const url = `${set}?api-version=2020-12-01`
const body = {
  location: 'eastus',
  properties: { platformUpdateDomainCount: 5, platformFaultDomainCount: 2 },
  sku: { name: 'Aligned' },
}

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const addMachine = async () => {
  const machine = vmBody() as { properties: object }
  const properties = { ...machine.properties, availabilitySet: { id: set.toUpperCase() } }
  await world.call('PUT', `${group}/providers/Microsoft.Compute/virtualMachines/MyVm?api-version=2020-12-01`, {
    body: { ...machine, properties },
  })
}

describe('an availability set', () => {
  const whole = { name: 'av1', id: set, type, location: 'eastus', tags: {}, properties: body.properties, sku: body.sku }

  it('is made with 200, read, listed, changed and removed as recorded', async () => {
    const made = await world.call('PUT', url, { body })
    expect([made.status, made.text]).toEqual([200, JSON.stringify(whole)])
    expect(await world.call('GET', url)).toMatchObject({ status: 200, body: whole })
    for (const scope of [group, testSubscription]) {
      const listed = await world.call('GET', `${scope}/providers/${type}?api-version=2020-12-01`)
      expect(listed.body).toEqual({ value: [whole] })
    }
    const patched = await world.call('PATCH', url, { body: { tags: { a: 'b' } } })
    expect([patched.status, patched.body]).toEqual([200, { ...whole, tags: { a: 'b' } }])
    expect((await world.call('GET', `${set}/vmSizes?api-version=2020-12-01`)).body.value.length).toBeGreaterThan(10)
    expect((await world.call('DELETE', url)).status).toBe(200)
    expect((await world.call('DELETE', url)).status).toBe(204)
    expect((await world.call('GET', url)).status).toBe(404)
  })

  it('names its machines with group and name in capitals, and stays while it has any', async () => {
    await world.call('PUT', url, { body })
    await addMachine()
    const id = `${testSubscription}/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/MYVM`
    expect((await world.call('GET', url)).body.properties).toEqual({ ...body.properties, virtualMachines: [{ id }] })
    const message =
      'Availability Set cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.'
    const refused = await world.call('DELETE', url)
    expect([refused.status, refused.body]).toEqual([409, { error: { code: 'OperationNotAllowed', message } }])
  })

  it.each<[object, string, string]>([
    [
      { properties: { platformFaultDomainCount: 4 } },
      'platformFaultDomainCount',
      "The value '4' of parameter 'platformFaultDomainCount' is out of range: 1 to 3.",
    ],
    [
      { properties: { platformUpdateDomainCount: 0 } },
      'platformUpdateDomainCount',
      "The value '0' of parameter 'platformUpdateDomainCount' is out of range: 1 to 20.",
    ],
    [{ sku: { name: 'x' } }, 'sku.name', "The value 'x' of parameter 'sku.name' is not one of 'Aligned', 'Classic'."],
  ])('is refused with %j', async (wrong, target, message) => {
    const answer = await world.call('PUT', url, { body: { ...body, ...wrong } })
    expect([answer.status, answer.body]).toEqual([400, { error: { code: 'InvalidParameter', target, message } }])
  })

  it('stays where it is', async () => {
    await world.call('PUT', url, { body })
    expect((await world.call('PUT', url, { body: { ...body, location: 'westus' } })).status).toBe(409)
  })
})
