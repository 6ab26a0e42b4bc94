import { expect, it } from 'vitest'
import { anySystemAssigned, candidatesOf, isOfKind, kindsOf, nameOfType } from './identity-candidates.js'

const group = '/subscriptions/s/resourceGroups/DevTest/providers'
const resource = (type: string, name: string, principalId?: string) => ({
  ...{ id: `${group}/${type}/${name}`, name, type },
  ...(principalId === undefined ? {} : { identity: { principalId } }),
})
const candidates = candidatesOf(
  [
    resource('Microsoft.Compute/virtualMachines', 'web-10', 'p10'),
    resource('Microsoft.Compute/virtualMachines', 'web-2', 'p2'),
    resource('Microsoft.Compute/virtualMachines', 'without'),
    resource('Microsoft.Compute/virtualMachineScaleSets', 'set', 'ps'),
  ],
  [
    {
      id: `${group}/Microsoft.ManagedIdentity/userAssignedIdentities/shared`,
      name: 'shared',
      properties: { principalId: 'pu' },
    },
  ],
)

it('lists what has an identity, names in the order that people expect', () =>
  expect(candidates.map(({ member }) => `${member.name}: ${member.kind}`)).toEqual([
    'set: Virtual machine scale set',
    'shared: User-assigned managed identity',
    'web-2: Virtual machine',
    'web-10: Virtual machine',
  ]))

it('counts by kind, user-assigned first', () =>
  expect(kindsOf(candidates).map(({ label, count }) => `${label} (${count})`)).toEqual([
    'User-assigned managed identity (1)',
    'All system-assigned managed identities (3)',
    'Virtual machine (2)',
    'Virtual machine scale set (1)',
  ]))

it('offers virtual machines where there are none', () =>
  expect(kindsOf([]).map(({ label, count }) => `${label} (${count})`)).toEqual([
    'User-assigned managed identity (0)',
    'All system-assigned managed identities (0)',
    'Virtual machine (0)',
  ]))

it('has every resource in "All system-assigned", and no identity of its own', () =>
  expect(candidates.filter((one) => isOfKind(one, anySystemAssigned)).map(({ member }) => member.name)).toEqual([
    ...['set', 'web-2', 'web-10'],
  ]))

it('names a type that it does not know by its last word', () =>
  expect(nameOfType('Microsoft.Things/thingClusters')).toBe('thing clusters'))
