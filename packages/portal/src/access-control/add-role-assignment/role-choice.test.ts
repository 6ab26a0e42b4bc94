import { describe, expect, it } from 'vitest'
import type { RoleDefinition } from '../rbac-records.js'
import { categoryOf, conditionSupportOf, covers, findRoles, groupOf, listRoles } from './role-choice.js'

interface Sample {
  readonly name?: string
  readonly guid?: string
  readonly type?: string
  readonly actions?: readonly string[]
  readonly notActions?: readonly string[]
  readonly dataActions?: readonly string[]
}

const role = ({ name = 'Some role', guid = name, type = 'BuiltInRole', ...block }: Sample): RoleDefinition => ({
  id: `/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
  name: guid,
  properties: { roleName: name, type, description: `About ${name}`, assignableScopes: ['/'], permissions: [block] },
})

const assigns = 'Microsoft.Authorization/roleAssignments/write'
const notAssigning = {
  actions: ['*'],
  notActions: ['Microsoft.Authorization/*/Write', 'Microsoft.Authorization/*/Delete'],
}

describe('covers', () => {
  it.each([
    ['*', assigns, true],
    ['microsoft.authorization/*', assigns, true],
    ['Microsoft.Authorization/*/Write', assigns, true],
    ['Microsoft.Authorization/*/read', assigns, false],
    ['Microsoft.Authorization/roleAssignments', assigns, false],
    ['a.b/c', 'axb/c', false],
  ])('%s covers %s: %s', (pattern, action, expected) => expect(covers(pattern, action)).toBe(expected))
})

describe('groupOf', () => {
  const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  it.each([
    ['Owner, whatever its case', role({ guid: owner.toUpperCase(), actions: ['*'] }), 'privileged'],
    ['a built-in role that may assign some roles', role({ actions: [assigns] }), 'job'],
    [
      'a custom role that may assign roles',
      role({ type: 'CustomRole', actions: ['Microsoft.Authorization/*'] }),
      'privileged',
    ],
    ['a custom role of everything', role({ type: 'CustomRole', ...notAssigning }), 'privileged'],
    ['a custom role that reads', role({ type: 'CustomRole', actions: ['*/read'] }), 'job'],
  ])('%s', (_, given, expected) => expect(groupOf(given)).toBe(expected))
})

describe('conditionSupportOf', () => {
  it.each([
    ['a role that assigns roles', role({ actions: [assigns] }), 'delegation'],
    ['a role of everything', role({ actions: ['*'] }), 'delegation'],
    ['a role of everything but assigning', role(notAssigning), undefined],
    [
      'a role on blobs',
      role({ dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'] }),
      'data',
    ],
    ['a role on other data', role({ dataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action'] }), undefined],
  ])('%s', (_, given, expected) => expect(conditionSupportOf(given)).toBe(expected))
})

describe('categoryOf', () => {
  it.each([
    ['General', role({ actions: ['*/read'] })],
    [
      'Compute',
      role({
        actions: ['Microsoft.Compute/disks/*', 'Microsoft.Compute/snapshots/*', 'Microsoft.Authorization/*/read'],
      }),
    ],
    ['Management and governance', role({ actions: ['Microsoft.Support/*', 'Microsoft.Resources/deployments/*'] })],
    ['Privileged', role({ guid: 'b24988ac-6180-42a0-ab88-20f7382dd24c', actions: ['*'] })],
    ['None', role({ actions: ['Contoso.Things/*'] })],
    ['None', role({ type: 'CustomRole', actions: ['Microsoft.Compute/*'] })],
    ['None', role({ actions: ['Contoso.Things/*', 'Microsoft.Unknown/*'] })],
  ])('%s', (expected, given) => expect(categoryOf(given)).toBe(expected))
})

describe('the list of roles', () => {
  const roles = listRoles([
    role({ name: 'Zeta', actions: ['Microsoft.Compute/zeta/read'] }),
    role({ name: 'Data Reader', actions: ['Microsoft.Storage/storageAccounts/read'] }),
    role({ name: 'Alpha', actions: ['Microsoft.Web/sites/*'] }),
    role({ name: 'Reader', guid: 'acdd72a7-3385-48ef-bd42-f606fba81ae7', actions: ['*/read'] }),
    role({ name: 'Reader and more', type: 'CustomRole', actions: ['Microsoft.Web/sites/read'] }),
  ])
  const names = (found: typeof roles) => found.map(({ name }) => name)

  it('begins with Reader, then goes by name', () =>
    expect(names(roles)).toEqual(['Reader', 'Alpha', 'Data Reader', 'Reader and more', 'Zeta']))

  it('puts the name that was typed first, then names that begin so', () =>
    expect(names(findRoles(roles, { search: ' reader ' }))).toEqual(['Reader', 'Reader and more', 'Data Reader']))

  it('finds roles by a permission', () => expect(names(findRoles(roles, { search: 'compute/zeta' }))).toEqual(['Zeta']))

  it('filters by type and category', () => {
    expect(names(findRoles(roles, { search: '', type: 'CustomRole' }))).toEqual(['Reader and more'])
    expect(names(findRoles(roles, { search: '', category: 'Storage' }))).toEqual(['Data Reader'])
  })
})
