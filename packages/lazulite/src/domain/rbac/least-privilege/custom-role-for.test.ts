import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHierarchy } from '../../management/hierarchy.js'
import { isWithinScope } from '../../resource-id/resource-id.js'
import { customRoleFor, type UsedAction } from './custom-role-for.js'
import { effectOfRole } from './effect-of-role.js'
import { knownOperations } from './known-operations.js'

const s = '/subscriptions/s'
const dev = `${s}/resourceGroups/dev`
const prod = `${s}/resourceGroups/prod`
const vm = (group: string, name = 'vm1') => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`
const read = 'Microsoft.Compute/virtualMachines/read'
const managementGroup = (name: string) => `/providers/Microsoft.Management/managementGroups/${name}`

/** root > a > (a1, a2), root > b; subscription s in a1. */
const { scopesAbove } = createHierarchy({
  tenantId: 'root',
  groups: [
    { name: 'a', displayName: 'a' },
    { name: 'b', displayName: 'b' },
    { name: 'a1', displayName: 'a1', parent: 'a' },
    { name: 'a2', displayName: 'a2', parent: 'a' },
  ],
  subscriptions: new Map([['s', 'a1']]),
})
const texts = { name: 'exact', description: 'as used' }
const scopesOf = (used: readonly UsedAction[]) => customRoleFor(used, { ...texts, scopesAbove }).role?.AssignableScopes

describe('a custom role for what was used', () => {
  it('is the whole file that Azure CLI takes', () => {
    expect(
      customRoleFor(
        [
          { action: read, scope: vm(dev) },
          { action: 'Microsoft.Authorization/roleAssignments/read', scope: dev },
          { action: read.toUpperCase(), scope: vm(dev, 'vm2') },
          { action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action', isDataAction: true, scope: prod },
        ],
        texts,
      ),
    ).toEqual({
      role: {
        Name: 'exact',
        IsCustom: true,
        Description: 'as used',
        Actions: ['Microsoft.Authorization/roleAssignments/read', read],
        NotActions: [],
        DataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action'],
        NotDataActions: [],
        AssignableScopes: [dev, prod],
      },
      beyond: [],
    })
  })

  it.each<[string, readonly UsedAction[], readonly string[]]>([
    ['the group of a resource', [{ action: read, scope: vm(dev) }], [dev]],
    [
      'the group in the spelling of its name',
      [{ action: read, scope: vm(dev).replace('resourceGroups', 'RESOURCEGROUPS') }],
      [dev],
    ],
    [
      'one group in two spellings: the first',
      [
        { action: read, scope: vm(dev) },
        { action: read, scope: vm(dev.replace('dev', 'DEV')) },
      ],
      [dev],
    ],
    [
      'a group and one with a longer name',
      [
        { action: read, scope: vm(`${dev}2`) },
        { action: read, scope: vm(dev) },
      ],
      [dev, `${dev}2`],
    ],
    [
      'the subscription above its groups',
      [
        { action: read, scope: vm(dev) },
        { action: read, scope: s },
      ],
      [s],
    ],
    [
      'the subscription of its own resources',
      [
        {
          action: 'Microsoft.Authorization/roleDefinitions/write',
          scope: `${s}/providers/Microsoft.Authorization/roleDefinitions/r`,
        },
      ],
      [s],
    ],
    [
      'the subscription where a group is made',
      [{ action: 'Microsoft.Resources/subscriptions/resourceGroups/write', scope: dev }],
      [s],
    ],
    [
      'the group that is deleted',
      [{ action: 'Microsoft.Resources/subscriptions/resourceGroups/delete', scope: dev }],
      [dev],
    ],
    [
      'the group whose list was filtered',
      [
        { action: read, scope: s, isFiltered: true },
        { action: read, scope: vm(dev) },
      ],
      [dev],
    ],
    ['the subscription whose list was filtered, for want of more', [{ action: read, scope: s, isFiltered: true }], [s]],
    [
      'a management group',
      [{ action: 'Microsoft.Management/managementGroups/read', scope: managementGroup('b') }],
      [managementGroup('b')],
    ],
    [
      'a management group beside a subscription elsewhere',
      [
        { action: read, scope: managementGroup('b') },
        { action: read, scope: s },
      ],
      [managementGroup('b'), s],
    ],
    [
      'a management group above a subscription',
      [
        { action: read, scope: managementGroup('a') },
        { action: read, scope: vm(dev) },
      ],
      [managementGroup('a')],
    ],
    [
      'the outer one of two management groups',
      [
        { action: read, scope: managementGroup('a') },
        { action: read, scope: managementGroup('a2') },
      ],
      [managementGroup('a')],
    ],
    [
      'the nearest one above two management groups',
      [
        { action: read, scope: managementGroup('a1') },
        { action: read, scope: managementGroup('a2') },
      ],
      [managementGroup('a')],
    ],
    [
      'the root above all',
      [
        { action: read, scope: managementGroup('a1') },
        { action: read, scope: managementGroup('b') },
      ],
      [managementGroup('root')],
    ],
  ])('is assignable at %s', (_where, used, expected) => expect(scopesOf(used)).toEqual(expected))

  it('is assignable at subscriptions once there are too many groups', () => {
    const used = Array.from({ length: 2001 }, (_, n) => ({ action: read, scope: `${s}/resourceGroups/g${n}` }))
    expect(scopesOf(used)).toEqual([s])
    expect(scopesOf(used.slice(1))).toHaveLength(2000)
  })

  it('leaves out what was used at the tenant, and says so', () => {
    const elevate = { action: 'Microsoft.Authorization/elevateAccess/action', scope: '/' }
    expect(customRoleFor([elevate], texts)).toEqual({ beyond: [elevate] })
    const both = customRoleFor([elevate, { action: read, scope: dev }], texts)
    expect([both.role?.Actions, both.beyond]).toEqual([[read], [elevate]])
  })

  it('is none for nothing', () => expect(customRoleFor([], texts)).toEqual({ beyond: [] }))
})

describe('laws', () => {
  const plane = (isDataAction: boolean) =>
    fc.constantFrom(...knownOperations(isDataAction).names.filter((name) => !name.includes('…')))
  const scope = fc.constantFrom(
    s,
    dev,
    prod,
    vm(dev),
    vm(prod),
    '/subscriptions/t/resourceGroups/dev',
    '/subscriptions/t',
  )
  const use: fc.Arbitrary<UsedAction> = fc.oneof(
    fc.record({ action: plane(false), scope }),
    fc.record({ action: plane(true), isDataAction: fc.constant(true), scope }),
  )

  it('grants what was used, and none of the other known operations', () => {
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 8 }), (used) => {
        const { role } = customRoleFor(used, texts)
        const permissions = [
          { actions: role?.Actions ?? [], notActions: [], dataActions: role?.DataActions ?? [], notDataActions: [] },
        ]
        for (const isDataAction of [false, true]) {
          const wanted = new Set(
            used.filter((one) => (one.isDataAction === true) === isDataAction).map(({ action }) => action),
          )
          const granted = knownOperations(isDataAction).names.filter(
            (action) => effectOfRole({ permissions }, { action, isDataAction }) === 'grants',
          )
          expect(new Set(granted)).toEqual(wanted)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is assignable over everything that was used, and no scope is inside another', () => {
    fc.assert(
      fc.property(fc.array(use, { minLength: 1, maxLength: 8 }), (used) => {
        const scopes = customRoleFor(used, texts).role?.AssignableScopes ?? []
        for (const one of used) expect(scopes.some((scope) => isWithinScope(one.scope, scope))).toBe(true)
        for (const a of scopes) for (const b of scopes) expect(a === b || !isWithinScope(a, b)).toBe(true)
      }),
    )
  })
})
