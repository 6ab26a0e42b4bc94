/**
 * Which machine opened a connection.
 *
 * A driver notes the machine when it accepts the connection on a socket that only this machine can reach.
 * Addresses and headers are never asked: any program could claim them.
 */
import type { Socket } from 'node:net'
import type { CallerResolver } from '../ports/compute.js'

export class CallerRegistry implements CallerResolver {
  readonly #machines = new WeakMap<Socket, string>()

  tag(socket: Socket, vmId: string): void {
    this.#machines.set(socket, vmId)
  }

  vmOf(socket: Socket): string | undefined {
    return this.#machines.get(socket)
  }
}
