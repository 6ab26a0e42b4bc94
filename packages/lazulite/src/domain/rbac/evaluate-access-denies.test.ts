/**
 * Deny assignments, as tables: they come first; what they leave alone, whom they name, where they hold.
 *
 * Sources: "Understand Azure deny assignments"; Azure RBAC overview.
 */
import { describe, expect, it } from 'vitest'
import {
  assignment,
  builtIn,
  caller,
  decideIn,
  deny,
  group,
  managementGroup,
  otherSubscription,
  permission,
  subscription,
  vm,
} from './access-fixture.js'
import type { AccessQuestion } from './decision.js'
import { type DenyAssignment, everyone } from './deny-assignment.js'

const owner = assignment({ roleDefinitionId: builtIn('Owner'), scope: '/' })
const blobOwner = assignment({ name: 'a2', roleDefinitionId: builtIn('Storage Blob Data Owner'), scope: '/' })
const write = 'Microsoft.Compute/virtualMachines/write'
const corp = managementGroup('corp')

/** The caller may do everything, is in two groups, and below the management group `corp`. */
const refusal = (denies: readonly DenyAssignment[], question: Partial<AccessQuestion> = {}): string | undefined => {
  const decision = decideIn(
    {
      assignments: [owner, blobOwner],
      denyAssignments: denies,
      principalIds: [caller, 'team', 'division'],
      above: [corp, managementGroup('tenant')],
    },
    { action: write, scope: vm, ...question },
  )
  if (decision.allowed) return undefined
  return decision.reason === 'denyAssignment' ? decision.deny?.name : decision.reason
}

const denied = (parts: Partial<DenyAssignment>, question: Partial<AccessQuestion> = {}): boolean =>
  refusal([deny({ scope: group, ...parts })], question) === 'd1'

describe('a deny assignment', () => {
  it('comes before every role assignment, and is the whole answer', () => {
    const held = deny({ scope: group })
    const decision = decideIn({ assignments: [owner], denyAssignments: [held] }, { action: write, scope: vm })
    expect(decision).toEqual({ allowed: false, reason: 'denyAssignment', deny: held, findings: [] })
  })

  it('comes before the lack of any assignment, too', () => {
    const decision = decideIn({ denyAssignments: [deny({ scope: group })] }, { action: write, scope: vm })
    expect(decision).toMatchObject({ allowed: false, reason: 'denyAssignment' })
  })

  it('that does not apply leaves the answer to the role assignments', () => {
    const elsewhere = deny({ scope: otherSubscription })
    expect(refusal([elsewhere])).toBeUndefined()
    expect(decideIn({ denyAssignments: [elsewhere] }, { action: write, scope: vm })).toMatchObject({
      reason: 'noAssignment',
    })
  })

  it.each([
    ['*', [], true, 'everything'],
    ['Microsoft.Compute/virtualMachines/write', [], true, 'the action'],
    ['microsoft.COMPUTE/*/Write', [], true, 'by wildcard, in any case'],
    ['Microsoft.Compute/virtualMachines/read', [], false, 'another action'],
    ['*', ['*/write'], false, 'but not what its notActions leave alone'],
    ['*', ['*/READ'], true, 'which leave alone only that'],
    ['*', ['*'], false, 'or everything'],
    ['*/write', ['Microsoft.Compute/virtualMachines/write'], false, 'notActions by name'],
  ])('of %s without %j denies: %s (%s)', (action, notActions, expected) =>
    expect(denied({ permissions: [permission({ actions: [action], notActions })] })).toBe(expected),
  )

  it.each([
    ['an action', { actions: ['*'] }, false, true],
    ['a data action by actions', { actions: ['*'] }, true, false],
    ['a data action', { dataActions: ['*'] }, true, true],
    ['an action by data actions', { dataActions: ['*'] }, false, false],
    ['a data action that notDataActions leave alone', { dataActions: ['*'], notDataActions: ['*/read'] }, true, false],
    ['a data action that notActions would leave alone', { dataActions: ['*'], notActions: ['*'] }, true, true],
  ])('denies %s of %j: data action %s, %s', (_, block, isDataAction, expected) => {
    const action = isDataAction ? 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read' : write
    expect(denied({ permissions: [permission(block)] }, { action, isDataAction })).toBe(expected)
  })

  it('denies what any of its blocks denies: notActions of one leave another alone', () => {
    const blocks = [permission({ actions: ['*'], notActions: ['*/write'] }), permission({ actions: [write] })]
    expect(denied({ permissions: blocks })).toBe(true)
    expect(denied({ permissions: blocks.slice(0, 1) })).toBe(false)
    expect(denied({ permissions: [] })).toBe(false)
  })
})

