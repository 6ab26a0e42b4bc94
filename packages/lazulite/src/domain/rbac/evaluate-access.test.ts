import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coveringScopes, isWithinScope, resourceKey } from '../resource-id/resource-id.js'
import { builtInRole, builtInRoleByName } from './built-in-roles.js'
import type { AccessQuestion } from './decision.js'
import { evaluateAccess } from './evaluate-access.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111'
const group = `${subscription}/resourceGroups/dev`
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

const permission = (parts: Partial<Permission>): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...parts,
})

const role = (roleDefinitionId: string, ...permissions: readonly Partial<Permission>[]): RoleDefinition => ({
  roleDefinitionId,
  roleName: roleDefinitionId,
  description: '',
  type: 'CustomRole',
  permissions: permissions.map(permission),
  assignableScopes: [subscription],
  createdAt: 0,
  updatedAt: 0,
})

const assignment = (
  parts: Partial<RoleAssignment> & Pick<RoleAssignment, 'roleDefinitionId' | 'scope'>,
): RoleAssignment => ({
  name: 'a1',
  principalId: 'p1',
  principalType: 'ServicePrincipal',
  createdAt: 0,
  updatedAt: 0,
  ...parts,
})

const decide = (assignments: readonly RoleAssignment[], roles: readonly RoleDefinition[], question: AccessQuestion) =>
  evaluateAccess({
    principalIds: ['p1'],
    assignments,
    roleOf: (id) => roles.find((known) => known.roleDefinitionId === id) ?? builtInRole(id),
    question,
  })

/** One assignment of a built-in role: is the question allowed? */
function allows(roleName: string, scope: string, question: AccessQuestion): boolean {
  const roleDefinitionId = builtInRoleByName(roleName)?.roleDefinitionId ?? 'no such role'
  return decide([assignment({ roleDefinitionId, scope })], [], question).allowed
}

describe('evaluateAccess with built-in roles', () => {
  const read = 'Microsoft.Compute/virtualMachines/read'
  const write = 'Microsoft.Compute/virtualMachines/write'
  const assignRole = 'Microsoft.Authorization/roleAssignments/write'
  const assignIdentity = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
  const identityWrite = 'Microsoft.ManagedIdentity/userAssignedIdentities/write'

  it.each([
    ['Owner', write, true],
    ['Owner', assignRole, true],
    ['Contributor', write, true],
    ['Contributor', assignRole, false],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/delete', false],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/read', true],
    ['Contributor', assignIdentity, true],
    ['Reader', read, true],
    ['Reader', write, false],
    ['Reader', 'Microsoft.Compute/virtualMachines/start/action', false],
    ['User Access Administrator', assignRole, true],
    ['User Access Administrator', read, true],
    ['User Access Administrator', write, false],
    ['Role Based Access Control Administrator', assignRole, true],
    ['Role Based Access Control Administrator', 'Microsoft.Authorization/roleDefinitions/write', false],
    ['Managed Identity Operator', assignIdentity, true],
    ['Managed Identity Operator', identityWrite, false],
    ['Managed Identity Contributor', identityWrite, true],
    ['Managed Identity Contributor', assignIdentity, false],
    ['Virtual Machine Contributor', write, true],
    ['Virtual Machine Contributor', assignIdentity, false],
  ])('%s: %s is %s', (roleName, action, expected) =>
    expect(allows(roleName, group, { action, scope: vm })).toBe(expected),
  )

  it.each([
    [
      'Owner',
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
      false,
      'actions give no data action',
    ],
    [
      'Storage Blob Data Reader',
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
      true,
      'data actions do',
    ],
    [
      'Storage Blob Data Reader',
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write',
      false,
      'only theirs',
    ],
  ])('%s: data action %s is %s: %s', (roleName, action, expected) =>
    expect(allows(roleName, group, { action, scope: vm, isDataAction: true })).toBe(expected),
  )

  it('does not take a data action for an action', () => {
    const action = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
    expect(allows('Storage Blob Data Reader', group, { action, scope: vm })).toBe(false)
  })
})

describe('evaluateAccess by scope', () => {
  const reader = role('r', { actions: ['*/read'] })
  const question = { action: 'Microsoft.Compute/virtualMachines/read', scope: vm }

  it.each([
    ['/', true, 'the tenant root covers everything'],
    [subscription, true, 'a subscription covers its groups'],
    [group, true, 'a group covers its resources'],
    [vm, true, 'a resource covers itself'],
    [vm.toUpperCase(), true, 'case does not matter'],
    [`${subscription}/resourcegroups//DEV/`, true, 'nor do repeated slashes'],
    [`${vm}/extensions/e`, false, 'a child does not cover its parent'],
    [`${subscription}/resourceGroups/de`, false, 'a group whose name is shorter is another one'],
    [`${subscription}/resourceGroups/dev2`, false, 'a group whose name is longer is another one'],
    ['/subscriptions/22222222-2222-2222-2222-222222222222', false, 'another subscription is another one'],
  ])('an assignment at %s counts: %s (%s)', (scope, expected) =>
    expect(decide([assignment({ roleDefinitionId: 'r', scope })], [reader], question).allowed).toBe(expected),
  )
})

