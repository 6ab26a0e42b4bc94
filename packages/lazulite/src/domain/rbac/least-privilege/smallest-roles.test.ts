import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInRoleByName, builtInRoles } from '../built-in-roles.js'
import { evaluateAccess } from '../evaluate-access.js'
import type { Permission, RoleDefinition } from '../role.js'
import { effectOfRole } from './effect-of-role.js'
import { knownOperations, unlistedWildcardWeight } from './known-operations.js'
import { breadthOf } from './role-breadth.js'
import { grantsAll, type NeededAction, smallestGeneralRole, smallestRoles } from './smallest-roles.js'

const permission = (lists: Partial<Permission>): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...lists,
})
const custom = (roleName: string, ...permissions: readonly Partial<Permission>[]): RoleDefinition => ({
  roleDefinitionId: `id of ${roleName}`,
  roleName,
  description: '',
  type: 'CustomRole',
  permissions: permissions.map(permission),
  assignableScopes: ['/subscriptions/s'],
  createdAt: 0,
  updatedAt: 0,
})
const control = (...actions: string[]): NeededAction[] => actions.map((action) => ({ action }))
const data = (...actions: string[]): NeededAction[] => actions.map((action) => ({ action, isDataAction: true }))
const namesOf = (needed: readonly NeededAction[], limit = 3): string[] =>
  smallestRoles(needed, builtInRoles(), { limit }).map(({ role }) => role.roleName)

const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const machines = 'Microsoft.Compute/virtualMachines'

describe('effectOfRole', () => {
  const role = custom(
    'mixed',
    { actions: ['A/*'], notActions: ['A/b/delete'] },
    { actions: ['C/d/write', 'A/b/write'], condition: 'false', conditionVersion: '2.0' },
    { actions: ['E/*'], notActions: ['E/f/*'] },
    { actions: ['E/f/read'] },
    { dataActions: ['G/*'], notDataActions: ['G/h/delete'] },
  )
  it.each([
    ['a/b/read', false, 'grants', 'a block grants it'],
    ['A/b/delete', false, 'excludedByNotActions', 'a notAction takes it away'],
    ['C/d/write', false, 'grantsOnCondition', 'its only block has a condition'],
    ['A/b/write', false, 'grants', 'one block without a condition is enough'],
    ['E/f/read', false, 'grants', 'another block gives what a notAction took'],
    ['E/f/write', false, 'excludedByNotActions', 'and nothing else'],
    ['G/h/read', false, 'lacksAction', 'data actions are no actions'],
    ['G/h/read', true, 'grants', 'but data actions'],
    ['G/h/delete', true, 'excludedByNotActions', 'with their own notDataActions'],
    ['A/b/read', true, 'lacksAction', 'actions are no data actions'],
    ['X/y/read', false, 'lacksAction', 'nothing says anything of it'],
  ])('%s (data: %s) is %s: %s', (action, isDataAction, expected) =>
    expect(effectOfRole(role, { action, isDataAction })).toBe(expected),
  )
})

