/**
 * The composition root: the only place where adapters meet ports.
 *
 * The order is the order of need: folder and lock, store, keys and certificates side by side, then the listener (whose
 * port the machines must know), then the endpoints; machines start in the background, after the server is ready.
 */

import { basename, dirname, join, resolve } from 'node:path'
import { createCloud } from './cloud.js'
import { CallerRegistry } from './compute/caller-registry.js'
import { detectCompute } from './compute/detect.js'
import { createMachinePrograms, machinePath } from './compute/machine-programs.js'
import { MetadataOnlyDriver } from './compute/metadata-only/driver.js'
import { NetnsDriver } from './compute/netns/driver.js'
import { findExecutable } from './compute/netns/executables.js'
import { type Credentials, newCredentials, readCredentials, writeCredentials } from './config/credentials.js'
import { type DataFolder, openDataFolder } from './config/data-folder.js'
import { isLoopback } from './config/load-config.js'
import type { Config } from './config/schema.js'
import { assertions } from './crypto/assertion-signatures.js'
import { writeCaBundle } from './crypto/ca-bundle.js'
import { openCertificateAuthority } from './crypto/certificate-authority.js'
import { externalIssuers } from './crypto/external-issuers.js'
import { openKeyRing } from './crypto/key-ring.js'
import { defaultKeySchedule, type KeySchedule } from './crypto/key-schedule.js'
import { hashPassword, verifyPassword } from './crypto/password-hash.js'
import { openFrontDoor } from './endpoints/front-door/front-door.js'
import { plainHttpServer } from './endpoints/front-door/plain-http-server.js'
import { logAnswer } from './endpoints/front-door/request-log.js'
import { createPortalEndpoint } from './endpoints/portal/portal-endpoint.js'
import { CloudShellHost } from './gateway/cloud-shell-host.js'
import { hangUp } from './gateway/hang-up.js'
import { SshGateway } from './gateway/ssh-gateway.js'
import { withSsh } from './gateway/with-ssh.js'
import { createLog } from './log.js'
import { movableClock } from './movable-clock.js'
import {
  describeUnenforced,
  listUnenforced,
  listUnknownStartNames,
  setStartModes,
} from './operations/access/access-modes.js'
import { changeMemoryFor } from './operations/access/change-memory.js'
import { addMissingPublicClients, bootstrapTenant } from './operations/bootstrap-tenant.js'
import { readClockLead } from './operations/move-clock.js'
import { reachMachines } from './operations/reach-machines.js'
import { replaceCredentials } from './operations/replace-credentials.js'
import type { Clock } from './ports/clock.js'
import type { ComputeDriver, GuestConnections } from './ports/compute.js'
import type { Log } from './ports/log.js'
import type { Store } from './ports/store.js'
import { randomIds } from './random-ids.js'
import type { RunningServer } from './server.js'
import { acquireDataFolderLock } from './stores/data-folder-lock.js'
import { openSqliteStore } from './stores/sqlite-handle/open-sqlite-store.js'
import { systemClock } from './system-clock.js'
import { version } from './version.js'

const ids = randomIds
/** Beside the chunks of the built product; a server that runs from its sources has no portal. */
const portalFolder = join(import.meta.dirname, '../portal')

/** Everything opened so far, closed in reverse; so that a failing start leaves nothing behind. */
class Closers {
  readonly #closers: (() => Promise<unknown> | unknown)[] = []
  add(close: () => Promise<unknown> | unknown): void {
    this.#closers.push(close)
  }
  async close(): Promise<void> {
    for (;;) {
      const close = this.#closers.pop()
      if (close === undefined) return
      await close()
    }
  }
}

/** @throws Error with a `code` (`inUse`, `portInUse`, `readOnly`, `newerDatabase` …) and a one-line message */
export async function startServer(config: Config): Promise<RunningServer> {
  const closers = new Closers()
  try {
    return await start(config, closers)
  } catch (error) {
    await closers.close()
    throw error
  }
}

