/**
 * SSH into virtual machines: a server on a loopback port for each that runs.
 *
 * Decision: the library is read with the first connection, not at start; until then a machine's server is a listening socket.
 */
import type { Server, Socket } from 'node:net'
import type { Server as SshServer } from 'ssh2'
import { fingerprintOf } from '../crypto/openssh-keys.js'
import { type AdminCredentials, adminCredentialsOf } from '../domain/compute/admin-credentials.js'
import { machineTypes } from '../domain/compute/machine-types.js'
import { textAt } from '../domain/json.js'
import type { Clock } from '../ports/clock.js'
import type { VmSpec } from '../ports/compute.js'
import type { Log } from '../ports/log.js'
import type { MachinePrograms, RunningProgram } from '../ports/machine-programs.js'
import type { Passwords } from '../ports/passwords.js'
import type { AuditEvent, ResourceReader } from '../ports/store.js'
import type { MachineShells, OpenShell, ShellRequest } from '../ports/terminals.js'
import { type OpenConnection, serveConnection } from './connection.js'
import { hangUp } from './hang-up.js'
import { createJudge, type JudgeSignIn } from './judge-sign-in.js'
import { candidatePorts, listenAtOneOf } from './listen.js'
import { greeting, type Login, shellProgram } from './login.js'
import { type HostKeys, MachineFolders } from './machine-folders.js'

export interface SshGatewayOptions {
  /** Holds a folder for each machine. */
  readonly machinesFolder: string
  /** First of the ports to use; 0: any free ones. */
  readonly firstPort: number
  readonly programs: MachinePrograms
  /** Whether programs run inside namespaces, or only on the host with a machine's variables. */
  readonly entersMachines: boolean
  readonly resources: Pick<ResourceReader, 'get' | 'list'>
  readonly passwords: Passwords
  readonly audit: (event: AuditEvent) => void
  readonly clock: Clock
  readonly log: Log
}

interface OpenMachine {
  vm: VmSpec
  readonly server: Server
  readonly port: number
  readonly keys: HostKeys
  readonly sockets: Set<Socket>
  readonly connections: Set<OpenConnection>
  /** Those that nobody reached by SSH. */
  readonly shells: Set<RunningProgram>
  ssh?: Promise<SshServer>
}

/** Connections of which nobody knows yet whose they are; as sshd_config(5) MaxStartups begins to refuse. */
const mostWaiting = 10
/** How long a client may take to read the last words, milliseconds. */
const lastWordsMillis = 500
const ident = 'Lazulite'
/** Who signs in to a machine from a specialised disk, whose accounts are not known. */
const unknownUser = 'azureuser'

export class SshGateway implements MachineShells {
  readonly #options: SshGatewayOptions
  readonly #folders: MachineFolders
  readonly #judge: JudgeSignIn
  readonly #machines = new Map<string, OpenMachine>()
  /** Machines open one after the other: they choose from the same ports. */
  #opening: Promise<unknown> = Promise.resolve()
  #known: Map<string, number> | undefined
  #lastPort: number | undefined
  #isClosed = false

  constructor(options: SshGatewayOptions) {
    this.#options = options
    this.#folders = new MachineFolders(options.machinesFolder)
    this.#judge = createJudge(options.passwords)
  }

  /** Lets clients in, at the port that the machine had before if it is free. Idempotent. @throws file system and network errors */
  async open(vm: VmSpec): Promise<void> {
    const keys = await this.#folders.hostKeys(vm.vmId)
    const opened = this.#opening.then(() => this.#open(vm, keys))
    this.#opening = opened.catch(() => {})
    await opened
  }

  /** Serves a connection that came to the machine some other way than by its port. */
  serve(vmId: string, socket: Socket): void {
    const machine = this.#machines.get(vmId)
    if (machine === undefined) socket.destroy()
    else this.#accept(machine, socket)
  }

