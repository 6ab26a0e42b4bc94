import { get } from 'node:http'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import type { RequestHandler } from './guarded-server.js'
import type { HttpLimits } from './http-limits.js'
import { type PlainHttpServer, plainHttpServer } from './plain-http-server.js'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** The server behind a listener that hands over what it accepts, as a virtual machine's does. */
async function open(handler: RequestHandler, limits?: Partial<HttpLimits>) {
  const server: PlainHttpServer = plainHttpServer(handler, limits)
  const handedOver: Socket[] = []
  const listener = createServer((socket) => {
    handedOver.push(socket)
    server.accept(socket)
  })
  cleanups.push(
    () => listener.close(),
    () => server.close(),
  )
  await new Promise<void>((resolve) => listener.listen({ host: '127.0.0.1', port: 0 }, resolve))
  const { port } = listener.address() as AddressInfo // it listens on a TCP port
  return { server, handedOver, port }
}

async function send(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}
const ask = (port: number) =>
  new Promise<string>((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, (response) => resolve(text(response))).on('error', reject)
  })

describe('plainHttpServer', () => {
  it('gives the handler the very socket that was handed over', async () => {
    const seen: Socket[] = []
    const { port, handedOver } = await open((request, response) => {
      seen.push(request.socket)
      response.end('hello')
    })
    expect(await ask(port)).toBe('hello')
    expect(seen).toEqual(handedOver)
    expect(seen[0]).toBe(handedOver[0])
  })

  it('leaves the Host header to the handler, also a missing one', async () => {
    const { port } = await open((request, response) => response.end(`host: ${request.headers.host}`))
    expect(await send(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toContain('host: undefined')
  })

  it('answers 408 to headers that never end, though it never listens itself', async () => {
    const { port } = await open((_, response) => response.end(), { headersTimeout: 0.05, checkedEvery: 0.02 })
    expect(await send(port, 'GET / HTTP/1.1\r\nHost: ')).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/)
  })

  it.each([
    ['a long target', `GET /${'a'.repeat(9000)} HTTP/1.1\r\n\r\n`, '414 URI Too Long'],
    ['too many headers', `GET / HTTP/1.1\r\n${'a: b\r\n'.repeat(101)}\r\n`, '431 Request Header Fields Too Large'],
    ['too large headers', `GET / HTTP/1.1\r\na: ${'b'.repeat(20_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
    ['no HTTP', 'hello\r\n\r\n', '400 Bad Request'],
  ])('refuses %s before the handler is asked', async (_case, request, status) => {
    const { port } = await open(() => {
      throw new Error('asked')
    })
    expect((await send(port, request)).split('\r\n')[0]).toBe(`HTTP/1.1 ${status}`)
  })

  it('finishes the answer under way when it closes, ends idle connections and takes no more', async () => {
    const arrived = Promise.withResolvers<() => void>()
    const { server, port } = await open((_, response) => arrived.resolve(() => response.end('done')), {
      closeGrace: 3600,
    })
    const idle = connect(port, '127.0.0.1')
    const idleEnded = text(idle)
    const answer = ask(port)
    const finish = await arrived.promise
    const closing = server.close()
    finish()
    expect(await answer).toBe('done')
    await closing
    await server.close()
    expect(await idleEnded.catch(() => 'reset')).toMatch(/^(reset)?$/)
    await expect(ask(port)).rejects.toThrow()
  })
})
