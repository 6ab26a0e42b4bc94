/**
 * Machines on hosts without namespaces: each is a loopback port that answers as its metadata service, and nothing else.
 *
 * Decision: the port opens when it is asked for, not when the machine starts: any local user can connect to it,
 * and nothing of a machine listens outside it unasked.
 */
import {
  type ComputeDriver,
  type GuestScriptResult,
  type VmEntry,
  type VmSpec,
  workstationId,
} from '../../ports/compute.js'
import type { DriverOptions } from '../driver-options.js'
import { KeyedQueue } from '../keyed-queue.js'
import { metadataEnvironment, trustEnvironment } from '../machine-environment.js'
import { MachineSockets } from '../machine-sockets.js'
import { openLoopbackMetadata } from '../metadata-port.js'
import { RuntimeEntries, requireVmId } from '../runtime-entries.js'

interface Machine {
  readonly id: string
  resourceId: string | undefined
  readonly sockets: MachineSockets
  /** Origin of the loopback port, once it is open. */
  origin?: string
}

export class MetadataOnlyDriver implements ComputeDriver {
  readonly kind = 'metadata-only'
  readonly #options: DriverOptions
  readonly #entries: RuntimeEntries
  readonly #machines = new Map<string, Machine>()
  readonly #queue = new KeyedQueue()
  #closing: Promise<void> | undefined

  private constructor(options: DriverOptions, entries: RuntimeEntries) {
    this.#options = options
    this.#entries = entries
  }

  /** Cleans the runtime folder of what a killed server left. */
  static async start(options: DriverOptions): Promise<MetadataOnlyDriver> {
    return new MetadataOnlyDriver(options, await RuntimeEntries.open(options.runtimeFolder))
  }

  async ensure({ vmId, resourceId }: VmSpec): Promise<void> {
    await this.#ensure(requireVmId(vmId), resourceId)
  }

  /** Without namespaces there is nothing to enter: its entry only carries the variables that make clients trust this cloud. */
  async ensureWorkstation(): Promise<VmEntry> {
    return this.#entryOf(await this.#ensure(workstationId, undefined))
  }

  remove(vmId: string): Promise<void> {
    return this.#queue.run(vmId, async () => {
      const machine = this.#machines.get(vmId)
      if (machine === undefined) return
      this.#machines.delete(vmId)
      try {
        await this.#entries.remove(vmId)
      } finally {
        await machine.sockets.close()
      }
    })
  }

  running(): readonly string[] {
    return [...this.#machines.keys()].filter((id) => id !== workstationId)
  }

  entry(vmId: string): VmEntry | undefined {
    const machine = this.#machines.get(vmId)
    return machine === undefined ? undefined : this.#entryOf(machine)
  }

  openMetadataPort(vmId: string): Promise<string> {
    return this.#queue.run(vmId, async () => {
      const machine = vmId === workstationId ? undefined : this.#machines.get(vmId)
      if (machine === undefined) throw new Error(`no virtual machine runs with id '${vmId}'`)
      if (machine.origin === undefined) {
        machine.origin = await openLoopbackMetadata({ ...this.#options, vmId, sockets: machine.sockets })
        await this.#writeEntry(machine)
      }
      return machine.origin
    })
  }

  /** There is nothing that a program could run inside of. */
  async run(): Promise<GuestScriptResult> {
    throw new Error('machines of this host are metadata services alone: no program can run inside them')
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await this.#queue.idle()
      await Promise.all([...this.#machines.keys()].map((id) => this.remove(id)))
    })()
    return this.#closing
  }

  #ensure(id: string, resourceId: string | undefined): Promise<Machine> {
    return this.#queue.run(id, async () => {
      const known = this.#machines.get(id)
      if (known !== undefined && known.resourceId === resourceId) return known
      if (this.#closing !== undefined) throw new Error('the compute driver is closed')
      const machine = known ?? { id, resourceId, sockets: new MachineSockets(this.#options.log) }
      machine.resourceId = resourceId
      await this.#writeEntry(machine)
      this.#machines.set(id, machine)
      return machine
    })
  }

  #entryOf({ origin }: Machine): VmEntry {
    const metadata = origin === undefined ? {} : metadataEnvironment(origin)
    return { driver: 'metadata-only', environment: { ...trustEnvironment(this.#options), ...metadata } }
  }

  async #writeEntry(machine: Machine): Promise<void> {
    const { id, resourceId } = machine
    const entry = this.#entryOf(machine)
    await this.#entries.write(id, { ...(resourceId === undefined ? {} : { resourceId }), entry })
  }
}
