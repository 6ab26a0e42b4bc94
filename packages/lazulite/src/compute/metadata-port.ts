/** A loopback port on the host that is one machine's metadata service: whoever connects to it is that machine. */
import { createServer } from 'node:net'
import type { GuestConnections } from '../ports/compute.js'
import type { CallerRegistry } from './caller-registry.js'
import type { MachineSockets } from './machine-sockets.js'

export interface MetadataPortOptions {
  readonly vmId: string
  readonly sockets: MachineSockets
  readonly callers: CallerRegistry
  readonly guests: GuestConnections
}

/** Resolves to the origin, `http://127.0.0.1:PORT`; the port is any free one. `sockets` owns it from then on. */
export async function openLoopbackMetadata({ vmId, sockets, callers, guests }: MetadataPortOptions): Promise<string> {
  const server = createServer()
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      server.off('error', failed)
      listening()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no TCP address') // cannot happen
  sockets.serve(server, (socket) => {
    callers.tag(socket, vmId)
    guests.metadata(socket, vmId)
  })
  return `http://127.0.0.1:${address.port}`
}
