import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../domain/json.js'
import { errorLine } from './cli-error.js'
import { type PrincipalClient, resolvePrincipal } from './resolve-principal.js'

const guid = (digit: number): string => `${digit}`.repeat(8).concat('-0000-4000-8000-', `${digit}`.repeat(12))
const subscriptionId = guid(9)
const machines = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines`
const identities = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities`

/** Path without its query → what is there. */
const things: Readonly<Record<string, JsonObject>> = {
  [`/v1.0/directoryObjects/${guid(1)}`]: {
    '@odata.type': '#microsoft.graph.user',
    id: guid(1),
    displayName: 'Ann',
    userPrincipalName: 'ann@lazulite.onmicrosoft.com',
  },
  '/v1.0/users/ann%40lazulite.onmicrosoft.com': {
    id: guid(1),
    displayName: 'Ann',
    userPrincipalName: 'ann@lazulite.onmicrosoft.com',
  },
  [`/v1.0/directoryObjects/${guid(2)}`]: { '@odata.type': '#microsoft.graph.group', id: guid(2), displayName: 'team' },
  [`/v1.0/directoryObjects/${guid(3)}`]: {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id: guid(3),
    displayName: 'vm1',
  },
  [`/v1.0/directoryObjects/${guid(4)}`]: {
    '@odata.type': '#microsoft.graph.application',
    id: guid(4),
    appId: guid(5),
    displayName: 'app',
  },
  [`/v1.0/servicePrincipals(appId='${guid(5)}')`]: { id: guid(6), displayName: 'app' },
  [`/v1.0/directoryObjects/${guid(7)}`]: {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id: guid(7),
    displayName: 'id1',
  },
  [`${machines}/vm1`]: {
    identity: {
      principalId: guid(3),
      userAssignedIdentities: { [`${identities}/id1`]: { principalId: guid(7), clientId: guid(8) } },
    },
  },
  [`${machines}/vm2`]: {
    identity: { userAssignedIdentities: { [`${identities}/id1`]: { principalId: guid(7), clientId: guid(8) } } },
  },
  [`${machines}/vm3`]: {
    identity: {
      userAssignedIdentities: {
        [`${identities}/id1`]: { principalId: guid(7), clientId: guid(8) },
        [`${identities}/id2`]: { principalId: guid(2), clientId: guid(1) },
      },
    },
  },
  [`${machines}/bare`]: {},
  [`${identities}/id1`]: { properties: { principalId: guid(7) } },
}
const find = async (path: string): Promise<JsonObject | undefined> => things[path.split('?')[0] ?? '']
const client: PrincipalClient = { arm: { find }, graph: { find }, subscriptionId }

const ann = { principalId: guid(1), displayName: 'ann@lazulite.onmicrosoft.com', kind: 'User' }
const vm1 = { principalId: guid(3), displayName: 'vm1', kind: 'ServicePrincipal' }
const id1 = { principalId: guid(7), displayName: 'id1', kind: 'ServicePrincipal' }
const app = { principalId: guid(6), displayName: 'app', kind: 'ServicePrincipal' }

describe('a principal', () => {
  it.each([
    ['an object id of a user', { principal: guid(1) }, ann],
    ['a user principal name', { principal: 'ann@lazulite.onmicrosoft.com' }, ann],
    ['an object id of a group', { principal: guid(2) }, { principalId: guid(2), displayName: 'team', kind: 'Group' }],
    ['an object id of a service principal', { principal: guid(3).toUpperCase() }, vm1],
    ['a client id', { principal: guid(5) }, app],
    ['an object id of an application: its service principal', { principal: guid(4) }, app],
    ['a managed identity by its resource id', { principal: `${identities}/id1` }, id1],
    ['a machine by its resource id', { principal: `${machines}/vm1` }, vm1],
    ['a machine: its own identity', { resourceGroup: 'rg', name: 'vm1' }, vm1],
    ['a machine named in one', { vm: 'rg/vm1', identity: 'system' }, vm1],
    ['a machine with one user-assigned identity and no other', { resourceGroup: 'rg', name: 'vm2' }, id1],
    ['a user-assigned identity by name', { resourceGroup: 'rg', name: 'vm1', identity: 'ID1' }, id1],
    ['a user-assigned identity by client id', { resourceGroup: 'rg', name: 'vm1', identity: guid(8) }, id1],
    ['a user-assigned identity by object id', { resourceGroup: 'rg', name: 'vm1', identity: guid(7) }, id1],
    ['a user-assigned identity by resource id', { vm: 'rg/vm1', identity: `${identities.toLowerCase()}/id1` }, id1],
    [
      'somebody who is gone, by object id',
      { principal: guid(9) },
      { principalId: guid(9), displayName: guid(9), kind: 'Unknown' },
    ],
  ])('is found by %s', async (_by, options, expected) =>
    expect(await resolvePrincipal(client, options)).toEqual(expected),
  )

  it.each([
    ['nobody', {}, 'error: name somebody with --principal, or a virtual machine with -g GROUP -n NAME'],
    ['both', { principal: guid(1), vm: 'rg/vm1' }, 'error: give either --principal, or a virtual machine'],
    ['an empty name', { principal: ' ' }, 'error: --principal must not be empty'],
    [
      'an identity of no machine',
      { principal: guid(1), identity: 'system' },
      'error: --identity needs -g and -n: it is an identity of a virtual machine',
    ],
    [
      'an unknown user',
      { principal: 'bob' },
      'error: there is no user bob; name others by their object id or their client id',
    ],
    ['an unknown machine', { vm: 'rg/none' }, 'error: there is no virtual machine none'],
    ['a machine without an identity', { vm: 'rg/bare' }, 'error: bare has no managed identity'],
    ['an identity it lacks', { vm: 'rg/vm1', identity: 'id9' }, 'error: vm1 has no identity id9; it has system, id1'],
    ['its own identity where there is none', { vm: 'rg/vm2', identity: 'system' }, 'vm2 has no identity system'],
    ['one of several', { vm: 'rg/vm3' }, 'error: vm3 has several identities; choose with --identity: id1, id2'],
    ['an unknown managed identity', { principal: `${identities}/id9` }, 'error: there is no managed identity'],
  ])('is not found by %s', async (_by, options, expected) => {
    const failure = await resolvePrincipal(client, options).then(() => 'found', errorLine)
    expect(failure).toContain(expected)
  })
})
