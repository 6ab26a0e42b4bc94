/** Modes and questions through the doors that people use: the operations API, Resource Manager, the audit log. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { setStartModes } from '../../operations/access/access-modes.js'
import type { TestCaller } from '../../testing/assign-role.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { testSubscription as subscription } from '../../testing/test-ports.js'

let test: TestCloud
let operator: string
const rg1 = `${subscription}/resourceGroups/rg1`
const groups = `${subscription}/resourceGroups?api-version=2021-04-01`

beforeAll(async () => {
  test = await startTestCloud()
  const clientId = '30000000-0000-4000-8000-000000000001'
  const principal = await test.cloud.ports.store.read.principals.findByClientId(clientId)
  operator = await test.tokenFor({ principalId: principal?.principalId ?? '', clientId })
  for (const name of ['rg1', 'rg10']) {
    await test.arm('PUT', `${subscription}/resourceGroups/${name}?api-version=2021-04-01`, {
      body: { location: 'westus' },
    })
  }
})
afterAll(() => test.close())

const ops = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown) => {
  const response = await test.cloud.ops.inject({
    method,
    url: `/_lazulite/${path}`,
    headers: { authorization: `Bearer ${operator}` },
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return { status: response.statusCode, body: response.payload === '' ? undefined : JSON.parse(response.payload) }
}

const setMode = (principalId: string, mode: string) => ops('PUT', `access/modes/${principalId}`, { mode })

const eventsOf = async ({ principalId }: TestCaller) =>
  (await ops('GET', `events?principalId=${principalId}`)).body.value.map(
    ({ kind, subject, facts }: { kind: string; subject: string; facts: object }) => ({ kind, subject, facts }),
  )

/** Status of reading one group and of making another, and the names that listing groups shows. */
async function whatHappens({ as }: TestCaller): Promise<unknown[]> {
  const read = await test.arm('GET', `${rg1}?api-version=2021-04-01`, { as })
  const list = await test.arm('GET', groups, { as })
  const names = list.status === 200 ? list.body.value.map(({ name }: { name: string }) => name) : list.body.error.code
  return [read.status, names]
}

afterEach(async () => {
  for (const { principalId } of (await ops('GET', 'access/modes')).body.value)
    await ops('DELETE', `access/modes/${principalId}`)
})

