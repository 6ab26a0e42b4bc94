import { describe, expect, it } from 'vitest'
import {
  identityText,
  type Machine,
  operatingSystemOf,
  powerStateOf,
  primaryInterfaceOf,
  statusOf,
  subnetText,
  whyNotNow,
} from './machine.js'

const machine = (power: string, provisioningState = 'Succeeded'): Machine => ({
  id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/web-1',
  name: 'web-1',
  location: 'westus2',
  properties: {
    provisioningState,
    instanceView: { statuses: [{ code: 'ProvisioningState/succeeded' }, { code: `PowerState/${power}` }] },
  },
})

describe('statusOf', () => {
  it.each([
    ['running', 'Succeeded', 'Running'],
    ['stopped', 'Succeeded', 'Stopped'],
    ['deallocated', 'Succeeded', 'Stopped (deallocated)'],
    ['starting', 'Creating', 'Creating'],
    ['running', 'Updating', 'Updating'],
    ['running', 'Deleting', 'Deleting'],
    ['running', 'Failed', 'Failed (Running)'],
    ['of another kind', 'Failed', 'Failed'],
  ])('%s, %s: %s', (power, provisioning, expected) => expect(statusOf(machine(power, provisioning))).toBe(expected))

  it('knows nothing of a machine without instance view', () => {
    const bare = { ...machine('running'), properties: {} }
    expect([powerStateOf(bare), statusOf(bare)]).toEqual(['unknown', '-'])
  })
})

describe('whyNotNow', () => {
  it.each([
    ['running', 'start', 'The virtual machine is running already.'],
    ['deallocated', 'start', undefined],
    ['running', 'restart', undefined],
    ['stopped', 'restart', 'The virtual machine is not running.'],
    ['stopped', 'deallocate', undefined],
    ['deallocated', 'deallocate', 'The virtual machine is stopped (deallocated) already.'],
  ] as const)('%s machine, %s: %s', (power, verb, expected) => expect(whyNotNow(machine(power), verb)).toBe(expected))

  it('forbids everything while it is deleted', () => {
    expect(whyNotNow(machine('running', 'Deleting'), 'delete')).toBe('The virtual machine is being deleted.')
  })
})

it('names identities as the list does', () => {
  expect([
    identityText(undefined),
    identityText({ type: 'SystemAssigned' }),
    identityText({ type: 'UserAssigned', userAssignedIdentities: { a: {}, b: {} } }),
    identityText({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { a: {} } }),
  ]).toEqual(['-', 'System assigned', '2 user assigned', 'System assigned, 1 user assigned'])
})

it('tells the system by its disk, and by its agent in detail', () => {
  const windows = machine('running')
  expect(operatingSystemOf({ ...windows, properties: { storageProfile: { osDisk: { osType: 'Windows' } } } })).toBe(
    'Windows',
  )
  expect(
    operatingSystemOf({ ...windows, properties: { instanceView: { osName: 'ubuntu', osVersion: '22.04' } } }),
  ).toBe('Linux (ubuntu 22.04)')
})

it('finds the primary interface, or the first', () => {
  const withInterfaces = (networkInterfaces: { id: string; properties?: { primary: boolean } }[]) =>
    primaryInterfaceOf({ ...machine('running'), properties: { networkProfile: { networkInterfaces } } })
  expect(withInterfaces([{ id: 'a' }, { id: 'b', properties: { primary: true } }])).toBe('b')
  expect(withInterfaces([{ id: 'a' }, { id: 'b' }])).toBe('a')
  expect(withInterfaces([])).toBeUndefined()
})

it('writes a subnet with its network', () => {
  expect(subnetText('/subscriptions/s/x/virtualNetworks/web-vnet/subnets/default')).toBe('web-vnet/default')
})
