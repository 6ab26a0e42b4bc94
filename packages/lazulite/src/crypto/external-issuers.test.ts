import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeClock, fakeClock } from '../testing/fake-clock.js'
import { externalIssuers } from './external-issuers.js'

let server: Server
let issuer: string
let clock: FakeClock
let asked: string[]
let answer: RequestListener
let keys: { kid: string }[]

beforeEach(async () => {
  clock = fakeClock()
  asked = []
  keys = [{ kid: 'key-1' }]
  answer = (request, response) => {
    const document = { issuer, jwks_uri: `${issuer}/keys` }
    response.end(JSON.stringify(request.url === '/keys' ? { keys } : document))
  }
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  issuer = `http://localhost:${(server.address() as AddressInfo).port}` // listening on TCP
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const issuers = (options: { timeout?: number; allowsLoopbackHttp?: boolean } = {}) =>
  externalIssuers({ clock, allowsLoopbackHttp: true, ...options })
const documentPath = '/.well-known/openid-configuration'

describe('externalIssuers', () => {
  it('finds a key by its kid, over the discovery document', async () => {
    expect(await issuers().findKey(issuer, 'key-1')).toEqual({ kid: 'key-1' })
    expect(asked).toEqual([documentPath, '/keys'])
  })

  it('remembers keys for an hour', async () => {
    const known = issuers()
    await known.findKey(issuer, 'key-1')
    clock.advance(3599)
    await known.findKey(issuer, 'key-1')
    expect(asked).toHaveLength(2)
    clock.advance(1)
    await known.findKey(issuer, 'key-1')
    expect(asked).toHaveLength(4)
  })

  it('asks again for a key it does not know, at most every ten seconds', async () => {
    const known = issuers()
    await known.findKey(issuer, 'key-1')
    keys = [{ kid: 'key-2' }]
    clock.advance(9)
    expect(await known.findKey(issuer, 'key-2')).toBeUndefined()
    expect(asked).toHaveLength(2)
    clock.advance(1)
    expect(await known.findKey(issuer, 'key-2')).toEqual({ kid: 'key-2' })
    expect(await known.findKey(issuer, 'key-1')).toBeUndefined()
  })

  it('follows redirects on the same host', async () => {
    const usual = answer
    answer = (request, response) => {
      if (request.url === documentPath) response.writeHead(302, { location: '/moved' }).end()
      else usual(request, response)
    }
    expect(await issuers().findKey(issuer, 'key-1')).toEqual({ kid: 'key-1' })
  })

  it.each<[string, RequestListener, RegExp]>([
    [
      'another host',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /another host/,
    ],
    [
      'no loopback address',
      (_, response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
      /not an https address/,
    ],
    ['circles', (_, response) => response.writeHead(302, { location: '/' }).end(), /too often/],
    ['an error', (_, response) => response.writeHead(500).end(), /answered 500/],
    ['no JSON', (_, response) => response.end('<html>'), /JSON/],
    ['a list', (_, response) => response.end('[]'), /no JSON object/],
    [
      'another issuer',
      (_, response) => response.end('{"issuer":"https://x","jwks_uri":"https://x"}'),
      /another issuer/,
    ],
    ['more than 256 kB', (_, response) => response.end(`"${'x'.repeat(256 * 1024)}"`), /too much/],
    ['nothing, for too long', () => {}, /timeout|aborted/i],
  ])('gives up on %s', async (_, listener, message) => {
    answer = listener
    await expect(issuers({ timeout: 0.2 }).findKey(issuer, 'key-1')).rejects.toThrow(message)
  })

  it('gives up on keys that are elsewhere over plain http, and on a document without keys', async () => {
    answer = (_, response) => response.end(JSON.stringify({ issuer, jwks_uri: 'http://example.com/keys' }))
    await expect(issuers().findKey(issuer, 'key-1')).rejects.toThrow('not an https address')
    answer = (_, response) => response.end(JSON.stringify({ issuer }))
    await expect(issuers().findKey(issuer, 'key-1')).rejects.toThrow('names no keys')
  })

  it('asks nobody over plain http unless told to', async () => {
    await expect(issuers({ allowsLoopbackHttp: false }).findKey(issuer, 'key-1')).rejects.toThrow(
      'not an https address',
    )
    expect(asked).toEqual([])
  })

  it.each(['http://example.com', 'ftp://localhost', 'https://a:b@localhost', 'nonsense'])(
    'never asks %s',
    async (address) => {
      await expect(issuers().findKey(address, 'key-1')).rejects.toThrow()
      expect(asked).toEqual([])
    },
  )
})
