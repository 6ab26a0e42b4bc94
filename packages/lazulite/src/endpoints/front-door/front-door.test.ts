/** Who answers what, over real TLS connections. */
import { Agent } from 'node:https'
import { createServer as createTcpServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { serverDnsNames } from '../../crypto/server-names.js'
import { rememberingLog } from '../../testing/silent-log.js'
import type { FrontDoor } from './front-door.js'
import {
  ask,
  cleanups,
  connect,
  errorBody,
  everyone,
  openDoor,
  sayName,
  sendRaw,
  untilClosed,
} from './front-door-fixture.js'

describe('dispatch', () => {
  it.each([
    ['management.azure.com', 'arm'],
    ['login.microsoftonline.com', 'sts'],
    ['login.microsoft.com', 'sts'],
    ['login.windows.net', 'sts'],
    ['sts.windows.net', 'sts'],
    ['graph.microsoft.com', 'graph'],
    ['portal.azure.com', 'portal'],
    ['localhost', 'portal'],
  ])('answers as %s, with a certificate for that name, from %s', async (host, endpoint) => {
    const door = await openDoor(everyone)
    expect(await ask(door, { host, path: '/x?y=z' })).toMatchObject({
      status: 200,
      body: `${endpoint} GET ${host} /x?y=z`,
    })
  })

  it('has an endpoint for every name in the certificate', async () => {
    const door = await openDoor(everyone)
    const answers = await Promise.all(serverDnsNames.map((host) => ask(door, { host })))
    expect(answers.map((answer) => answer.status)).toEqual(serverDnsNames.map(() => 200))
  })

  it.each([
    ['/_lazulite/health', 'ops'],
    ['//subscriptions?api-version=2022-12-01', 'arm'],
    ['/v1.0/me', 'graph'],
    ['/common/discovery/v2.0/keys', 'sts'],
    ['/assets/app.js', 'portal'],
  ])('leads %s on this machine to %s and leaves the path alone', async (path, endpoint) => {
    const door = await openDoor(everyone)
    expect((await ask(door, { path })).body).toBe(`${endpoint} GET localhost ${path}`)
  })

  it('reads an absolute-form target like any other, and its host instead of the header', async () => {
    const door = await openDoor(everyone)
    const answer = await sendRaw(
      door,
      'GET https://management.azure.com/subscriptions HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    )
    expect(answer).toEqual({ statusLine: 'HTTP/1.1 200 OK', body: 'arm GET management.azure.com /subscriptions' })
  })

  it('answers several requests on one connection, each by its own host', async () => {
    const door = await openDoor(everyone)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    cleanups.push(() => agent.destroy())
    const first = await ask(door, { agent, path: '/subscriptions' })
    const second = await ask(door, { agent, path: '/v1.0/me' })
    expect([first.body, second.body]).toEqual(['arm GET localhost /subscriptions', 'graph GET localhost /v1.0/me'])
  })

  it('adds no headers that tell of the server', async () => {
    const door = await openDoor(everyone)
    expect(Object.keys((await ask(door)).headers).sort()).toEqual(['connection', 'content-length', 'date'])
  })
})

describe('refusals', () => {
  it('refuses other host names with 421 in one line', async () => {
    const door = await openDoor(everyone)
    const answer = await ask(door, { headers: { Host: 'evil.example:4430' } })
    expect(answer.status).toBe(421)
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.body).toBe(errorBody('MisdirectedRequest', "The host 'evil.example:4430' is not served here."))
  })

  it.each([
    ['no Host', 'GET / HTTP/1.1\r\n\r\n', 'A request names exactly one host.'],
    ['no Host in HTTP/1.0', 'GET / HTTP/1.0\r\n\r\n', 'A request names exactly one host.'],
    ['two Hosts', 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n', 'A request names exactly one host.'],
    [
      'an http target',
      'GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'The request target is neither a path nor an https URL.',
    ],
    [
      'an asterisk',
      'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'The request target is neither a path nor an https URL.',
    ],
    ['no HTTP at all', 'hello\r\n\r\n', 'The request is not well-formed HTTP/1.1.'],
    [
      'a bare line feed in a header',
      'GET / HTTP/1.1\r\nHost: localhost\r\nA: b\nc: d\r\n\r\n',
      'The request is not well-formed HTTP/1.1.',
    ],
    [
      'two ways to tell the length',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'The request is not well-formed HTTP/1.1.',
    ],
    [
      'white space before a colon',
      'GET / HTTP/1.1\r\nHost : localhost\r\n\r\n',
      'The request is not well-formed HTTP/1.1.',
    ],
  ])('answers %s with 400 and closes the connection', async (_case, request, message) => {
    const door = await openDoor(everyone)
    const { statusLine, body } = await sendRaw(door, request)
    expect(statusLine).toBe('HTTP/1.1 400 Bad Request')
    expect(body).toContain(errorBody('BadRequest', message))
  })

  it('answers 501 by name for an endpoint that is not there', async () => {
    const door = await openDoor({ arm: sayName('arm') })
    const answer = await ask(door, { path: '/v1.0/me?$select=id', method: 'PATCH' })
    expect(answer).toMatchObject({ status: 501, body: errorBody('NotImplemented', 'NotImplemented: PATCH /v1.0/me') })
  })

  it('answers 503 until there is somebody to serve, but refuses strangers already', async () => {
    const door = await openDoor(undefined)
    expect(await ask(door)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: errorBody('ServiceUnavailable', 'Lazulite is starting.'),
    })
    expect((await ask(door, { headers: { Host: 'evil.example' } })).status).toBe(421)
    door.serve(everyone)
    expect((await ask(door)).status).toBe(200)
  })

  it('answers 500 without the reason when an endpoint throws, and logs the reason', async () => {
    const log = rememberingLog()
    const error = new Error('secret detail')
    const door = await openDoor(
      {
        portal: () => {
          throw error
        },
      },
      { log },
    )
    expect(await ask(door)).toMatchObject({
      status: 500,
      body: errorBody('InternalServerError', 'The request could not be completed.'),
    })
    expect(log.entries.filter(({ level }) => level !== 'debug')).toEqual([
      { level: 'error', facts: { error, endpoint: 'portal' }, message: 'endpoint failed' },
    ])
  })
})

describe('acceptCloudSocket', () => {
  /** A listener elsewhere, as a virtual machine has one, that hands over what it accepts. */
  async function elsewhere(door: FrontDoor) {
    const server = createTcpServer((socket) => door.acceptCloudSocket(socket))
    cleanups.push(() => server.close())
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve))
    const address = server.address()
    return { ...door, port: typeof address === 'object' && address !== null ? address.port : 0 }
  }

  it('serves a connection that was accepted elsewhere', async () => {
    const inside = await elsewhere(await openDoor(everyone))
    expect(await ask(inside, { host: 'management.azure.com', path: '/subscriptions' })).toMatchObject({
      status: 200,
      body: 'arm GET management.azure.com /subscriptions',
    })
  })

  it('holds it to the same limits', async () => {
    const door = await openDoor(everyone, {
      limits: { headersTimeout: 0.05, checkedEvery: 0.02, maxConnections: 1 },
    })
    const inside = await elsewhere(door)
    const slow = await connect(inside)
    await expect(connect(inside)).rejects.toThrow()
    slow.write('GET / HTTP/1.1\r\n')
    expect(await untilClosed(slow)).toContain('408 Request Timeout')
  })

  it('ends it when the door closes, and takes no more', async () => {
    const door = await openDoor(everyone)
    const inside = await elsewhere(door)
    const open = await connect(inside)
    const ended = untilClosed(open)
    await door.close()
    expect(await ended).toBe('')
    await expect(connect(inside)).rejects.toThrow()
  })
})
