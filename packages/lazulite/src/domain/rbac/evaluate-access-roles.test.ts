/**
 * What roles grant, as tables: actions, notActions, data actions, wildcards, several blocks and several roles.
 *
 * Sources: Azure RBAC overview and role definitions; the published permissions of the built-in roles.
 */
import { describe, expect, it } from 'vitest'
import { allows, assignment, decide, group, role, vm } from './access-fixture.js'
import type { Permission } from './role.js'

const read = 'Microsoft.Compute/virtualMachines/read'
const write = 'Microsoft.Compute/virtualMachines/write'
const assignRole = 'Microsoft.Authorization/roleAssignments/write'
const assignIdentity = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
const identityRead = 'Microsoft.ManagedIdentity/userAssignedIdentities/read'
const identityWrite = 'Microsoft.ManagedIdentity/userAssignedIdentities/write'
const readBlob = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'

describe('built-in roles', () => {
  it.each([
    ['Owner', write, true],
    ['Owner', assignRole, true],
    ['Owner', 'Microsoft.Authorization/elevateAccess/action', true],
    ['Contributor', write, true],
    ['Contributor', assignRole, false],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/delete', false],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/read', true],
    ['Contributor', 'Microsoft.Authorization/roleDefinitions/write', false],
    ['Contributor', 'Microsoft.Authorization/locks/write', false],
    ['Contributor', 'Microsoft.Authorization/locks/delete', false],
    ['Contributor', 'Microsoft.Authorization/denyAssignments/write', false],
    ['Contributor', 'Microsoft.Authorization/elevateAccess/action', false],
    ['Contributor', 'Microsoft.Blueprint/blueprintAssignments/write', false],
    ['Contributor', 'Microsoft.Compute/galleries/share/action', false],
    ['Contributor', 'Microsoft.Resources/deploymentStacks/manageDenySetting/action', false],
    ['Contributor', 'Microsoft.Subscription/cancel/action', false],
    ['Contributor', 'Microsoft.Resources/subscriptions/resourceGroups/delete', true],
    ['Contributor', 'Microsoft.Resources/deployments/validate/action', true],
    ['Contributor', assignIdentity, true],
    ['Reader', read, true],
    ['Reader', write, false],
    ['Reader', 'Microsoft.Compute/virtualMachines/start/action', false],
    ['Reader', 'Microsoft.Authorization/denyAssignments/read', true],
    ['Reader', 'Microsoft.Resources/subscriptions/resourcegroups/read', true],
    ['User Access Administrator', assignRole, true],
    ['User Access Administrator', 'Microsoft.Authorization/roleDefinitions/delete', true],
    ['User Access Administrator', read, true],
    ['User Access Administrator', write, false],
    ['Role Based Access Control Administrator', assignRole, true],
    ['Role Based Access Control Administrator', 'Microsoft.Authorization/roleAssignments/delete', true],
    ['Role Based Access Control Administrator', 'Microsoft.Authorization/roleDefinitions/write', false],
    ['Role Based Access Control Administrator', read, true],
    ['Role Based Access Control Administrator', write, false],
    ['Managed Identity Operator', assignIdentity, true],
    ['Managed Identity Operator', identityRead, true],
    ['Managed Identity Operator', identityWrite, false],
    ['Managed Identity Operator', 'Microsoft.ManagedIdentity/userAssignedIdentities/delete', false],
    ['Managed Identity Operator', 'Microsoft.Resources/deployments/write', true],
    ['Managed Identity Contributor', identityWrite, true],
    ['Managed Identity Contributor', 'Microsoft.ManagedIdentity/userAssignedIdentities/revokeTokens/action', true],
    [
      'Managed Identity Contributor',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      true,
    ],
    ['Managed Identity Contributor', assignIdentity, false],
    ['Virtual Machine Contributor', write, true],
    ['Virtual Machine Contributor', 'Microsoft.Compute/virtualMachines/extensions/write', true],
    ['Virtual Machine Contributor', 'Microsoft.Network/networkInterfaces/join/action', true],
    ['Virtual Machine Contributor', assignIdentity, false],
    ['Network Contributor', 'Microsoft.Network/virtualNetworks/subnets/join/action', true],
    ['Network Contributor', write, false],
  ])('%s: %s is %s', (roleName, action, expected) =>
    expect(allows(roleName, group, { action, scope: vm })).toBe(expected),
  )

  it.each([
    ['Owner', readBlob, false, 'actions give no data action'],
    ['Storage Blob Data Reader', readBlob, true, 'data actions do'],
    ['Storage Blob Data Reader', readBlob.replace('read', 'write'), false, 'only theirs'],
    ['Storage Blob Data Contributor', readBlob.replace('read', 'delete'), true, 'those that the role lists'],
    ['Storage Blob Data Owner', readBlob.replace('read', 'anything/action'), true, 'all that a wildcard covers'],
    ['Key Vault Secrets User', 'Microsoft.KeyVault/vaults/secrets/getSecret/action', true, 'those of one secret'],
    ['Key Vault Secrets User', 'Microsoft.KeyVault/vaults/secrets/setSecret/action', false, 'and no others'],
    ['Reader', 'Microsoft.KeyVault/vaults/secrets/readMetadata/action', false, 'reading is not reading data'],
  ])('%s: data action %s is %s: %s', (roleName, action, expected) =>
    expect(allows(roleName, group, { action, scope: vm, isDataAction: true })).toBe(expected),
  )

  it.each([
    ['Storage Blob Data Reader', readBlob, false],
    ['Storage Blob Data Reader', 'Microsoft.Storage/storageAccounts/blobServices/containers/read', true],
    ['Key Vault Secrets User', 'Microsoft.KeyVault/vaults/secrets/getSecret/action', false],
  ])('%s: %s asked as an action is %s', (roleName, action, expected) =>
    expect(allows(roleName, group, { action, scope: vm })).toBe(expected),
  )
})

