/**
 * Machines as Linux namespaces, without root, iptables or a proxy.
 *
 * Each machine is an anchor process with its own user, mount, network and UTS namespace. Its metadata address and the
 * address behind Azure's public names exist on its own loopback interface only, and the sockets there are served by this
 * process: the socket that a connection arrives on proves which machine opened it. The host's addresses, routes and
 * files are not touched.
 */
import { availableParallelism } from 'node:os'
import {
  type ComputeDriver,
  type GuestScript,
  type GuestScriptResult,
  type ReachableMachine,
  shellTokenAddress,
  type VmEntry,
  type VmSpec,
  workstationId,
} from '../../ports/compute.js'
import { limitConcurrency } from '../concurrency-limit.js'
import type { DriverOptions } from '../driver-options.js'
import { KeyedQueue } from '../keyed-queue.js'
import { shellEnvironment, trustEnvironment, withoutProxies } from '../machine-environment.js'
import { MachineSockets } from '../machine-sockets.js'
import { openLoopbackMetadata } from '../metadata-port.js'
import { RuntimeEntries, requireVmId } from '../runtime-entries.js'
import { type Anchor, startAnchor } from './anchor.js'
import { cloudAddress, GuestFiles, metadataAddress, safeHostName } from './guest-files.js'
import { listenInside } from './listen-inside.js'
import { endProcesses } from './processes.js'
import { ReachableAddresses } from './reachable-addresses.js'
import { runScript } from './run-script.js'

export interface NetnsOptions extends DriverOptions {
  /** The front door's port: `https://localhost:<port>` answers inside machines too. Read whenever a machine starts. */
  readonly localOrigin?: { readonly port: number }
  /** A machine ended without being asked to; it is not among `running()` any more. */
  readonly onLost?: (vmId: string) => void
  /** How long programs get to end by themselves when their machine is removed; 1 000 ms unless given. */
  readonly graceMillis?: number
}

interface Machine {
  readonly id: string
  resourceId: string | undefined
  readonly anchor: Anchor
  readonly sockets: MachineSockets
  readonly entry: VmEntry
  metadataOrigin?: Promise<string>
  /** The workstations' only. */
  reachable?: ReachableAddresses
}

/** What a machine is to be; the workstation has no resource and no metadata service. */
interface MachineSpec {
  readonly id: string
  readonly computerName: string
  readonly resourceId?: string
  /** It is one user's, and has that user's token service. */
  readonly isShellHost?: true
}

const defaultGraceMillis = 1_000

export class NetnsDriver implements ComputeDriver {
  readonly kind = 'netns'
  readonly #options: NetnsOptions
  readonly #entries: RuntimeEntries
  readonly #files: GuestFiles
  readonly #machines = new Map<string, Machine>()
  readonly #queue = new KeyedQueue()
  readonly #starting = limitConcurrency(Math.max(2, availableParallelism()))
  #reachable: readonly ReachableMachine[] = []
  #closing: Promise<void> | undefined

  private constructor(options: NetnsOptions, entries: RuntimeEntries, files: GuestFiles) {
    this.#options = options
    this.#entries = entries
    this.#files = files
  }

  /** Cleans the runtime folder of what a killed server left; its machines have ended by themselves. */
  static async start(options: NetnsOptions): Promise<NetnsDriver> {
    const entries = await RuntimeEntries.open(options.runtimeFolder)
    return new NetnsDriver(options, entries, await GuestFiles.write(options.runtimeFolder, options))
  }

  async ensure({ vmId, resourceId, computerName }: VmSpec): Promise<void> {
    await this.#ensure({ id: requireVmId(vmId), resourceId, computerName })
  }