describe('where a deny assignment holds', () => {
  it.each([
    [vm, true, 'at the resource'],
    [group, true, 'at its group'],
    [group.toUpperCase(), true, 'in any case'],
    [`${group}//`, true, 'with slashes at the end'],
    [subscription, true, 'at its subscription'],
    [corp, true, 'at a management group above it'],
    [managementGroup('tenant'), true, 'at the root management group'],
    ['/', true, 'at the root'],
    [`${group}2`, false, 'not at a group with a longer name'],
    [`${vm}/extensions/e`, false, 'not at a child'],
    [managementGroup('asia'), false, 'not at another management group'],
    [otherSubscription, false, 'not at another subscription'],
  ])('%s: %s (%s)', (scope, expected) => expect(denied({ scope })).toBe(expected))

  it.each([
    [vm, vm, true, 'at its own scope'],
    [vm.toUpperCase(), `${vm}/`, true, 'however that is written'],
    [group, vm, false, 'not below it'],
    [corp, vm, false, 'not below a management group'],
    [corp, corp, true, 'at the management group itself'],
    ['/', vm, false, 'not below the root'],
    [vm, `${vm}/extensions/e`, false, 'not at a child'],
    [vm, `${vm}/providers/Microsoft.Authorization/locks/l`, false, 'not at what extends it'],
    [vm, group, false, 'and never above it'],
  ])('doNotApplyToChildScopes at %s, asked at %s: %s (%s)', (scope, asked, expected) =>
    expect(denied({ scope, doNotApplyToChildScopes: true }, { scope: asked })).toBe(expected),
  )
})

describe('whom a deny assignment names', () => {
  const user = (id: string) => ({ id, type: 'User' as const })
  const team = (id: string) => ({ id, type: 'Group' as const })

  it.each([
    [[everyone], [], true, 'everyone'],
    [[user(caller)], [], true, 'the caller'],
    [[user(caller.toUpperCase())], [], true, 'in any case'],
    [[team('team')], [], true, 'its group'],
    [[team('division')], [], true, 'a group of its group'],
    [[user('p2'), team('division')], [], true, 'among others'],
    [[user('p2')], [], false, 'somebody else'],
    [[team('others')], [], false, 'a group that the caller is not in'],
    [[], [], false, 'nobody'],
    [[everyone], [user(caller)], false, 'everyone but the caller'],
    [[everyone], [user(caller.toUpperCase())], false, 'in any case'],
    [[everyone], [team('team')], false, 'everyone but its group'],
    [[everyone], [team('division')], false, 'everyone but a group of its group'],
    [[everyone], [user('p2'), team('others')], true, 'everyone but somebody else'],
    [[team('division')], [team('team')], false, 'a group but for a group inside it'],
    [[team('team')], [team('division')], false, 'a group that lies in an excluded one'],
    [[user(caller)], [user(caller)], false, 'the caller, who is excluded as well'],
  ])('%j without %j: %s (%s)', (principals, excludePrincipals, expected) =>
    expect(denied({ principals, excludePrincipals })).toBe(expected),
  )
})

describe('kinds of deny assignments', () => {
  it('Audit denies nothing', () => expect(denied({ effect: 'Audit' })).toBe(false))

  it('those of the platform deny as others do', () => {
    expect(denied({ isSystemProtected: true })).toBe(true)
    expect(denied({ isSystemProtected: true, excludePrincipals: [{ id: caller, type: 'ServicePrincipal' }] })).toBe(
      false,
    )
  })

  it('a managed application: everything is denied to everyone but its publisher, at its group', () => {
    const managed = deny({
      scope: group,
      isSystemProtected: true,
      permissions: [permission({ actions: ['*'], notActions: ['*/read'], dataActions: ['*'] })],
      excludePrincipals: [{ id: 'publisher', type: 'ServicePrincipal' }],
    })
    expect(refusal([managed])).toBe('d1')
    expect(refusal([managed], { action: 'Microsoft.Compute/virtualMachines/read' })).toBeUndefined()
    expect(refusal([managed], { scope: `${subscription}/resourceGroups/other` })).toBeUndefined()
  })

  it('a deployment stack that denies deletion leaves locks alone', () => {
    const stack = deny({
      scope: vm,
      permissions: [permission({ actions: ['*/delete'], notActions: ['Microsoft.Authorization/locks/delete'] })],
    })
    expect(refusal([stack], { action: 'Microsoft.Compute/virtualMachines/delete' })).toBe('d1')
    expect(
      refusal([stack], {
        action: 'Microsoft.Authorization/locks/delete',
        scope: `${vm}/providers/Microsoft.Authorization/locks/keep`,
      }),
    ).toBeUndefined()
    expect(refusal([stack])).toBeUndefined()
  })

  it.each<[string, readonly DenyAssignment[], string | undefined]>([
    [
      'the broadest one is named, whatever the order',
      [deny({ name: 'a', scope: vm }), deny({ name: 'b', scope: group }), deny({ name: 'c', scope: corp })],
      'c',
    ],
    ['then the first by name', [deny({ name: 'B', scope: group }), deny({ name: 'a', scope: group })], 'a'],
    [
      'one that excludes the caller does not save it from another',
      [
        deny({ name: 'a', scope: group, excludePrincipals: [{ id: caller, type: 'User' }] }),
        deny({ name: 'b', scope: vm }),
      ],
      'b',
    ],
    [
      'what one leaves alone another denies',
      [
        deny({ name: 'a', scope: group, permissions: [permission({ actions: ['*'], notActions: [write] })] }),
        deny({ name: 'b', scope: '/', permissions: [permission({ actions: [write] })] }),
      ],
      'b',
    ],
    ['Audit beside none', [deny({ name: 'a', scope: '/', effect: 'Audit' })], undefined],
  ])('of several: %s', (_, denies, expected) => {
    expect(refusal(denies)).toBe(expected)
    expect(refusal(denies.toReversed())).toBe(expected)
  })
})
