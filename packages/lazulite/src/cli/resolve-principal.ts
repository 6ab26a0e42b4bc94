/**
 * Whom a command is about: an object id, a user principal name, a client id, a resource id, or the identity of a virtual
 * machine, become one principal of the directory.
 */
import type { Command } from 'commander'
import { isGuid } from '../domain/guid.js'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../domain/json.js'
import { isSameResource } from '../domain/resource-id/resource-id.js'
import type { ArmClient } from './arm-client.js'
import { machinePath, machineVersion } from './arm-paths.js'
import { CliError, usageError } from './cli-error.js'
import { graphClient } from './cloud-client.js'
import { type MachineName, type MachineOptions, machineNamed } from './machine.js'
import type { RunningCloud } from './running-cloud.js'

export interface PrincipalOptions extends MachineOptions {
  readonly principal?: string
  /** Which of the machine's identities: `system`, or a user-assigned one by name, resource id, client id or object id. */
  readonly identity?: string
}

export interface FoundPrincipal {
  /** Object id, lower case. */
  readonly principalId: string
  /** The object id once more when the directory does not know it. */
  readonly displayName: string
  /** `Unknown`: not in the directory, or not any more; what it did is still on record. */
  readonly kind: 'User' | 'Group' | 'ServicePrincipal' | 'Unknown'
}

export interface PrincipalClient {
  readonly arm: Pick<ArmClient, 'find'>
  readonly graph: Pick<ArmClient, 'find'>
  readonly subscriptionId: string
}

export const withPrincipalOptions = (command: Command): Command =>
  command
    .option('--principal <id>', 'object id, user principal name or client id')
    .option('-g, --resource-group <group>', 'resource group of a virtual machine, whose identity is meant')
    .option('-n, --name <name>', 'name of the virtual machine')
    .option('--vm <id>', 'resource id of the virtual machine, or GROUP/NAME, instead of -g and -n')
    .option('--identity <identity>', "which identity of the machine: system, or a user-assigned one's name or id")

export const principalClient = (cloud: RunningCloud, arm: Pick<ArmClient, 'find'>): PrincipalClient => ({
  arm,
  graph: graphClient(cloud),
  subscriptionId: cloud.credentials.subscriptionId,
})

/** Somebody by a name, or a machine with the identity that is meant. */
export type NamedPrincipal =
  | { readonly principal: string }
  | { readonly machine: MachineName; readonly identity?: string }

/** Looks at the command line alone. @throws CliError (2) when nobody is named, or two are */
export function principalNamed(options: PrincipalOptions): NamedPrincipal {
  const { principal, identity } = options
  const machine = machineNamed(options)
  if (principal === undefined) {
    if (machine !== undefined) return { machine, ...(identity === undefined ? {} : { identity }) }
    throw usageError('name somebody with --principal, or a virtual machine with -g GROUP -n NAME')
  }
  if (machine !== undefined) throw usageError('give either --principal, or a virtual machine')
  if (identity !== undefined) throw usageError('--identity needs -g and -n: it is an identity of a virtual machine')
  if (principal.trim() === '') throw usageError('--principal must not be empty')
  return { principal: principal.trim() }
}

/** @throws CliError (2) as `principalNamed`; CliError when the directory has nobody of that name; ServiceError */
export async function resolvePrincipal(client: PrincipalClient, options: PrincipalOptions): Promise<FoundPrincipal> {
  const named = principalNamed(options)
  if ('principal' in named) return await byAnyName(client, named.principal)
  const { machine, identity } = named
  const path = machinePath(client.subscriptionId, machine.group, machine.name)
  return await byObjectId(client, await identityAt(client, path, identity))
}

async function byAnyName(client: PrincipalClient, name: string): Promise<FoundPrincipal> {
  if (/\/providers\/Microsoft\.Compute\/virtualMachines\/[^/]+$/i.test(name))
    return await byObjectId(client, await identityAt(client, name, undefined))
  if (/\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i.test(name))
    return await byObjectId(client, await userAssignedAt(client, name))
  if (isGuid(name)) return await byGuid(client, name.toLowerCase())
  const user = await client.graph.find(`/v1.0/users/${encodeURIComponent(name)}`)
  if (user === undefined)
    throw new CliError(`there is no user ${name}; name others by their object id or their client id`)
  return principalIn({ '@odata.type': '#microsoft.graph.user', ...user })
}

