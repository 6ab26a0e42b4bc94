/**
 * Where an assignment counts, as tables: at its scope and below, by whole segments, in any case; management groups,
 * the tenant root, resources with child types and extension resources.
 *
 * Sources: Azure RBAC scope overview; management groups overview; extension resources have their own id below the
 * resource they extend.
 */
import { describe, expect, it } from 'vitest'
import {
  assignment,
  caller,
  decide,
  decideIn,
  group,
  managementGroup,
  otherSubscription,
  role,
  subscription,
  vm,
} from './access-fixture.js'

const reader = role('reader', { actions: ['*/read'] })
const reading = 'Microsoft.Compute/virtualMachines/read'

const counts = (at: string, scope: string, above: readonly string[] = []): boolean =>
  decideIn(
    { assignments: [assignment({ roleDefinitionId: 'reader', scope: at })], roles: [reader], above },
    { action: reading, scope },
  ).allowed

describe('an assignment counts at its scope and below', () => {
  it.each([
    ['/', true, 'the tenant root covers everything'],
    [subscription, true, 'a subscription covers its groups'],
    [group, true, 'a group covers its resources'],
    [vm, true, 'a resource covers itself'],
    [vm.toUpperCase(), true, 'case does not matter'],
    [`${subscription}/resourcegroups//DEV/`, true, 'nor do repeated slashes'],
    [`//${subscription}///resourceGroups/dev//`, true, 'wherever they are'],
    [`${vm}/extensions/e`, false, 'a child does not cover its parent'],
    [`${subscription}/resourceGroups/de`, false, 'a group whose name is shorter is another one'],
    [`${subscription}/resourceGroups/dev2`, false, 'a group whose name is longer is another one'],
    [`${vm}0`, false, 'a resource whose name is longer is another one'],
    [`${group}/providers/Microsoft.Compute/disks/vm1`, false, 'the same name of another type is another one'],
    [`${group}/providers/Microsoft.Network/virtualMachines/vm1`, false, 'the same name in another namespace, too'],
    [otherSubscription, false, 'another subscription is another one'],
    [vm.replace(subscription, otherSubscription), false, 'the same group name in another subscription, too'],
  ])('%s: %s (%s)', (at, expected) => expect(counts(at, vm)).toBe(expected))

  const named = (name: string) => `${subscription}/resourceGroups/${name}`
  it.each([
    ['rg1', 'rg1', true, 'the same name'],
    ['rg1', 'rg10', false, 'rg10 begins with rg1 and is not inside it'],
    ['rg10', 'rg1', false, 'nor the other way round'],
    ['rg1', 'rg1.x', false, 'a dot does not end a name'],
    ['rg1', 'rg1-x', false, 'a dash neither'],
    ['rg1', 'rg1(2)', false, 'a parenthesis neither'],
    ['RG1', 'rg1', true, 'case does not matter'],
    ['GRÖSSE-Ä', 'grösse-ä', true, 'in letters beyond ASCII neither'],
    ['größe', 'GRÖSSE', false, 'ß and SS are different names'],
    ['данные', 'ДАННЫЕ', true, 'Cyrillic'],
    ['日本', '日本', true, 'letters without case'],
    ['日本', '日本語', false, 'and their longer siblings'],
    ['a', 'а', false, 'Latin and Cyrillic a are different names'],
    ['providers', 'providers', true, 'a group may be called providers'],
    ['%', 'rg1', false, 'no wildcards in scopes'],
    ['*', 'rg1', false, 'of either kind'],
    ['_g1', 'rg1', false, 'nor of any single letter'],
  ])('group %s, asked at %s: %s (%s)', (at, asked, expected) => {
    expect(counts(named(at), named(asked))).toBe(expected)
    expect(counts(named(at), `${named(asked)}/providers/N/t/a`)).toBe(expected)
  })

  const subnet = `${group}/providers/Microsoft.Network/virtualNetworks/net/subnets/a`
  it.each([
    [subnet.replace('/subnets/a', ''), subnet, true, 'a resource covers its children'],
    [subnet, subnet.replace('/subnets/a', ''), false, 'a child does not cover its parent'],
    [subnet, subnet.replace('/subnets/a', '/subnets/b'), false, 'nor its siblings'],
    [subnet.replace('net/subnets/a', 'net2'), subnet, false, 'nor a resource with a longer name'],
    [vm, `${vm}/providers/Microsoft.Authorization/locks/keep`, true, 'a resource covers the locks on it'],
    [vm, `${vm}/providers/Microsoft.Authorization/roleAssignments/x`, true, 'and the role assignments'],
    [vm, `${vm}/extensions/e/providers/Microsoft.Authorization/locks/keep`, true, 'and what extends its children'],
    [group, `${group}/providers/Microsoft.Authorization/locks/keep`, true, 'a group covers the locks on it'],
    [
      subscription,
      `${subscription}/providers/Microsoft.Authorization/roleAssignments/x`,
      true,
      'as a subscription does',
    ],
    [`${vm}/providers/Microsoft.Authorization/locks/keep`, vm, false, 'an extension does not cover what it extends'],
    ['/', '/providers/Microsoft.Authorization/roleAssignments/x', true, 'the root covers tenant-level resources'],
    ['/', '/', true, 'and itself'],
    ['/', '/providers/Microsoft.Management/managementGroups/a', true, 'and management groups'],
    [subscription, '/', false, 'a subscription does not cover the root'],
    [subscription, '/providers/Microsoft.Authorization/roleAssignments/x', false, 'nor tenant-level resources'],
    [group, subscription, false, 'a group does not cover its subscription'],
    [group, `${subscription}/resourceGroups`, false, 'nor the list of groups'],
  ])('%s over %s: %s (%s)', (at, asked, expected) => expect(counts(at, asked)).toBe(expected))
})