  async openShell(vmId: string, { terminal, client }: ShellRequest): Promise<OpenShell> {
    const machine = this.#machines.get(vmId)
    if (machine === undefined) throw new Error('the machine does not run')
    const credentials = await this.#credentials(machine.vm)
    const login = await this.#login(machine, credentials?.adminUsername ?? unknownUser, client)
    const program = await this.#options.programs.start(shellProgram(login, { variables: new Map(), terminal }))
    machine.shells.add(program)
    void program.ended.then(() => machine.shells.delete(program))
    if (this.#machines.get(vmId) !== machine) await hangUp(program) // it has been stopped meanwhile
    return { program, greeting: greeting(login) }
  }

  /** The port of a machine that runs. */
  portOf(vmId: string): number | undefined {
    return this.#machines.get(vmId)?.port
  }

  /** Ends the machine's sessions and its server. Never rejects. */
  async close(vmId: string): Promise<void> {
    await this.#opening
    const machine = this.#machines.get(vmId)
    if (machine === undefined) return
    this.#machines.delete(vmId)
    const closed = new Promise<void>((done) => machine.server.close(() => done()))
    await Promise.all([
      ...[...machine.connections].map((connection) => connection.end()),
      ...[...machine.shells].map(hangUp),
    ])
    for (const socket of machine.sockets) socket.destroySoon()
    const tooSlow = setTimeout(() => machine.sockets.forEach((socket) => void socket.destroy()), lastWordsMillis)
    await closed
    clearTimeout(tooSlow)
  }

  /** Ends everything; nothing opens afterwards. */
  async closeAll(): Promise<void> {
    this.#isClosed = true
    await this.#opening
    await Promise.all([...this.#machines.keys()].map((vmId) => this.close(vmId)))
  }

  /** Removes what deleted machines left: keys and home folders. */
  async sweep(): Promise<void> {
    await this.#folders.sweep([...this.#machines.keys()], async () => {
      const { resources } = this.#options
      const ofEachType = await Promise.all(machineTypes.map((type) => resources.list({ scope: '/', type })))
      return new Set(ofEachType.flat().map(({ body }) => textAt(body, 'vmId') ?? ''))
    })
  }

  async #open(vm: VmSpec, keys: HostKeys): Promise<void> {
    if (this.#isClosed) return
    const open = this.#machines.get(vm.vmId)
    if (open !== undefined) {
      open.vm = vm // it was moved to another group
      return
    }
    const { server, port } = await listenAtOneOf(await this.#ports(vm.vmId))
    const machine: OpenMachine = {
      vm,
      server,
      port,
      keys,
      sockets: new Set(),
      connections: new Set(),
      shells: new Set(),
    }
    try {
      if (keys.areNew || this.#known?.get(vm.vmId) !== port) await this.#folders.savePort(vm.vmId, port, keys)
    } catch (error) {
      server.close()
      throw error
    }
    this.#known?.set(vm.vmId, port)
    this.#lastPort = port
    server.on('error', (error) => this.#options.log.warn({ vm: vm.vmId, err: error }, 'an SSH server failed'))
    server.on('connection', (socket) => this.#accept(machine, socket))
    this.#machines.set(vm.vmId, machine)
    this.#options.log.debug({ vm: vm.vmId, port }, 'ssh port open')
  }

  async #ports(vmId: string): Promise<number[]> {
    this.#known ??= await this.#folders.ports()
    const { firstPort } = this.#options
    const own = this.#known.get(vmId)
    this.#lastPort ??= Math.max(0, ...this.#known.values())
    const others = new Set([...this.#known].flatMap(([id, port]) => (id === vmId ? [] : [port])))
    return [...(own === undefined ? [] : [own]), ...candidatePorts(firstPort, this.#lastPort, others)]
  }

  #accept(machine: OpenMachine, socket: Socket): void {
    const { sockets, connections, vm } = machine
    socket.on('error', () => {}) // a reset before the library listens
    const signedIn = [...connections].filter((connection) => connection.isSignedIn()).length
    if (sockets.size - signedIn >= mostWaiting) {
      socket.destroy()
      return
    }
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    machine.ssh ??= this.#sshServer(machine)
    machine.ssh.then(
      (ssh) => ssh.injectSocket(socket),
      (cause: unknown) => {
        this.#options.log.error({ vm: vm.vmId, err: cause }, 'SSH is not available')
        socket.destroy()
      },
    )
  }

  async #sshServer(machine: OpenMachine): Promise<SshServer> {
    const { Server, utils } = (await import('ssh2')).default
    const server = new Server({ hostKeys: [...machine.keys.privateKeys], ident })
    server.on('connection', (client, info) => {
      const connection = serveConnection(client, {
        ...{ vmId: machine.vm.vmId, info, judge: this.#judge, parseKey: utils.parseKey, fingerprintOf },
        ...{ programs: this.#options.programs, log: this.#options.log },
        credentials: () => this.#credentials(machine.vm),
        login: (user) => this.#login(machine, user, `${info.ip} ${info.port}`),
        audit: (kind, facts) =>
          this.#options.audit({
            ...{ time: this.#options.clock.nowMillis(), kind, subject: machine.vm.resourceId, facts },
          }),
      })
      machine.connections.add(connection)
      client.on('close', () => machine.connections.delete(connection))
    })
    return server
  }

  async #credentials({ resourceId, vmId }: VmSpec): Promise<AdminCredentials | undefined> {
    const resource = await this.#options.resources.get(resourceId)
    return resource?.body.vmId === vmId ? adminCredentialsOf(resource) : undefined
  }

  async #login({ vm, port }: OpenMachine, user: string, client: string): Promise<Login> {
    const { vmId, resourceId, computerName } = vm
    const resource = await this.#options.resources.get(resourceId)
    return {
      ...{ user, vmId, computerName, client },
      machineName: resource?.name ?? computerName,
      isWindows: textAt(resource?.body, 'properties', 'storageProfile', 'osDisk', 'osType') === 'Windows',
      isInside: this.#options.entersMachines,
      home: await this.#folders.home(vmId, { user, computerName }),
      server: `127.0.0.1 ${port}`,
    }
  }
}
