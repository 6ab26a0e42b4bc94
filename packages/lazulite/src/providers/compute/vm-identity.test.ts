import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ServicePrincipal } from '../../domain/directory/directory-objects.js'
import type { Json, JsonObject } from '../../domain/json.js'
import type { TestResponse } from '../../testing/call-arm.js'
import { group, principalIdOf, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testTenantId } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const version = '2020-12-01'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const idOf = (name: string): string => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const put = (identity?: Json, as = 'owner', apiVersion = version) =>
  world.call('PUT', `${vm}?api-version=${apiVersion}`, { body: vmBody(identity), as })
const patch = (identity: Json, as = 'owner', apiVersion = version) =>
  world.call('PATCH', `${vm}?api-version=${apiVersion}`, { body: { identity }, as })
const get = (apiVersion = version) => world.call('GET', `${vm}?api-version=${apiVersion}`)
const identityIn = (answer: TestResponse): JsonObject | undefined => (answer.body as { identity?: JsonObject }).identity
const createIdentity = async (name: string): Promise<{ principalId: string; clientId: string }> => {
  const answer = await world.call('PUT', `${idOf(name)}?api-version=2023-01-31`, { body: { location: 'westus' } })
  const { principalId, clientId } = (answer.body as { properties: JsonObject }).properties
  return { principalId: String(principalId), clientId: String(clientId) }
}
const principals = async () => (await world.ports.store.read.principals.list()) as ServicePrincipal[]
const map = (...names: readonly string[]): JsonObject => Object.fromEntries(names.map((name) => [idOf(name), {}]))

describe('a system-assigned identity', () => {
  it('comes with the machine: a principal of its name, bound to its id', async () => {
    const answer = await put({ type: 'SystemAssigned' })
    const [principal, ...others] = await principals()
    expect(others).toEqual([])
    expect(identityIn(answer)).toEqual({
      type: 'SystemAssigned',
      principalId: principal?.principalId,
      tenantId: testTenantId,
    })
    expect(principal).toEqual({
      kind: 'ServicePrincipal',
      principalId: principal?.principalId,
      clientId: principal?.clientId,
      displayName: 'vm1',
      isEnabled: true,
      createdAt: world.clock.nowMillis(),
      servicePrincipalType: 'ManagedIdentity',
      servicePrincipalNames: [
        principal?.clientId,
        expect.stringMatching(/^https:\/\/identity\.azure\.net\/[\w+/]{43}=$/),
      ],
      managedIdentity: { type: 'SystemAssigned', resourceId: vm },
    })
  })

  it('stays the same through writes that keep it', async () => {
    const before = identityIn(await put({ type: 'SystemAssigned' }))
    expect(identityIn(await put({ type: 'SystemAssigned' }))).toEqual(before)
    expect(identityIn(await put())).toEqual(before)
    expect(identityIn(await patch({ type: 'SystemAssigned' }))).toEqual(before)
    expect(identityIn(await world.call('PATCH', `${vm}?api-version=${version}`, { body: { tags: {} } }))).toEqual(
      before,
    )
    expect(await principals()).toHaveLength(1)
  })

  it('goes when disabled, leaving role assignments orphaned, and is another one when enabled again', async () => {
    const first = String(identityIn(await put({ type: 'SystemAssigned' }))?.principalId)
    await world.ports.store.transaction((tx) =>
      tx.roleAssignments.insert({
        name: '60000000-0000-4000-8000-000000000001',
        scope: group,
        principalId: first,
        principalType: 'ServicePrincipal',
        roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
        createdAt: 0,
        updatedAt: 0,
      }),
    )
    const disabled = await patch({ type: 'None' })
    expect(identityIn(disabled)).toBeUndefined()
    expect(Object.keys(disabled.body as object)).toEqual(['name', 'id', 'type', 'location', 'properties'])
    expect(await principals()).toEqual([])
    expect(await world.ports.store.read.roleAssignments.listByPrincipals([first])).toHaveLength(1)
    const second = await patch({ type: 'SystemAssigned' })
    expect(identityIn(second)?.principalId).not.toBe(first)
    expect(await principals()).toHaveLength(1)
  })

  it('is shown in every form of the api', async () => {
    await put({ type: 'SystemAssigned' })
    const shown = identityIn(await get())
    for (const apiVersion of ['2017-12-01', '2018-06-01', '2024-11-01'])
      expect(identityIn(await get(apiVersion))).toEqual(shown)
  })
})

