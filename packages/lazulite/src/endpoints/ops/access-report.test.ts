import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
let operator: string
let groupId: string
beforeAll(async () => {
  test = await startTestCloud()
  const clientId = '30000000-0000-4000-8000-000000000001'
  const principal = await test.cloud.ports.store.read.principals.findByClientId(clientId)
  operator = await test.tokenFor({ principalId: principal?.principalId ?? '', clientId })
  groupId = `${test.subscription}/resourceGroups/dev`
  await test.arm('PUT', `${groupId}?api-version=2021-04-01`, { body: { location: 'westus' } })
  const identities = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`
  await test.arm('PUT', `${identities}/id1?api-version=2023-01-31`, { body: { location: 'westus' } })
})
afterAll(() => test.close())

const report = async (query: string) => {
  const response = await test.cloud.ops.inject({
    method: 'GET',
    url: `/_lazulite/access/report${query}`,
    headers: { authorization: `Bearer ${operator}` },
  })
  return { status: response.statusCode, body: response.json() }
}

describe('GET /_lazulite/access/report', () => {
  it('says what a principal used and was refused, and what would be enough for it', async () => {
    const { as, principalId } = await test.caller({ role: 'Reader', scope: groupId })
    const identity = `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1?api-version=2023-01-31`
    await test.arm('GET', identity, { as })
    test.clock.advance(60)
    await test.arm('GET', identity, { as })
    await test.arm('GET', `${test.subscription}/resourceGroups?api-version=2021-04-01`, { as })
    await test.arm('GET', `${groupId}/resources?api-version=2021-04-01`, { as })
    await test.arm('DELETE', identity, { as })
    expect(await report(`?principalId=${principalId.toUpperCase()}`)).toEqual({
      status: 200,
      body: {
        principalId,
        displayName: 'caller',
        since: null,
        used: [
          {
            action: 'Microsoft.ManagedIdentity/userAssignedIdentities/read',
            isDataAction: false,
            count: 3,
            filtered: 1,
            firstTime: '2030-01-01T00:00:00.000Z',
            lastTime: '2030-01-01T00:01:00.000Z',
            scopes: [groupId, `${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`],
            scopeCount: 2,
          },
          {
            action: 'Microsoft.Resources/subscriptions/resourcegroups/read',
            isDataAction: false,
            count: 1,
            filtered: 1,
            firstTime: '2030-01-01T00:01:00.000Z',
            lastTime: '2030-01-01T00:01:00.000Z',
            scopes: [test.subscription],
            scopeCount: 1,
          },
          {
            action: 'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
            isDataAction: false,
            count: 1,
            firstTime: '2030-01-01T00:01:00.000Z',
            lastTime: '2030-01-01T00:01:00.000Z',
            scopes: [groupId],
            scopeCount: 1,
          },
        ],
        refused: [
          {
            action: 'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
            isDataAction: false,
            count: 1,
            firstTime: '2030-01-01T00:01:00.000Z',
            lastTime: '2030-01-01T00:01:00.000Z',
            scopes: [`${groupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`],
            scopeCount: 1,
            reasons: ['noMatchingAction'],
          },
        ],
        smallestRoles: [
          {
            roleName: 'Reader',
            roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
            grantedOperations: 4444,
          },
          {
            roleName: 'App Compliance Automation Reader',
            roleDefinitionId: 'ffc6bbe0-e443-4c3b-bf54-26581bb2f78e',
            grantedOperations: 4444,
          },
          {
            roleName: 'Azure Resilience Management Drills Target Resource Contributor',
            roleDefinitionId: '82c6a823-ae9c-4b90-b5c5-bff581c45896',
            grantedOperations: 4449,
          },
        ],
        generalRole: {
          roleName: 'Reader',
          roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
          grantedOperations: 4444,
        },
        customRole: {
          Name: `Exactly what caller uses (${principalId.slice(0, 8)})`,
          IsCustom: true,
          Description: `The actions that caller (object id ${principalId}) used on 2030-01-01.`,
          Actions: [
            'Microsoft.ManagedIdentity/userAssignedIdentities/read',
            'Microsoft.Resources/subscriptions/resourcegroups/read',
            'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
          ],
          NotActions: [],
          DataActions: [],
          NotDataActions: [],
          AssignableScopes: [groupId],
        },
        beyondCustomRoles: [],
      },
    })
  })

  it('leaves out what was before', async () => {
    const { as, principalId } = await test.caller({ role: 'Reader', scope: groupId })
    await test.arm('GET', `${groupId}?api-version=2021-04-01`, { as })
    test.clock.advance(7200)
    const counts = async (since: string) =>
      (await report(`?principalId=${principalId}&since=${since}`)).body.used.map(
        ({ count }: { count: number }) => count,
      )
    expect([await counts('3h'), await counts('1h'), await counts('2030-01-01')]).toEqual([[1], [], [1]])
  })

  it('knows nothing of somebody who did nothing', async () => {
    const principalId = '99999999-0000-4000-8000-000000000000'
    expect(await report(`?principalId=${principalId}&since=2029-12-31T23:00Z`)).toEqual({
      status: 200,
      body: {
        principalId,
        displayName: null,
        since: '2029-12-31T23:00:00.000Z',
        used: [],
        refused: [],
        smallestRoles: [],
        generalRole: null,
        customRole: null,
        beyondCustomRoles: [],
      },
    })
  })

  it.each([
    ['', "'principalId' must be an object id."],
    ['?principalId=vm1', "'principalId' must be an object id."],
    [
      '?principalId=99999999-0000-4000-8000-000000000000&since=yesterday',
      "'since' must be a time like 30m, 1h or 7d, or a date (ISO 8601).",
    ],
  ])('refuses %j', async (query, detail) => {
    const { status, body } = await report(query)
    expect([status, body.error.code, body.error.message]).toEqual([400, 'BadRequest', expect.stringContaining(detail)])
  })

  it('is for the operator only', async () => {
    const stranger = await test.tokenFor({ principalId: '99999999-0000-4000-8000-000000000000' })
    const ask = async (headers: Record<string, string>) =>
      (await test.cloud.ops.inject({ method: 'GET', url: '/_lazulite/access/report', headers })).statusCode
    expect([await ask({}), await ask({ authorization: `Bearer ${stranger}` })]).toEqual([401, 403])
  })
})
