import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { everyone } from '../../domain/rbac/deny-assignment.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

const name = 'e0000000-0000-4000-8000-00000000000d'
const clientId = '30000000-0000-4000-8000-000000000001'

let test: TestCloud
let operator: string
let group: string
beforeAll(async () => {
  test = await startTestCloud()
  const principal = await test.cloud.ports.store.read.principals.findByClientId(clientId)
  operator = await test.tokenFor({ principalId: principal?.principalId ?? '', clientId })
  group = `${test.subscription}/resourceGroups/managed`
  await test.arm('PUT', `${group}?api-version=2021-04-01`, { body: { location: 'westus2' } })
})
afterAll(() => test.close())

const ask = async (method: 'PUT' | 'DELETE', at: string, body?: unknown, as: string | null = operator) => {
  const response = await test.cloud.ops.inject({
    method,
    url: `/_lazulite/deny-assignments/${at}`,
    headers: as === null ? {} : { authorization: `Bearer ${as}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: response.statusCode, body: response.payload === '' ? undefined : response.json() }
}

const wanted = (more: object = {}): object => ({
  scope: group,
  denyAssignmentName: 'managed',
  permissions: [{ actions: ['*'], notActions: ['*/read'], dataActions: ['*'] }],
  principals: [everyone],
  ...more,
})

const shown = (more: object = {}): object => ({
  properties: {
    denyAssignmentName: 'managed',
    description: '',
    permissions: [
      {
        ...{ actions: ['*'], notActions: ['*/read'], dataActions: ['*'], notDataActions: [] },
        ...{ condition: null, conditionVersion: null },
      },
    ],
    scope: group,
    doNotApplyToChildScopes: false,
    principals: [{ ...everyone }],
    excludePrincipals: [],
    isSystemProtected: true,
    denyAssignmentEffect: 'enforced',
    ...{ condition: null, conditionVersion: null },
    ...{ createdOn: '2030-01-01T00:00:00.0000000Z', updatedOn: '2030-01-01T00:00:00.0000000Z' },
    ...{ createdBy: null, updatedBy: null },
    ...more,
  },
  id: `${group}/providers/Microsoft.Authorization/denyAssignments/${name}`,
  type: 'Microsoft.Authorization/denyAssignments',
  name,
})

describe('deny assignments of the platform', () => {
  it('are made, hold for everybody at once, are out of clients’ reach, and go', async () => {
    const change = () => test.arm('PATCH', `${group}?api-version=2021-04-01`, { body: { tags: { a: 'b' } } })
    expect((await change()).status).toBe(200)
    expect(await ask('PUT', name, wanted())).toEqual({ status: 201, body: shown() })
    const refused = await change()
    expect([refused.status, refused.body.error.code]).toEqual([403, 'DenyAssignmentAuthorizationFailed'])
    const url = `${group}/providers/Microsoft.Authorization/denyAssignments/${name}?api-version=2024-07-01-preview`
    expect((await test.arm('GET', url)).body).toEqual(shown())
    expect((await test.arm('DELETE', url)).status).toBe(403)
    expect(await ask('PUT', name, wanted({ isSystemProtected: false, doNotApplyToChildScopes: true }))).toEqual({
      status: 200,
      body: shown({ isSystemProtected: false, doNotApplyToChildScopes: true }),
    })
    expect(await ask('DELETE', name)).toEqual({
      status: 200,
      body: shown({ isSystemProtected: false, doNotApplyToChildScopes: true }),
    })
    expect(await ask('DELETE', name)).toEqual({ status: 204, body: undefined })
    expect((await change()).status).toBe(200)
  })

  it.each<[string, string, object, number, string]>([
    ['a name that is no GUID', 'mine', {}, 400, 'InvalidDenyAssignmentId'],
    ['no scope', name, { scope: undefined }, 400, 'BadRequest'],
    ['a scope that is none', name, { scope: 'group' }, 400, 'BadRequest'],
    ['no name', name, { denyAssignmentName: undefined }, 400, 'InvalidCreateDenyAssignmentRequest'],
    ['nothing to deny', name, { permissions: [] }, 400, 'InvalidCreateDenyAssignmentRequest'],
    ['nobody', name, { principals: [] }, 400, 'InvalidCreateDenyAssignmentRequest'],
    ['another form', name, { principals: 'all' }, 400, 'BadRequestFormat'],
  ])('are refused for %s', async (_, at, more, status, code) => {
    const answer = await ask('PUT', at, wanted(more))
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('are events for whoever may read the activity log there, and for nobody else', async () => {
    const eventsOf = async (scope: string) => {
      const { as } = await test.caller({ role: 'Reader', scope })
      const response = await test.cloud.ops.inject({
        url: '/_lazulite/events?kind=operation.ended',
        headers: { authorization: `Bearer ${as}` },
      })
      const { value } = response.json()
      return value.filter(({ facts }: { facts: { action: string } }) => facts.action.includes('denyAssignments'))
    }
    const other = `${test.subscription}/resourceGroups/elsewhere`
    await test.arm('PUT', `${other}?api-version=2021-04-01`, { body: { location: 'westus2' } })
    const before = (await eventsOf(group)).length
    await ask('PUT', name, wanted())
    await ask('DELETE', name)
    await ask('DELETE', name)
    const seen = await eventsOf(group)
    expect(seen.length).toBe(before + 2)
    const principal = await test.cloud.ports.store.read.principals.findByClientId(clientId)
    const event = (action: string, method: string, status: number): object => ({
      kind: 'operation.ended',
      principalId: principal?.principalId,
      subject: `${group}/providers/Microsoft.Authorization/denyAssignments/${name}`,
      activityLog: test.subscription,
      facts: { action: `Microsoft.Authorization/denyAssignments/${action}`, request: { method, status } },
    })
    expect(seen.slice(0, 2)).toMatchObject([event('delete', 'DELETE', 200), event('write', 'PUT', 201)])
    expect(await eventsOf(other)).toEqual([])
  })

  it.each(['PUT', 'DELETE'] as const)('take the operator’s token to %s', async (method) => {
    expect((await ask(method, name, wanted(), null)).status).toBe(401)
    const { as } = await test.caller({ role: 'Owner', scope: '/' })
    expect((await ask(method, name, wanted(), as)).status).toBe(403)
  })
})