describe('user-assigned identities', () => {
  it('show no ids in the answer that attaches them, and their ids afterwards', async () => {
    const [id1, id2] = [await createIdentity('id1'), await createIdentity('id2')]
    expect(identityIn(await put({ type: 'UserAssigned', userAssignedIdentities: map('id1') }))).toEqual({
      type: 'UserAssigned',
      userAssignedIdentities: { [idOf('id1')]: {} },
    })
    expect(
      identityIn(await patch({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: map('id2') })),
    ).toEqual({
      type: 'SystemAssigned, UserAssigned',
      principalId: expect.any(String),
      tenantId: testTenantId,
      userAssignedIdentities: { [idOf('id1')]: id1, [idOf('id2')]: {} },
    })
    expect(identityIn(await get())).toMatchObject({
      userAssignedIdentities: { [idOf('id1')]: id1, [idOf('id2')]: id2 },
    })
    const hosts = await world.ports.store.read.resources.listByUserAssignedIdentity(idOf('ID2'))
    expect(hosts.map(({ id }) => id)).toEqual([vm])
  })

  it('are removed one by one under a lower-case key, the last by naming another type', async () => {
    await createIdentity('id1')
    const id2 = await createIdentity('id2')
    await put({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: map('id1', 'id2') })
    const removal = {
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [idOf('id1').toLowerCase()]: null },
    }
    expect(identityIn(await patch(removal))).toMatchObject({
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [idOf('id2')]: id2 },
    })
    expect(identityIn(await patch({ type: 'SystemAssigned' }))).toEqual({
      type: 'SystemAssigned',
      principalId: expect.any(String),
      tenantId: testTenantId,
    })
  })

  it('survive a PATCH that adds system-assigned without naming them', async () => {
    const id1 = await createIdentity('id1')
    await put({ type: 'UserAssigned', userAssignedIdentities: map('id1') })
    expect(identityIn(await patch({ type: 'SystemAssigned, UserAssigned' }))).toMatchObject({
      type: 'SystemAssigned, UserAssigned',
      userAssignedIdentities: { [idOf('id1')]: id1 },
    })
  })

  it('are a list until 2018-04-01', async () => {
    await createIdentity('id1')
    await createIdentity('id2')
    const asked = { type: 'UserAssigned', identityIds: [idOf('id1'), idOf('id2')] }
    expect(identityIn(await put(asked, 'owner', '2017-12-01'))).toEqual(asked)
    expect(identityIn(await get('2018-06-01'))).toEqual({
      type: 'UserAssigned',
      userAssignedIdentities: { [idOf('id1')]: expect.any(Object), [idOf('id2')]: expect.any(Object) },
    })
    expect(
      identityIn(await patch({ type: 'UserAssigned', identityIds: [idOf('id2')] }, 'owner', '2017-12-01')),
    ).toEqual({
      type: 'UserAssigned',
      identityIds: [idOf('id2')],
    })
  })

  it('outlive the machine, and the machine keeps its link when they are deleted', async () => {
    const id1 = await createIdentity('id1')
    await put({ type: 'UserAssigned', userAssignedIdentities: map('id1') })
    await world.call('DELETE', `${idOf('id1')}?api-version=2023-01-31`)
    expect(identityIn(await get())).toEqual({ type: 'UserAssigned', userAssignedIdentities: { [idOf('id1')]: id1 } })
    await createIdentity('id2')
    await patch({ type: 'UserAssigned', userAssignedIdentities: { [idOf('id1')]: null, ...map('id2') } })
    await world.call('DELETE', `${vm}?api-version=${version}`)
    expect((await principals()).map(({ displayName }) => displayName)).toEqual(['id2'])
  })

  it('must exist: otherwise nothing is written', async () => {
    await createIdentity('id1')
    const answer = await put({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: map('id1', 'Gone') })
    expect(answer.headers['x-ms-failure-cause']).toBe('gateway')
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: {
          code: 'FailedIdentityOperation',
          message: `Identity operation for resource '${vm}' failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{"error":{"code":"BadRequest","message":"Resource '${idOf('Gone').replace('resourceGroups', 'resourcegroups')}' was not found."}}'.'.`,
        },
      },
    ])
    expect(await world.ports.store.read.resources.get(vm)).toBeUndefined()
    expect((await principals()).map(({ displayName }) => displayName)).toEqual(['id1'])
  })
})

