/**
 * Other machines' addresses on the workstation's own loopback interface, with this process behind port 22.
 *
 * The workstation reaches nothing outside itself, so an address that it has is in nobody's way.
 */
import { execFile } from 'node:child_process'
import { isIPv4, type Server, type Socket } from 'node:net'
import { promisify } from 'node:util'
import type { ReachableMachine } from '../../ports/compute.js'
import type { MachineSockets } from '../machine-sockets.js'
import { findExecutable, systemPath } from './executables.js'
import { cloudAddress, metadataAddress } from './guest-files.js'
import { listenInside } from './listen-inside.js'

const sshPort = 22
const commandMillis = 5_000

/** Arguments: pairs of `add` or `del` and address. One that is there, or is not, already is as it should be. */
const script = 'while [ $# -gt 0 ]; do ip addr "$1" "$2/32" dev lo || :; shift 2; done'

export class ReachableAddresses {
  readonly #anchorPid: number
  readonly #sockets: MachineSockets
  readonly #hand: (socket: Socket, vmId: string) => void
  readonly #servers = new Map<string, Server>()
  /** Which machine an address belongs to now. */
  #machines: ReadonlyMap<string, string> = new Map()

  constructor(anchorPid: number, sockets: MachineSockets, hand: (socket: Socket, vmId: string) => void) {
    this.#anchorPid = anchorPid
    this.#sockets = sockets
    this.#hand = hand
  }

  /** Makes exactly these addresses answer. One call at a time. @throws Error when the namespace refuses */
  async set(wanted: readonly ReachableMachine[]): Promise<void> {
    this.#machines = new Map(
      wanted.filter(({ address }) => isForeign(address)).map(({ address, vmId }) => [address, vmId]),
    )
    const added = [...this.#machines.keys()].filter((address) => !this.#servers.has(address))
    const removed = [...this.#servers.keys()].filter((address) => !this.#machines.has(address))
    if (added.length + removed.length === 0) return
    for (const address of removed) {
      const server = this.#servers.get(address)
      this.#servers.delete(address)
      if (server !== undefined) this.#sockets.drop(server)
    }
    await this.#changeAddresses([
      ...removed.flatMap((address) => ['del', address]),
      ...added.flatMap((address) => ['add', address]),
    ])
    if (added.length === 0) return
    const servers = await listenInside(
      this.#anchorPid,
      added.map((host) => ({ host, port: sshPort })),
    )
    added.forEach((address, index) => {
      const server = servers[index]
      if (server === undefined) return
      this.#servers.set(address, server)
      this.#sockets.serve(server, (socket) => {
        const vmId = this.#machines.get(address)
        if (vmId === undefined) socket.destroy()
        else this.#hand(socket, vmId)
      })
    })
  }

  async #changeAddresses(changes: readonly string[]): Promise<void> {
    const join = ['-t', String(this.#anchorPid), '-U', '-n', '--preserve-credentials', '--']
    await promisify(execFile)(
      findExecutable('nsenter') ?? 'nsenter',
      [...join, 'sh', '-c', script, 'lazulite', ...changes],
      { cwd: '/', env: { PATH: systemPath(), LC_ALL: 'C' }, timeout: commandMillis },
    )
  }
}

/** IPv4, and none that the workstation needs for itself. */
const isForeign = (address: string): boolean =>
  isIPv4(address) &&
  !/^(0|127|22[4-9]|2[3-5]\d)\./.test(address) &&
  address !== cloudAddress &&
  address !== metadataAddress
