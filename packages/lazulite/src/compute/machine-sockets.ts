/** The listening sockets of one machine and the connections they accepted: all of them end with the machine. */
import type { Server, Socket } from 'node:net'
import type { Log } from '../ports/log.js'

export class MachineSockets {
  readonly #servers = new Set<Server>()
  readonly #open = new Set<Socket>()
  readonly #log: Log
  #isEnding = false

  constructor(log: Log) {
    this.#log = log
  }

  /** Takes over a listening server: `hand` gets each connection that it accepts. */
  serve(server: Server, hand: (socket: Socket) => void): void {
    this.#servers.add(server)
    server.on('error', (error) => this.#log.warn({ err: error }, 'a listening socket of a machine failed'))
    server.on('connection', (socket) => {
      if (this.#isEnding) {
        socket.destroy()
        return
      }
      this.#open.add(socket)
      socket.once('close', () => this.#open.delete(socket))
      socket.on('error', () => {}) // a reset before anyone else listens; whoever serves the connection reports its own
      socket.allowHalfOpen = true // as http.Server would have it: a client may close its side and still read the answer
      socket.setNoDelay(true)
      hand(socket)
    })
  }

  /** Closes one listening socket; the connections that it accepted go on. */
  drop(server: Server): void {
    this.#servers.delete(server)
    server.close()
  }

  /** Ends the connections and refuses new ones. The listening sockets stay: while they are open the kernel keeps the namespace. */
  endConnections(): void {
    this.#isEnding = true
    for (const socket of this.#open) socket.destroy()
  }

  async close(): Promise<void> {
    this.endConnections()
    await Promise.all([...this.#servers].map((server) => new Promise<void>((done) => server.close(() => done()))))
    this.#servers.clear()
  }
}
