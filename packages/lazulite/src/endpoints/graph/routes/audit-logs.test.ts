import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph } from '../../../testing/start-test-graph.js'

let graph: TestGraph
let ann: { readonly principalId: string; readonly token: string }
let machine: string
const correlationId = 'c0ffee00-0000-4000-8000-000000000001'
const identity = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1'
const vm = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1'

beforeAll(async () => {
  graph = await startTestGraph()
  ann = await graph.user('ann')
  const { ports } = graph.cloud.cloud
  const { clock } = graph.cloud
  const { ids, store, audit } = ports
  machine = ids.guid('machine')
  const clientId = ids.guid('client')
  await store.transaction((tx) =>
    tx.principals.insert({
      ...{ kind: 'ServicePrincipal', principalId: machine, clientId, displayName: 'id1', isEnabled: true },
      ...{ createdAt: clock.nowMillis(), servicePrincipalType: 'ManagedIdentity', servicePrincipalNames: [clientId] },
      managedIdentity: { type: 'UserAssigned', resourceId: identity },
    }),
  )
  const of = (principalId: string) => ({ principalId, correlationId, time: clock.nowMillis() })
  const user = { user: 'ann@lazulite.onmicrosoft.com', clientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' }
  const page = { ...user, ipAddress: '127.0.0.1', method: 'page' }
  audit({ ...of(ann.principalId), kind: 'signin.failed', facts: { ...page, result: 'InvalidUserCredentials' } })
  clock.advance(1)
  audit({ ...of(ann.principalId), kind: 'signin.succeeded', facts: { ...page, result: 'success' } })
  const token = { tokenId: 't', expiresOn: 0, resource: 'https://management.azure.com/' }
  audit({ ...of(ann.principalId), kind: 'token.issued', facts: { ...token, ...user, grant: 'authorization_code' } })
  audit({ ...of(ann.principalId), kind: 'token.issued', facts: { ...token, ...user, grant: 'refresh_token' } })
  clock.advance(1)
  audit({ ...of(machine), kind: 'token.issued', subject: vm, facts: { ...token, clientId, grant: 'managedIdentity' } })
  audit({ ...of(machine), kind: 'token.refused', facts: { grant: 'managedIdentity', reason: 'IdentityNotFound' } })
  const app = { grant: 'client_credentials', clientId: 'nobody', reason: 'ClientNotFound' }
  audit({ time: clock.nowMillis(), kind: 'token.refused', correlationId, facts: app })
})
afterAll(() => graph.close())

interface SignIn {
  readonly id: string
  readonly signInEventTypes: readonly string[]
  readonly status: { readonly errorCode: number }
}
const list = async (query = '', version = 'v1.0', as?: string) =>
  graph.get(`/${version}/auditLogs/signIns${query}`, as === undefined ? {} : { as })
const filtered = (filter: string): string => `?$filter=${encodeURIComponent(filter)}`
const types = (body: { value: SignIn[] }) =>
  body.value.map(({ signInEventTypes: [type], status }) => [type, status.errorCode])
const everyType = "signInEventTypes/any(t: t ne 'x')"

describe('sign-ins', () => {
  it('are those of people at a screen unless the filter speaks of types', async () => {
    expect(types((await list()).body)).toEqual([
      ['interactiveUser', 0],
      ['interactiveUser', 50126],
    ])
    expect(types((await list('', 'beta')).body)).toHaveLength(2)
    expect(types((await list(filtered(everyType))).body)).toEqual([
      ['servicePrincipal', 700016],
      ['managedIdentity', 0],
      ['nonInteractiveUser', 0],
      ['interactiveUser', 0],
      ['interactiveUser', 50126],
    ])
  })

  it("tell of a machine's identity which machine asked, and for what", async () => {
    const { body } = await list(filtered("signInEventTypes/any(t: t eq 'managedIdentity')"), 'beta')
    expect(body.value).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        createdDateTime: '2030-01-01T00:00:02Z',
        appDisplayName: 'id1',
        appId: expect.any(String),
        userDisplayName: null,
        userId: null,
        userPrincipalName: null,
        servicePrincipalId: machine,
        servicePrincipalName: 'id1',
        servicePrincipalCredentialKeyId: null,
        ipAddress: null,
        clientAppUsed: null,
        isInteractive: false,
        conditionalAccessStatus: 'notApplied',
        appliedConditionalAccessPolicies: [],
        correlationId,
        resourceDisplayName: 'Windows Azure Service Management API',
        resourceId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
        resourceServicePrincipalId: expect.any(String),
        riskDetail: 'none',
        riskLevelAggregated: 'none',
        riskLevelDuringSignIn: 'none',
        riskState: 'none',
        riskEventTypes_v2: [],
        signInEventTypes: ['managedIdentity'],
        status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
        deviceDetail: expect.objectContaining({ trustType: '' }),
        location: expect.objectContaining({ city: '' }),
        managedServiceIdentity: { msiType: 'userAssigned', associatedResourceId: vm, federatedTokenId: null },
      },
    ])
  })

  it.each([
    ["userPrincipalName eq 'ANN@lazulite.onmicrosoft.com'", 2],
    ['status/errorCode eq 0', 1],
    ['status/errorCode ne 0', 1],
    ['createdDateTime ge 2030-01-01T00:00:01Z', 1],
    ["appId eq '04b07795-8ddb-461a-bbee-02f9e1bf7b46'", 2],
    [`${everyType} and servicePrincipalId eq '{machine}'`, 1],
    [`${everyType} and userId eq '{ann}'`, 3],
    [`correlationId eq '${correlationId}'`, 2],
  ])('can be filtered by %s', async (filter, count) => {
    const text = filter.replace('{machine}', machine).replace('{ann}', ann.principalId)
    expect((await list(filtered(text))).body.value).toHaveLength(count)
  })

  it('come in pages, newest or oldest first, with a count, and one by one', async () => {
    const first = (await list('?$top=1&$count=true')).body
    expect([first['@odata.count'], first.value.length]).toEqual([2, 1])
    const { pathname, search } = new URL(first['@odata.nextLink'])
    const second = (await graph.get(`${pathname}${search}`)).body
    expect([types(second), second['@odata.nextLink']]).toEqual([[['interactiveUser', 50126]], undefined])
    const oldest = (await list('?$orderby=createdDateTime asc&$top=1')).body.value
    expect(oldest).toEqual(second.value)
    expect((await graph.get(`/v1.0/auditLogs/signIns/${oldest[0].id}`)).body).toMatchObject(oldest[0])
    expect((await graph.get('/v1.0/auditLogs/signIns/nothing')).status).toBe(404)
  })

  it.each([['?$top=1001'], ['?$orderby=id'], [filtered("status/errorCode eq '")]])('refuse %s', async (query) =>
    expect((await list(query)).status).toBe(400),
  )
})

