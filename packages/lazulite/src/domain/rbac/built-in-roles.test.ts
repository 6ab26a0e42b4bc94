import { describe, expect, it } from 'vitest'
import { builtInRole, builtInRoleByName, builtInRoleIds, builtInRoles } from './built-in-roles.js'

describe('builtInRole', () => {
  it('gives the whole record of Contributor', () => {
    expect(builtInRole(builtInRoleIds.contributor)).toEqual({
      roleDefinitionId: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
      roleName: 'Contributor',
      description: 'Permits every management action, without 11 excluded actions.',
      type: 'BuiltInRole',
      permissions: [
        {
          actions: ['*'],
          notActions: [
            'Microsoft.Authorization/*/Delete',
            'Microsoft.Authorization/*/Write',
            'Microsoft.Authorization/elevateAccess/Action',
            'Microsoft.Blueprint/blueprintAssignments/write',
            'Microsoft.Blueprint/blueprintAssignments/delete',
            'Microsoft.Compute/galleries/share/action',
            'Microsoft.Purview/consents/write',
            'Microsoft.Purview/consents/delete',
            'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
            'Microsoft.Subscription/cancel/action',
            'Microsoft.Subscription/enable/action',
          ],
          dataActions: [],
          notDataActions: [],
        },
      ],
      assignableScopes: ['/'],
      createdAt: Date.parse('2015-02-02T21:55:09.880Z'),
      updatedAt: Date.parse('2015-02-02T21:55:09.880Z'),
    })
  })

  it.each([
    ['Owner', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
    ['Reader', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'],
    ['User Access Administrator', '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'],
    ['Role Based Access Control Administrator', 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'],
    ['Managed Identity Contributor', 'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59'],
    ['Managed Identity Operator', 'f1a07417-d97a-45cb-824c-7a7467783830'],
    ['Virtual Machine Contributor', '9980e02c-c2be-4d73-94e8-173b1dc7cf3c'],
    ['Storage Blob Data Reader', '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'],
    ['Key Vault Secrets User', '4633458b-17de-408a-b874-0445c86b69e6'],
    ['AcrPull', '7f951dda-4ed3-4680-a7ca-43fe172d538d'],
  ])('knows %s as %s, both ways and in any case', (roleName, guid) => {
    expect(builtInRoleByName(roleName.toUpperCase())?.roleDefinitionId).toBe(guid)
    expect(builtInRole(guid.toUpperCase())?.roleName).toBe(roleName)
  })

  it('keeps the condition of a block that has one', () => {
    const role = builtInRoleByName('Key Vault Data Access Administrator')
    expect(
      role?.permissions.map(({ condition, conditionVersion }) => [condition !== undefined, conditionVersion]),
    ).toContainEqual([true, '2.0'])
  })

  it('does not know other GUIDs and names', () => {
    expect(builtInRole('00000000-0000-0000-0000-000000000000')).toBeUndefined()
    expect(builtInRoleByName('Ownership')).toBeUndefined()
  })
})

describe('builtInRoles', () => {
  const all = builtInRoles()

  it('lists every role once, by GUID and by name', () => {
    expect(all).toHaveLength(928)
    expect(new Set(all.map((role) => role.roleDefinitionId)).size).toBe(928)
    expect(new Set(all.map((role) => role.roleName.toLowerCase())).size).toBe(928)
  })

  it('is in order of name', () => {
    const names = all.map((role) => role.roleName.toLowerCase())
    expect(names).toEqual(names.toSorted())
  })

  it('has well-formed GUIDs, a text and at least one permission block for each', () => {
    const malformed = all.filter(
      (role) =>
        !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(role.roleDefinitionId) ||
        !/^Permits .+\.$/.test(role.description) ||
        role.permissions.length === 0,
    )
    expect(malformed).toEqual([])
  })

  it('has conditions in 29 roles, always with their version', () => {
    const blocks = all.flatMap((role) => role.permissions)
    expect(all.filter((role) => role.permissions.some(({ condition }) => condition !== undefined))).toHaveLength(29)
    expect(
      blocks.filter(
        ({ condition, conditionVersion }) => (condition === undefined) !== (conditionVersion === undefined),
      ),
    ).toEqual([])
  })
})