async function start(config: Config, closers: Closers): Promise<RunningServer> {
  const log = createLog(config)
  const clock = movableClock(systemClock)
  const { folder, warnings } = openDataFolder(config.data)
  const lock = acquireDataFolderLock(folder.path)
  closers.add(() => lock.release())
  const changeMemory = changeMemoryFor(config, clock)
  const store = await openSqliteStore({
    file: config.memory ? ':memory:' : folder.databaseFile,
    ...(changeMemory === undefined ? {} : { changeMemory }),
  })
  closers.add(() => store.close())
  clock.advance((await readClockLead(store.read)) / 1000)
  const detecting = config.computeDriver === 'auto' ? detectCompute() : undefined

  const credentials = await prepareTenant(config, { store, folder, log, clock })
  await addMissingPublicClients({ store, clock, ids })
  await setStartModes(store, { audit: namesIn(config.accessAudit), off: namesIn(config.accessOff) })
  const [authority, keyRing, support] = await Promise.all([
    // Clients judge certificates by the host's time, wherever the cloud's is.
    openCertificateAuthority({ folder: folder.path, clock: systemClock, ids, log }),
    openKeyRing({ store, clock, ids, log, schedule: keyScheduleFor(config) }),
    detecting,
  ])
  closers.add(() => authority.close())
  closers.add(() => keyRing.close())
  const writeBundle = () => writeCaBundle({ caCertificate: authority.caCertificate, file: folder.caBundleFile })
  await writeBundle()
  authority.onRotate(() => {
    writeBundle().catch((cause: unknown) => log.error({ err: cause }, 'bundle of certificate authorities not written'))
  })

  const frontDoor = await openFrontDoor({ certificates: authority, log, host: config.host, port: config.port })
  closers.add(() => frontDoor.close())
  const callers = new CallerRegistry()
  const metadataServer = plainHttpServer((request, response) => {
    logAnswer(log, 'imds', { request, response })
    cloud.imds.routing(request, response)
  })
  closers.add(() => metadataServer.close())
  const shellTokenServer = plainHttpServer((request, response) => {
    logAnswer(log, 'cloudshell', { request, response })
    cloud.shellTokens?.routing(request, response)
  })
  closers.add(() => shellTokenServer.close())
  const driverKind = config.computeDriver === 'auto' ? (support?.driver ?? 'metadata-only') : config.computeDriver
  const bareDriver = await openDriver(driverKind, {
    folder,
    callers,
    log,
    port: frontDoor.port,
    onLost: (vmId) => void gateway.close(vmId).then(() => cloud.background.wake()),
    guests: {
      metadata: (socket) => metadataServer.accept(socket),
      cloud: (socket) => frontDoor.acceptCloudSocket(socket),
      ssh: (socket, vmId) => gateway.serve(vmId, socket),
      shellTokens: (socket) => shellTokenServer.accept(socket),
    },
  })
  /** For programs of machines that cannot be entered: the documented settings that lead here, as `lazulite exec` sets them. */
  const hostSettings = async () => {
    if (bareDriver.kind === 'netns') return {}
    const { hostEnvironment } = await import('./cli/environment/host-environment.js')
    const { origin } = frontDoor
    return hostEnvironment({
      origin,
      credentials,
      files: folder,
      caCertificate: authority.caCertificateFile,
      present: {},
    })
  }
  const programs = createMachinePrograms(bareDriver, hostSettings)
  const gateway = new SshGateway({
    machinesFolder: folder.machinesFolder,
    firstPort: config.sshPort,
    programs,
    entersMachines: bareDriver.kind === 'netns',
    resources: store.read.resources,
    passwords: { hash: hashPassword, verify: verifyPassword },
    audit: (event) => cloud.ports.audit(event),
    ...{ clock, log },
  })
  const driver = withSsh(bareDriver, gateway, log)
  closers.add(() => driver.close())

  const azureCli = findAzureCli()
  const cloudShells = new CloudShellHost({
    ...{ driver, programs, path: machinePath() },
    folder: folder.cloudShellFolder,
    dataFolder: config.data,
    lazulite: [process.execPath, join(import.meta.dirname, '../lazulite.js')],
    ...(azureCli === undefined ? {} : { azureCli }),
    prepare: () => reachMachines(store.read, driver),
    isExposed: !isLoopback(config.host),
  })

  const startedAt = Date.now()
  const cloud = createCloud({
    ...{ store, clock, ids, keyRing, log, driver, callers },
    jobs: [{ name: 'folders of deleted machines', run: () => gateway.sweep().then(() => 'done' as const) }],
    passwords: { hash: hashPassword, verify: verifyPassword },
    shells: { machines: gateway, cloudShells, hangUp },
    assertions,
    issuers: externalIssuers({ clock, allowsLoopbackHttp: config.allowHttpIssuers }),
    rules: {
      managedIdentityTokenLifetime: config.managedIdentityTokenLifetime,
      applicationTokenLifetime: config.applicationTokenLifetime,
      rolePropagationDelay: config.rolePropagationDelay,
      groupMembershipDelay: config.groupMembershipDelay,
    },
    ...(config.allowControls ? { movableClock: clock } : {}),
    operatorClientId: credentials.operator.clientId,
    administrator: credentials.admin.userPrincipalName,
    health: () => ({
      status: 'ok',
      version,
      tenantId: credentials.tenantId,
      subscriptionId: credentials.subscriptionId,
      computeDriver: driver.kind,
      database: store.description,
      uptimeSeconds: Math.floor((Date.now() - startedAt) / 1000),
    }),
    ownHosts: () => [`localhost:${frontDoor.port}`, `127.0.0.1:${frontDoor.port}`, `[::1]:${frontDoor.port}`],
  })
  closers.add(() => cloud.close())
  const portal = createPortalEndpoint({ folder: portalFolder, log })
  closers.add(() => portal.close())
  await portal.ready()
  // What is in flight is answered before anything it needs goes away.
  closers.add(() => Promise.all([frontDoor.close(), metadataServer.close(), shellTokenServer.close()]))
  closers.add(() => cloud.endStreams())
  await cloud.ready()
  const { terminals } = cloud
  frontDoor.serve(
    {
      arm: (request, response) => cloud.arm.routing(request, response),
      sts: (request, response) => cloud.sts.routing(request, response),
      graph: (request, response) => cloud.graph.routing(request, response),
      ops: (request, response) => cloud.ops.routing(request, response),
      portal: (request, response) => portal.routing(request, response),
      ...(terminals === undefined
        ? {}
        : { terminals: (request, response) => terminals.http.routing(request, response) }),
    },
    terminals === undefined ? {} : { terminals: (...upgrade) => terminals.upgrade(...upgrade) },
  )
  cloud.background.wake()

  const unenforced = await listUnenforced(store.read)
  const unknownNames = await listUnknownStartNames(store.read)
  let closing: Promise<void> | undefined
  return {
    unenforced,
    origin: frontDoor.origin,
    pid: process.pid,
    startupMs: Math.round(performance.now()),
    caCertificateFile: authority.caCertificateFile,
    computeDriver: driver.kind,
    database: store.description,
    warnings: [
      ...warnings,
      ...unenforced.map(describeUnenforced),
      ...unknownNames.map(({ name, mode }) => `--access-${mode} names nobody yet: ${name}`),
      ...(clock.lead() === 0
        ? []
        : [`the cloud's clock is ${clock.lead() / 1000} s ahead of this machine's: it was moved in an earlier run`]),
      ...(support?.driver === 'metadata-only'
        ? [`machines are metadata ports only: ${support.reason}; ${support.remedy}`]
        : []),
    ],
    close() {
      closing ??= closers.close()
      return closing
    },
  }
}