/** What one role with these blocks says, assigned at the group. */
const says = (blocks: readonly Partial<Permission>[], action: string, isDataAction = false) => {
  const decision = decide([assignment({ roleDefinitionId: 'r', scope: group })], [role('r', ...blocks)], {
    action,
    scope: vm,
    isDataAction,
  })
  return decision.allowed ? 'allowed' : decision.reason
}

describe('action strings', () => {
  it.each([
    ['*', 'N/t/u/x/action', 'allowed', 'the bare wildcard is everything'],
    ['*/read', 'N/t/u/read', 'allowed', 'a leading wildcard covers any depth'],
    ['*/read', 'N/t/readers', 'noMatchingAction', 'what follows it is matched to its end'],
    ['N/t/*', 'N/t/action', 'allowed', 'a wildcard at the end covers one segment'],
    ['N/t/*', 'N/t/run/action', 'allowed', 'and deeper types'],
    ['N/t/*', 'N/t2/read', 'noMatchingAction', 'and no longer name'],
    ['N/*', 'N2/t/read', 'noMatchingAction', 'nor a longer namespace'],
    ['N/*/read', 'N/t/u/v/read', 'allowed', 'a wildcard in the middle spans types'],
    ['N/*/assign/action', 'N/assign/action', 'allowed', '/*/ stands for a single slash too'],
    ['N/*/assign/action', 'N/t/assign/action', 'allowed', '/*/ stands for a segment'],
    ['N/*/assign/action', 'Nassign/action', 'noMatchingAction', '/*/ leaves one slash'],
    ['N/t*/read', 'N/things/read', 'allowed', 'a wildcard inside a segment'],
    ['N/t*/read', 'N/t/u/read', 'allowed', 'which spans slashes as well'],
    ['N/t*/read', 'N/u/read', 'noMatchingAction', 'and keeps the letters before it'],
    ['N/*/u/*', 'N/t/u/read', 'allowed', 'several wildcards'],
    ['N/*/u/*', 'N/u/read', 'allowed', 'of which one stands for nothing'],
    ['N/*/u/*', 'N/t/v/read', 'noMatchingAction', 'and what lies between is needed'],
    ['*/t/*/read', 'N/t/read', 'allowed', 'wildcards at both sides'],
    ['n/T/rEAD', 'N/t/Read', 'allowed', 'case does not matter without a wildcard'],
    ['n/*/WRITE', 'N/t/write', 'allowed', 'nor with one'],
    ['N/t/read', 'N/t', 'noMatchingAction', 'the whole action is compared'],
    ['', 'N/t/read', 'noMatchingAction', 'an empty string is no action'],
    ['N.t/read', 'Nxt/read', 'noMatchingAction', 'a dot is a dot'],
  ])('%s for %s: %s (%s)', (pattern, action, expected) => {
    expect(says([{ actions: [pattern] }], action)).toBe(expected)
    expect(says([{ dataActions: [pattern] }], action, true)).toBe(expected)
  })

  it.each([
    ['N/t/write', 'excludedByNotActions', 'the action itself'],
    ['n/T/WRITE', 'excludedByNotActions', 'in any case'],
    ['*/write', 'excludedByNotActions', 'by wildcard'],
    ['N/*/write', 'excludedByNotActions', 'by a wildcard inside'],
    ['*', 'excludedByNotActions', 'everything'],
    ['N/t/read', 'allowed', 'another action'],
    ['N/t/writes', 'allowed', 'a longer name'],
    ['N/*/t/write', 'excludedByNotActions', 'with a wildcard that stands for nothing'],
  ])('notActions %s takes N/t/write away: %s (%s)', (pattern, expected) => {
    expect(says([{ actions: ['N/*'], notActions: [pattern] }], 'N/t/write')).toBe(expected)
    expect(says([{ dataActions: ['N/*'], notDataActions: [pattern] }], 'N/t/write', true)).toBe(expected)
  })
})

