/** From listening to the orderly end, and certificates that change in between. */
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent } from 'node:https'
import { createServer as createTcpServer, connect as tcpConnect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openCertificateAuthority } from '../../crypto/certificate-authority.js'
import { sequentialIds } from '../../testing/sequential-ids.js'
import { silentLog } from '../../testing/silent-log.js'
import type { FrontDoor } from './front-door.js'
import { ask, authority, cleanups, clock, connect, everyone, openDoor, untilClosed } from './front-door-fixture.js'

describe('listening', () => {
  it('tells port and origin', async () => {
    const door = await openDoor(everyone)
    expect(door.origin).toBe(`https://localhost:${door.port}`)
    expect(door.addresses[0]).toBe('127.0.0.1')
  })

  it('takes localhost for both loopback addresses', async () => {
    const named = await openDoor(everyone, { host: 'localhost' })
    expect(named.addresses).toEqual((await openDoor(everyone)).addresses)
  })

  it('answers on every loopback address it says it listens on', async () => {
    const door = await openDoor(everyone)
    for (const address of door.addresses) {
      expect(await ask(door, { address, headers: { Host: `localhost:${door.port}` } })).toMatchObject({ status: 200 })
    }
  })

  it('says which port is in use and how to choose another', async () => {
    const { port } = await openDoor(everyone)
    await expect(openDoor(everyone, { port })).rejects.toMatchObject({
      name: 'FrontDoorError',
      code: 'portInUse',
      message: `port ${port} on 127.0.0.1 is in use by another program; choose another with --port N (0 = any free one)`,
    })
  })

  it('does not share a chosen port with a stranger on the other loopback address', async ({ skip }) => {
    const stranger = createTcpServer()
    cleanups.push(() => stranger.close())
    const listens = await new Promise((resolve) =>
      stranger.listen({ host: '::1', port: 0 }, () => resolve(true)).once('error', () => resolve(false)),
    )
    if (listens !== true) return skip('this machine has no ::1')
    const address = stranger.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(openDoor(everyone, { port })).rejects.toMatchObject({ code: 'portInUse' })
    // and leaves nothing listening behind
    await expect(connect({ port } as FrontDoor)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('says so when it cannot listen for another reason', async () => {
    await expect(openDoor(everyone, { host: '192.0.2.1' })).rejects.toMatchObject({
      code: 'cannotListen',
      message: 'cannot listen on 192.0.2.1 port 0: EADDRNOTAVAIL',
    })
  })
})

describe('certificates', () => {
  it('serves a renewed certificate without a restart, and open connections go on', async () => {
    let listener = () => {}
    let tls = authority.tlsOptions()
    const door = await openDoor(everyone, {
      certificates: {
        tlsOptions: () => tls,
        onRotate: (given) => {
          listener = given
          return () => {}
        },
      },
    })
    const before = await connect(door)
    const otherFolder = await mkdtemp(join(tmpdir(), 'lazulite-door-'))
    const other = await openCertificateAuthority({ folder: otherFolder, clock, ids: sequentialIds(), log: silentLog })
    cleanups.push(
      () => rm(otherFolder, { recursive: true }),
      () => other.close(),
    )
    tls = other.tlsOptions()
    listener()

    await expect(connect(door)).rejects.toThrow()
    const after = await connect(door, { ca: other.caCertificate })
    expect(after.getPeerCertificate().fingerprint256).not.toBe(before.getPeerCertificate().fingerprint256)
    await expect(
      connect(door, {
        ca: other.caCertificate,
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      }),
    ).rejects.toThrow()
    before.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    expect(await untilClosed(before)).toContain('portal GET localhost /')
  })
})

describe('close', () => {
  /** An endpoint that answers when told. */
  function slowEndpoint() {
    const arrived = Promise.withResolvers<ServerResponse>()
    return {
      arrived: arrived.promise,
      handlers: { portal: (_: IncomingMessage, r: ServerResponse) => arrived.resolve(r) },
    }
  }

  it('finishes the answers under way, then resolves', async () => {
    const { arrived, handlers } = slowEndpoint()
    const door = await openDoor(handlers)
    const agent = new Agent({ keepAlive: true })
    cleanups.push(() => agent.destroy())
    const answer = ask(door, { agent })
    const response = await arrived
    let closed = false
    const closing = door.close().then(() => {
      closed = true
    })
    await expect(ask(door)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(closed).toBe(false)
    response.end('done at last')
    expect(await answer).toMatchObject({ status: 200, headers: { connection: 'close' }, body: 'done at last' })
    await closing
  })

  it('answers a request that was on its way on a kept connection, then ends the connection', async () => {
    const door = await openDoor(everyone, { limits: { idleGrace: 3600, closeGrace: 3600 } })
    const kept = await connect(door)
    const first = new Promise((resolve) => kept.once('data', resolve))
    kept.write('GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await first
    const answer = untilClosed(kept)
    const closing = door.close()
    kept.write('GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(await answer).toMatch(/\r\nConnection: close\r\n[\s\S]*portal GET localhost \/second/)
    await closing
  })

  it('finishes a long answer that had begun', async () => {
    const { arrived, handlers } = slowEndpoint()
    const door = await openDoor(handlers, { limits: { closeGrace: 3600 } })
    const agent = new Agent({ keepAlive: true })
    cleanups.push(() => agent.destroy())
    const answer = ask(door, { agent })
    const response = await arrived
    response.write('begun, ')
    const closing = door.close()
    response.end('x'.repeat(1_000_000))
    expect((await answer).body).toBe(`begun, ${'x'.repeat(1_000_000)}`)
    await closing
  })

  it('ends idle connections without waiting for them: kept alive, silent since the handshake, or before it', async () => {
    const door = await openDoor(everyone, { limits: { closeGrace: 3600, handshakeTimeout: 3600 } })
    const agent = new Agent({ keepAlive: true })
    cleanups.push(() => agent.destroy())
    await ask(door, { agent })
    const silent = await connect(door)
    const unshaken = tcpConnect(door.port, '127.0.0.1')
    cleanups.push(() => unshaken.destroy())
    await new Promise((resolve) => unshaken.once('connect', resolve))
    await door.close()
    expect(await untilClosed(silent)).toBe('')
  })

  it('cuts what is still under way after the grace period', async () => {
    const { arrived, handlers } = slowEndpoint()
    const door = await openDoor(handlers, { limits: { closeGrace: 0.05 } })
    const cut = expect(ask(door)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await arrived
    await door.close()
    await cut
  })

  it('can be called again, also at the same time', async () => {
    const door = await openDoor(everyone)
    await Promise.all([door.close(), door.close()])
    await door.close()
  })

  it('frees the port', async () => {
    const door = await openDoor(everyone)
    await door.close()
    expect((await openDoor(everyone, { port: door.port })).port).toBe(door.port)
  })
})
