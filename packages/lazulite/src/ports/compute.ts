/** Where virtual machines run. Desired state is in the store; a driver makes one machine so. */
import type { Socket } from 'node:net'

export interface VmSpec {
  /** `properties.vmId`, a lower-case GUID. */
  readonly vmId: string
  readonly resourceId: string
  /** Host name inside the machine. */
  readonly computerName: string
}

/** What a driver hands over: connections that programs inside a machine opened. The socket itself is the proof of the caller. */
export interface GuestConnections {
  /** Plain HTTP to `169.254.169.254:80` of machine `vmId`. */
  metadata(socket: Socket, vmId: string): void
  /** TLS to one of the public Azure names. */
  cloud(socket: Socket): void
  /** HTTP to the token service of a Cloud Shell, `localhost:50342` of machine `machineId`. Absent: nobody answers there. */
  shellTokens?(socket: Socket, machineId: string): void
  /** SSH from the workstation to a public address of machine `vmId`. Absent: nobody answers there. */
  ssh?(socket: Socket, vmId: string): void
}

/** How a local process gets inside: written to the runtime folder so that the CLI finds it without asking the server. */
export type VmEntry =
  | {
      readonly driver: 'netns'
      readonly anchorPid: number
      /** Field 22 of `/proc/<anchorPid>/stat` (clock ticks since boot): the pid alone may have a new owner. */
      readonly anchorStartTime: string
      readonly environment: Readonly<Record<string, string>>
    }
  | { readonly driver: 'metadata-only'; readonly environment: Readonly<Record<string, string>> }

/** A machine and one of its public addresses, `203.0.113.5`. */
export interface ReachableMachine {
  readonly address: string
  readonly vmId: string
}

/** A script to run inside a machine, as its root. */
export interface GuestScript {
  /** Its text; a first line `#!…` names its own interpreter. */
  readonly script: string
  /** What runs a script that names none. */
  readonly interpreter: 'sh' | 'pwsh'
  readonly arguments: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  /** It is ended with every process it has left when it takes longer. */
  readonly timeoutMillis: number
}

export interface GuestScriptResult {
  /** As of a shell: 127 not found, 128+n ended by signal n. */
  readonly status: number
  /** The last `guestOutputLimit` bytes of what it wrote. */
  readonly stdout: string
  readonly stderr: string
}

/** Bytes of each output that are kept (Azure keeps as many). */
export const guestOutputLimit = 4096

export interface ComputeDriver {
  readonly kind: 'netns' | 'metadata-only'
  /** Starts the machine unless it runs; resolves when programs inside it are answered. Idempotent. */
  ensure(vm: VmSpec): Promise<void>
  /** Ends the machine and every process in it. No error when there is none. */
  remove(vmId: string): Promise<void>
  /**
   * Starts (once) the machine of programs that belong to no virtual machine: Azure's public names lead to this cloud,
   * and there is no metadata service. It is not among `running()`; `remove(workstationId)` ends it.
   */
  ensureWorkstation(): Promise<VmEntry>
  /**
   * Makes port 22 of exactly these IPv4 addresses answer on the workstation, now if it runs and whenever it starts.
   * Absent where the workstation has no network of its own.
   */
  reachFromWorkstation?(machines: readonly ReachableMachine[]): Promise<void>
  /**
   * Starts (once) a workstation that belongs to one user's Cloud Shell: on its loopback alone, `guests.shellTokens`
   * answers at port 50342. `remove(machineId)` ends it. Absent where programs have no network of their own.
   */
  ensureShellHost?(machineId: string): Promise<VmEntry>
  /** Ids of the virtual machines that run. */
  running(): readonly string[]
  /** Of a virtual machine, or of `workstationId`; `undefined` when it does not run. */
  entry(vmId: string): VmEntry | undefined
  /** Opens (once) a loopback port that is this machine's metadata service; resolves to its origin, `http://127.0.0.1:PORT`. Rejects when the machine does not run. */
  openMetadataPort(vmId: string): Promise<string>
  /** Runs a script inside a running machine. Rejects when the machine does not run, or when machines of this kind run no programs (`metadata-only`). */
  run(vmId: string, script: GuestScript): Promise<GuestScriptResult>
  close(): Promise<void>
}

/** Stands in a runtime folder where a `vmId` would, for the machine of `ensureWorkstation`. */
export const workstationId = 'workstation'

/** Where Cloud Shell's token service is: MSAL for Python knows no other address. */
export const shellTokenAddress = { host: '127.0.0.1', port: 50_342 } as const

/** Who is asking the metadata service; decided by the socket, never by headers. */
export interface CallerResolver {
  vmOf(socket: Socket): string | undefined
}