describe('who may read the logs', () => {
  it('an application with the permission, and none without', async () => {
    const auditor = await graph.application(['AuditLog.Read.All'])
    expect((await list('', 'v1.0', auditor.token)).status).toBe(200)
    for (const roles of [[], ['Directory.Read.All']]) {
      const { status, body } = await list('', 'v1.0', (await graph.application(roles)).token)
      expect([status, body.error.code]).toEqual([403, 'Authentication_MSGraphPermissionMissing'])
    }
  })

  it.each([
    ['62e90394-69f5-4237-9190-012177145e10', 200, undefined],
    ['4a5d8f65-41da-4de4-8968-e035b65339cf', 200, undefined],
    ['5d6b6bb7-de71-4623-b4af-96380a352509', 200, undefined],
    ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 200, undefined],
    ['88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 403, 'Authentication_RequestFromUnsupportedUserRole'],
    [undefined, 403, 'Authentication_RequestFromUnsupportedUserRole'],
  ])('a user with the directory role %s: %i', async (role, expected, code) => {
    const { principalId, token } = await graph.user(`user-${role ?? 'without'}`)
    const { store } = graph.cloud
    const user = await store.read.principals.get(principalId)
    if (user?.kind !== 'User') throw new Error('no user')
    await store.transaction((tx) => tx.principals.update({ ...user, directoryRoles: role === undefined ? [] : [role] }))
    const { status, body } = await list('', 'v1.0', token)
    expect([status, body.error?.code]).toEqual([expected, code])
  })
})

it('lists changes of the directory, with who made them', async () => {
  const { body: group } = await graph.post('/v1.0/groups', {
    ...{ displayName: 'team', mailNickname: 'team', mailEnabled: false, securityEnabled: true },
  })
  const { body } = await graph.get(`/v1.0/auditLogs/directoryAudits?$top=1`)
  expect(body.value).toEqual([
    expect.objectContaining({
      ...{ category: 'GroupManagement', result: 'success', activityDisplayName: 'Add group', operationType: 'Add' },
      initiatedBy: { user: null, app: expect.objectContaining({ servicePrincipalId: graph.operatorId }) },
      targetResources: [expect.objectContaining({ id: group.id, displayName: 'team', type: 'Group' })],
    }),
  ])
  const { id } = body.value[0]
  expect((await graph.get(`/v1.0/auditLogs/directoryAudits/${id}`)).status).toBe(200)
  expect((await graph.get('/v1.0/auditLogs/provisioning')).body.error.code).toMatch(/NotImplemented/i)
})
