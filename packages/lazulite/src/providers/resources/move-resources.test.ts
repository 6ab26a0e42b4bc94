import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServicePrincipal } from '../../domain/directory/directory-objects.js'
import { everyone } from '../../domain/rbac/deny-assignment.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const target = `${testSubscription}/resourceGroups/Rg2`
const vmIn = (where: string): string => `${where}/providers/Microsoft.Compute/virtualMachines/vm1`
const identityIn = (where: string): string => `${where}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const vmVersion = '?api-version=2022-11-01'

let world: TestArm
beforeEach(async () => {
  world = await startTestArm({ groups: ['rg', 'Rg2'] })
  await world.call('PUT', `${identityIn(group)}?api-version=2023-01-31`, { body: { location: 'westus' } })
  const identity = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [identityIn(group)]: {} } }
  await world.call('PUT', `${vmIn(group)}${vmVersion}`, { body: vmBody(identity) })
  await world.settle()
})
afterEach(() => world.close())

const move = (resources: readonly string[], to = target, action = 'moveResources', as = 'owner') =>
  world.call('POST', `${group}/${action}?api-version=2021-04-01`, { as, body: { targetResourceGroup: to, resources } })
/** Ids of all but the machine's disk. */
const idsIn = async (where: string): Promise<string[]> => {
  const { body } = await world.call('GET', `${where}/resources?api-version=2021-04-01`)
  const ids: string[] = body.value.map(({ id }: { id: string }) => id)
  return ids.filter((id) => !id.includes('/disks/'))
}
const originOf = async (principalId: string) =>
  ((await world.ports.store.read.principals.get(principalId)) as ServicePrincipal).managedIdentity

describe('moving resources', () => {
  it('answers 202 and, where it says, 204; the resources have new ids and are as they were', async () => {
    const before = (await world.call('GET', `${vmIn(group)}${vmVersion}`)).body
    const accepted = await move([vmIn(group).toUpperCase()])
    expect([accepted.status, accepted.text]).toEqual([202, ''])
    const location = String(accepted.headers.location).replace(/^https?:\/\/[^/]+/, '')
    const token = /operationresults\/([^?]+)/.exec(location)?.[1] ?? ''
    const job = { jobId: 'RESOURCEBATCHMOVEJOB-RG-WESTUS-MOVE', jobLocation: 'westus' }
    expect(JSON.parse(Buffer.from(token, 'base64url').toString())).toEqual(job)
    const ended = await world.call('GET', location)
    expect([ended.status, ended.text]).toEqual([204, ''])

    expect((await world.call('GET', `${vmIn(group)}${vmVersion}`)).status).toBe(404)
    await world.settle()
    const after = (await world.call('GET', `${vmIn(target)}${vmVersion}`)).body
    expect(after).toEqual({ ...before, id: vmIn(target) })
    expect(await idsIn(group)).toHaveLength(1)
    expect(await idsIn(target)).toEqual([vmIn(target)])
  })

  it('keeps principals, which say where their resource is now, and leaves role assignments behind', async () => {
    const { principalId } = (await world.call('GET', `${vmIn(group)}${vmVersion}`)).body.identity
    const assignment = '/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111'
    const reader = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
    const body = { properties: { roleDefinitionId: `${testSubscription}${reader}`, principalId } }
    await world.call('PUT', `${vmIn(group)}${assignment}?api-version=2022-04-01`, { body })
    await move([vmIn(group)])
    expect(await originOf(principalId)).toEqual({ type: 'SystemAssigned', resourceId: vmIn(target) })
    expect((await world.call('GET', `${vmIn(target)}${assignment}?api-version=2022-04-01`)).status).toBe(404)
    expect((await world.call('GET', `${vmIn(group)}${assignment}?api-version=2022-04-01`)).status).toBe(200)
  })

  it('is not kept back by a deny assignment on the resource, which stays behind', async () => {
    const name = 'e0000000-0000-4000-8000-00000000000d'
    await world.ports.store.transaction((tx) =>
      tx.denyAssignments.insert({
        ...{ name, displayName: 'stay', scope: vmIn(group), doNotApplyToChildScopes: false, isSystemProtected: true },
        permissions: [{ actions: ['*/write', '*/delete'], notActions: [], dataActions: [], notDataActions: [] }],
        ...{ principals: [everyone], excludePrincipals: [], effect: 'Enforced', createdAt: 0, updatedAt: 0 },
      }),
    )
    const remove = (where: string) => world.call('DELETE', `${vmIn(where)}${vmVersion}`)
    expect((await remove(group)).status).toBe(403)
    expect((await move([vmIn(group)])).status).toBe(202)
    expect((await remove(group)).status).toBe(403)
    expect((await remove(target)).status).toBe(202)
  })

  it('takes children along, and every reference to what has moved', async () => {
    const fic = { properties: { issuer: 'https://i', subject: 's', audiences: ['a'] } }
    const credential = '/federatedIdentityCredentials/fic'
    await world.call('PUT', `${identityIn(group)}${credential}?api-version=2023-01-31`, { body: fic })
    const identity = (await world.call('GET', `${identityIn(group)}?api-version=2023-01-31`)).body
    await move([identityIn(group)])
    const moved = (await world.call('GET', `${identityIn(target)}?api-version=2023-01-31`)).body
    expect(moved).toEqual({ ...identity, id: identity.id.replace('/rg/', '/Rg2/') })
    expect((await world.call('GET', `${identityIn(target)}${credential}?api-version=2023-01-31`)).status).toBe(200)
    expect(await originOf(identity.properties.principalId)).toMatchObject({ resourceId: moved.id })
    const { userAssignedIdentities } = (await world.call('GET', `${vmIn(group)}${vmVersion}`)).body.identity
    expect(Object.keys(userAssignedIdentities)).toEqual([identityIn(target)])
    const hosts = await world.ports.store.read.resources.listByUserAssignedIdentity(identityIn(target))
    expect(hosts.map(({ id }) => id)).toEqual([vmIn(group)])
  })

  it('can be validated, which moves nothing', async () => {
    const accepted = await move([vmIn(group), identityIn(group)], target, 'validateMoveResources')
    expect(accepted.status).toBe(202)
    const location = String(accepted.headers.location).replace(/^https?:\/\/[^/]+/, '')
    expect((await world.call('GET', location)).status).toBe(204)
    expect(await idsIn(target)).toEqual([])
  })

  it('comes back', async () => {
    const before = await world.ports.store.read.resources.get(vmIn(group))
    await move([vmIn(group), identityIn(group)])
    await world.settle()
    const body = { targetResourceGroup: group, resources: [vmIn(target), identityIn(target)] }
    expect((await world.call('POST', `${target}/moveResources?api-version=2021-04-01`, { body })).status).toBe(202)
    await world.settle()
    const after = await world.ports.store.read.resources.get(vmIn(group))
    expect({ ...after, etag: '' }).toEqual({ ...before, etag: '' })
  })
})

describe('a move is refused', () => {
  const both = [identityIn(group), vmIn(group)] as const
  it.each<[string, () => readonly [readonly string[], string?], number, string, string]>([
    ['without resources', () => [[]], 400, 'InvalidRequestContent', "'resources' property is required"],
    ['without a target', () => [both, ''], 400, 'InvalidRequestContent', "'targetResourceGroup' property is required"],
    ['to a missing group', () => [both, `${target}3`], 404, 'ResourceGroupNotFound', "'Rg23' could not be found"],
    [
      'to the same group',
      () => [both, group.toUpperCase()],
      400,
      'InvalidResourceMoveRequest',
      'already in the target',
    ],
    [
      'to another subscription',
      () => [both, '/subscriptions/20000000-0000-4000-8000-000000000009/resourceGroups/rg'],
      404,
      'SubscriptionNotFound',
      'could not be found',
    ],
    ['of what is elsewhere', () => [[vmIn(target)]], 400, 'InvalidResourceMoveRequest', 'is not in the source'],
    ['of what is not there', () => [[`${vmIn(group)}9`]], 404, 'ResourceNotFound', "virtualMachines/vm19' under"],
    ['of a part', () => [[`${vmIn(group)}/extensions/e`]], 400, 'InvalidResourceMoveRequest', 'moves with it'],
  ])('%s', async (_, asked, status, code, text) => {
    const answer = await move(...asked())
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
    expect(answer.body.error.message).toContain(text)
    expect(await idsIn(group)).toHaveLength(2)
  })

  it('when the target has such a resource, and then nothing moves', async () => {
    await world.call('PUT', `${identityIn(target)}?api-version=2023-01-31`, { body: { location: 'westus' } })
    const answer = await move([vmIn(group), identityIn(group)])
    expect([answer.status, answer.body.error.code]).toEqual([409, 'ResourceMoveFailed'])
    expect(await idsIn(group)).toHaveLength(2)
  })

  it('while the resource is being changed', async () => {
    await world.call('POST', `${vmIn(group)}/deallocate${vmVersion}`)
    const answer = await move([vmIn(group)])
    expect([answer.status, answer.body.error.code]).toEqual([409, 'Conflict'])
  })

  it.each([
    ['CanNotDelete', vmIn(group), 'delete'],
    ['ReadOnly', group, 'write'],
    ['ReadOnly', target, 'write'],
  ])('under %s on %s', async (level, scope, operation) => {
    const lock = `${scope}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`
    await world.call('PUT', lock, { body: { properties: { level } } })
    const answer = await move([vmIn(group)])
    expect([answer.status, answer.body.error.code]).toEqual([409, 'ScopeLocked'])
    expect(answer.body.error.message).toContain(`cannot perform ${operation} operation`)
    expect(answer.body.error.message).toContain(`are locked: '${scope}'`)
  })

  it('to who may not write in the target', async () => {
    const { as } = await world.caller({ name: 'somebody', role: 'Contributor', scope: group })
    const answer = await move([vmIn(group)], target, 'moveResources', as)
    expect([answer.status, answer.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    expect(answer.body.error.message).toContain(`'${target}'`)
  })
})