/** An object id before a client id; of an application, its service principal, which is what acts. */
async function byGuid(client: PrincipalClient, guid: string): Promise<FoundPrincipal> {
  const found = await client.graph.find(`/v1.0/directoryObjects/${guid}`)
  if (found !== undefined && found['@odata.type'] !== '#microsoft.graph.application') return principalIn(found)
  const clientId = found === undefined ? guid : textAt(found, 'appId')
  const application =
    clientId === undefined ? undefined : await client.graph.find(`/v1.0/servicePrincipals(appId='${clientId}')`)
  return application === undefined ? unknown(guid) : principalIn(asServicePrincipal(application))
}

async function byObjectId({ graph }: PrincipalClient, objectId: string): Promise<FoundPrincipal> {
  const found = await graph.find(`/v1.0/directoryObjects/${objectId}`)
  return found === undefined ? unknown(objectId) : principalIn(found)
}

const asServicePrincipal = (found: JsonObject): JsonObject => ({
  '@odata.type': '#microsoft.graph.servicePrincipal',
  ...found,
})

const unknown = (objectId: string): FoundPrincipal => ({
  principalId: objectId.toLowerCase(),
  displayName: objectId.toLowerCase(),
  kind: 'Unknown',
})

const kinds: Readonly<Record<string, FoundPrincipal['kind']>> = {
  '#microsoft.graph.user': 'User',
  '#microsoft.graph.group': 'Group',
  '#microsoft.graph.servicePrincipal': 'ServicePrincipal',
}

function principalIn(found: JsonObject): FoundPrincipal {
  const principalId = textAt(found, 'id')?.toLowerCase()
  if (principalId === undefined) throw new CliError('the directory answered an object without an id')
  const displayName = textAt(found, 'userPrincipalName') ?? textAt(found, 'displayName') ?? principalId
  return { principalId, displayName, kind: kinds[textAt(found, '@odata.type') ?? ''] ?? 'Unknown' }
}

async function userAssignedAt({ arm }: PrincipalClient, id: string): Promise<string> {
  const found = await arm.find(`${id}?api-version=2023-01-31`)
  const principalId = textAt(found, 'properties', 'principalId')
  if (principalId === undefined) throw new CliError(`there is no managed identity ${id}`)
  return principalId
}

/** Object id of one of a machine's identities. */
async function identityAt({ arm }: PrincipalClient, path: string, wanted: string | undefined): Promise<string> {
  const machine = await arm.find(`${path}?${machineVersion}`)
  const name = decodeURIComponent(path.split('/').at(-1) ?? '')
  if (machine === undefined) throw new CliError(`there is no virtual machine ${name}`)
  const system = textAt(machine, 'identity', 'principalId')
  const assigned = Object.entries(objectAt(machine, 'identity', 'userAssignedIdentities') ?? {}).map(([id, facts]) => ({
    id,
    name: id.split('/').at(-1) ?? id,
    principalId: isJsonObject(facts) ? textAt(facts, 'principalId') : undefined,
    clientId: isJsonObject(facts) ? textAt(facts, 'clientId') : undefined,
  }))
  const has = [...(system === undefined ? [] : ['system']), ...assigned.map((one) => one.name)]
  const found = wanted === undefined ? defaultOf(system, assigned) : named(wanted, system, assigned)
  if (found !== undefined) return found
  if (has.length === 0) throw new CliError(`${name} has no managed identity`)
  if (wanted === undefined)
    throw usageError(`${name} has several identities; choose with --identity: ${has.join(', ')}`)
  throw new CliError(`${name} has no identity ${wanted}; it has ${has.join(', ')}`)
}

interface AssignedIdentity {
  readonly id: string
  readonly name: string
  readonly principalId: string | undefined
  readonly clientId: string | undefined
}

/** The metadata service's own choice: the system-assigned one, else the only one there is. */
const defaultOf = (system: string | undefined, assigned: readonly AssignedIdentity[]): string | undefined =>
  system ?? (assigned.length === 1 ? assigned[0]?.principalId : undefined)

function named(wanted: string, system: string | undefined, assigned: readonly AssignedIdentity[]): string | undefined {
  const asked = wanted.toLowerCase().replace(/^\[(.*)\]$/, '$1')
  if (asked === 'system' || asked === system?.toLowerCase()) return system
  return assigned.find(
    (one) =>
      isSameResource(one.id, wanted) ||
      [one.name, one.principalId, one.clientId].some((known) => known?.toLowerCase() === asked),
  )?.principalId
}
