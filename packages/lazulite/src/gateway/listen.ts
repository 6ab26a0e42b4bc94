/**
 * Which port a machine's SSH server gets.
 *
 * Decision: a port of its own for each machine, because `ssh -p PORT user@localhost` says nothing else about the machine it
 * means, and because clients remember host keys by host and port. So a machine keeps its port, and the port of a
 * deleted machine is given again only after all others.
 */
import { createServer, type Server } from 'node:net'

/** How many ports from the first one on are ours to use before any free one is. */
export const portsInRange = 900

/** @param first port of the range; 0: no range, any free port @param last the port given last */
export function candidatePorts(first: number, last: number | undefined, taken: ReadonlySet<number>): number[] {
  if (first === 0) return []
  const count = Math.min(portsInRange, 65_536 - first)
  const start = last === undefined || last < first || last >= first + count ? 0 : last + 1 - first
  return Array.from({ length: count }, (_, index) => first + ((start + index) % count)).filter(
    (port) => !taken.has(port),
  )
}

/** Listens on loopback at the first of `ports` that is free, else at any. @throws Error of the system */
export async function listenAtOneOf(ports: readonly number[]): Promise<{ server: Server; port: number }> {
  for (const port of [...ports, 0]) {
    const server = await listenAt(port)
    const address = server?.address()
    if (server !== undefined && typeof address === 'object' && address !== null) return { server, port: address.port }
  }
  throw new Error('no port is free')
}

/** `undefined` when the port is another program's, or not for us. */
function listenAt(port: number): Promise<Server | undefined> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') done(undefined)
      else failed(error)
    })
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      server.removeAllListeners('error')
      done(server)
    })
  })
}
