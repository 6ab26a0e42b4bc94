import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lacks, places, type RightsWorld, startRightsWorld } from '../../testing/rights-world.js'

type Caller = Awaited<ReturnType<RightsWorld['caller']>>

const readsAccess = 'Microsoft.Authorization/roleAssignments/read'
const readsMachines = 'Microsoft.Compute/virtualMachines/read'
const missing = `${places.group}/providers/Microsoft.Compute/virtualMachines/nowhere`

let world: RightsWorld
/** Reader of `rg`; Contributor of `rg` and Reader of the other group; nothing at all. */
let reader: Caller
let contributor: Caller
let nobody: Caller
beforeAll(async () => {
  world = await startRightsWorld()
  reader = await world.caller(['Reader', places.group])
  contributor = await world.caller(['Contributor', places.group], ['Reader', places.other])
  nobody = await world.caller()
})
afterAll(() => world.cloud.close())

async function ask(as: string | undefined, body: unknown, explain?: boolean) {
  const response = await world.cloud.cloud.ops.inject({
    method: 'POST',
    url: `/_lazulite/access/evaluate${explain === undefined ? '' : `?explain=${explain}`}`,
    headers: as === undefined ? {} : { authorization: `Bearer ${as}` },
    payload: body as object,
  })
  return { status: response.statusCode, body: response.json() }
}

const about = ({ principalId }: Caller, scope: string, action = readsMachines) => ({ principalId, action, scope })
const nearMisses = ({ body }: Awaited<ReturnType<typeof ask>>): { kind: string; scope?: string }[] =>
  body.explanation.nearMisses

describe('who may ask about access', () => {
  it.each([
    ['nobody without a token', undefined, 401],
    ['nobody with something else', 'x.y.z', 401],
  ])('%s', async (_what, token, status) => {
    expect((await ask(token, about(reader, places.group))).status).toBe(status)
  })

  it('refuses a token from the second on in which it expires', async () => {
    const { clock, tokenFor } = world.cloud
    const short = await tokenFor({ principalId: reader.principalId, claims: { exp: clock.now() } })
    expect(await ask(short, about(reader, places.group))).toMatchObject({
      status: 401,
      body: { error: { code: 'ExpiredAuthenticationToken' } },
    })
  })

  it.each([
    ['the subscription', places.subscription, 'denied'],
    ['the tenant', '/', 'denied'],
    ['what is not there', missing, 'denied'],
  ])('lets everybody ask about themselves, at %s too', async (_where, scope, decision) => {
    expect(await ask(nobody.as, about(nobody, scope))).toMatchObject({ status: 200, body: { decision } })
    const inCapitals = { ...about(nobody, scope), principalId: nobody.principalId.toUpperCase() }
    expect((await ask(nobody.as, inCapitals)).status).toBe(200)
  })

  it('lets whoever may read role assignments at a scope ask about others there', async () => {
    expect(await ask(reader.as, about(contributor, places.machine), false)).toMatchObject({
      status: 200,
      body: { decision: 'allowed', role: 'Contributor' },
    })
  })

  it.each([
    ['another group', () => about(contributor, places.other)],
    ['the scope above', () => about(contributor, places.subscription)],
  ])('refuses questions about others at %s', async (_where, question) => {
    const { scope } = question()
    expect(await ask(reader.as, question())).toEqual({ status: 403, body: lacks(reader, readsAccess, scope) })
  })

  it('refuses who is denied reading role assignments, whatever the roles', async () => {
    const denied = await world.caller(['Reader', places.subscription])
    await world.deny(denied, { actions: ['Microsoft.Authorization/*'], scope: places.group })
    expect(await ask(denied.as, about(contributor, places.machine))).toEqual({
      status: 403,
      body: lacks(denied, readsAccess, places.machine),
    })
    expect((await ask(denied.as, about(contributor, places.other), false)).status).toBe(200)
  })

  it('refuses an array as a whole, and says which question it was', async () => {
    const body = [about(reader, '/'), about(contributor, places.group), about(contributor, places.other)]
    const { error } = lacks(reader, readsAccess, places.other)
    expect(await ask(reader.as, body)).toEqual({ status: 403, body: { error: { ...error, target: '[2]' } } })
    const { status, body: answers } = await ask(reader.as, body.slice(0, 2))
    expect([status, answers.map(({ decision }: { decision: string }) => decision)]).toEqual([
      200,
      ['denied', 'allowed'],
    ])
  })

  it('says what is wrong with a question before who may ask it', async () => {
    expect((await ask(nobody.as, { principalId: 'x' })).body.error.code).toBe('InvalidRequestContent')
  })

  it('records nothing of questions and refusals', async () => {
    const { audit, ports } = world.cloud.cloud
    await audit.flush()
    const [before] = await ports.store.read.events.list({ limit: 1 })
    await ask(reader.as, about(contributor, places.other))
    await ask(reader.as, about(reader, places.group))
    await audit.flush()
    expect(await ports.store.read.events.list({ limit: 1 })).toEqual([before])
  })
})

describe('what an explanation tells', () => {
  it('of other scopes only to whoever may read role assignments there', async () => {
    const question = about(contributor, places.group, 'Microsoft.Authorization/locks/write')
    await world.cloud.grant(contributor, { role: 'Owner', scope: places.other })
    const told = await ask(reader.as, question)
    expect([told.body.reason, nearMisses(told)]).toEqual(['excludedByNotActions', []])
    const both = await world.caller(['Reader', places.subscription])
    expect(nearMisses(await ask(both.as, question))).toMatchObject([{ kind: 'elsewhere', scope: places.other }])
    const own = await ask(contributor.as, question)
    expect(nearMisses(own)).toMatchObject([{ kind: 'elsewhere', scope: places.other }])
  })

  it('that something is not there only to whoever may know it', async () => {
    const unknown = await ask(nobody.as, about(nobody, missing))
    const known = await ask(nobody.as, about(nobody, places.machine))
    expect([nearMisses(unknown), nearMisses(known)]).toEqual([[], []])
    expect(unknown.body.explanation.remedies[0].scope).toBe(missing)
    expect(nearMisses(await ask(reader.as, about(reader, missing)))).toMatchObject([{ kind: 'missingScope' }])
  })
})
