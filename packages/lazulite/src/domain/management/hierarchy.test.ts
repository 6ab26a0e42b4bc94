import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHierarchy, managementGroupIn, managementGroupScope } from './hierarchy.js'

const tree = createHierarchy({
  tenantId: 't',
  groups: [
    { name: 'a', displayName: 'A', parent: 't' },
    { name: 'b', displayName: 'B', parent: 'A' },
    { name: 'c', displayName: 'C', parent: 'gone' },
  ],
  subscriptions: new Map([
    ['s1', 'B'],
    ['s2', 'gone'],
  ]),
})
const scopes = (...names: string[]) => names.map(managementGroupScope)

describe('a hierarchy', () => {
  it.each<[string, readonly string[], string]>([
    ['/subscriptions/S1', scopes('b', 'a', 't'), 'a subscription in a group'],
    ['/subscriptions/s1/resourceGroups/g/providers/N/t/n', scopes('b', 'a', 't'), 'whatever is in it'],
    ['/subscriptions/s2', scopes('t'), 'a subscription whose group has gone'],
    ['/subscriptions/s9', scopes('t'), 'a subscription that was never put anywhere'],
    [`${managementGroupScope('B')}/providers/X/y/z`, scopes('a', 't'), 'an extension of a group'],
    [managementGroupScope('c'), scopes('t'), 'a group whose parent has gone'],
    [managementGroupScope('t'), [], 'the root'],
    [managementGroupScope('nobody'), [], 'a group that is not there'],
    ['/', [], 'the tenant'],
    ['/providers/Microsoft.Authorization/roleDefinitions/r', [], 'anything else of the tenant'],
  ])('above %s: %j (%s)', (scope, expected) => expect(tree.scopesAbove(scope)).toEqual(expected))

  it('knows its groups in any case, and what is directly below each', () => {
    expect(tree.group('A')?.displayName).toBe('A')
    expect(tree.group('T')).toBe(tree.root)
    expect(tree.childrenOf('t').map(({ name }) => name)).toEqual(['a', 'c'])
    expect(tree.childrenOf('A').map(({ name }) => name)).toEqual(['b'])
    expect(tree.groupOf('S1').name).toBe('b')
  })

  it('ends at the root, however its groups are linked', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd')
    const group = fc.record({ name, displayName: name, parent: name })
    fc.assert(
      fc.property(fc.uniqueArray(group, { selector: (one) => one.name }), name, (groups, asked) => {
        const above = createHierarchy({ tenantId: 't', groups, subscriptions: new Map() }).ancestorsOf(asked)
        expect(above.length).toBeLessThanOrEqual(groups.length + 1)
      }),
    )
  })
})

it.each([
  ['/providers/microsoft.management/MANAGEMENTGROUPS/Mg', 'Mg'],
  ['/providers/Microsoft.Management/managementGroups/Mg/providers/X/y/z', 'Mg'],
  ['/providers/Microsoft.Management/managementGroups', undefined],
  ['/subscriptions/s', undefined],
])('the group in %s is %s', (scope, expected) => expect(managementGroupIn(scope)).toBe(expected))
