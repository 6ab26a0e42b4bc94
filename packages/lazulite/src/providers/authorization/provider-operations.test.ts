import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import catalogue from '../../data/provider-operations.json' with { type: 'json' }
import { knownNamespaces } from '../../domain/arm-resource/known-types.js'
import { startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'
import { createProviders } from '../index.js'

let world: TestArm
beforeEach(async () => {
  world = await startTestArm({ groups: [] })
})
afterEach(() => world.close())

const base = '/providers/Microsoft.Authorization/providerOperations'
const get = (path: string, query = 'api-version=2022-04-01&$expand=resourceTypes', as = 'nobody') =>
  world.call('GET', `${base}${path}?${query}`, { as })

it('knows every action that is asked for here', () => {
  const known = new Set(
    Object.entries(catalogue.namespaces).flatMap(([namespace, { operations, dataOperations }]) =>
      [...operations, ...dataOperations].map((name) => `${namespace}/${name}`.toLowerCase()),
    ),
  )
  const asked = createProviders()
    .flatMap(({ types }) => types)
    .flatMap(({ get, head, put, patch, delete: remove, list, actions, views, collectionActions }) => [
      ...[get, head, put, patch, remove, list],
      ...[actions, views, collectionActions].flatMap((more) => Object.values(more ?? {})),
    ])
    .flatMap((operation) => (operation === undefined ? [] : [operation.action]))
  expect(asked.filter((action) => !known.has(action.toLowerCase()))).toEqual([])
})

describe('provider operations', () => {
  it('are known of every provider that Azure has here', async () => {
    const { body } = await get('', 'api-version=2022-04-01')
    const listed = new Set(body.value.map(({ name }: { name: string }) => name.toLowerCase()))
    expect(knownNamespaces().filter((namespace) => !listed.has(namespace.toLowerCase()))).toEqual([])
  })

  it('of one provider are shown to anybody, by type, in the recorded shape', async () => {
    const { status, body } = await get('/mICROSOFT.managedidentity')
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual(['displayName', 'operations', 'resourceTypes', 'id', 'type', 'name'])
    expect(body).toMatchObject({
      displayName: 'Microsoft Managed Identity',
      id: '/providers/Microsoft.Authorization/providerOperations/Microsoft.ManagedIdentity',
      type: 'Microsoft.Authorization/providerOperations',
      name: 'Microsoft.ManagedIdentity',
    })
    expect(body.operations).toEqual([
      {
        name: 'Microsoft.ManagedIdentity/register/action',
        displayName: 'Register',
        description: 'Register',
        origin: 'user,system',
        properties: null,
        isDataAction: false,
      },
    ])
    const [identities] = body.resourceTypes.filter(({ name }: { name: string }) => name === 'userAssignedIdentities')
    expect(identities.displayName).toBe('User Assigned Identities')
    expect(identities.operations.map(({ name }: { name: string }) => name)).toEqual(
      ['assign/action', 'delete', 'listAssociatedResources/action', 'read', 'revokeTokens/action', 'write'].map(
        (verb) => `Microsoft.ManagedIdentity/userAssignedIdentities/${verb}`,
      ),
    )
    expect(identities.operations[5].displayName).toBe('Create or Update User Assigned Identities')
  })

  it('of all providers are listed, without types unless asked, without isDataAction before 2018', async () => {
    const { body } = await get('', 'api-version=2015-07-01')
    expect(body.nextLink).toBeNull()
    expect(body.value.map(({ name }: { name: string }) => name)).toContain('Microsoft.Compute')
    expect(body.value[0].resourceTypes).toBeUndefined()
    expect(body.value[0].operations[0].isDataAction).toBeUndefined()
  })

  it('tell data actions', async () => {
    const { body } = await get('/Microsoft.Compute')
    const [machines] = body.resourceTypes.filter(({ name }: { name: string }) => name === 'virtualMachines')
    const data = machines.operations.filter(({ isDataAction }: { isDataAction: boolean }) => isDataAction)
    expect(data.map(({ name }: { name: string }) => name)).toEqual([
      'Microsoft.Compute/virtualMachines/login/action',
      'Microsoft.Compute/virtualMachines/loginAsAdmin/action',
    ])
  })

  it('of providers that are not here are known by name, for custom roles', async () => {
    const { status, body } = await get('/MicROsoFt.InSIghTs')
    expect([status, body.name]).toEqual([200, 'Microsoft.Insights'])
    const [rules] = body.resourceTypes.filter(({ name }: { name: string }) => name.toLowerCase() === 'alertrules')
    expect(rules.operations.map(({ name }: { name: string }) => name.toLowerCase())).toContain(
      'microsoft.insights/alertrules/write',
    )
    const { body: storage } = await get('/Microsoft.Storage')
    const blobs = storage.resourceTypes.find(
      ({ name }: { name: string }) => name === 'storageAccounts/blobServices/containers/blobs',
    )
    expect(blobs.operations.every(({ isDataAction }: { isDataAction: boolean }) => isDataAction)).toBe(true)
  })

  it('of a missing provider are refused as recorded', async () => {
    const { status, body } = await get('/NonExistentProvider')
    const message = 'Provider NonExistentProvider not found.'
    expect([status, body]).toEqual([404, { error: { code: 'ProviderNotFound', message } }])
  })
})

describe('classic administrators', () => {
  const url = `${testSubscription}/providers/Microsoft.Authorization/classicAdministrators?api-version=2015-06-01`
  it('are none', async () => {
    expect(await world.call('GET', url)).toMatchObject({ status: 200, body: { value: [] } })
  })
  it('are nobody’s business without the right to read them, and cannot be made', async () => {
    expect((await world.call('GET', url, { as: 'nobody' })).status).toBe(403)
    expect((await world.call('PUT', url.replace('?', '/a?'), { body: {} })).status).toBe(405)
  })
})