describe('modes', () => {
  it('are enforce for everybody at first', async () => {
    expect(await ops('GET', 'access/modes')).toEqual({ status: 200, body: { value: [] } })
    expect(await whatHappens(await test.caller())).toEqual([403, 'AuthorizationFailed'])
  })

  it('audit lets refusals through and records each with its reason', async () => {
    const caller = await test.caller({ role: 'Reader', scope: `${subscription}/resourceGroups/rg10` })
    expect(await setMode(caller.principalId, 'audit')).toEqual({
      status: 200,
      body: {
        principalId: caller.principalId,
        mode: 'audit',
        source: 'set',
        displayName: 'caller',
        kind: 'ServicePrincipal',
      },
    })
    expect(await whatHappens(caller)).toEqual([200, ['rg1', 'rg10']])
    expect(await eventsOf(caller)).toEqual([
      {
        kind: 'access.unenforced',
        subject: subscription,
        facts: { action: 'Microsoft.Resources/subscriptions/resourcegroups/read', mode: 'audit', reason: 'filtered' },
      },
      {
        kind: 'access.unenforced',
        subject: rg1,
        facts: {
          action: 'Microsoft.Resources/subscriptions/resourcegroups/read',
          mode: 'audit',
          reason: 'noAssignment',
        },
      },
    ])
    expect((await ops('GET', 'events?kind=access.modeChanged')).body.value[0]).toMatchObject({
      subject: caller.principalId,
      facts: { mode: 'audit' },
    })
  })

  it('audit records what the rule allows as it always does', async () => {
    const caller = await test.caller({ role: 'Reader', scope: subscription })
    await setMode(caller.principalId, 'audit')
    await test.arm('GET', `${rg1}?api-version=2021-04-01`, { as: caller.as })
    expect(
      (await eventsOf(caller)).map(({ kind, facts }: { kind: string; facts: { role?: string } }) => [kind, facts.role]),
    ).toEqual([['access.allowed', 'Reader']])
  })

  it('off looks at nothing, and lists everything', async () => {
    const caller = await test.caller()
    await setMode(caller.principalId, 'off')
    expect(await whatHappens(caller)).toEqual([200, ['rg1', 'rg10']])
    const subscriptions = await test.arm('GET', '/subscriptions?api-version=2022-12-01', { as: caller.as })
    expect(subscriptions.body.value).toHaveLength(1)
    expect((await eventsOf(caller))[0]).toMatchObject({
      kind: 'access.unenforced',
      facts: { mode: 'off', reason: 'notEnforced' },
    })
  })

  it('hold for linked rights, too', async () => {
    const caller = await test.caller({ role: 'Virtual Machine Contributor', scope: rg1 })
    const identity = `${rg1}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
    await test.arm('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
    const attach = () =>
      test.arm('PUT', `${rg1}/providers/Microsoft.Compute/virtualMachines/vm1?api-version=2024-07-01`, {
        as: caller.as,
        body: {
          location: 'westus',
          identity: { type: 'UserAssigned', userAssignedIdentities: { [identity]: {} } },
          properties: {},
        },
      })
    expect((await attach()).body.error.code).toBe('LinkedAuthorizationFailed')
    await setMode(caller.principalId, 'audit')
    expect((await attach()).body.error?.code).not.toBe('LinkedAuthorizationFailed')
    const [last] = (await eventsOf(caller)).filter(({ kind }: { kind: string }) => kind === 'access.unenforced')
    expect(last).toMatchObject({ subject: identity, facts: { reason: 'noMatchingAction' } })
  })

  it('end with DELETE, and with enforce', async () => {
    const caller = await test.caller()
    for (const end of [
      () => ops('DELETE', `access/modes/${caller.principalId}`),
      () => setMode(caller.principalId, 'enforce'),
    ]) {
      await setMode(caller.principalId, 'off')
      expect((await whatHappens(caller))[0]).toBe(200)
      await end()
      expect((await whatHappens(caller))[0]).toBe(403)
      expect((await ops('GET', 'access/modes')).body).toEqual({ value: [] })
    }
  })

  it('end with a DELETE that names a media type and has no content, as scripts send it', async () => {
    const caller = await test.caller()
    await setMode(caller.principalId, 'off')
    const answer = await test.cloud.ops.inject({
      method: 'DELETE',
      url: `/_lazulite/access/modes/${caller.principalId}`,
      headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' },
    })
    expect([answer.statusCode, (await ops('GET', 'access/modes')).body]).toEqual([204, { value: [] }])
  })

  it.each([
    ['nothing', ''],
    ['what is not JSON', '{mode'],
  ])('are not set by %s', async (_what, payload) => {
    const caller = await test.caller()
    const answer = await test.cloud.ops.inject({
      ...{ method: 'PUT', url: `/_lazulite/access/modes/${caller.principalId}`, payload },
      headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' },
    })
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'InvalidRequestContent'])
  })

  it('of a start option hold for that run, and what was set goes before them', async () => {
    const { store } = test.cloud.ports
    const caller = await test.caller()
    const { clientId } = caller
    await setStartModes(store, { audit: ['nobody@nowhere.example'], off: [clientId.toUpperCase()] })
    expect((await whatHappens(caller))[0]).toBe(200)
    expect((await ops('GET', 'access/modes')).body.value).toMatchObject([{ mode: 'off', source: 'startOption' }])
    await setMode(caller.principalId, 'enforce')
    expect((await whatHappens(caller))[0]).toBe(403)
    expect((await ops('GET', 'access/modes')).body.value).toMatchObject([{ mode: 'enforce', source: 'set' }])
    await ops('DELETE', `access/modes/${caller.principalId}`)
    expect((await whatHappens(caller))[0]).toBe(200)
    await setStartModes(store, { audit: [], off: [] })
    expect((await whatHappens(caller))[0]).toBe(403)
  })

  it.each([
    ['no GUID', 'operator', { mode: 'audit' }, 400, 'InvalidPrincipalId'],
    ['nobody', '99999999-0000-4000-8000-000000000000', { mode: 'audit' }, 404, 'NotFound'],
    ['an unknown mode', '99999999-0000-4000-8000-000000000000', { mode: 'maybe' }, 400, 'InvalidRequestContent'],
    ['no mode', '99999999-0000-4000-8000-000000000000', {}, 400, 'InvalidRequestContent'],
    ['something else', '99999999-0000-4000-8000-000000000000', { mode: 'off', until: 1 }, 400, 'InvalidRequestContent'],
  ])('are refused for %s', async (_what, principalId, body, status, code) => {
    const answer = await ops('PUT', `access/modes/${principalId}`, body)
    expect([answer.status, answer.body.error.code]).toEqual([status, code])
  })

  it('are refused for a group, which asks for nothing itself', async () => {
    const { store, ids, clock } = test.cloud.ports
    const principalId = ids.guid('group')
    await store.transaction((tx) =>
      tx.principals.insert({
        kind: 'Group',
        principalId,
        displayName: 'team',
        isEnabled: true,
        createdAt: clock.nowMillis(),
      }),
    )
    expect((await setMode(principalId, 'off')).body.error.code).toBe('BadRequest')
  })

  it('are nothing that a stranger may see or set', async () => {
    const { as } = await test.caller({ role: 'Owner', scope: subscription })
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const url = `/_lazulite/access/modes${method === 'GET' ? '' : '/99999999-0000-4000-8000-000000000000'}`
      const response = await test.cloud.ops.inject({ method, url, headers: { authorization: `Bearer ${as}` } })
      expect(response.statusCode).toBe(403)
    }
  })
})

describe('a refusal', () => {
  it('is a line of the log with its cause and the command that tells more', async () => {
    const caller = await test.caller({ role: 'Reader', scope: `${subscription}/resourceGroups/rg10` })
    await test.arm('GET', `${rg1}?api-version=2021-04-01`, { as: caller.as })
    const action = 'Microsoft.Resources/subscriptions/resourcegroups/read'
    const entry = test.log.entries.findLast(({ message }) => message.startsWith('access refused'))
    expect(entry).toEqual({
      level: 'info',
      message: 'access refused',
      facts: {
        principalId: caller.principalId,
        action,
        scope: rg1,
        correlationId: expect.any(String),
        cause: 'no role is assigned at resource group rg1 or above',
        hint: `lazulite explain --principal ${caller.principalId} --action ${action} --scope ${rg1}`,
      },
    })
  })

  it('of a list that shows a part is none', async () => {
    const caller = await test.caller({ role: 'Reader', scope: rg1 })
    const before = test.log.entries.length
    expect((await test.arm('GET', groups, { as: caller.as })).body.value).toHaveLength(1)
    expect(test.log.entries.slice(before).filter(({ message }) => message.startsWith('access refused'))).toEqual([])
  })
})