describe('evaluateAccess', () => {
  const question = { action: 'N/t/write', scope: vm }
  const granting = role('granting', { actions: ['N/*'] })
  const excluding = role('excluding', { actions: ['*'], notActions: ['N/t/*'] })
  const other = role('other', { actions: ['M/*'] })

  it('names the broadest assignment that allows, and its role', () => {
    const narrow = assignment({ name: 'narrow', roleDefinitionId: 'granting', scope: vm })
    const broad = assignment({ name: 'broad', roleDefinitionId: 'granting', scope: group })
    expect(decide([narrow, broad], [granting], question)).toEqual({
      allowed: true,
      reason: 'roleAssignment',
      assignment: broad,
      role: granting,
      pattern: 'N/*',
    })
  })

  it('says that nothing is assigned when every assignment is elsewhere', () => {
    const elsewhere = assignment({ roleDefinitionId: 'granting', scope: `${subscription}/resourceGroups/prod` })
    expect(decide([elsewhere], [granting], question)).toEqual({
      allowed: false,
      reason: 'noAssignment',
      findings: [],
    })
  })

  it('says that no role has the action, and which assignments it looked at', () => {
    const here = assignment({ roleDefinitionId: 'other', scope: group })
    expect(decide([here], [other], question)).toEqual({
      allowed: false,
      reason: 'noMatchingAction',
      findings: [{ assignment: here, role: other, effect: 'lacksAction' }],
    })
  })

  it('says that a notAction took the action away', () => {
    const here = assignment({ roleDefinitionId: 'excluding', scope: group })
    expect(decide([here], [excluding], question)).toEqual({
      allowed: false,
      reason: 'excludedByNotActions',
      findings: [{ assignment: here, role: excluding, effect: 'excludedByNotActions', pattern: 'N/t/*' }],
    })
  })

  it('lets a second role grant what the first leaves out', () => {
    const assignments = [
      assignment({ name: 'a1', roleDefinitionId: 'excluding', scope: group }),
      assignment({ name: 'a2', roleDefinitionId: 'granting', scope: group }),
    ]
    expect(decide(assignments, [excluding, granting], question).allowed).toBe(true)
  })

  it('applies notActions within one permission block only', () => {
    const blocks = role('blocks', { actions: ['*'], notActions: ['N/*'] }, { actions: ['N/t/write'] })
    expect(decide([assignment({ roleDefinitionId: 'blocks', scope: group })], [blocks], question).allowed).toBe(true)
  })

  it('subtracts notDataActions from data actions and not from actions', () => {
    const data = role('data', { actions: ['N/*'], dataActions: ['N/*'], notDataActions: ['N/t/write'] })
    const assignments = [assignment({ roleDefinitionId: 'data', scope: group })]
    expect(decide(assignments, [data], question).allowed).toBe(true)
    expect(decide(assignments, [data], { ...question, isDataAction: true })).toMatchObject({
      allowed: false,
      reason: 'excludedByNotActions',
    })
  })

  it('grants nothing for a role that no longer exists', () => {
    const orphan = assignment({ roleDefinitionId: 'gone', scope: group })
    expect(decide([orphan], [], question)).toEqual({
      allowed: false,
      reason: 'noMatchingAction',
      findings: [{ assignment: orphan, effect: 'roleMissing' }],
    })
  })

  it('grants nothing for an assignment with a condition that cannot be read', () => {
    const conditional = assignment({
      roleDefinitionId: 'granting',
      scope: group,
      condition: 'nonsense',
      conditionVersion: '2.0',
    })
    expect(decide([conditional], [granting], question).allowed).toBe(false)
  })

  it('grants nothing for a permission block with a condition that is not true, and the rest of the role all the same', () => {
    const half = role('half', { actions: ['N/*'], condition: 'c', conditionVersion: '2.0' }, { actions: ['M/*'] })
    const assignments = [assignment({ roleDefinitionId: 'half', scope: group })]
    expect(decide(assignments, [half], question).allowed).toBe(false)
    expect(decide(assignments, [half], { ...question, action: 'M/t/write' }).allowed).toBe(true)
  })
})

