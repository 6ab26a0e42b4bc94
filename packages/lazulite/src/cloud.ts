/**
 * The cloud as one assembly: operations over ports, endpoints over operations. `compose.ts` gives it real adapters and a
 * listener; tests give it a clock that stands still and talk to the endpoints without a network.
 */
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { limitConcurrency } from './compute/concurrency-limit.js'
import { regions } from './domain/arm-resource/location.js'
import { ArmError } from './domain/errors/arm-error.js'
import type { JsonObject } from './domain/json.js'
import type { Caller } from './domain/token/caller.js'
import { createArmCalls } from './endpoints/arm/arm-calls.js'
import { createArmEndpoint } from './endpoints/arm/arm-endpoint.js'
import { type Authenticate, createAuthenticate } from './endpoints/arm/authenticate.js'
import { createRegistry } from './endpoints/arm/registry.js'
import { createShellTokensEndpoint } from './endpoints/cloud-shell-tokens/shell-tokens-endpoint.js'
import { createGraphAuthenticate } from './endpoints/graph/authenticate.js'
import { createGraphEndpoint } from './endpoints/graph/graph-endpoint.js'
import { createImdsEndpoint } from './endpoints/imds/create-imds-endpoint.js'
import { createOpsEndpoint } from './endpoints/ops/ops-endpoint.js'
import { createStsEndpoint } from './endpoints/sts/create-sts-endpoint.js'
import { createTerminalsEndpoint, type TerminalsEndpoint } from './endpoints/terminals/terminals-endpoint.js'
import { socketPath } from './endpoints/terminals/upgrade-rules.js'
import { type AuditLog, createAuditLog } from './operations/audit-log.js'
import { runResourceGroupDeletions } from './operations/delete-resource-group.js'
import { createDeploymentEngine, type DeploymentEngine } from './operations/deployments/deployment-engine.js'
import { hostsMachine } from './operations/desired-machine.js'
import { identityHost, machineFinder } from './operations/find-machine.js'
import { applicationTokenIssuer } from './operations/issue-application-token.js'
import { managedIdentityTokenIssuer } from './operations/issue-managed-identity-token.js'
import { nameOwnOrigins } from './operations/name-own-origins.js'
import { tellingEnds } from './operations/operation-ends.js'
import { reachMachines } from './operations/reach-machines.js'
import { createReconciler, type ReconcileJob, type Reconciler } from './operations/reconcile-compute.js'
import { GuestScriptRunner } from './operations/run-guest-scripts.js'
import { settleScaleSets } from './operations/settle-scale-sets.js'
import { clientAuthenticator } from './operations/sign-in/authenticate-client.js'
import { createSignIn, type SignIn } from './operations/sign-in/sign-in.js'
import { CloudShells } from './operations/terminals/cloud-shells.js'
import { admitToMachine } from './operations/terminals/machine-terminals.js'
import { type TerminalAdmission, TerminalSessions } from './operations/terminals/terminal-sessions.js'
import { TerminalTickets } from './operations/terminals/terminal-tickets.js'
import { clientSecretVerifier } from './operations/verify-client-secret.js'
import type { Assertions, ExternalIssuers } from './ports/client-assertions.js'
import type { MovableClock } from './ports/clock.js'
import type { CallerResolver, ComputeDriver } from './ports/compute.js'
import type { RunningProgram } from './ports/machine-programs.js'
import type { Ports } from './ports/ports.js'
import type { CloudShellHosts, MachineShells, Terminals } from './ports/terminals.js'
import { createProviders } from './providers/index.js'

export interface CloudParts extends Pick<Ports, 'store' | 'clock' | 'ids' | 'keyRing' | 'log' | 'rules' | 'passwords'> {
  readonly driver: ComputeDriver
  readonly callers: CallerResolver
  /** Background work of other rooms that follows machines. */
  readonly jobs?: readonly ReconcileJob[]
  readonly assertions: Assertions
  readonly issuers: ExternalIssuers
  /** The same as `clock`, where it may be moved through the operations API. */
  readonly movableClock?: MovableClock
  /** The operator's client id and the administrator's user principal name: who may use the operations API. */
  readonly operatorClientId: string
  readonly administrator: string
  /** What `health` prints beside the tenant. */
  readonly health: () => JsonObject
  /** Shells for terminals in the browser; without them there are none. */
  readonly shells?: {
    readonly machines: MachineShells
    readonly cloudShells: CloudShellHosts
    readonly hangUp: (program: RunningProgram) => Promise<void>
  }
  /** Hosts (`localhost:4430`) that are this cloud beside the public names. */
  readonly ownHosts: () => readonly string[]
}