describe('blocks and roles', () => {
  const all = { actions: ['*'] }
  const allButWrite = { actions: ['*'], notActions: ['*/write'] }
  const onlyWrite = { actions: ['N/t/write'] }
  const none = {}

  it.each<[string, readonly Partial<Permission>[], string]>([
    ['one block that leaves it out', [allButWrite], 'excludedByNotActions'],
    ['a second block that grants what the first leaves out', [allButWrite, onlyWrite], 'allowed'],
    ['the same the other way round', [onlyWrite, allButWrite], 'allowed'],
    ['two blocks that both leave it out', [allButWrite, allButWrite], 'excludedByNotActions'],
    ['notActions alone', [{ notActions: ['N/t/write'] }], 'noMatchingAction'],
    ['notActions of another block', [onlyWrite, { notActions: ['*'] }], 'allowed'],
    ['no actions at all', [none], 'noMatchingAction'],
    ['no blocks at all', [], 'noMatchingAction'],
    ['notDataActions, which are of no account for an action', [{ ...all, notDataActions: ['*'] }], 'allowed'],
    ['data actions only', [{ dataActions: ['*'] }], 'noMatchingAction'],
  ])('%s', (_, blocks, expected) => expect(says(blocks, 'N/t/write')).toBe(expected))

  it.each<[string, readonly Partial<Permission>[], string]>([
    ['actions only', [all], 'noMatchingAction'],
    ['data actions', [{ dataActions: ['N/*'] }], 'allowed'],
    ['notActions, which are of no account for a data action', [{ dataActions: ['N/*'], notActions: ['*'] }], 'allowed'],
    ['notDataActions', [{ dataActions: ['N/*'], notDataActions: ['N/t/write'] }], 'excludedByNotActions'],
    [
      'notDataActions of another block',
      [{ dataActions: ['N/*'], notDataActions: ['N/t/write'] }, { dataActions: ['N/t/write'] }],
      'allowed',
    ],
  ])('for a data action: %s', (_, blocks, expected) => expect(says(blocks, 'N/t/write', true)).toBe(expected))

  it.each<[string, readonly string[], boolean]>([
    ['one role leaves it out', ['allButWrite'], false],
    ['another grants it', ['allButWrite', 'onlyWrite'], true],
    ['whichever comes first', ['onlyWrite', 'allButWrite'], true],
    ['both leave it out', ['allButWrite', 'allButWrite'], false],
    ['the other role is gone', ['allButWrite', 'gone'], false],
  ])('notActions never count across roles: %s', (_, held, expected) => {
    const roles = [role('allButWrite', allButWrite), role('onlyWrite', onlyWrite)]
    const assignments = held.map((roleDefinitionId, index) =>
      assignment({ name: `a${index}`, roleDefinitionId, scope: group }),
    )
    expect(decide(assignments, roles, { action: 'N/t/write', scope: vm }).allowed).toBe(expected)
  })
})