describe('the right to assign', () => {
  const refusal = (scopes: string, actions = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action') => ({
    status: 403,
    body: {
      error: {
        code: 'LinkedAuthorizationFailed',
        message: `The client 'guest@lazulite' with object id '${principalIdOf('guest')}' has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '${vm}'; however, it does not have permission to perform action(s) '${actions}' on the linked scope(s) '${scopes}' (respectively) or the linked scope(s) are invalid.`,
      },
    },
  })
  beforeEach(async () => {
    await createIdentity('id1')
    await createIdentity('id2')
    await world.caller({ name: 'guest', role: 'Virtual Machine Contributor', scope: group })
  })

  it('is needed on each identity that is attached', async () => {
    const asked = { type: 'UserAssigned', userAssignedIdentities: map('id1', 'id2') }
    const action = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
    expect(await put(asked, 'guest')).toMatchObject(refusal(`${idOf('id1')},${idOf('id2')}`, `${action},${action}`))
    await world.caller({ name: 'guest', role: 'Managed Identity Operator', scope: idOf('id1') })
    expect(await put(asked, 'guest')).toMatchObject(refusal(idOf('id2')))
    expect(await world.ports.store.read.resources.get(vm)).toBeUndefined()
    await world.caller({ name: 'guest', role: 'Managed Identity Operator', scope: idOf('id2') })
    expect(await put(asked, 'guest')).toMatchObject({ status: 201 })
  })

  it('is needed for what a request names, attached already or not, and for nothing that it keeps or removes', async () => {
    await put({ type: 'UserAssigned', userAssignedIdentities: map('id1') })
    const naming = (...names: string[]) => ({ type: 'UserAssigned', userAssignedIdentities: map(...names) })
    expect(await patch(naming('id2'), 'guest')).toMatchObject(refusal(idOf('id2')))
    expect(await patch(naming('id1'), 'guest')).toMatchObject(refusal(idOf('id1')))
    expect(await put(naming('id1'), 'guest')).toMatchObject(refusal(idOf('id1')))
    expect(await put(undefined, 'guest')).toMatchObject({ status: 200 })
    expect(await patch({ type: 'SystemAssigned, UserAssigned' }, 'guest')).toMatchObject({ status: 200 })
    const removing = { type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [idOf('id1')]: null } }
    expect(await patch(removing, 'guest')).toMatchObject({ status: 200 })
    expect(await patch(naming('id1'), 'guest')).toMatchObject(refusal(idOf('id1')))
  })

  it('is not needed for a system-assigned identity', async () => {
    expect(await put({ type: 'SystemAssigned' }, 'guest')).toMatchObject({ status: 201 })
  })

  it('cannot reach another tenant: the subscription is named', async () => {
    const foreign = idOf('id1').replace(
      /^\/subscriptions\/[^/]+/,
      '/subscriptions/90000000-0000-4000-8000-000000000009',
    )
    expect(await put({ type: 'UserAssigned', userAssignedIdentities: { [foreign]: {} } })).toMatchObject({
      status: 403,
      body: {
        error: {
          code: 'LinkedAuthorizationFailed',
          message: `The client has permission to perform action 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on scope '${vm}', however the current tenant '${testTenantId}' is not authorized to access linked subscription '90000000-0000-4000-8000-000000000009'.`,
        },
      },
    })
  })
})
