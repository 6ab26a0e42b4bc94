import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscriptionId, testTenantId } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const type = 'Microsoft.ManagedIdentity/userAssignedIdentities'
const url = (name: string, version = '2023-01-31', suffix = ''): string =>
  `${group}/providers/${type}/${name}${suffix}?api-version=${version}`
const idOf = (name: string): string =>
  `/subscriptions/${testSubscriptionId}/resourcegroups/rg/providers/${type}/${name}`
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const create = async (name: string, body: Json = { location: 'westus' }) => {
  const { body: created, status } = await world.call('PUT', url(name), { body })
  expect(status).toBe(201)
  return created as JsonObject & { readonly properties: JsonObject }
}

describe('a user-assigned identity', () => {
  it('is created with 201, a relative Location and its members in the recorded order, then answered with 200', async () => {
    const first = await world.call('PUT', url('ID1'), { body: { location: 'West US', tags: { a: 'b' } } })
    expect(first.status).toBe(201)
    expect(first.headers.location).toBe(idOf('ID1'))
    const { principalId, clientId } = (first.body as { properties: JsonObject }).properties
    expect(principalId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(clientId).not.toBe(principalId)
    expect(first.text).toBe(
      JSON.stringify({
        id: idOf('ID1'),
        name: 'ID1',
        type,
        location: 'westus',
        tags: { a: 'b' },
        properties: { tenantId: testTenantId, principalId, clientId },
      }),
    )
    const again = await world.call('PUT', url('id1'), { body: { location: 'westus' } })
    expect(again.status).toBe(200)
    expect(again.headers.location).toBeUndefined()
    expect(again.body).toEqual({ ...(first.body as JsonObject), tags: {} })
  })

  it('has a service principal of its own in the directory', async () => {
    const { properties } = await create('ID1')
    const principal = await world.ports.store.read.principals.get(String(properties.principalId))
    expect(principal).toEqual({
      kind: 'ServicePrincipal',
      principalId: properties.principalId,
      clientId: properties.clientId,
      displayName: 'ID1',
      isEnabled: true,
      createdAt: world.clock.nowMillis(),
      servicePrincipalType: 'ManagedIdentity',
      servicePrincipalNames: [
        properties.clientId,
        expect.stringMatching(/^https:\/\/identity\.azure\.net\/[\w+/]{43}=$/),
      ],
      managedIdentity: { type: 'UserAssigned', resourceId: idOf('ID1') },
    })
  })

  it.each([
    ['2015-08-31-preview', true],
    ['2015-08-31-PREVIEW', true],
    ['2018-11-30', false],
    ['2023-01-31', false],
    ['2026-04-30', false],
  ])('shows the old secret address in %s: %s', async (version, shows) => {
    const { properties } = await create('ID1')
    const { body } = await world.call('GET', url('ID1', version))
    expect((body as { properties: JsonObject }).properties).toEqual({
      ...properties,
      ...(shows
        ? {
            clientSecretUrl: `https://control-westus.identity.azure.net${idOf('ID1')}/credentials?tid=${testTenantId}&oid=${properties.principalId}&aid=${properties.clientId}`,
          }
        : {}),
    })
  })

  it('changes its tags by PATCH and keeps them when a PATCH has none', async () => {
    const created = await create('ID1', { location: 'westus', tags: { a: '1' } })
    const patched = await world.call('PATCH', url('ID1'), { body: { tags: { b: '2' } } })
    expect(patched).toMatchObject({ status: 200, body: { ...created, tags: { b: '2' } } })
    expect((await world.call('PATCH', url('ID1'), { body: {} })).body).toEqual({ ...created, tags: { b: '2' } })
  })

  it('is listed by group and by subscription', async () => {
    const [a, b] = [await create('aaa'), await create('bbb')]
    for (const scope of [group, `/subscriptions/${testSubscriptionId}`]) {
      const { status, body } = await world.call('GET', `${scope}/providers/${type}?api-version=2023-01-31`)
      expect([status, body]).toEqual([200, { value: [a, b] }])
    }
  })

  it('lists only what the caller may read', async () => {
    await create('aaa')
    const b = await create('bbb')
    await world.caller({ name: 'guest', role: 'Reader', scope: idOf('bbb') })
    const { status, body } = await world.call('GET', `${group}/providers/${type}?api-version=2023-01-31`, {
      as: 'guest',
    })
    expect([status, body]).toEqual([200, { value: [b] }])
  })

  it('is deleted with 200 and an empty body together with its principal, then answered with 204', async () => {
    const { properties } = await create('ID1')
    const first = await world.call('DELETE', url('ID1'))
    expect([first.status, first.text]).toEqual([200, ''])
    expect(await world.ports.store.read.principals.get(String(properties.principalId))).toBeUndefined()
    const second = await world.call('DELETE', url('ID1'))
    expect([second.status, second.text]).toEqual([204, ''])
    expect(await world.call('GET', url('ID1'))).toMatchObject({
      status: 404,
      body: {
        error: {
          code: 'ResourceNotFound',
          message: `The Resource '${type}/ID1' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        },
      },
    })
  })

  it('is another one when it is created again', async () => {
    const before = await create('ID1')
    await world.call('DELETE', url('ID1'))
    const after = await create('ID1')
    expect(after.properties.principalId).not.toBe(before.properties.principalId)
    expect(after.properties.clientId).not.toBe(before.properties.clientId)
  })

  it.each<[string, Json, number, string]>([
    ['ID1', {}, 400, 'LocationRequired'],
    ['ID1', { location: 'nowhere' }, 400, 'LocationNotAvailableForResourceType'],
    ['ID1', { location: 'westus', tags: { a: 1 } }, 400, 'InvalidRequestContent'],
    ['ID1', { location: 'westus', properties: [] }, 400, 'InvalidRequestContent'],
    ['ID1', { location: 'westus', properties: { isolationScope: 'Global' } }, 400, 'BadRequest'],
    ['ID1', { location: 'westus', properties: { assignmentRestrictions: { providers: [] } } }, 501, 'NotImplemented'],
    ['ab', { location: 'westus' }, 400, 'InvalidResourceName'],
  ])('%s is not created from %j', async (name, body, status, code) => {
    expect(await world.call('PUT', url(name), { body })).toMatchObject({ status, body: { error: { code } } })
    expect(await world.ports.store.read.principals.list()).toEqual([])
  })

  it('stays where it is', async () => {
    await create('ID1')
    expect(await world.call('PUT', url('ID1'), { body: { location: 'eastus' } })).toMatchObject({
      status: 409,
      body: {
        error: {
          code: 'InvalidResourceLocation',
          message:
            "The resource 'ID1' already exists in location 'westus' in resource group 'rg'. A resource with the same name cannot be created in location 'eastus'. Please select a new resource name.",
        },
      },
    })
  })

  it('cannot be patched before it exists', async () => {
    expect(await world.call('PATCH', url('ID1'), { body: {} })).toMatchObject({ status: 404 })
  })

  it('with regional isolation is attached only in its region', async () => {
    await create('ID1', { location: 'westus', properties: { isolationScope: 'Regional' } })
    await create('ID2', { location: 'eastus', properties: { isolationScope: 'Regional' } })
    expect((await world.call('GET', url('ID1', '2024-11-30'))).body).toMatchObject({
      properties: { isolationScope: 'Regional' },
    })
    const attach = (name: string) =>
      world.call('PUT', `${vm}?api-version=2024-03-01`, {
        body: vmBody({ type: 'UserAssigned', userAssignedIdentities: { [idOf(name)]: {} } }),
      })
    expect(await attach('ID2')).toMatchObject({ status: 400, body: { error: { code: 'BadRequest' } } })
    expect(await attach('ID1')).toMatchObject({ status: 201 })
  })
})

describe('listAssociatedResources', () => {
  const list = (query = '', as?: string) =>
    world.call(
      'POST',
      `${url('ID1', '2022-01-31-preview', '/listAssociatedResources')}${query}`,
      as === undefined ? {} : { as },
    )
  const item = (name: string): JsonObject => ({
    id: `${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
    name,
    type: 'microsoft.compute/virtualmachines',
    resourceGroup: 'rg',
    subscriptionId: testSubscriptionId,
    subscriptionDisplayName: 'Lazulite',
  })
  beforeEach(async () => {
    await create('ID1')
  })
  const attachTo = async (...names: string[]) => {
    for (const name of names) {
      const body = vmBody({ type: 'UserAssigned', userAssignedIdentities: { [idOf('ID1')]: {} } })
      await world.call('PUT', `${vm.replace('vm1', name)}?api-version=2024-03-01`, { body })
    }
  }

  it('is empty at first', async () => {
    expect(await list()).toMatchObject({ status: 200, text: '{"totalCount":0,"value":[]}' })
  })

  it('names the resources that have the identity', async () => {
    await attachTo('vm1', 'vm2')
    expect((await list()).body).toEqual({ totalCount: 2, value: [item('vm1'), item('vm2')] })
  })

  it.each([
    ["&$filter=name eq 'VM2'", ['vm2']],
    ["&$filter=contains(name,'VM') and type eq 'microsoft.compute/virtualmachines'", ['vm1', 'vm2', 'vm3']],
    ["&$filter=type eq 'x'", []],
    ['&$orderby=name desc', ['vm3', 'vm2', 'vm1']],
    ['&$top=1&$skip=1', ['vm2']],
    ['&$skiptoken=2', ['vm3']],
  ])('takes %s', async (query, names) => {
    await attachTo('vm1', 'vm2', 'vm3')
    expect((await list(query)).body).toMatchObject({ value: names.map(item) })
  })

  it.each(["&$filter=owner eq 'x'", '&$orderby=size', '&$top=many', '&$skiptoken=-1'])('refuses %s', async (query) => {
    expect((await list(query)).status).toBe(400)
  })

  it('shows only what the caller may read', async () => {
    await attachTo('vm1', 'vm2')
    await world.caller({ name: 'guest', role: 'Owner', scope: idOf('ID1') })
    await world.caller({ name: 'guest', role: 'Reader', scope: String(item('vm2').id) })
    expect((await list('', 'guest')).body).toEqual({ totalCount: 1, value: [item('vm2')] })
  })
})

describe('the identities/default view of a resource', () => {
  const view = (scope: string) =>
    world.call('GET', `${scope}/providers/Microsoft.ManagedIdentity/identities/default?api-version=2018-11-30`)

  it('shows the resource with the ids of its system-assigned identity', async () => {
    const { body } = await world.call('PUT', `${vm}?api-version=2024-03-01`, {
      body: vmBody({ type: 'SystemAssigned' }),
    })
    const { principalId } = (body as { identity: JsonObject }).identity
    const principal = await world.ports.store.read.principals.get(String(principalId))
    const clientId = principal?.kind === 'ServicePrincipal' ? principal.clientId : ''
    expect(await view(vm)).toMatchObject({
      status: 200,
      text: JSON.stringify({
        id: vm,
        name: 'vm1',
        type: 'Microsoft.Compute/virtualMachines',
        location: 'westus',
        tags: {},
        properties: {
          tenantId: testTenantId,
          principalId,
          clientId,
          clientSecretUrl: `https://control-westus.identity.azure.net${vm}/credentials?tid=${testTenantId}&oid=${principalId}&aid=${clientId}`,
        },
      }),
    })
  })

  it('is not found for a resource without one, nor for a resource that is not there', async () => {
    await world.call('PUT', `${vm}?api-version=2024-03-01`, { body: vmBody() })
    const notFound = (what: string) => ({
      status: 404,
      body: {
        error: {
          code: 'ResourceNotFound',
          message: `The Resource '${what}' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
        },
      },
    })
    expect(await view(vm)).toMatchObject(notFound('Microsoft.ManagedIdentity/identities/default'))
    expect(await view(vm.replace('vm1', 'vm2'))).toMatchObject(notFound('Microsoft.Compute/virtualMachines/vm2'))
  })
})

describe('what is not there yet says so by name', () => {
  it.each([['POST', '/revokeTokens', `POST ${type}/revokeTokens`]])('%s %s', async (method, suffix, what) => {
    await create('ID1')
    const answer = await world.call(method, url('ID1', '2023-01-31', suffix), method === 'PUT' ? { body: {} } : {})
    expect(answer).toMatchObject({
      status: 501,
      body: { error: { code: 'NotImplemented', message: `NotImplemented: ${what}` } },
    })
  })
})
