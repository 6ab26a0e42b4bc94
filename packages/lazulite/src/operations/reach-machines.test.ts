import { describe, expect, it } from 'vitest'
import type { Resource } from '../domain/arm-resource/resource.js'
import type { JsonObject } from '../domain/json.js'
import type { ComputeDriver, ReachableMachine } from '../ports/compute.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { reachMachines } from './reach-machines.js'

const group = '/subscriptions/s/resourceGroups/g'
const resource = (type: string, name: string, body: JsonObject): Resource => ({
  ...{
    id: `${group}/providers/${type}/${name}`,
    type,
    name,
    subscriptionId: 's',
    resourceGroup: 'g',
    location: 'westus',
  },
  ...{ provisioningState: 'Succeeded', body, etag: 'e', createdAt: 0, changedAt: 0 },
})
const machine = (name: string, powerState: string): Resource =>
  resource('Microsoft.Compute/virtualMachines', name, { vmId: `id-of-${name}`, powerState, properties: {} })
const address = (name: string, ipAddress: string): Resource =>
  resource('Microsoft.Network/publicIPAddresses', name, { properties: { ipAddress } })
const nic = (name: string, of?: Resource): Resource =>
  resource('Microsoft.Network/networkInterfaces', name, {
    ...(of === undefined ? {} : { virtualMachine: { id: of.id } }),
    properties: { ipConfigurations: [{ properties: { publicIPAddress: { id: address(name, '').id } } }] },
  })

const reached = async (resources: readonly Resource[]): Promise<readonly ReachableMachine[] | undefined> => {
  const store = await openSqliteStore({ file: ':memory:' })
  let said: readonly ReachableMachine[] | undefined
  const driver: Pick<ComputeDriver, 'reachFromWorkstation'> = {
    async reachFromWorkstation(machines) {
      said = machines
    },
  }
  try {
    await store.transaction(async (tx) => {
      for (const one of resources) await tx.resources.insert(one)
    })
    await reachMachines(store.read, driver)
  } finally {
    await store.close()
  }
  return said
}

describe('machines at their public addresses', () => {
  it('are those that run and have one', async () => {
    const [web, off, lone] = [machine('web', 'running'), machine('off', 'stopped'), machine('lone', 'running')]
    expect(
      await reached([
        ...[web, off, lone, nic('a', web), nic('b', off), nic('c')],
        ...[address('a', '203.0.113.1'), address('b', '203.0.113.2'), address('c', '203.0.113.3')],
      ]),
    ).toEqual([{ address: '203.0.113.1', vmId: 'id-of-web' }])
  })
  it('are none when no interface has a machine, and this is said', async () => {
    expect(await reached([nic('a'), address('a', '203.0.113.1')])).toEqual([])
  })
  it('are left out when the machine has gone', async () => {
    expect(await reached([nic('a', machine('gone', 'running')), address('a', '203.0.113.1')])).toEqual([])
  })
  it('are not looked for where nobody could reach them', async () => {
    const read = new Proxy({}, { get: () => expect.fail('looked') })
    await expect(reachMachines(read as Parameters<typeof reachMachines>[0], {})).resolves.toBeUndefined()
  })
})
