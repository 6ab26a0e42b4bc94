import type { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lacks, places, type RightsWorld, startRightsWorld, versions } from '../../testing/rights-world.js'
import { keepAliveInterval } from './event-stream.js'

type Caller = Awaited<ReturnType<RightsWorld['caller']>>

let world: RightsWorld
let reader: Caller
let nobody: Caller
let operator: string
beforeAll(async () => {
  world = await startRightsWorld()
  reader = await world.caller(['Reader', places.group])
  nobody = await world.caller()
  const clientId = '30000000-0000-4000-8000-000000000001'
  const principal = await world.cloud.store.read.principals.findByClientId(clientId)
  operator = await world.cloud.tokenFor({ principalId: principal?.principalId ?? '', clientId })
})
afterAll(() => world.cloud.close())

async function list(as: string, query = '') {
  const response = await world.cloud.cloud.ops.inject({
    url: `/_lazulite/events${query}`,
    headers: { authorization: `Bearer ${as}` },
  })
  return { status: response.statusCode, body: response.json() }
}

/** What a stream has said so far, and its end. */
async function watch(as: string) {
  const response = await world.cloud.cloud.ops.inject({
    url: '/_lazulite/events',
    headers: { authorization: `Bearer ${as}`, accept: 'text/event-stream' },
    payloadAsStream: true,
  })
  const stream: Readable = response.stream()
  let text = ''
  let wake = (): void => {}
  let hasEnded = false
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  stream.on('close', () => {
    hasEnded = true
    wake()
  })
  return {
    status: response.statusCode,
    headers: response.headers,
    text: () => text,
    events: (): { kind: string; subject: string }[] =>
      [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json ?? '')),
    async until(isThere: (text: string) => boolean) {
      while (!isThere(text) && !hasEnded) await new Promise<void>((resolve) => (wake = resolve))
    },
    async ended() {
      while (!hasEnded) await new Promise<void>((resolve) => (wake = resolve))
    },
    leave: () => void response.raw.res.destroy(),
  }
}

const tag = (scope: string) =>
  world.given('PUT', `${scope}?api-version=${versions.resources}`, { location: 'westus', tags: { a: 'b' } })
const subjects = (events: readonly { readonly subject?: string }[]) => [
  ...new Set(events.map(({ subject }) => subject)),
]

describe('listing events', () => {
  it('shows a reader of one group its events, and none of another or of the directory', async () => {
    await tag(places.other)
    await tag(places.group)
    const { status, body } = await list(reader.as, '?limit=1000')
    expect(status).toBe(200)
    expect(subjects(body.value)).toEqual([places.group, places.machine, places.identity])
    expect(subjects((await list(operator, '?limit=1000')).body.value)).toContain(places.other)
  })

  it('shows nothing to who has no role, and no error', async () => {
    expect(await list(nobody.as)).toEqual({ status: 200, body: { value: [] } })
  })

  it('looks further back until there are as many as asked for', async () => {
    for (let n = 0; n < 5; n++) await tag(places.other)
    const { body } = await list(reader.as, '?limit=1')
    expect(subjects(body.value)).toEqual([places.group])
    const next = await list(reader.as, `?limit=1&before=${body.value[0].sequence}`)
    expect(next.body.value[0].sequence).toBeLessThan(body.value[0].sequence)
  })

  it('leaves out what is denied, and what the caller may no longer see', async () => {
    const denied = await world.caller(['Reader', places.subscription])
    await world.deny(denied, { actions: ['Microsoft.Insights/eventtypes/values/*'], scope: places.other })
    const shown = subjects((await list(denied.as, '?limit=1000')).body.value)
    expect([shown.includes(places.group), shown.includes(places.other)]).toEqual([true, false])
    const { store } = world.cloud
    const [held] = await store.read.roleAssignments.listByPrincipals([denied.principalId])
    await store.transaction((tx) => tx.roleAssignments.delete(held?.scope ?? '', held?.name ?? ''))
    expect((await list(denied.as)).body.value).toEqual([])
  })

  it('asks for a token, a good one', async () => {
    const { ops } = world.cloud.cloud
    expect((await ops.inject({ url: '/_lazulite/events' })).statusCode).toBe(401)
    const over = { exp: world.cloud.clock.now() }
    const expired = await world.cloud.tokenFor({ principalId: reader.principalId, claims: over })
    expect((await list(expired)).body.error.code).toBe('ExpiredAuthenticationToken')
  })

  it('keeps everything else for administrators', async () => {
    const response = await world.cloud.cloud.ops.inject({
      url: '/_lazulite/metrics',
      headers: { authorization: `Bearer ${reader.as}` },
    })
    expect(response.json()).toEqual(lacks(reader, 'lazulite/_lazulite/metrics', '/'))
  })
})

describe('watching events', () => {
  it('says that it is open, then each event that may be seen, in order', async () => {
    const stream = await watch(reader.as)
    await stream.until((text) => text.includes('\n\n'))
    expect([stream.status, stream.headers['content-type'], stream.text()]).toEqual([
      200,
      'text/event-stream',
      ': ready\n\n',
    ])
    await tag(places.other)
    await tag(places.group)
    await tag(places.other)
    await tag(places.group)
    await stream.until((text) => text.split('data: ').length > 2)
    expect(subjects(stream.events())).toEqual([places.group])
    stream.leave()
  })

  it('goes by what the caller may do at that moment', async () => {
    const late = await world.caller()
    const stream = await watch(late.as)
    const all = await watch(operator)
    await tag(places.group)
    await world.cloud.grant(late, { role: 'Reader', scope: places.group })
    await tag(places.machine.split('/providers')[0] ?? '')
    await stream.until((text) => text.includes('data: '))
    const { store } = world.cloud
    await store.transaction(async (tx) => void (await tx.roleAssignments.deleteWithin(places.machine)))
    const [held] = await store.read.roleAssignments.listByPrincipals([late.principalId])
    await store.transaction((tx) => tx.roleAssignments.delete(held?.scope ?? '', held?.name ?? ''))
    await tag(places.group)
    await all.until((text) => text.split('data: ').length > 3)
    expect([stream.events().length, all.events().length]).toEqual([1, 3])
    stream.leave()
    all.leave()
  })

  it('keeps the connection in use, and gives up its timers with it', async () => {
    const { clock } = world.cloud
    const stream = await watch(reader.as)
    clock.advance(keepAliveInterval)
    clock.advance(keepAliveInterval)
    await stream.until((text) => text.split('keep-alive').length > 2)
    expect(stream.text()).toBe(': ready\n\n: keep-alive\n\n: keep-alive\n\n')
    const timers = clock.timers()
    stream.leave()
    await stream.ended()
    expect(clock.timers()).toBe(timers - 2) // its next word, and the end of its token
  })

  it('ends with the token', async () => {
    const { clock, tokenFor } = world.cloud
    const short = await tokenFor({ principalId: reader.principalId, claims: { exp: clock.now() + 60 } })
    const stream = await watch(short)
    clock.advance(59)
    await tag(places.group)
    await stream.until((text) => text.includes('data: '))
    clock.advance(1)
    await stream.ended()
    expect(stream.events().length).toBe(1)
  })

  it('ends with the server, also when it begins after that', async () => {
    const stream = await watch(reader.as)
    await world.cloud.cloud.endStreams()
    await stream.ended()
    await (await watch(reader.as)).ended()
  })
})
