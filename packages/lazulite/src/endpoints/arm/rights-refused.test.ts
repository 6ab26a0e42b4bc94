/**
 * Table: role × whole request → 403 and text, for what is an action of its own: assigning roles, locking, tagging, moving,
 * running commands, attaching. Roles are Azure's built-in ones.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, assign, attach, define, federated, lock, post, tag, writeIdentity } from '../../testing/asks.js'
import {
  type Held,
  lacks,
  lacksLink,
  places,
  type RightsWorld,
  startRightsWorld,
  versions,
} from '../../testing/rights-world.js'

const { subscription, group, other, identity, machine } = places

let world: RightsWorld
beforeAll(async () => {
  world = await startRightsWorld()
})
afterAll(() => world.cloud.close())

/** The resource that is asked about, without what follows the id. */
const idOf = ([, url]: Ask): string => url.split('?')[0] ?? ''

describe('is refused', () => {
  it.each<[role: Held | undefined, doing: string, Ask, action: string, scope?: string]>([
    [['Reader', group], 'writing', writeIdentity, 'Microsoft.ManagedIdentity/userAssignedIdentities/write'],
    [
      ['Reader', other],
      'reading elsewhere',
      ['GET', writeIdentity[1]],
      'Microsoft.ManagedIdentity/userAssignedIdentities/read',
    ],
    [undefined, 'reading', ['GET', writeIdentity[1]], 'Microsoft.ManagedIdentity/userAssignedIdentities/read'],
    [
      ['Reader', group],
      'deleting a group',
      ['DELETE', `${group}?api-version=${versions.resources}`],
      'Microsoft.Resources/subscriptions/resourcegroups/delete',
    ],
    [['Contributor', group], 'assigning a role', assign(group), 'Microsoft.Authorization/roleAssignments/write'],
    [
      ['Contributor', group],
      'assigning on a resource',
      assign(identity),
      'Microsoft.Authorization/roleAssignments/write',
    ],
    [
      ['User Access Administrator', identity],
      'assigning above its scope',
      assign(group),
      'Microsoft.Authorization/roleAssignments/write',
    ],
    [['Owner', group], 'assigning beside its scope', assign(other), 'Microsoft.Authorization/roleAssignments/write'],
    [['Contributor', group], 'defining a role', define(group), 'Microsoft.Authorization/roleDefinitions/write'],
    [['Contributor', group], 'locking', lock(group), 'Microsoft.Authorization/locks/write'],
    [['Contributor', group], 'locking a resource', lock(identity), 'Microsoft.Authorization/locks/write'],
    [['Role Based Access Control Administrator', group], 'locking', lock(group), 'Microsoft.Authorization/locks/write'],
    [['Reader', group], 'tagging', tag(machine), 'Microsoft.Resources/tags/write'],
    [['Virtual Machine Contributor', group], 'tagging by tags', tag(machine), 'Microsoft.Resources/tags/write'],
    [
      ['Tag Contributor', group],
      'tagging by the resource',
      ['PATCH', `${machine}?api-version=${versions.compute}`, { tags: { a: 'b' } }],
      'Microsoft.Compute/virtualMachines/write',
    ],
    [
      ['Reader', group],
      'moving',
      post(`${group}/moveResources`, versions.resources, { targetResourceGroup: other, resources: [identity] }),
      'Microsoft.Resources/subscriptions/resourcegroups/moveResources/action',
      group,
    ],
    [
      ['Reader', group],
      'asking whether it could move',
      post(`${group}/validateMoveResources`, versions.resources, { targetResourceGroup: other, resources: [identity] }),
      'Microsoft.Resources/subscriptions/resourcegroups/validateMoveResources/action',
      group,
    ],
    [
      ['Reader', group],
      'running a command',
      post(`${machine}/runCommand`, versions.compute, { commandId: 'RunShellScript', script: ['id'] }),
      'Microsoft.Compute/virtualMachines/runCommand/action',
      machine,
    ],
    [
      ['Reader', group],
      'starting a machine',
      post(`${machine}/start`, versions.compute),
      'Microsoft.Compute/virtualMachines/start/action',
      machine,
    ],
    [
      ['Reader', group],
      'what only looks like reading',
      post(`${identity}/listAssociatedResources`, '2022-01-31-preview'),
      'Microsoft.ManagedIdentity/userAssignedIdentities/listAssociatedResources/action',
      identity,
    ],
    [
      ['Managed Identity Contributor', group],
      'an action that its role does not name',
      post(`${identity}/listAssociatedResources`, '2022-01-31-preview'),
      'Microsoft.ManagedIdentity/userAssignedIdentities/listAssociatedResources/action',
      identity,
    ],
    [
      ['Reader', subscription],
      'registering a provider',
      post(`${subscription}/providers/Microsoft.Compute/register`, versions.resources),
      'Microsoft.Compute/register/action',
      subscription,
    ],
    [
      ['Managed Identity Operator', group],
      'trusting an issuer',
      federated,
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
    ],
    [
      ['Managed Identity Operator', group],
      'deleting an identity',
      ['DELETE', writeIdentity[1]],
      'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
    ],
    [['Managed Identity Operator', group], 'changing a machine', attach, 'Microsoft.Compute/virtualMachines/write'],
  ])('%j: %s', async (held, _, ask, action, scope = idOf(ask)) => {
    const who = await world.caller(...(held === undefined ? [] : [held]))
    const [method, url, body] = ask
    const answer = await world.cloud.arm(method, url, { as: who.as, body })
    expect([answer.status, answer.body]).toEqual([403, lacks(who, action, scope)])
  })

  const assignAction = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
  it.each<[roles: Held[], doing: string, Ask, does: readonly [string, string], link: readonly [string, string]]>([
    [
      [['Virtual Machine Contributor', group]],
      'attaching an identity',
      attach,
      ['Microsoft.Compute/virtualMachines/write', machine],
      [assignAction, identity],
    ],
    [
      [
        ['Virtual Machine Contributor', group],
        ['Managed Identity Contributor', identity],
      ],
      'attaching what it may change, delete and trust others with',
      attach,
      ['Microsoft.Compute/virtualMachines/write', machine],
      [assignAction, identity],
    ],
    [
      [
        ['Contributor', group],
        ['Reader', other],
      ],
      'moving to where it may not write',
      post(`${group}/moveResources`, versions.resources, { targetResourceGroup: other, resources: [identity] }),
      ['Microsoft.Resources/subscriptions/resourcegroups/moveResources/action', group],
      ['Microsoft.Resources/subscriptions/resourceGroups/write', other],
    ],
  ])('%j: %s', async (held, _, [method, url, body], does, link) => {
    const who = await world.caller(...held)
    const answer = await world.cloud.arm(method, url, { as: who.as, body })
    expect([answer.status, answer.body]).toEqual([403, lacksLink(who, does, link)])
  })

  it('defining a role for a scope where it may not', async () => {
    const who = await world.caller(['User Access Administrator', group], ['Reader', other])
    const [method, url, body] = define(group, other)
    const answer = await world.cloud.arm(method, url, { as: who.as, body })
    const action = 'Microsoft.Authorization/roleDefinitions/write'
    expect([answer.status, answer.body]).toEqual([
      403,
      lacksLink(who, [action, url.split('?')[0] ?? ''], [action, other]),
    ])
  })
})