export interface Cloud {
  readonly ports: Ports
  readonly arm: FastifyInstance
  readonly sts: FastifyInstance
  readonly graph: FastifyInstance
  readonly imds: FastifyInstance
  readonly ops: FastifyInstance
  /** Websockets of terminals, and Cloud Shell's addresses. Absent without shells. */
  readonly terminals?: TerminalsEndpoint
  /** The token service inside Cloud Shells. Absent without shells. */
  readonly shellTokens?: FastifyInstance
  readonly audit: AuditLog
  /** Brings desired state about; begins with the first `wake()`. */
  readonly background: Reconciler
  /** Carries out template deployments; a job of `background` starts them. */
  readonly deployments: DeploymentEngine
  /** Ends live event streams and terminals, which would otherwise never be through. */
  endStreams(): Promise<void>
  /** Resolves when the endpoints can be used. */
  ready(): Promise<void>
  /** Ends endpoints and background work; the adapters are the caller's. Idempotent. */
  close(): Promise<void>
}

export function createCloud(parts: CloudParts): Cloud {
  const { clock, ids, keyRing, log, rules, passwords, driver, callers } = parts
  const audit = createAuditLog({ store: parts.store, clock, log })
  const store = tellingEnds(parts.store, { audit: audit.append, clock })
  const guestScripts = new GuestScriptRunner({ store, clock, log, driver })
  const ports: Ports = {
    ...{ store, clock, ids, keyRing, log, rules, passwords },
    ...(driver.kind === 'netns' ? { guestScripts } : {}),
    audit: audit.append,
    auditStored: audit.flush,
    wakeReconciler: () => background.wake(),
    awaitDeployment: (deploymentId, longest) => deployments.ended(deploymentId, longest),
    // built below, because it needs these ports itself
    ...(parts.shells === undefined ? {} : { terminals: lazyTerminals(() => terminalParts) }),
  }
  const background = createReconciler({
    ...{ store, clock, log, driver },
    jobs: [
      { name: 'deployments', run: () => deployments.look() },
      { name: 'public addresses', run: () => reachMachines(store.read, driver).then(() => 'done' as const) },
      ...(parts.jobs ?? []),
      { name: 'lost scripts', run: () => guestScripts.endLost() },
      { name: 'scale sets', run: () => settleScaleSets(ports) },
      { name: 'resource group deletions', run: () => runResourceGroupDeletions(ports) },
    ],
  })
  const registry = createRegistry(createProviders())
  const authenticate = createAuthenticate(ports)
  const findMachine = machineFinder(store)

  const armParts = { ports, registry, authenticate, locationNames: regions.map(({ name }) => name) }
  const deployments = createDeploymentEngine({
    ports,
    arm: createArmCalls(armParts),
    limit: limitConcurrency(writesAtOnce),
  })
  const arm = createArmEndpoint(armParts)
  const tokenStore = nameOwnOrigins(store, parts.ownHosts)
  const directory = tokenStore.read
  const authenticateClient = clientAuthenticator({
    directory,
    verifyClientSecret: clientSecretVerifier(passwords.verify),
    proofs: { assertions: parts.assertions, issuers: parts.issuers, keyRing, clock },
    ownHosts: parts.ownHosts,
  })
  const signIn = createSignIn({ ...ports, store: tokenStore, authenticateClient })
  const terminalParts = parts.shells === undefined ? undefined : createTerminals(parts, { ports, signIn, authenticate })
  const sts = createStsEndpoint({
    tenants: store.read.tenants,
    ...{ keyRing, clock, ids, log },
    issueApplicationToken: applicationTokenIssuer({
      directory,
      ...{ clock, ids, keyRing, rules, authenticateClient },
      audit: audit.append,
    }),
    signIn,
    ownHosts: parts.ownHosts,
  })
  const imds = createImdsEndpoint({
    vmOf: (socket: Socket) => callers.vmOf(socket),
    issueManagedIdentityToken: managedIdentityTokenIssuer({
      directory,
      ...{ clock, ids, keyRing, rules },
      async vmResource(vmId) {
        const machine = await findMachine(vmId)
        return machine === undefined ? undefined : identityHost(machine)
      },
      audit: audit.append,
    }),
    tenants: store.read.tenants,
    ...{ clock, ids, log },
  })
  const graph = createGraphEndpoint({ ports, log, authenticate: createGraphAuthenticate(ports, parts.ownHosts) })
  const streams = new AbortController()
  const ops = createOpsEndpoint({
    ports,
    audit,
    streamsEnd: streams.signal,
    authenticate: (authorization) => authenticate(authorization),
    isOperator: (caller) => isOperator(caller, parts),
    ...(parts.movableClock === undefined ? {} : { movableClock: parts.movableClock }),
    health: parts.health,
    async openWorkstation() {
      await reachMachines(store.read, driver)
      await driver.ensureWorkstation()
    },
    openMetadataPort: (resourceId) => openMetadataPort(parts, background, resourceId),
  })
  const { terminals, shellTokens } = terminalParts?.endpoints ?? {}
  const endpoints = [arm, sts, graph, imds, ops, terminals?.http, shellTokens].filter((one) => one !== undefined)
  let closing: Promise<void> | undefined
  return {
    ...{ ports, arm, sts, graph, imds, ops, audit, background, deployments },
    ...(terminalParts === undefined ? {} : terminalParts.endpoints),
    async endStreams() {
      streams.abort()
      await terminalParts?.close()
    },
    async ready() {
      await Promise.all(endpoints.map((endpoint) => endpoint.ready()))
    },
    close() {
      closing ??= (async () => {
        await terminalParts?.close()
        await Promise.all(endpoints.map((endpoint) => endpoint.close()))
        await deployments.close()
        guestScripts.close()
        await background.close()
        await audit.close()
      })()
      return closing
    },
  }
}

