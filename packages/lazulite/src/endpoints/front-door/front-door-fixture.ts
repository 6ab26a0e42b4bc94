/**
 * For the tests of the front door: doors on any free port with a real certificate, and clients that trust nothing but
 * the cloud's own authority. Importing this file registers the clean-up of what its functions open.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Agent, request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type ConnectionOptions, type TLSSocket, connect as tlsConnect } from 'node:tls'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type CertificateAuthority, openCertificateAuthority } from '../../crypto/certificate-authority.js'
import { fakeClock } from '../../testing/fake-clock.js'
import { sequentialIds } from '../../testing/sequential-ids.js'
import { silentLog } from '../../testing/silent-log.js'
import { type EndpointHandlers, type FrontDoor, type FrontDoorOptions, openFrontDoor } from './front-door.js'

// real clients judge certificates by real time
export const clock = fakeClock(new Date().toISOString())
let folder: string
export let authority: CertificateAuthority
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lazulite-door-'))
  authority = await openCertificateAuthority({ folder, clock, ids: sequentialIds(), log: silentLog })
})
afterAll(async () => {
  await authority.close()
  await rm(folder, { recursive: true })
})

export const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

/** Each endpoint says its name and what it was asked. */
export const sayName = (name: string) => (request: IncomingMessage, response: ServerResponse) =>
  void response.end(`${name} ${request.method} ${request.headers.host} ${request.url}`)
export const everyone: EndpointHandlers = {
  arm: sayName('arm'),
  sts: sayName('sts'),
  graph: sayName('graph'),
  portal: sayName('portal'),
  ops: sayName('ops'),
}
export async function openDoor(handlers: EndpointHandlers | undefined, options: Partial<FrontDoorOptions> = {}) {
  const door = await openFrontDoor({ certificates: authority, log: silentLog, port: 0, ...options })
  cleanups.push(() => door.close())
  if (handlers !== undefined) door.serve(handlers)
  return door
}

export interface Asked {
  readonly path?: string
  readonly host?: string
  readonly headers?: Record<string, string | string[]>
  readonly method?: string
  readonly agent?: Agent
  readonly address?: string
}
export async function ask(door: FrontDoor, { path = '/', host = 'localhost', ...asked }: Asked = {}) {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  httpsRequest(
    {
      host: asked.address ?? '127.0.0.1',
      port: door.port,
      servername: host,
      ca: authority.caCertificate,
      path,
      method: asked.method ?? 'GET',
      headers: { Host: host, ...asked.headers },
      agent: asked.agent ?? false,
    },
    resolve,
  )
    .on('error', reject)
    .end()
  const response = await promise
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

/** A TLS connection for requests that no client library would send. */
export async function connect(door: FrontDoor, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = tlsConnect({
    host: '127.0.0.1',
    port: door.port,
    servername: 'localhost',
    ca: authority.caCertificate,
    ...options,
  })
  cleanups.push(() => socket.destroy())
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  return socket
}
/** Everything that is answered until the server closes the connection. */
export const untilClosed = (socket: Socket) => text(socket)
export async function sendRaw(door: FrontDoor, request: string): Promise<{ statusLine: string; body: string }> {
  const socket = await connect(door)
  socket.write(request)
  const answer = await untilClosed(socket)
  return { statusLine: answer.slice(0, answer.indexOf('\r\n')), body: answer.slice(answer.indexOf('\r\n\r\n') + 4) }
}
export const errorBody = (code: string, message: string) => JSON.stringify({ error: { code, message } })