  async ensureWorkstation(): Promise<VmEntry> {
    return (await this.#ensure({ id: workstationId, computerName: workstationId })).entry
  }

  async ensureShellHost(machineId: string): Promise<VmEntry> {
    return (await this.#ensure({ id: requireVmId(machineId), computerName: 'cloudshell', isShellHost: true })).entry
  }

  async reachFromWorkstation(machines: readonly ReachableMachine[]): Promise<void> {
    this.#reachable = machines
    const workstations = [...this.#machines.values()].filter(({ reachable }) => reachable !== undefined)
    await Promise.all(
      [...new Set([workstationId, ...workstations.map(({ id }) => id)])].map((id) =>
        this.#queue.run(id, async () => this.#machines.get(id)?.reachable?.set(this.#reachable)),
      ),
    )
  }

  remove(vmId: string): Promise<void> {
    return this.#queue.run(vmId, async () => {
      const machine = this.#machines.get(vmId)
      if (machine !== undefined) await this.#end(machine, this.#options.graceMillis ?? defaultGraceMillis)
    })
  }

  running(): readonly string[] {
    return [...this.#machines.values()].flatMap(({ id, resourceId }) => (resourceId === undefined ? [] : [id]))
  }

  entry(vmId: string): VmEntry | undefined {
    return this.#machines.get(vmId)?.entry
  }

  async openMetadataPort(vmId: string): Promise<string> {
    const machine = this.#virtualMachine(vmId)
    const { sockets } = machine
    machine.metadataOrigin ??= openLoopbackMetadata({ ...this.#options, vmId, sockets })
    return machine.metadataOrigin
  }

  async run(vmId: string, script: GuestScript): Promise<GuestScriptResult> {
    return runScript(this.#virtualMachine(vmId).entry, script, { folder: this.#options.runtimeFolder })
  }

  #virtualMachine(vmId: string): Machine {
    const machine = this.#machines.get(vmId)
    if (machine?.resourceId === undefined) throw new Error(`no virtual machine runs with id '${vmId}'`)
    return machine
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      await Promise.all([...this.#machines.keys()].map((id) => this.remove(id)))
      await this.#queue.idle() // machines that were starting see that we close
      await Promise.all([...this.#machines.keys()].map((id) => this.remove(id)))
      await this.#files.remove()
    })()
    return this.#closing
  }

  #ensure(spec: MachineSpec): Promise<Machine> {
    return this.#queue.run(spec.id, async () => {
      const machine = this.#machines.get(spec.id)
      if (machine === undefined) return this.#starting(() => this.#start(spec))
      if (machine.resourceId !== spec.resourceId) {
        machine.resourceId = spec.resourceId // it was moved to another group
        await this.#writeEntry(machine)
      }
      return machine
    })
  }

  async #start(spec: MachineSpec): Promise<Machine> {
    if (this.#closing !== undefined) throw new Error('the compute driver is closed')
    const { log } = this.#options
    const startedAt = performance.now()
    const hasMetadata = spec.resourceId !== undefined
    const { mounts, done } = await this.#files.forMachine(spec.id, spec.computerName)
    const { certificateFolder } = this.#files
    const anchor = await startAnchor({
      computerName: safeHostName(spec.computerName),
      addresses: hasMetadata ? [metadataAddress, cloudAddress] : [cloudAddress],
      mounts,
      ...(certificateFolder === undefined ? {} : { certificateFolder }),
    }).finally(done)
    const sockets = new MachineSockets(log)
    const machine: Machine = {
      id: spec.id,
      resourceId: spec.resourceId,
      anchor,
      sockets,
      entry: {
        driver: 'netns',
        anchorPid: anchor.pid,
        anchorStartTime: anchor.startTime,
        environment: {
          ...trustEnvironment(this.#options),
          ...withoutProxies,
          ...(spec.isShellHost === true ? shellEnvironment : {}),
        },
      },
    }
    try {
      await this.#listen(machine, { hasMetadata, hasShellTokens: spec.isShellHost === true })
      if (!hasMetadata) await this.#reachOthers(machine)
      await this.#writeEntry(machine)
    } catch (error) {
      await this.#end(machine, 0)
      throw error
    }
    this.#machines.set(spec.id, machine)
    void anchor.ended.then((how) => this.#queue.run(spec.id, () => this.#lost(machine, how)))
    const millis = Math.round(performance.now() - startedAt)
    log.info({ vm: spec.id, resource: spec.resourceId, anchor: anchor.pid, millis }, 'machine started')
    return machine
  }

  async #listen(
    { id, anchor, sockets }: Machine,
    { hasMetadata, hasShellTokens }: { readonly hasMetadata: boolean; readonly hasShellTokens: boolean },
  ): Promise<void> {
    const { guests, callers, localOrigin } = this.#options
    const cloud = [
      { host: cloudAddress, port: 443 },
      ...(localOrigin === undefined ? [] : [{ host: '127.0.0.1', port: localOrigin.port }]),
    ]
    const metadata = hasMetadata ? [{ host: metadataAddress, port: 80 }] : []
    const shellTokens = hasShellTokens ? [shellTokenAddress] : []
    const servers = await listenInside(anchor.pid, [...cloud, ...metadata, ...shellTokens])
    servers.forEach((server, index) => {
      if (index < cloud.length) sockets.serve(server, (socket) => guests.cloud(socket))
      else {
        sockets.serve(server, (socket) => {
          callers.tag(socket, id)
          if (!hasShellTokens) guests.metadata(socket, id)
          else if (guests.shellTokens === undefined) socket.destroy()
          else guests.shellTokens(socket, id)
        })
      }
    })
  }

  async #reachOthers(workstation: Machine): Promise<void> {
    const { ssh } = this.#options.guests
    if (ssh === undefined) return
    workstation.reachable = new ReachableAddresses(workstation.anchor.pid, workstation.sockets, ssh)
    await workstation.reachable.set(this.#reachable).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'machines do not answer at their public addresses')
    })
  }

  async #writeEntry({ id, resourceId, entry }: Machine): Promise<void> {
    await this.#entries.write(id, { ...(resourceId === undefined ? {} : { resourceId }), entry })
  }

  /** The order matters: while the listening sockets are open, the kernel gives the namespace's number to no other machine. */
  async #end(machine: Machine, graceMillis: number): Promise<void> {
    const { id, anchor, sockets } = machine
    const { networkNamespace } = anchor
    this.#machines.delete(id)
    sockets.endConnections()
    try {
      await this.#entries.remove(id).catch((error: unknown) => {
        this.#options.log.error({ vm: id, err: error }, 'the description of a removed machine stays')
      })
      await endProcesses({ networkNamespace, except: [anchor.pid], graceMillis })
      await anchor.kill()
      // Whoever entered while the anchor was still there.
      const left = await endProcesses({ networkNamespace, except: [], graceMillis: 0 })
      if (left.length > 0) this.#options.log.error({ vm: id, pids: left }, 'processes of a removed machine do not end')
    } finally {
      await sockets.close()
    }
    this.#options.log.info({ vm: id }, 'machine removed')
  }

  async #lost(machine: Machine, how: string): Promise<void> {
    if (this.#machines.get(machine.id) !== machine) return // we ended it ourselves
    const { log, onLost } = this.#options
    log.error({ vm: machine.id, anchor: machine.anchor.pid, ended: how }, 'machine ended unexpectedly')
    try {
      await this.#end(machine, 0)
    } catch (error) {
      log.error({ vm: machine.id, err: error }, 'what a lost machine left could not be cleaned up')
    }
    onLost?.(machine.id)
  }
}
