/**
 * What every HTTP server here has in common: limits, neat answers to what is not HTTP, and an orderly end.
 *
 * An end means: requests that are on their way are answered, idle connections are closed a moment later, and after the
 * grace period whatever is left is cut. Connections that were upgraded count as idle: whoever took them over ends them in
 * order before. Node's own `close` waits for idle connections that never sent a request.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { HttpLimits } from './http-limits.js'
import { type Refusal, refusalOfClientError, refusals, toRawResponse, writeRefusal } from './refusal.js'

/** `IncomingMessage` and `ServerResponse` as `node:http` gives them; a Fastify instance's `routing` is one. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void

/** Takes over a connection whose client asks for another protocol; `head` is what it has sent of that already. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/** Serves `handler` on a server made with `toServerOptions(limits)` and owns the server's connections. */
export class GuardedServer {
  readonly #server: Server | HttpsServer
  readonly #limits: HttpLimits
  /** As the network gave them, also those that never finish a TLS handshake. */
  readonly #connections = new Set<Socket>()
  readonly #handedOver = new Set<Socket>()
  /** Connections that speak HTTP, each with its answers under way. */
  readonly #underWay = new Map<Duplex, Set<ServerResponse>>()
  #whenIdle: (() => void) | undefined
  #closing: Promise<void> | undefined
  /** While closing: connections without a request are ended from now on. */
  #hasEndedIdle = false

  /** @param upgrade  without it, requests for another protocol are answered like any other */
  constructor(server: Server | HttpsServer, handler: RequestHandler, limits: HttpLimits, upgrade?: UpgradeHandler) {
    this.#server = server
    this.#limits = limits
    server.maxConnections = limits.maxConnections
    // Node would leave headers beyond a number out silently; they are counted below instead, and bounded by their bytes
    server.maxHeadersCount = 0
    server.on('connection', (socket: Socket) => {
      this.#connections.add(socket)
      socket.on('close', () => this.#connections.delete(socket))
    })
    const isTls = server instanceof HttpsServer
    server.on(isTls ? 'secureConnection' : 'connection', (socket: Socket) => this.#beginHttp(socket))
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#follow(request, response)
      if (request.rawHeaders.length > limits.maxHeaders * 2) writeRefusal(response, refusals.headersTooLarge)
      else if ((request.url ?? '').length > limits.maxUrlLength) writeRefusal(response, refusals.urlTooLong)
      else handler(request, response)
    })
    if (upgrade !== undefined) {
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        const refusal = this.#refusalOfUpgrade(request)
        if (refusal === undefined) upgrade(request, socket, head)
        else socket.end(toRawResponse(refusal), () => socket.destroy())
      })
    }
    server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#refuse(error, socket))
  }

  /**
   * Serves a connection that was accepted elsewhere, for example in the network namespace of a virtual machine.
   * Connections beyond the limit, or after `close`, are ended at once.
   */
  accept(socket: Socket): void {
    if (this.#closing !== undefined || this.#handedOver.size >= this.#limits.maxConnections) {
      socket.destroy()
      return
    }
    this.#handedOver.add(socket)
    socket.on('close', () => this.#handedOver.delete(socket))
    socket.setNoDelay(true)
    this.#server.emit('connection', socket)
  }

  /** Idempotent; resolves when every connection is gone. The listening sockets are the caller's to stop first. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    const { promise: idle, resolve } = Promise.withResolvers<void>()
    const bound = setTimeout(resolve, this.#limits.closeGrace * 1000)
    const patience = setTimeout(() => this.#endIdle(), this.#limits.idleGrace * 1000)
    this.#whenIdle = resolve
    for (const responses of this.#underWay.values()) {
      for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close')
    }
    if (this.#underWay.size === 0) resolve()
    await idle
    clearTimeout(bound)
    clearTimeout(patience)
    const gone = [...this.#connections].map((socket) => new Promise((done) => socket.once('close', done)))
    for (const socket of this.#underWay.keys()) socket.destroy()
    for (const socket of this.#connections) socket.destroy()
    await Promise.all(gone)
  }

  #refusalOfUpgrade({ method, url = '', headers, rawHeaders }: IncomingMessage): Refusal | undefined {
    if (rawHeaders.length > this.#limits.maxHeaders * 2) return refusals.headersTooLarge
    if (url.length > this.#limits.maxUrlLength) return refusals.urlTooLong
    if (this.#closing !== undefined) return refusals.starting
    return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' ? undefined : refusals.badUpgrade
  }

  #endIdle(): void {
    this.#hasEndedIdle = true
    for (const [socket, responses] of this.#underWay) if (responses.size === 0) endSoon(socket)
  }

  #beginHttp(socket: Socket): void {
    if (this.#closing !== undefined) {
      socket.destroy()
      return
    }
    this.#underWay.set(socket, new Set())
    socket.on('close', () => {
      this.#underWay.delete(socket)
      if (this.#underWay.size === 0) this.#whenIdle?.()
    })
  }

  #follow(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const responses = this.#underWay.get(socket)
    responses?.add(response)
    if (this.#closing !== undefined) response.setHeader('Connection', 'close')
    response.on('close', () => {
      responses?.delete(response)
      if (this.#closing === undefined || responses?.size !== 0) return
      // a client that was not told to leave may have sent its next request already
      if (this.#hasEndedIdle || response.getHeader('connection') === 'close') endSoon(socket)
    })
  }

  #refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
    const responses = this.#underWay.get(socket)
    // a failed TLS handshake comes here too: nothing can be said to a client without a connection
    const canAnswer = responses !== undefined && ![...responses].some((response) => response.headersSent)
    if (error.code === 'ECONNRESET' || !socket.writable || !canAnswer) {
      socket.destroy()
      return
    }
    socket.end(toRawResponse(refusalOfClientError(error.code)), () => socket.destroy())
  }
}

/** Lets what was written go out, then closes without waiting for the other side. */
function endSoon(socket: Duplex): void {
  if (socket.destroyed) return
  if (socket.writableFinished) socket.destroy()
  else socket.end(() => socket.destroy())
}
