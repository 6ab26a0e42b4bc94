import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { fakeClock } from '../testing/fake-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { type BootstrapInput, bootstrapTenant, readBootstrap } from './bootstrap-tenant.js'

const NOW = Date.parse('2030-01-01T00:00:00Z')
const SUBSCRIPTION_ID = '20000000-0000-4000-8000-000000000001'
const OPERATOR = '30000000-0000-4000-8000-000000000001'
const ADMIN = 'admin@lazulite.onmicrosoft.com'
const input: BootstrapInput = {
  administratorPassword: { hash: 'scrypt$of-password', hint: 'pas' },
  operatorSecret: { hash: 'scrypt$of-secret', hint: 'sec' },
}

describe('bootstrapTenant', () => {
  let store: Store
  beforeEach(async () => {
    store = await openSqliteStore({ file: ':memory:' })
  })
  afterEach(() => store.close())
  const bootstrap = (overrides: Partial<BootstrapInput> = {}) =>
    bootstrapTenant({ store, clock: fakeClock(), ids: sequentialIds() }, { ...input, ...overrides })

  it('makes the tenant and the subscription with their fixed ids', async () => {
    await bootstrap()
    expect(await store.read.tenants.get()).toEqual({
      tenantId: '10000000-0000-4000-8000-000000000001',
      displayName: 'Lazulite',
      defaultDomain: 'lazulite.onmicrosoft.com',
      createdAt: NOW,
    })
    expect(await store.read.resources.list({ scope: '/' })).toEqual([
      {
        id: `/subscriptions/${SUBSCRIPTION_ID}`,
        type: 'Microsoft.Resources/subscriptions',
        name: SUBSCRIPTION_ID,
        subscriptionId: SUBSCRIPTION_ID,
        provisioningState: 'Succeeded',
        body: { displayName: 'Lazulite' },
        etag: 'etag-1',
        createdAt: NOW,
        changedAt: NOW,
      },
    ])
  })

  it('makes the administrator a Global Administrator with a password', async () => {
    const made = await bootstrap()
    expect(await store.read.principals.findByUserPrincipalName(ADMIN)).toEqual({
      kind: 'User',
      principalId: made.administrator.principalId,
      displayName: 'Administrator',
      isEnabled: true,
      createdAt: NOW,
      userPrincipalName: ADMIN,
      password: { keyId: expect.any(String), hash: 'scrypt$of-password', hint: 'pas', startsAt: NOW },
      directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
    })
  })

  it('makes the operator an application with a secret and a service principal', async () => {
    const made = await bootstrap()
    expect(await store.read.applications.findByClientId(OPERATOR)).toEqual({
      objectId: expect.any(String),
      clientId: OPERATOR,
      displayName: 'Lazulite operator',
      identifierUris: [],
      isPublicClient: false,
      secrets: [{ keyId: expect.any(String), hash: 'scrypt$of-secret', hint: 'sec', startsAt: NOW }],
      createdAt: NOW,
    })
    expect(await store.read.principals.findByClientId(OPERATOR)).toEqual({
      kind: 'ServicePrincipal',
      principalId: made.operator.principalId,
      directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
      displayName: 'Lazulite operator',
      isEnabled: true,
      createdAt: NOW,
      clientId: OPERATOR,
      servicePrincipalType: 'Application',
      servicePrincipalNames: [OPERATOR],
    })
  })

  it('makes both owners of the subscription, and nobody else owner of anything', async () => {
    const { administrator, operator } = await bootstrap()
    const all = await store.read.roleAssignments.listAtScope('/', { covering: true, below: true })
    const owner = {
      name: expect.any(String),
      scope: `/subscriptions/${SUBSCRIPTION_ID}`,
      roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
      createdAt: NOW,
      createdBy: administrator.principalId,
      updatedAt: NOW,
      updatedBy: administrator.principalId,
    }
    expect(all).toEqual([
      { ...owner, principalId: administrator.principalId, principalType: 'User' },
      { ...owner, principalId: operator.principalId, principalType: 'ServicePrincipal' },
    ])
  })

  it.each([
    ['04b07795-8ddb-461a-bbee-02f9e1bf7b46', 'Microsoft Azure CLI'],
    ['1950a258-227b-4e31-a9cf-717495945fc2', 'Microsoft Azure PowerShell'],
  ])('knows the public client %s, %s, which has no secret', async (clientId, displayName) => {
    await bootstrap()
    const application = await store.read.applications.findByClientId(clientId)
    expect(application).toMatchObject({ displayName, isPublicClient: true, secrets: [] })
    expect(await store.read.principals.findByClientId(clientId)).toMatchObject({ displayName, isEnabled: true })
  })

  it.each([
    ['https://management.azure.com', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
    ['https://management.azure.com/', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
    ['https://management.core.windows.net', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
    ['https://management.core.windows.net//', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
    ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'],
    ['00000003-0000-0000-c000-000000000000', '00000003-0000-0000-c000-000000000000'],
    ['https://vault.azure.net', 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'],
    ['https://database.windows.net', '022907d3-0f1b-48f7-badc-1ba6abab6d66'],
    ['https://ossrdbms-aad.database.windows.net', '123cd850-d9df-40bd-94d5-c9f07b7fa203'],
    ['https://datalake.azure.net', 'e9f49c6b-5ce5-44c8-925d-015017e9f7ad'],
    ['https://batch.core.windows.net', 'ddbf3205-c6bd-46ae-8127-60eb93363864'],
    ['https://storage.azure.com/', 'e406a681-f3d4-42a8-90b6-c2b029497af1'],
  ])('knows the resource %s', async (name, clientId) => {
    await bootstrap()
    expect(await store.read.principals.findByServicePrincipalName(name)).toMatchObject({
      clientId,
      servicePrincipalType: 'Application',
    })
  })

  it('takes other ids and names', async () => {
    const made = await bootstrap({
      tenantId: '11111111-0000-4000-8000-000000000001',
      tenantName: 'Contoso',
      defaultDomain: 'contoso.onmicrosoft.com',
      subscriptionId: '22222222-0000-4000-8000-000000000001',
      subscriptionName: 'Pay as you go',
      operatorClientId: '33333333-0000-4000-8000-000000000001',
    })
    expect(made).toEqual({
      tenantId: '11111111-0000-4000-8000-000000000001',
      defaultDomain: 'contoso.onmicrosoft.com',
      subscriptionId: '22222222-0000-4000-8000-000000000001',
      administrator: { principalId: expect.any(String), userPrincipalName: 'admin@contoso.onmicrosoft.com' },
      operator: { principalId: expect.any(String), clientId: '33333333-0000-4000-8000-000000000001' },
    })
    expect(await store.read.tenants.get()).toMatchObject({ displayName: 'Contoso' })
    expect(await store.read.resources.get(`/subscriptions/${made.subscriptionId}`)).toMatchObject({
      body: { displayName: 'Pay as you go' },
    })
  })

  it('takes another name for the administrator', async () => {
    const made = await bootstrap({ administratorName: 'root@lazulite.onmicrosoft.com' })
    expect(made.administrator.userPrincipalName).toBe('root@lazulite.onmicrosoft.com')
  })

  it('happens once: later calls change nothing and tell what was made', async () => {
    expect(await readBootstrap(store.read)).toBeUndefined()
    const first = await bootstrap()
    const changes = await store.read.changes.latest()
    const secondInput = {
      tenantId: '11111111-0000-4000-8000-000000000001',
      administratorPassword: { hash: 'scrypt$other', hint: 'oth' },
    }
    expect(await bootstrap(secondInput)).toEqual(first)
    expect(await readBootstrap(store.read)).toEqual(first)
    expect(await store.read.changes.latest()).toBe(changes)
  })

  it('happens once even when two ask at the same time', async () => {
    const [one, other] = await Promise.all([bootstrap(), bootstrap()])
    expect(one).toEqual(other)
    expect(await store.read.changes.latest()).toBe(1)
  })

  it('leaves no secret in what it gives back', async () => {
    expect(JSON.stringify(await bootstrap())).not.toContain('scrypt')
  })
})
