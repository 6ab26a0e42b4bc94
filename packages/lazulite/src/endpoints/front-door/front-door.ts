/**
 * The one TLS listener of the cloud: takes connections, holds them to limits and hands each request to the endpoint
 * it is for (see `choose-endpoint.ts`).
 *
 * It listens on both loopback addresses, because `localhost` means either, depending on the client. Connections that
 * virtual machines accepted in their own network join by `acceptCloudSocket`.
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Socket, Server as TcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Log } from '../../ports/log.js'
import { chooseEndpoint, type Endpoint } from './choose-endpoint.js'
import { answerPreflight, letScriptsRead } from './cross-origin.js'
import { GuardedServer, type RequestHandler, type UpgradeHandler } from './guarded-server.js'
import { defaultHttpLimits, type HttpLimits, toServerOptions } from './http-limits.js'
import { FrontDoorError, listenOn } from './listen.js'
import { misdirected, notImplemented, type Refusal, refusals, toRawResponse, writeRefusal } from './refusal.js'
import { requestAddress } from './request-address.js'
import { logAnswer } from './request-log.js'

/** Who answers; an endpoint that is left out answers 501. */
export type EndpointHandlers = { readonly [E in Endpoint]?: RequestHandler }

/** Who takes websockets; all others refuse them. */
export type UpgradeHandlers = { readonly [E in Endpoint]?: UpgradeHandler }

/** The server's certificate, which may change while running. */
export interface ServerCertificates {
  /** PEM. */
  tlsOptions(): { readonly cert: string; readonly key: string }
  onRotate(listener: () => void): () => void
}

export interface FrontDoorOptions {
  readonly certificates: ServerCertificates
  readonly log: Log
  /** Default `127.0.0.1` (also for `localhost`), and `::1` on the same port where the machine has it. Any other address is the only one. */
  readonly host?: string
  /** 0 = any free port. */
  readonly port: number
  readonly limits?: Partial<HttpLimits>
}

export interface FrontDoor {
  readonly port: number
  /** `https://localhost:{port}` */
  readonly origin: string
  /** Where it listens. */
  readonly addresses: readonly string[]
  /** Until this is called, every request is answered 503: the port is known before the endpoints are built. */
  serve(handlers: EndpointHandlers, upgrades?: UpgradeHandlers): void
  /** Serves a TCP connection that was accepted elsewhere; its first bytes are a TLS handshake. */
  acceptCloudSocket(socket: Socket): void
  /** Stops accepting, finishes the answers under way, ends idle connections. Idempotent. */
  close(): Promise<void>
}

/** @throws FrontDoorError `portInUse`, `cannotListen` */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { certificates, log } = options
  const limits = { ...defaultHttpLimits, ...options.limits }
  let handlers: EndpointHandlers | undefined
  let upgrades: UpgradeHandlers = {}

  const tlsOptions = () => ({ ...certificates.tlsOptions(), minVersion: 'TLSv1.2' as const })
  const server = createHttpsServer({
    ...toServerOptions(limits),
    ...tlsOptions(),
    handshakeTimeout: limits.handshakeTimeout * 1000,
  })
  const guarded = new GuardedServer(
    server,
    (request, response) => dispatch(request, response, handlers, log),
    limits,
    (request, socket, head) =>
      dispatchUpgrade({ request, socket, head }, handlers === undefined ? undefined : upgrades, log),
  )
  const listeners = await listenOnLoopback(server, guarded, options)
  const stopRotation = certificates.onRotate(() => server.setSecureContext(tlsOptions()))
  const { port } = server.address() as AddressInfo // it listens on a TCP port

  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    stopRotation()
    // not `server.close`: Node's would cut kept connections whose next request is on its way
    const stopped = listeners.map((listener) => new Promise((done) => TcpServer.prototype.close.call(listener, done)))
    await guarded.close()
    // ends Node's watch over slow requests; the error only says that it listens no more
    server.close(() => undefined)
    await Promise.all(stopped)
  }
  return {
    port,
    origin: `https://localhost:${port}`,
    addresses: listeners.map((listener) => (listener.address() as AddressInfo).address), // as above
    serve(given, givenUpgrades = {}) {
      handlers = given
      upgrades = givenUpgrades
    },
    acceptCloudSocket: (socket) => guarded.accept(socket),
    close() {
      closing ??= close()
      return closing
    },
  }
}

