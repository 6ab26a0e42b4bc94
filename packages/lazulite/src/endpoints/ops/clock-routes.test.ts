import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readClockLead } from '../../operations/move-clock.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'

let test: TestCloud
let operatorId: string
beforeEach(async () => {
  test = await startTestCloud({ allowsControls: true, rules: { rolePropagationDelay: 300 } })
  const principal = await test.cloud.ports.store.read.principals.findByClientId('30000000-0000-4000-8000-000000000001')
  operatorId = principal?.principalId ?? ''
})
afterEach(() => test.close())

async function ask(method: 'GET' | 'POST', body?: object) {
  const as = await test.tokenFor({ principalId: operatorId, clientId: '30000000-0000-4000-8000-000000000001' })
  const response = await test.cloud.ops.inject({
    method,
    url: '/_lazulite/clock',
    headers: { authorization: `Bearer ${as}` },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: response.statusCode, body: response.json() }
}

describe('/_lazulite/clock', () => {
  it('tells the time, moves it forward for everything, and keeps it there', async () => {
    expect(await ask('GET')).toEqual({ status: 200, body: { now: '2030-01-01T00:00:00.000Z', aheadSeconds: 0 } })
    const { as } = await test.caller({ role: 'Reader', scope: test.subscription })
    const reads = async () => (await test.arm('GET', `${test.subscription}?api-version=2022-12-01`, { as })).status
    let ran = 0
    test.clock.after(299, () => ran++)
    expect(await reads()).toBe(403)
    const moved = { status: 200, body: { now: '2030-01-01T00:05:00.000Z', aheadSeconds: 300 } }
    expect(await ask('POST', { advance: 300 })).toEqual(moved)
    expect(ran).toBe(1)
    expect(await reads()).toBe(200)
    expect(await ask('GET')).toEqual(moved)
    expect(await readClockLead(test.cloud.ports.store.read)).toBe(300_000)
    await ask('POST', { advance: 86_400 })
    expect(await reads()).toBe(401)
  })

  it('records who moved it', async () => {
    await ask('POST', { advance: 0.5 })
    await test.cloud.audit.flush()
    const events = await test.cloud.ports.store.read.events.list({ limit: 5, kind: 'clock.advanced' })
    expect(events).toMatchObject([{ principalId: operatorId, facts: { seconds: 0.5, leadSeconds: 0.5 } }])
  })

  it.each([
    [{}],
    [{ advance: 0 }],
    [{ advance: -1 }],
    [{ advance: '5' }],
    [{ advance: 315_360_001 }],
    [{ advance: 1, to: 2 }],
  ])('refuses %j and leaves the time alone', async (body) => {
    const answer = await ask('POST', body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidRequestContent'])
    expect((await ask('GET')).body.aheadSeconds).toBe(0)
  })
})
