/**
 * Table: role × whole request → what it may, beside `rights-refused.test.ts`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ask, assign, attach, define, federated, lock, post, tag, unused } from '../../testing/asks.js'
import { type Held, places, type RightsWorld, startRightsWorld, versions } from '../../testing/rights-world.js'

const { subscription, group, other, identity, machine } = places

let world: RightsWorld
beforeAll(async () => {
  world = await startRightsWorld()
})
afterAll(() => world.cloud.close())

describe('may', () => {
  it.each<[roles: Held[], doing: string, Ask, status: number]>([
    [[['User Access Administrator', group]], 'assign roles', assign(group), 201],
    [[['User Access Administrator', identity]], 'assign roles on a resource', assign(identity), 201],
    [[['Role Based Access Control Administrator', group]], 'assign roles', assign(group), 201],
    [[['User Access Administrator', group]], 'define roles', define(group), 201],
    [[['User Access Administrator', subscription]], 'define roles for several groups', define(group, other), 201],
    [[['Tag Contributor', group]], 'tag', tag(machine), 200],
    [[['Contributor', group]], 'tag', tag(group), 200],
    [
      [['Virtual Machine Contributor', group]],
      'tag by the resource',
      ['PATCH', `${machine}?api-version=${versions.compute}`, { tags: { a: 'b' } }],
      200,
    ],
    [
      [
        ['Contributor', group],
        ['Contributor', other],
      ],
      'ask whether it could move',
      post(`${group}/validateMoveResources`, versions.resources, { targetResourceGroup: other, resources: [identity] }),
      202,
    ],
    [[['Virtual Machine Contributor', group]], 'start a machine', post(`${machine}/start`, versions.compute), 202],
    [[['Managed Identity Contributor', group]], 'trust an issuer', federated, 201],
    [
      [['Managed Identity Operator', group]],
      'see who is trusted',
      ['GET', `${identity}/federatedIdentityCredentials?api-version=${versions.identity}`],
      200,
    ],
    [
      [
        ['Virtual Machine Contributor', machine],
        ['Managed Identity Operator', identity],
      ],
      'attach an identity',
      attach,
      200,
    ],
    [
      [['Contributor', group]],
      'ask who uses an identity',
      post(`${identity}/listAssociatedResources`, '2022-01-31-preview'),
      200,
    ],
  ])('%j: %s', async (held, _, [method, url, body], status) => {
    const who = await world.caller(...held)
    expect((await world.cloud.arm(method, url, { as: who.as, body })).status).toBe(status)
  })

  it.each(['Owner', 'User Access Administrator', 'Locks Contributor'])('lock and unlock: %s', async (role) => {
    const { as } = await world.caller([role, identity])
    const [method, url, body] = lock(identity)
    expect((await world.cloud.arm(method, url, { as, body })).status).toBe(201)
    const contributor = await world.caller(['Contributor', identity])
    expect((await world.cloud.arm('DELETE', url, { as: contributor.as })).body.error.message).toContain(
      "'Microsoft.Authorization/locks/delete'",
    )
    expect((await world.cloud.arm('DELETE', url, { as })).status).toBe(200)
  })

  it('delete a group with all that is in it by the right on the group alone', async () => {
    const doomed = `${subscription}/resourceGroups/${unused()}`
    await world.given('PUT', `${doomed}?api-version=${versions.resources}`, { location: 'westus' })
    const inside = `${doomed}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id9?api-version=${versions.identity}`
    await world.given('PUT', inside, { location: 'westus' })
    const action = 'Microsoft.Resources/subscriptions/resourceGroups/delete'
    const who = await world.caller()
    await world.define(who, { actions: [action], scope: doomed })
    expect((await world.cloud.arm('DELETE', inside, { as: who.as })).status).toBe(403)
    expect(
      (await world.cloud.arm('DELETE', `${doomed}?api-version=${versions.resources}`, { as: who.as })).status,
    ).toBe(202)
  })

  it('move by two rights on groups, none on what is moved; roles on it stay behind', async () => {
    const name = unused()
    const idIn = (place: string) => `${place}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`
    const at = (id: string) => `${id}?api-version=${versions.identity}`
    await world.given('PUT', at(idIn(group)), { location: 'westus' })
    const user = await world.caller(['Reader', idIn(group)])
    expect((await world.cloud.arm('GET', at(idIn(group)), { as: user.as })).status).toBe(200)
    const who = await world.caller()
    const groupAction = (verb: string) => `Microsoft.Resources/subscriptions/resourceGroups/${verb}`
    await world.define(who, { actions: [groupAction('moveResources/action')], scope: group })
    await world.define(who, { actions: [groupAction('write')], scope: other })
    const body = { targetResourceGroup: other, resources: [idIn(group)] }
    const url = `${group}/moveResources?api-version=${versions.resources}`
    expect((await world.cloud.arm('POST', url, { as: who.as, body })).status).toBe(202)
    expect((await world.cloud.arm('GET', at(idIn(other)))).status).toBe(200)
    expect((await world.cloud.arm('GET', at(idIn(other)), { as: user.as })).status).toBe(403)
  })
})