describe('the smallest roles', () => {
  it.each<[string, NeededAction[], string[]]>([
    ['reading a machine', control(`${machines}/read`), ['Scheduled Events Contributor']],
    ['starting one', control(`${machines}/start/action`), ['Desktop Virtualization Power On Contributor']],
    ['making a user-assigned identity', control(`${identities}/write`), ['Managed Identity Contributor']],
    [
      'making and attaching one',
      control(`${identities}/write`, `${identities}/assign/action`),
      ['Contributor', 'Owner'],
    ],
    [
      'handing out roles',
      control('Microsoft.Authorization/roleAssignments/write'),
      ['Role Based Access Control Administrator', 'User Access Administrator', 'Owner'],
    ],
    [
      'handing out roles and making machines',
      control('Microsoft.Authorization/roleAssignments/write', `${machines}/write`),
      ['Owner'],
    ],
    [
      'reading a blob',
      data('Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'),
      ['Storage Blob Data Reader'],
    ],
    [
      'reading a machine and a secret',
      [...control(`${machines}/read`), ...data('Microsoft.KeyVault/vaults/secrets/getSecret/action')],
      [],
    ],
    ['what nobody has heard of', control('Contoso.Unheard/of/write'), ['Contributor', 'Owner']],
    ['data that nobody has heard of', data('Contoso.Unheard/of/write'), []],
    ['nothing', [], []],
  ])('for %s', (_what, needed, expected) => expect(namesOf(needed, Math.max(expected.length, 1))).toEqual(expected))

  it('are the well-known one of two that grant as much', () => {
    const needed = control(`${machines}/read`, 'Microsoft.Network/routeTables/read', 'Microsoft.Resources/tenants/read')
    const [first, second] = smallestRoles(needed, builtInRoles())
    expect([first?.role.roleName, second?.breadth]).toEqual(['Reader', first?.breadth])
  })

  it('come smallest first, three unless told otherwise', () => {
    const ranked = smallestRoles(control(`${machines}/read`), builtInRoles())
    expect(ranked).toHaveLength(3)
    expect(ranked.map(({ breadth }) => breadth)).toEqual(ranked.map(({ breadth }) => breadth).toSorted((a, b) => a - b))
  })

  it('leave out a role that grants something under a condition only', () => {
    const [write] = control('Microsoft.Authorization/roleAssignments/write')
    const conditional = builtInRoleByName('Key Vault Data Access Administrator')
    expect(write !== undefined && conditional !== undefined && effectOfRole(conditional, write)).toBe(
      'grantsOnCondition',
    )
    expect(
      conditional === undefined || grantsAll(conditional, control('Microsoft.Authorization/roleAssignments/write')),
    ).toBe(false)
  })

  it('may be custom ones, after built-in ones that grant as much', () => {
    const reader = builtInRoleByName('Reader')
    const roles = [
      custom('zebra', { actions: [`${machines}/read`] }),
      custom('Ant', { actions: [`${machines}/read`] }),
      custom('everything that Reader has', { actions: ['*/read'] }),
      ...(reader === undefined ? [] : [reader]),
    ]
    expect(smallestRoles(control(`${machines}/read`), roles, { limit: 9 }).map(({ role }) => role.roleName)).toEqual([
      'Ant',
      'zebra',
      'Reader',
      'everything that Reader has',
    ])
  })

  it.each<[NeededAction[], string | undefined]>([
    [control(`${machines}/read`), 'Reader'],
    [control(`${machines}/read`, `${machines}/write`), 'Contributor'],
    [control('Microsoft.Authorization/roleAssignments/write'), 'User Access Administrator'],
    [control('Microsoft.Authorization/roleAssignments/write', `${machines}/write`), 'Owner'],
    [data('Microsoft.KeyVault/vaults/secrets/getSecret/action'), undefined],
    [[], undefined],
  ])('among the general ones, for %j: %s', (needed, expected) =>
    expect(smallestGeneralRole(needed)?.role.roleName).toBe(expected),
  )
})

describe('how much a role grants', () => {
  it.each<[string, readonly Partial<Permission>[], number]>([
    ['nothing', [{}], 0],
    ['one operation', [{ actions: [`${machines}/read`] }], 1],
    ['one operation twice, in another case', [{ actions: [`${machines}/read`, `${machines}/READ`] }], 1],
    ['one operation in two blocks', [{ actions: [`${machines}/read`] }, { actions: [`${machines}/read`] }], 1],
    ['an action and a data action', [{ actions: ['a/b/read'], dataActions: ['a/b/read'] }], 2],
    ['one that is taken away', [{ actions: [`${machines}/read`], notActions: [`${machines}/*`] }], 0],
    [
      'one that another block gives back',
      [{ actions: [`${machines}/read`], notActions: ['*'] }, { actions: [`${machines}/read`] }],
      1,
    ],
    ['one that nobody has listed', [{ actions: ['Contoso.Unheard/of/read'] }], 1],
    ['a wildcard over what nobody has listed', [{ actions: ['Contoso.Unheard/*'] }], unlistedWildcardWeight],
    ['such a wildcard, taken away', [{ actions: ['Contoso.Unheard/*'], notActions: ['Contoso.*'] }], 0],
    ['one under a condition', [{ actions: [`${machines}/read`], condition: 'false' }], 1],
  ])('is counted for %s', (_what, permissions, expected) =>
    expect(breadthOf(custom('one', ...permissions))).toBe(expected),
  )

  it('puts general roles in the order that everybody expects', () => {
    const names = ['Reader', 'User Access Administrator', 'Contributor', 'Owner']
    const breadths = names.map((name) => breadthOf(builtInRoleByName(name) ?? custom('missing')))
    expect(breadths).toEqual(breadths.toSorted((a, b) => a - b))
    expect(new Set(breadths).size).toBe(4)
  })

  it('makes a service that occurs in wildcards alone no small thing', () => {
    const { names, weights } = knownOperations(false)
    const unlisted = names.findIndex((name) => name.includes('…'))
    const pattern = (names[unlisted] ?? '').replaceAll('…', '*')
    expect(weights[unlisted]).toBe(unlistedWildcardWeight)
    expect(breadthOf(custom('service', { actions: [pattern] }))).toBeGreaterThanOrEqual(unlistedWildcardWeight)
  })
})

