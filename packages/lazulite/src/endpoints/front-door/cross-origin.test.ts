/** Which answers scripts of other origins may read, through the real door. */
import { describe, expect, it } from 'vitest'
import { type Asked, ask, everyone, openDoor } from './front-door-fixture.js'

const origin = 'https://portal.azure.com'
const asksFirst = {
  Origin: origin,
  'Access-Control-Request-Method': 'PUT',
  'Access-Control-Request-Headers': 'authorization,content-type',
}
const open: readonly Asked[] = [
  { host: 'management.azure.com', path: '/subscriptions' },
  { host: 'graph.microsoft.com', path: '/v1.0/me' },
  { host: 'localhost', path: '/subscriptions' },
  { host: 'localhost', path: '/v1.0/me' },
]
const closed: readonly Asked[] = [
  { host: 'portal.azure.com', path: '/' },
  { host: 'portal.azure.com', path: '/_lazulite/health' },
  { host: 'localhost', path: '/' },
  { host: 'localhost', path: '/_lazulite/health' },
  { host: 'login.microsoftonline.com', path: '/common/login' },
]
const corsOf = (headers: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('access-control-')))

describe.each(open)('$host$path, which knows callers by their token alone', (asked) => {
  it('lets scripts of any origin read its answers and what belongs to them', async () => {
    const door = await openDoor(everyone)
    const { status, headers } = await ask(door, { ...asked, headers: { Origin: origin } })
    expect(status).toBe(200)
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
    expect(String(headers['access-control-expose-headers']).split(', ')).toEqual(
      expect.arrayContaining([
        'Azure-AsyncOperation',
        'Location',
        'Retry-After',
        'x-ms-correlation-request-id',
        'request-id',
      ]),
    )
  })

  it('answers the question before a request without asking anybody', async () => {
    const door = await openDoor(everyone)
    const { status, headers, body } = await ask(door, { ...asked, method: 'OPTIONS', headers: asksFirst })
    expect({ status, body }).toEqual({ status: 200, body: '' })
    expect(corsOf(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-max-age': '3600',
    })
  })

  it('hands an OPTIONS that is no such question on', async () => {
    const door = await openDoor(everyone)
    const answer = await ask(door, { ...asked, method: 'OPTIONS', headers: { Origin: origin } })
    expect(answer.body).toContain(' OPTIONS ')
  })

  it('says nothing of it to those who are no scripts', async () => {
    const door = await openDoor(everyone)
    expect(corsOf((await ask(door, asked)).headers)).toEqual({})
  })
})

describe.each(closed)('$host$path', (asked) => {
  it.each([
    ['a request', { headers: { Origin: origin } }],
    ['the question before one', { method: 'OPTIONS', headers: asksFirst }],
    ['a page from nowhere', { headers: { Origin: 'null' } }],
  ])('is not opened to other origins by the door: %s', async (_name, more) => {
    const door = await openDoor(everyone)
    expect(corsOf((await ask(door, { ...asked, ...more })).headers)).toEqual({})
  })
})