interface TerminalParts {
  readonly port: Terminals
  readonly endpoints: { readonly terminals: TerminalsEndpoint; readonly shellTokens: FastifyInstance }
  close(): Promise<void>
}

function createTerminals(
  parts: CloudParts,
  cloud: { readonly ports: Ports; readonly signIn: SignIn; readonly authenticate: Authenticate },
): TerminalParts {
  const { ports, signIn, authenticate } = cloud
  const { shells } = parts
  if (shells === undefined) throw new Error('there are no shells')
  const { clock, ids, log, audit } = ports
  const tickets = new TerminalTickets<TerminalAdmission>({ clock, ids })
  const sessions = new TerminalSessions({ clock, ids, log, audit, hangUp: shells.hangUp })
  const cloudShells = new CloudShells({ ...ports, hosts: shells.cloudShells, tokens: signIn })
  const terminals = createTerminalsEndpoint({
    ...{ tickets, sessions, cloudShells, log, ownHosts: parts.ownHosts },
    authenticate: (authorization) => authenticate(authorization),
  })
  const shellTokens = createShellTokensEndpoint({
    ...{ cloudShells, clock, ids, log },
    machineOf: (socket) => parts.callers.vmOf(socket),
  })
  return {
    port: {
      admitToMachine(caller, machine) {
        const admission = admitToMachine({ ...ports, shells: shells.machines }, { caller, ...machine })
        return socketPath(tickets.issue(admission))
      },
      cloudShells,
    },
    endpoints: { terminals, shellTokens },
    async close() {
      await terminals.close()
      await cloudShells.close()
    },
  }
}

/** @param parts  known by the time that anybody asks */
const lazyTerminals = (parts: () => TerminalParts | undefined): Terminals => {
  const found = (): Terminals => {
    const port = parts()?.port
    if (port === undefined) throw new Error('the cloud is not assembled yet')
    return port
  }
  return {
    admitToMachine: (caller, machine) => found().admitToMachine(caller, machine),
    get cloudShells() {
      return found().cloudShells
    },
  }
}

/** How many resources of all deployments are written at the same time. */
const writesAtOnce = 8

const isOperator = (caller: Caller, { operatorClientId, administrator }: CloudParts): boolean =>
  caller.kind === 'app'
    ? caller.clientId === operatorClientId
    : caller.clientName.toLowerCase() === administrator.toLowerCase()

/** @throws ArmError `NotFound`, `Conflict` when the machine does not run */
async function openMetadataPort(
  { store, driver }: CloudParts,
  background: Reconciler,
  resourceId: string,
): Promise<string> {
  const machine = await store.read.resources.get(resourceId)
  const vmId = machine?.body.vmId
  if (machine === undefined || !hostsMachine(machine) || typeof vmId !== 'string') {
    throw new ArmError('NotFound', { detail: `The virtual machine '${resourceId}' was not found.` })
  }
  await background.idle()
  if (!driver.running().includes(vmId)) {
    throw new ArmError('Conflict', { detail: `The virtual machine '${machine.name}' is not running.` })
  }
  return driver.openMetadataPort(vmId)
}
