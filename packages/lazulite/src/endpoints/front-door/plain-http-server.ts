/**
 * HTTP without TLS and without a listener of its own: connections are handed over, as those that programs inside a
 * virtual machine open to its metadata address.
 */
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { GuardedServer, type RequestHandler } from './guarded-server.js'
import { defaultHttpLimits, type HttpLimits, toServerOptions } from './http-limits.js'

export interface PlainHttpServer {
  /** Serves this connection from now on; `request.socket` is this very socket, so it can tell who is asking. */
  accept(socket: Socket): void
  /** Idempotent; answers under way are finished first. */
  close(): Promise<void>
}

/** The handler answers everything that is well-formed HTTP, whatever its Host header. */
export function plainHttpServer(handler: RequestHandler, limits?: Partial<HttpLimits>): PlainHttpServer {
  const effective = { ...defaultHttpLimits, ...limits }
  const server = createServer(toServerOptions(effective))
  const guarded = new GuardedServer(server, handler, effective)
  // Node starts its watch over slow requests on this event; a server that never listens would have none
  server.emit('listening')
  return {
    accept: (socket) => guarded.accept(socket),
    async close() {
      await guarded.close()
      // ends that watch; the error only says that the server was not listening
      server.close(() => undefined)
    },
  }
}
