import { describe, expect, it } from 'vitest'
import { ArmError } from '../../domain/errors/arm-error.js'
import { parseArmPath } from './arm-path.js'

const s = '20000000-0000-4000-8000-000000000001'

describe('parseArmPath', () => {
  it.each([
    [
      '/subscriptions',
      { namespace: 'Microsoft.Resources', scope: '', segments: ['subscriptions'] },
      'a list of Resources itself',
    ],
    [
      `//subscriptions/${s}`,
      { namespace: 'Microsoft.Resources', scope: '', segments: ['subscriptions', s], subscriptionId: s },
      'a doubled slash in front, as Az PowerShell sends it',
    ],
    [
      `/subscriptions/${s}/resourcegroups/Dev/deployments/d/operations`,
      {
        namespace: 'Microsoft.Resources',
        scope: `/subscriptions/${s}/resourcegroups/Dev`,
        segments: ['deployments', 'd', 'operations'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a deployment without its provider, as az asks for operations',
    ],
    [
      `/subscriptions/${s}/deployments/d`,
      {
        namespace: 'Microsoft.Resources',
        scope: `/subscriptions/${s}`,
        segments: ['deployments', 'd'],
        subscriptionId: s,
      },
      'the same in a subscription',
    ],
    [
      `/subscriptions/${s}/resourcegroups/Dev/`,
      {
        namespace: 'Microsoft.Resources',
        scope: '',
        segments: ['subscriptions', s, 'resourcegroups', 'Dev'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a group, trailing slash ignored',
    ],
    [
      `/subscriptions/${s}/providers`,
      { namespace: 'Microsoft.Resources', scope: '', segments: ['subscriptions', s, 'providers'], subscriptionId: s },
      'the provider list is of Resources',
    ],
    [
      `/subscriptions/${s}/providers/Microsoft.Compute/register`,
      {
        namespace: 'Microsoft.Resources',
        scope: '',
        segments: ['subscriptions', s, 'providers', 'Microsoft.Compute', 'register'],
        subscriptionId: s,
      },
      'registering a provider is of Resources',
    ],
    [
      `/subscriptions/${s}/providers/Microsoft.Compute/virtualMachines`,
      {
        namespace: 'Microsoft.Compute',
        scope: `/subscriptions/${s}`,
        segments: ['virtualMachines'],
        subscriptionId: s,
      },
      'a type across a subscription',
    ],
    [
      `/subscriptions/${s}/resourceGroups/Dev/providers/Microsoft.Compute//virtualMachines/vm1`,
      {
        namespace: 'Microsoft.Compute',
        scope: `/subscriptions/${s}/resourceGroups/Dev`,
        segments: ['virtualMachines', 'vm1'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a doubled slash inside, as az resource show sends it',
    ],
    [
      `/subscriptions/${s}/resourceGroups/Dev/providers/Microsoft.Compute/virtualMachines/providers`,
      {
        namespace: 'Microsoft.Compute',
        scope: `/subscriptions/${s}/resourceGroups/Dev`,
        segments: ['virtualMachines', 'providers'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a machine named providers is a machine',
    ],
    [
      `/subscriptions/${s}/resourceGroups/Dev/providers/Microsoft.Compute/virtualMachines/vm1/providers/Microsoft.Authorization/roleAssignments/x`,
      {
        namespace: 'Microsoft.Authorization',
        scope: `/subscriptions/${s}/resourceGroups/Dev/providers/Microsoft.Compute/virtualMachines/vm1`,
        segments: ['roleAssignments', 'x'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'an extension resource hangs under the whole path before it',
    ],
    [
      '/providers/Microsoft.Authorization/roleAssignments',
      { namespace: 'Microsoft.Authorization', scope: '/', segments: ['roleAssignments'] },
      'an extension type at the tenant root',
    ],
    [
      `/%2Fsubscriptions%2F${s}%2FresourceGroups%2FDev/providers/Microsoft.Authorization/locks/l`,
      {
        namespace: 'Microsoft.Authorization',
        scope: `/subscriptions/${s}/resourceGroups/Dev`,
        segments: ['locks', 'l'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a scope that is percent-encoded as a whole',
    ],
    [
      `/subscriptions/${s}/resourcegroups/Dev%20/providers/Microsoft.Authorization/roleDefinitions`,
      {
        namespace: 'Microsoft.Authorization',
        scope: `/subscriptions/${s}/resourcegroups/Dev`,
        segments: ['roleDefinitions'],
        subscriptionId: s,
        resourceGroup: 'Dev',
      },
      'a trailing blank of a scope, as the tutorial types it',
    ],
  ])('%s: %#', (path, expected, _why) => expect(parseArmPath(path)).toEqual(expected))

  it.each([
    [`/subscriptions/${s}/resourceGroups/a/../b`],
    [`/subscriptions/${s}/resourceGroups/a%2F..%2Fb`],
    [`/subscriptions/${s}/resourceGroups/%2e%2e`],
    ['/subscriptions/%zz'],
    ['/subscriptions/a%00b'],
    ['/subscriptions/a%5Cb'],
  ])('refuses %s', (path) => expect(() => parseArmPath(path)).toThrow(ArmError))

  it('decodes once: a doubly encoded slash stays part of a name', () => {
    expect(parseArmPath('/subscriptions/a%252Fb').segments).toEqual(['subscriptions', 'a%2Fb'])
  })
})