describe('known operations', () => {
  it('are listed once, in lower case and in order', () => {
    for (const { names } of [knownOperations(false), knownOperations(true)]) {
      expect(names).toEqual([...new Set(names)].toSorted())
      expect(names.filter((name) => name !== name.toLowerCase() || name.includes('*') || !name.includes('/'))).toEqual(
        [],
      )
    }
    expect(knownOperations(false).names.length).toBeGreaterThan(11_000)
    expect(knownOperations(true).names.length).toBeGreaterThan(800)
  })
})

describe('laws', () => {
  const { names } = knownOperations(false)
  const dataNames = knownOperations(true).names
  const action = fc.oneof(
    fc.constantFrom(...names.filter((name) => /^microsoft\.(compute|network|resources|authorization)\//.test(name))),
    fc.constantFrom(...names),
  )
  const need = fc.oneof(
    { weight: 4, arbitrary: action.map((name): NeededAction => ({ action: name })) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...dataNames).map((name): NeededAction => ({ action: name, isDataAction: true })),
    },
  )
  const needs = fc.array(need, { minLength: 1, maxLength: 4 })
  const roles = builtInRoles()

  it('what is answered grants all that is needed, as the access rule itself says', () => {
    fc.assert(
      fc.property(needs, (needed) => {
        for (const { role } of smallestRoles(needed, roles)) {
          for (const one of needed) {
            const verdict = evaluateAccess({
              principalIds: ['p'],
              assignments: [
                {
                  name: 'a',
                  scope: '/subscriptions/s',
                  principalId: 'p',
                  principalType: 'User',
                  roleDefinitionId: role.roleDefinitionId,
                  createdAt: 0,
                  updatedAt: 0,
                },
              ],
              roleOf: () => role,
              question: { ...one, scope: '/subscriptions/s/resourceGroups/g' },
            })
            expect(verdict.allowed).toBe(true)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('nothing that grants it all is smaller than the first answer', () => {
    fc.assert(
      fc.property(needs, (needed) => {
        const [first] = smallestRoles(needed, roles, { limit: 1 })
        const enough = roles.filter((role) => grantsAll(role, needed))
        expect(first?.breadth).toBe(enough.length === 0 ? undefined : Math.min(...enough.map(breadthOf)))
      }),
      { numRuns: 60 },
    )
  })

  it('needing more never makes the answer smaller', () => {
    fc.assert(
      fc.property(needs, need, (needed, more) => {
        const [before] = smallestRoles(needed, roles, { limit: 1 })
        const [after] = smallestRoles([...needed, more], roles, { limit: 1 })
        expect(after?.breadth ?? Infinity).toBeGreaterThanOrEqual(before?.breadth ?? Infinity)
      }),
      { numRuns: 60 },
    )
  })

  it('the order of needs and of roles, and their case, change nothing', () => {
    fc.assert(
      fc.property(needs, (needed) => {
        const shouted = needed.map((one) => ({ ...one, action: one.action.toUpperCase() }))
        expect(smallestRoles(shouted.toReversed(), roles.toReversed())).toEqual(smallestRoles(needed, roles))
      }),
      { numRuns: 30 },
    )
  })

  it('a role with a part of another’s action strings is never broader than it', () => {
    const strings = fc.constantFrom(
      ...new Set(roles.flatMap(({ permissions }) => permissions.flatMap((one) => one.actions))),
    )
    fc.assert(
      fc.property(fc.array(strings, { maxLength: 6 }), fc.array(strings, { maxLength: 3 }), (part, rest) => {
        const [small, large] = [custom('part', { actions: part }), custom('whole', { actions: [...part, ...rest] })]
        expect(breadthOf(small)).toBeLessThanOrEqual(breadthOf(large))
      }),
      { numRuns: 200 },
    )
  })
})