describe('laws of evaluateAccess', () => {
  const segment = fc.constantFrom('a', 'A', 'ab', 'b', 'providers')
  const scope = fc.oneof(
    fc.constant('/'),
    fc.tuple(segment).map(([s]) => `/subscriptions/${s}`),
    fc.tuple(segment, segment).map(([s, g]) => `/subscriptions/${s}/resourceGroups/${g}`),
    fc
      .tuple(segment, segment, segment, segment)
      .map(([s, g, t, n]) => `/subscriptions/${s}/resourcegroups/${g}/providers/N/${t}s/${n}`),
    fc
      .tuple(segment, segment, segment, segment)
      .map(([s, g, n, c]) => `/subscriptions/${s}/resourceGroups/${g}/providers/N/t/${n}/u/${c}`),
    fc
      .tuple(segment, segment, segment, segment)
      .map(([s, g, n, x]) => `/subscriptions/${s}/resourceGroups/${g}/providers/N/t/${n}/providers/M/x/${x}`),
  )
  const action = fc.constantFrom('N/t/read', 'n/T/Write', 'N/t/u/read', 'M/x/action')
  const pattern = fc.constantFrom('*', '*/read', 'N/*', 'N/t/*', 'n/*/write', 'M/x/action', 'N/t/read')
  const block = fc.record({
    actions: fc.array(pattern, { maxLength: 3 }),
    notActions: fc.array(pattern, { maxLength: 2 }),
    dataActions: fc.array(pattern, { maxLength: 2 }),
    notDataActions: fc.array(pattern, { maxLength: 2 }),
  })
  const roles = fc
    .array(fc.array(block, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 })
    .map((all) => all.map((blocks, index) => role(`r${index}`, ...blocks)))
  const oneAssignment = fc
    .tuple(fc.uuid(), fc.constantFrom('r0', 'r1', 'r2', 'gone'), scope)
    .map(([name, roleDefinitionId, at]) => assignment({ name, roleDefinitionId, scope: at }))
  const assignments = fc.array(oneAssignment, { maxLength: 5 })
  const question = fc.record({ action, scope, isDataAction: fc.boolean() })

  it('adding an assignment never removes access', () => {
    fc.assert(
      fc.property(roles, assignments, oneAssignment, question, (defined, held, more, asked) => {
        fc.pre(decide(held, defined, asked).allowed)
        expect(decide([more, ...held], defined, asked).allowed).toBe(true)
      }),
    )
  })

  it('a notAction never widens access', () => {
    fc.assert(
      fc.property(roles, assignments, question, pattern, (defined, held, asked, excluded) => {
        const narrowed = defined.map((one) => ({
          ...one,
          permissions: one.permissions.map((each) => ({
            ...each,
            notActions: [...each.notActions, excluded],
            notDataActions: [...each.notDataActions, excluded],
          })),
        }))
        fc.pre(!decide(held, defined, asked).allowed)
        expect(decide(held, narrowed, asked).allowed).toBe(false)
      }),
    )
  })

  it('a condition never widens access', () => {
    fc.assert(
      fc.property(roles, assignments, question, (defined, held, asked) => {
        const conditional = held.map((one, index) => (index % 2 === 0 ? { ...one, condition: 'c' } : one))
        fc.pre(decide(conditional, defined, asked).allowed)
        expect(decide(held, defined, asked).allowed).toBe(true)
      }),
    )
  })

  it('wrong case never matters', () => {
    fc.assert(
      fc.property(roles, assignments, question, (defined, held, asked) => {
        const shouted = held.map((one) => ({ ...one, scope: one.scope.toUpperCase() }))
        const whispered = { ...asked, action: asked.action.toLowerCase(), scope: asked.scope.toLowerCase() }
        expect(decide(shouted, defined, whispered).allowed).toBe(decide(held, defined, asked).allowed)
      }),
    )
  })

  it('the order of assignments never matters', () => {
    fc.assert(
      fc.property(roles, assignments, question, (defined, held, asked) => {
        expect(decide(held.toReversed(), defined, asked)).toEqual(decide(held, defined, asked))
      }),
    )
  })

  it('a sibling with a longer name is never inside', () => {
    fc.assert(
      fc.property(scope, fc.constantFrom('2', '-x', '.a'), (parent, suffix) => {
        fc.pre(parent !== '/')
        expect(isWithinScope(`${parent}${suffix}`, parent)).toBe(false)
      }),
    )
  })

  it('the scopes that cover a scope are those that it is within', () => {
    fc.assert(
      fc.property(scope, scope, (child, parent) => {
        expect(coveringScopes(child).includes(resourceKey(parent))).toBe(isWithinScope(child, parent))
      }),
      { numRuns: 2000 },
    )
  })
})
