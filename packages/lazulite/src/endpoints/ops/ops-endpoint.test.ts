import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
let operator: string
beforeAll(async () => {
  test = await startTestCloud()
  const principal = await test.cloud.ports.store.read.principals.findByClientId('30000000-0000-4000-8000-000000000001')
  operator = await test.tokenFor({
    principalId: principal?.principalId ?? '',
    clientId: '30000000-0000-4000-8000-000000000001',
  })
})
afterAll(() => test.close())

const ask = async (method: 'GET' | 'POST', path: string, call: { as?: string; body?: unknown } = {}) => {
  const response = await test.cloud.ops.inject({
    method,
    url: `/_lazulite/${path}`,
    headers: call.as === undefined ? {} : { authorization: `Bearer ${call.as}` },
    ...(call.body === undefined ? {} : { payload: call.body as object }),
  })
  return { status: response.statusCode, text: response.payload, headers: response.headers }
}

describe('the operations API', () => {
  it('tells anyone that it is healthy', async () => {
    expect(await ask('GET', 'health')).toMatchObject({ status: 200, text: '{"status":"ok"}' })
  })

  it.each([
    ['GET', 'metrics'],
    ['GET', 'access/modes'],
    ['GET', 'access/report'],
    ['POST', 'compute/workstation'],
    ['POST', 'compute/metadata-port'],
    ['GET', 'clock'],
    ['POST', 'clock'],
  ] as const)('asks for a token at %s %s, and refuses principals that are not the operator', async (method, path) => {
    const anonymous = await ask(method, path)
    expect([anonymous.status, JSON.parse(anonymous.text).error.code]).toEqual([401, 'AuthenticationFailed'])
    expect(anonymous.headers['www-authenticate']).toContain('Bearer authorization_uri=')
    const stranger = await test.tokenFor({ principalId: '99999999-0000-4000-8000-000000000000' })
    const refused = await ask(method, path, { as: stranger })
    expect([refused.status, JSON.parse(refused.text).error.code]).toEqual([403, 'AuthorizationFailed'])
  })

  it('lets the administrator in by name', async () => {
    const admin = await test.tokenFor({
      principalId: 'any',
      claims: { idtyp: 'user', scp: 'user_impersonation', upn: 'Admin@lazulite.onmicrosoft.com' },
    })
    expect((await ask('GET', 'metrics', { as: admin })).status).toBe(200)
  })

  it('answers access questions, one or many', async () => {
    const { principalId } = await test.caller()
    const question = { principalId, action: 'Microsoft.Compute/virtualMachines/read', scope: test.subscription }
    const one = JSON.parse((await ask('POST', 'access/evaluate', { as: operator, body: question })).text)
    expect(one).toEqual({
      decision: 'denied',
      reason: 'noAssignment',
      considered: [],
      explanation: expect.objectContaining({ decision: 'denied', reason: 'noAssignment' }),
    })
    const owner = await test.cloud.ports.store.read.principals.findByClientId('30000000-0000-4000-8000-000000000001')
    const many = await ask('POST', 'access/evaluate', {
      as: operator,
      body: [question, { ...question, principalId: owner?.principalId }],
    })
    expect(JSON.parse(many.text).map(({ decision }: { decision: string }) => decision)).toEqual(['denied', 'allowed'])
  })

  it.each([
    [{ principalId: 'x' }, 400, 'InvalidRequestContent'],
    [{ principalId: 'x', action: 'a', scope: 'no-slash' }, 400, 'InvalidRequestContent'],
    [{ principalId: 'x', action: 'a', scope: '/', attributes: { body: {} } }, 400, 'InvalidRequestContent'],
    [{ principalId: 'x', action: 'a', scope: '/', attributes: { request: { n: null } } }, 400, 'InvalidRequestContent'],
    [
      { principalId: 'x', action: 'a', scope: '/', attributes: { request: { n: [[1]] } } },
      400,
      'InvalidRequestContent',
    ],
    [{ principalId: 'x', action: 'a', scope: '/', subOperation: 1 }, 400, 'InvalidRequestContent'],
    [{ principalId: 'x', action: 'a', scope: '/', unknown: 1 }, 400, 'InvalidRequestContent'],
    [
      Array.from({ length: 10_001 }, () => ({ principalId: 'x', action: 'a', scope: '/' })),
      400,
      'InvalidRequestContent',
    ],
  ])('refuses the question %j', async (body, status, code) => {
    const answer = await ask('POST', 'access/evaluate', { as: operator, body })
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([status, code])
  })

  it('lists audit events by kind, newest first, and counts them in its metrics', async () => {
    await test.arm('GET', `${test.subscription}/resourceGroups?api-version=2021-04-01`, {
      as: await test.tokenFor({ principalId: '99999999-0000-4000-8000-000000000000' }),
    })
    const { value } = JSON.parse((await ask('GET', 'events?kind=access.denied&limit=1', { as: operator })).text)
    expect(value).toMatchObject([{ kind: 'access.denied', subject: test.subscription }])
    const metrics = await ask('GET', 'metrics', { as: operator })
    expect(metrics.text).toMatch(/^lazulite_audit_events_total\{kind="access\.denied"\} [1-9]/m)
    expect((await ask('GET', 'events?limit=none', { as: operator })).status).toBe(400)
  })

  it('names what it lacks', async () => {
    const answer = await ask('POST', 'snapshots', { as: operator })
    expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([
      501,
      'NotImplemented: POST /_lazulite/snapshots',
    ])
  })

  it.each(['GET', 'POST'] as const)('does not %s the clock unless controls are allowed', async (method) => {
    const answer = await ask(method, 'clock', { as: operator, ...(method === 'GET' ? {} : { body: { advance: 1 } }) })
    expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([
      501,
      `NotImplemented: ${method} /_lazulite/clock without --allow-controls`,
    ])
  })

  it('does not open a metadata port of a machine that is not there', async () => {
    const answer = await ask('POST', 'compute/metadata-port', {
      as: operator,
      body: { resourceId: `${test.subscription}/x` },
    })
    expect([answer.status, JSON.parse(answer.text).error.code]).toEqual([404, 'NotFound'])
  })
})