function dispatch(
  request: IncomingMessage,
  response: ServerResponse,
  handlers: EndpointHandlers | undefined,
  log: Log,
): void {
  const route = findRoute(request, handlers)
  logAnswer(log, 'refusal' in route ? 'none' : route.endpoint, { request, response })
  if ('refusal' in route) {
    if (route.refusal.status === 501) {
      log.warn({ method: request.method, path: (request.url ?? '/').split('?', 1)[0] }, 'not implemented')
    }
    writeRefusal(response, route.refusal)
    return
  }
  // an absolute-form target reads to the endpoint like any other
  request.url = route.path
  request.headers.host = route.host
  if (letScriptsRead(route.endpoint, request, response) && answerPreflight(request, response)) return
  try {
    route.handler(request, response)
  } catch (error) {
    log.error({ error, endpoint: route.endpoint }, 'endpoint failed')
    if (response.headersSent) response.destroy()
    else writeRefusal(response, refusals.crashed)
  }
}

interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  readonly head: Buffer
}

function dispatchUpgrade({ request, socket, head }: Upgrade, handlers: UpgradeHandlers | undefined, log: Log): void {
  const route = findRoute(request, handlers)
  const refuse = (refusal: Refusal): void => {
    socket.end(toRawResponse(refusal), () => socket.destroy())
  }
  socket.on('error', () => {}) // it has gone; whoever takes it over sees its end
  if ('refusal' in route) {
    refuse(route.refusal)
    return
  }
  request.url = route.path
  request.headers.host = route.host
  try {
    route.handler(request, socket, head)
  } catch (error) {
    log.error({ error, endpoint: route.endpoint }, 'endpoint failed')
    refuse(refusals.crashed)
  }
}

type Route<Handler> =
  | { readonly refusal: Refusal }
  | { readonly endpoint: Endpoint; readonly handler: Handler; readonly host: string; readonly path: string }

function findRoute<Handler>(
  request: IncomingMessage,
  handlers: { readonly [E in Endpoint]?: Handler } | undefined,
): Route<Handler> {
  const address = requestAddress(request)
  if (!address.ok) return { refusal: refusals[address.reason] }
  const { host, path } = address
  const endpoint = chooseEndpoint({ host, path })
  if (endpoint === 'misdirected') return { refusal: misdirected(host) }
  if (handlers === undefined) return { refusal: refusals.starting }
  const handler = handlers[endpoint]
  if (handler === undefined) return { refusal: notImplemented(`${request.method} ${path.replace(/\?.*$/s, '')}`) }
  return { endpoint, handler, host, path }
}

/** The TLS server listens itself; the second address has a plain listener that hands its connections over. */
async function listenOnLoopback(
  server: HttpsServer,
  guarded: GuardedServer,
  options: FrontDoorOptions,
): Promise<TcpServer[]> {
  const host = options.host === undefined || options.host === 'localhost' ? '127.0.0.1' : options.host
  await listenOn(server, host, options.port)
  if (host !== '127.0.0.1') return [server]
  const { port } = server.address() as AddressInfo // it listens on a TCP port
  const second = createTcpServer((socket) => guarded.accept(socket))
  try {
    await listenOn(second, '::1', port)
    return [server, second]
  } catch (error) {
    // Somebody else's ::1 would be answering half of what is sent to localhost. With any port, nobody asked for this one.
    if (error instanceof FrontDoorError && error.code === 'portInUse' && options.port !== 0) {
      await new Promise((done) => server.close(done))
      throw error
    }
    return [server]
  }
}
