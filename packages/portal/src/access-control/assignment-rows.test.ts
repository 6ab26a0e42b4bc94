import { describe, expect, it } from 'vitest'
import {
  filterAssignments,
  groupingBy,
  isPrivilegedRole,
  joinAssignments,
  lockOf,
  rolesByGuid,
} from './assignment-rows.js'
import type { NamedPrincipal } from './principal-names.js'
import type { RoleAssignment, RoleDefinition } from './rbac-records.js'

const subscription = '/subscriptions/s'
const group = `${subscription}/resourceGroups/dev`

const role = (name: string, roleName: string, { type = 'BuiltInRole', actions = ['*/read'] } = {}): RoleDefinition => ({
  id: `/providers/Microsoft.Authorization/roleDefinitions/${name}`,
  name,
  properties: { roleName, type, assignableScopes: ['/'], permissions: [{ actions }] },
})
const assignment = (
  name: string,
  scope: string,
  [roleName, principalId]: readonly [string, string],
): RoleAssignment => ({
  id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
  name,
  properties: {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleName.toUpperCase()}`,
    ...{ principalId, principalType: 'User', scope },
  },
})
const principalOf = (principalId: string): NamedPrincipal => ({ principalId, name: principalId, type: 'User' })
const rows = joinAssignments({
  assignments: [
    assignment('a1', group, ['r2', 'zoe']),
    assignment('a2', subscription, ['r1', 'ada']),
    assignment('a3', group, ['r2', 'bob']),
    assignment('a4', group, ['gone', 'bob']),
  ],
  roles: rolesByGuid([role('r1', 'Owner'), role('r2', 'Reader')]),
  ...{ principalOf, here: group, nameType: (type: string) => type },
})

describe('joinAssignments', () => {
  it('lists by role and name, with the id of a role that nobody knows', () => {
    expect(rows.map(({ roleName, principal, placeLabel }) => [roleName, principal.name, placeLabel])).toEqual([
      ['gone', 'bob', 'This resource'],
      ['Owner', 'ada', 'Subscription (Inherited)'],
      ['Reader', 'bob', 'This resource'],
      ['Reader', 'zoe', 'This resource'],
    ])
  })

  it('locks what is inherited, and says where it can be removed', () => {
    expect(rows.map(lockOf)).toEqual([
      undefined,
      'This assignment is inherited: subscription. Remove it at the scope where it was made.',
      undefined,
      undefined,
    ])
  })
})

it.each([
  [{ view: 'privileged' }, ['a2']],
  [{ view: 'job' }, ['a4', 'a3', 'a1']],
  [{ role: 'R2' }, ['a3', 'a1']],
  [{ place: 'inherited' }, ['a2']],
  [{ type: 'Group' }, []],
] as const)('the filter %j leaves %j', (filter, expected) => {
  const all = { view: 'all', type: '', role: '', place: '' } as const
  expect(filterAssignments(rows, { ...all, ...filter }).map(({ assignment: { name } }) => name)).toEqual(expected)
})

it('counts what is under a heading', () => {
  expect(rows.map((row) => groupingBy('role', rows)?.(row))).toEqual([
    'gone (1)',
    'Owner (1)',
    'Reader (2)',
    'Reader (2)',
  ])
  expect(groupingBy('none', rows)).toBeUndefined()
})

it.each([
  [role('a', 'User Access Administrator'), true, 'a built-in role of that kind'],
  [role('a', 'Virtual Machine Contributor', { actions: ['*'] }), false, 'built-in roles are known by name'],
  [
    role('a', 'Mine', { type: 'CustomRole', actions: ['Microsoft.Authorization/roleAssignments/write'] }),
    true,
    'assigns',
  ],
  [role('a', 'Mine', { type: 'CustomRole' }), false, 'only reads'],
])('isPrivilegedRole: %j is %s: %s', (definition, expected) => expect(isPrivilegedRole(definition)).toBe(expected))
