/**
 * What of a resource's answer could be sent again: the part that templates hold. Read-only members have no mark in an
 * answer; these are the names that the providers here use for them.
 */
import { isJsonObject, type Json, type JsonObject, withoutNulls } from '../../domain/json.js'

const envelope = ['location', 'tags', 'sku', 'kind', 'plan', 'zones', 'extendedLocation'] as const

/** Read-only whatever the type. */
const readOnlyEverywhere = [
  'provisioningState', 'provisioningTime', 'resourceGuid', 'etag', 'vmId', 'timeCreated', 'instanceView', 'principalId',
  'clientId', 'tenantId', 'uniqueId', 'createdOn', 'updatedOn', 'createdBy', 'updatedBy', 'latestModelApplied',
  'clientSecretUrl',
] // biome-ignore format: a list of names

/** The same name is what a client writes elsewhere: `networkInterfaces` of a machine, `ipConfigurations` of an interface. */
const readOnlyByType: Readonly<Record<string, readonly string[]>> = {
  'microsoft.network/networksecuritygroups': ['networkInterfaces', 'subnets', 'defaultSecurityRules'],
  'microsoft.network/virtualnetworks': ['ipConfigurations'],
  'microsoft.network/virtualnetworks/subnets': ['ipConfigurations'],
  'microsoft.network/networkinterfaces': [
    'virtualMachine',
    'macAddress',
    'internalDomainNameSuffix',
    'hostedWorkloads',
  ],
  'microsoft.network/publicipaddresses': ['ipConfiguration'],
}

/** What a role assignment is about. */
const writableByType: Readonly<Record<string, readonly string[]>> = {
  'microsoft.authorization/roleassignments': ['principalId'],
}

function readOnlyOf(type: string): ReadonlySet<string> {
  const key = type.toLowerCase()
  const writable = writableByType[key] ?? []
  const names = [...readOnlyEverywhere, ...(readOnlyByType[key] ?? [])].filter((name) => !writable.includes(name))
  return new Set(names.map((name) => name.toLowerCase()))
}

export function writablePart(answer: JsonObject, type: string): JsonObject {
  const body = withoutNulls(answer)
  const readOnly = readOnlyOf(type)
  const identity = writableIdentity(body.identity)
  return {
    ...Object.fromEntries(envelope.flatMap((name) => (isSaid(body[name]) ? [[name, body[name]]] : []))),
    ...(identity === undefined ? {} : { identity }),
    ...(isJsonObject(body.properties) ? { properties: writableMembers(body.properties, readOnly) } : {}),
  }
}

/** Providers answer `tags: {}` for none. */
const isSaid = (value: Json | undefined): boolean =>
  value !== undefined && !(isJsonObject(value) && Object.keys(value).length === 0)

function writableMembers(members: JsonObject, readOnly: ReadonlySet<string>): JsonObject {
  const writable = Object.entries(members).filter(
    ([name, value]) => value !== undefined && !readOnly.has(name.toLowerCase()),
  )
  return Object.fromEntries(writable.map(([name, value]) => [name, writableValue(value ?? null, readOnly)]))
}

function writableValue(value: Json, readOnly: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => writableValue(item, readOnly))
  return isJsonObject(value) ? writableMembers(value, readOnly) : value
}

function writableIdentity(identity: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(identity)) return undefined
  const { type, userAssignedIdentities } = identity
  return {
    type,
    ...(isJsonObject(userAssignedIdentities)
      ? { userAssignedIdentities: Object.fromEntries(Object.keys(userAssignedIdentities).map((id) => [id, {}])) }
      : {}),
  }
}
