/** How much and how slowly a client may send. Waits are for what the server does, never for time to pass. */
import { connect as tcpConnect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { ask, connect, errorBody, everyone, openDoor, sendRaw, untilClosed } from './front-door-fixture.js'

describe('limits', () => {
  it.each([
    ['a target of 8 KiB', { path: `/${'a'.repeat(8191)}` }, 200],
    ['a longer target', { path: `/${'a'.repeat(8192)}` }, 414],
    ['headers of 15 KiB', { headers: { 'X-Large': 'a'.repeat(15 * 1024) } }, 200],
    ['headers of more than 16 KiB', { headers: { 'X-Large': 'a'.repeat(16 * 1024) } }, 431],
    // Host and Connection are two of the hundred
    ['100 headers', { headers: { 'X-Many': Array.from({ length: 98 }, () => 'a') } }, 200],
    ['101 headers', { headers: { 'X-Many': Array.from({ length: 99 }, () => 'a') } }, 431],
    ['1000 headers', { headers: { 'X-Many': Array.from({ length: 998 }, () => 'a') } }, 431],
  ])('answers %s with %o', async (_case, asked, status) => {
    const door = await openDoor(everyone)
    expect((await ask(door, asked)).status).toBe(status)
  })

  it('answers 408 to headers that never end', async () => {
    const door = await openDoor(everyone, { limits: { headersTimeout: 0.05, checkedEvery: 0.02 } })
    const { statusLine, body } = await sendRaw(door, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    expect(statusLine).toBe('HTTP/1.1 408 Request Timeout')
    expect(body).toBe(errorBody('RequestTimeout', 'The request did not arrive in time.'))
  })

  it('answers 408 to a body that never ends', async () => {
    const door = await openDoor(
      {
        portal: (request, response) =>
          void text(request).then(
            (body) => response.end(body),
            () => undefined,
          ),
      },
      { limits: { headersTimeout: 0.05, requestTimeout: 0.05, checkedEvery: 0.02 } },
    )
    const { statusLine } = await sendRaw(door, 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf')
    expect(statusLine).toBe('HTTP/1.1 408 Request Timeout')
  })

  it('closes a connection that never begins its handshake', async () => {
    const door = await openDoor(everyone, { limits: { handshakeTimeout: 0.05 } })
    const socket = tcpConnect(door.port, '127.0.0.1')
    expect(await untilClosed(socket)).toBe('')
  })

  it('closes an idle connection after its time', async () => {
    const door = await openDoor(everyone, { limits: { keepAliveTimeout: 0.05 } })
    const socket = await connect(door)
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(await untilClosed(socket)).toContain('portal GET localhost /')
  })

  it('closes connections beyond the limit and takes new ones when others have gone', async () => {
    const door = await openDoor(everyone, { limits: { maxConnections: 1 } })
    const first = await connect(door)
    await expect(connect(door)).rejects.toThrow()
    first.destroy()
    await expect
      .poll(() =>
        ask(door).then(
          (answer) => answer.status,
          () => 'refused',
        ),
      )
      .toBe(200)
  })

  it('speaks TLS 1.2 and later, and nothing without TLS', async () => {
    const door = await openDoor(everyone)
    expect((await connect(door, { maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2')
    expect((await connect(door)).getProtocol()).toBe('TLSv1.3')
    await expect(
      connect(door, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    ).rejects.toThrow()
    const plain = tcpConnect(door.port, '127.0.0.1')
    plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(await untilClosed(plain).catch(() => '')).not.toContain('portal')
  })
})