/**
 * Tenant, subscription, administrator and operator: made at first start, left alone afterwards. When the credentials
 * file is gone or damaged later, both get new credentials (see docs/decisions/0013).
 */
async function prepareTenant(
  config: Config,
  parts: { readonly store: Store; readonly folder: DataFolder; readonly log: Log; readonly clock: Clock },
): Promise<Credentials> {
  const { store, folder, log, clock } = parts
  const tenant = await store.read.tenants.get()
  const known = readCredentials(folder)
  if (tenant !== undefined && known !== undefined) return known
  const credentials = newCredentials(config)
  const { admin, operator } = credentials
  const [administratorPassword, operatorSecret] = await Promise.all([
    hashed(admin.password),
    hashed(operator.clientSecret),
  ])
  if (tenant !== undefined) {
    // The directory first: a start that is cut short here finds no file next time, and replaces both again.
    const made = await replaceCredentials({ store, clock, ids }, { administratorPassword, operatorSecret })
    const { tenantId, subscriptionId, administrator } = made
    const replaced: Credentials = {
      ...{ tenantId, subscriptionId },
      admin: { ...admin, userPrincipalName: administrator.userPrincipalName },
      operator: { ...operator, clientId: made.operator.clientId },
    }
    writeCredentials(folder, replaced)
    log.warn({ file: folder.credentialsFile }, 'credentials file was missing or damaged: new credentials were set')
    return replaced
  }
  // The file first: a start that is cut short here finds no tenant next time and makes both anew.
  writeCredentials(folder, credentials)
  await bootstrapTenant(
    { store, clock, ids },
    {
      administratorPassword,
      operatorSecret,
      tenantId: credentials.tenantId,
      subscriptionId: credentials.subscriptionId,
      defaultDomain: config.tenantDomain,
      operatorClientId: operator.clientId,
    },
  )
  return credentials
}

/** `AZURE_CLI`, else the first `az` on the path: for Cloud Shell. */
function findAzureCli(): string | undefined {
  const named = process.env.AZURE_CLI
  if (named === undefined || named === '') return findExecutable('az', machinePath())
  const file = resolve(named)
  return findExecutable(basename(file), dirname(file))
}

/** `a, b` */
const namesIn = (list: string | undefined): string[] => list?.split(',').map((name) => name.trim()) ?? []

/** Retired keys stay published until the longest-lived token they may have signed has ended. */
const keyScheduleFor = (config: Config): KeySchedule => ({
  ...defaultKeySchedule,
  longestTokenLifetime: Math.max(
    defaultKeySchedule.longestTokenLifetime,
    config.managedIdentityTokenLifetime,
    config.applicationTokenLifetime,
  ),
})

/** The hint is what Azure shows of a secret: its first characters. */
const hashed = async (secret: string) => ({ hash: await hashPassword(secret), hint: secret.slice(0, 3) })

async function openDriver(
  kind: ComputeDriver['kind'],
  parts: {
    readonly folder: DataFolder
    readonly callers: CallerRegistry
    readonly log: Log
    readonly port: number
    readonly guests: GuestConnections
    readonly onLost: (vmId: string) => void
  },
): Promise<ComputeDriver> {
  const { folder, callers, guests, log, port, onLost } = parts
  const { caCertificateFile, caBundleFile, runFolder: runtimeFolder } = folder
  const options = { caCertificateFile, caBundleFile, runtimeFolder, callers, guests, log }
  if (kind === 'metadata-only') return MetadataOnlyDriver.start(options)
  return NetnsDriver.start({ ...options, localOrigin: { port }, onLost })
}
