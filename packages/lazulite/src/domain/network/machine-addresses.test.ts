import { describe, expect, it } from 'vitest'
import type { Resource } from '../arm-resource/resource.js'
import type { JsonObject } from '../json.js'
import { machineAddresses } from './machine-addresses.js'

const network = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network'
const vm = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm'
const resource = (id: string, body: JsonObject): Resource => ({
  ...{ id, type: 't', name: 'n', subscriptionId: 's', resourceGroup: 'g', provisioningState: 'Succeeded', body },
  ...{ etag: 'e', createdAt: 0, changedAt: 0 },
})
const address = (name: string, ipAddress?: string): Resource =>
  resource(`${network}/publicIPAddresses/${name}`, {
    properties: { ...(ipAddress === undefined ? {} : { ipAddress }) },
  })
const nic = (machine: string | undefined, ...names: string[]): Resource =>
  resource(`${network}/networkInterfaces/nic`, {
    ...(machine === undefined ? {} : { virtualMachine: { id: machine } }),
    properties: {
      ipConfigurations: names.map((name) => ({
        properties: { publicIPAddress: { id: `${network}/publicIPAddresses/${name}` } },
      })),
    },
  })

describe('machineAddresses', () => {
  it('follows interfaces to addresses, whatever the case of references', () => {
    expect(
      machineAddresses([nic(vm, 'ONE', 'two')], [address('one', '203.0.113.1'), address('two', '203.0.113.2')]),
    ).toEqual([
      { machineId: vm, address: '203.0.113.1' },
      { machineId: vm, address: '203.0.113.2' },
    ])
  })
  it.each<[string, Resource, Resource[]]>([
    ['an interface without a machine', nic(undefined, 'one'), [address('one', '203.0.113.1')]],
    ['an interface without public addresses', nic(vm), [address('one', '203.0.113.1')]],
    ['an address that has not been given yet', nic(vm, 'one'), [address('one')]],
    ['an address that has gone', nic(vm, 'one'), []],
    ['a record without properties', resource('nic', { virtualMachine: { id: vm } }), []],
    [
      'a configuration without a public address',
      resource('nic', { virtualMachine: { id: vm }, properties: { ipConfigurations: [{}] } }),
      [],
    ],
  ])('finds nothing for %s', (_, networkInterface, addresses) =>
    expect(machineAddresses([networkInterface], addresses)).toEqual([]),
  )
})