describe('management groups', () => {
  const [corp, europe, root] = [managementGroup('corp'), managementGroup('europe'), managementGroup('tenant')]
  /** The subscription is in `europe`, which is in `corp`, which is below the root group. */
  const above = [europe, corp, root]

  it.each([
    [europe, true, 'the group that the subscription is in'],
    [corp, true, 'the group above that'],
    [root, true, 'the root group'],
    [root.toUpperCase(), true, 'in any case'],
    [`${corp}/`, true, 'with a slash at the end'],
    ['/', true, 'the root of the tenant'],
    [managementGroup('corp2'), false, 'a group with a longer name is another one'],
    [managementGroup('cor'), false, 'a shorter name, too'],
    [managementGroup('asia'), false, 'a group beside it'],
    ['/providers/Microsoft.Management', false, 'the namespace is no scope'],
  ])('%s covers the subscription and what is in it: %s (%s)', (at, expected) => {
    for (const scope of [subscription, group, vm]) expect(counts(at, scope, above)).toBe(expected)
  })

  it('do nothing without a place in the tree', () => expect(counts(corp, vm)).toBe(false))

  it.each([
    [corp, europe, [corp, root], true, 'a group covers the groups below it'],
    [europe, corp, [root], false, 'a group does not cover the group above'],
    [corp, corp, [root], true, 'a group covers itself'],
    [corp, `${corp}/providers/Microsoft.Authorization/roleAssignments/x`, [root], true, 'and what extends it'],
    [corp, `${corp}/subscriptions/s`, [root], true, 'and its list of subscriptions'],
    [subscription, corp, [root], false, 'a subscription does not cover the group it is in'],
  ])('%s over %s below %j: %s (%s)', (at, scope, groups, expected) => expect(counts(at, scope, groups)).toBe(expected))

  it('a subscription is named after the groups that cover it', () => {
    const at = [vm, subscription, europe, corp, group, root, '/']
    const assignments = at.map((scope, index) => assignment({ name: `a${index}`, roleDefinitionId: 'other', scope }))
    const decision = decideIn({ assignments, above }, { action: reading, scope: vm })
    expect(decision.allowed || decision.findings.map((finding) => finding.assignment.scope)).toEqual([
      '/',
      root,
      corp,
      europe,
      subscription,
      group,
      vm,
    ])
  })

  it('a custom role counts where it is assigned, whatever its assignable scopes say', () => {
    const elsewhere = { ...reader, assignableScopes: [otherSubscription] }
    const decision = decide([assignment({ roleDefinitionId: 'reader', scope: group })], [elsewhere], {
      action: reading,
      scope: vm,
    })
    expect(decision.allowed).toBe(true)
  })
})

describe('whose assignments count', () => {
  it.each([
    [caller, true, 'the caller itself'],
    [caller.toUpperCase(), true, 'in any case'],
    ['team', true, 'a group that it is in'],
    ['TEAM', true, 'in any case, too'],
    ['division', true, 'a group of that group'],
    ['other', false, 'a group that it is not in'],
    ['p10', false, 'somebody with a longer name'],
    ['00000000-0000-0000-0000-000000000000', false, 'everyone: known to denies only'],
  ])('%s: %s (%s)', (principalId, expected) => {
    const held = assignment({ roleDefinitionId: 'reader', scope: group, principalId })
    const principalIds = [caller, 'team', 'division']
    const decision = decideIn({ assignments: [held], roles: [reader], principalIds }, { action: reading, scope: vm })
    expect(decision.allowed).toBe(expected)
  })
})
