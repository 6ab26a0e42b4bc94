import { describe, expect, it } from 'vitest'
import {
  bodyOf,
  cloneOf,
  customRoleScope,
  emptyDraft,
  parseRoleText,
  problemOfPermission,
  problemsOf,
  withoutPermission,
  withoutScope,
  withPermission,
  withScope,
} from './custom-role.js'

const group = '/subscriptions/s/resourceGroups/dev'
const empty = emptyDraft(group)
const reader = withPermission(
  { ...empty, roleName: ' VM reader ' },
  'actions',
  'Microsoft.Compute/virtualMachines/read',
)

describe('a draft', () => {
  it('becomes the body of the request', () => {
    expect(bodyOf(reader)).toEqual({
      properties: {
        ...{ roleName: 'VM reader', description: '', assignableScopes: [group] },
        permissions: [
          { actions: ['Microsoft.Compute/virtualMachines/read'], notActions: [], dataActions: [], notDataActions: [] },
        ],
      },
    })
  })

  it('says what is missing, by tab', () => {
    expect(problemsOf(withoutScope(empty, group))).toEqual({
      basics: 'Custom role name is required.',
      permissions: 'A role needs at least one permission.',
      scopes: 'A role needs at least one assignable scope.',
    })
    expect(problemsOf(reader)).toEqual({})
  })

  it('takes a permission and a scope once, whatever their case', () => {
    const again = withPermission(reader, 'actions', 'microsoft.compute/VIRTUALMACHINES/read')
    expect(withScope(again, group.toUpperCase())).toEqual(reader)
  })

  it('keeps what a condition guards apart', () => {
    const guarded = { ...empty, permissions: [{ actions: ['a/write'], condition: 'only there' }] }
    const more = withPermission(guarded, 'actions', 'b/read')
    expect(more.permissions).toEqual([{ actions: ['a/write'], condition: 'only there' }, { actions: ['b/read'] }])
    const less = withoutPermission(more, { block: 0, kind: 'actions', permission: 'a/write' })
    expect(less.permissions).toEqual([{ actions: ['b/read'] }])
  })

  it('is empty again when its last permission is taken away', () => {
    const permission = 'Microsoft.Compute/virtualMachines/read'
    expect(withoutPermission(reader, { block: 0, kind: 'actions', permission }).permissions).toEqual(empty.permissions)
  })
})

it('clones what a role may do, conditions too, but not its name and scopes', () => {
  const role = {
    ...{ id: '/x', name: 'guid' },
    properties: {
      ...{ roleName: 'Owner', type: 'BuiltInRole', description: 'All', assignableScopes: ['/'] },
      permissions: [
        { actions: ['*'], condition: null },
        { actions: ['a/write'], condition: 'c', conditionVersion: '2.0' },
      ],
    },
  }
  const lists = { notActions: [], dataActions: [], notDataActions: [] }
  expect(cloneOf(role, group)).toEqual({
    ...{ roleName: '', description: 'All', assignableScopes: [group] },
    permissions: [
      { actions: ['*'], ...lists },
      { actions: ['a/write'], ...lists, condition: 'c', conditionVersion: '2.0' },
    ],
  })
})

describe('parseRoleText', () => {
  it('reads back what the tab "JSON" shows', () => {
    expect(parseRoleText(JSON.stringify(bodyOf(reader)), empty)).toEqual({
      draft: { ...reader, roleName: 'VM reader' },
    })
  })

  it('reads a file of Azure CLI', () => {
    const text = '{"Name":"CLI role","Actions":["*/read"],"AssignableScopes":["/subscriptions/s"]}'
    expect(parseRoleText(text, empty)).toEqual({
      draft: {
        ...{ roleName: 'CLI role', description: '', assignableScopes: ['/subscriptions/s'] },
        permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
      },
    })
  })

  it.each([
    ['{', 'This is no JSON'],
    ['[]', 'A role is an object'],
  ])('says what is wrong with %s', (text, problem) => {
    expect(parseRoleText(text, empty)).toEqual({ problem: expect.stringContaining(problem) })
  })
})

it.each([
  ['*', undefined],
  ['Microsoft.Compute/*/read', undefined],
  ['Microsoft.Compute', 'A permission is a provider, a type and a verb, separated by slashes.'],
  ['a b/read', 'A permission has no blanks.'],
])('%s as a permission: %s', (permission, expected) => expect(problemOfPermission(permission)).toBe(expected))

it.each([
  [`${group}/providers/Microsoft.Compute/virtualMachines/web-1`, group],
  ['/subscriptions/s', '/subscriptions/s'],
  ['/providers/Microsoft.Management/managementGroups/corp', '/providers/Microsoft.Management/managementGroups/corp'],
])('a role made at %s is assignable at %s', (scope, expected) => expect(customRoleScope(scope)).toBe(expected))
