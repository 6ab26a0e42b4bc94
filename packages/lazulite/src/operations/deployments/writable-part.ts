/**
 * What of a resource's answer could be sent again: the part that templates hold. Read-only members have no mark in an
 * answer; these are the names that the providers here use for them.
 */
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'

const envelope = ['location', 'tags', 'sku', 'kind', 'plan', 'zones', 'extendedLocation', 'managedBy'] as const

const readOnly = new Set(
  [
    'provisioningState', 'provisioningTime', 'resourceGuid', 'etag', 'vmId', 'timeCreated', 'instanceView', 'principalId',
    'clientId', 'tenantId', 'uniqueId', 'createdOn', 'updatedOn', 'createdBy', 'updatedBy', 'defaultSecurityRules',
    'networkInterfaces', 'ipConfiguration', 'ipConfigurations.publicIPAddress.properties', 'latestModelApplied',
    'privateLinkServiceNetworkPolicies', 'virtualMachine', 'macAddress', 'internalDomainNameSuffix', 'hostedWorkloads',
    'clientSecretUrl', 'requireGuestProvisionSignal',
  ].map((name) => name.toLowerCase()),
) // biome-ignore format: a list of names

/** Role assignments are nothing but these. */
const isWritableAfterAll: Readonly<Record<string, readonly string[]>> = {
  'microsoft.authorization/roleassignments': ['principalid'],
}

export function writablePart(body: JsonObject, type: string): JsonObject {
  const kept = isWritableAfterAll[type.toLowerCase()] ?? []
  const identity = writableIdentity(body.identity)
  return {
    ...Object.fromEntries(envelope.flatMap((name) => (body[name] === undefined ? [] : [[name, body[name]]]))),
    ...(identity === undefined ? {} : { identity }),
    ...(isJsonObject(body.properties) ? { properties: writableMembers(body.properties, kept) } : {}),
  }
}

function writableMembers(members: JsonObject, kept: readonly string[]): JsonObject {
  const writable = Object.entries(members).filter(
    ([name, value]) => value !== undefined && (!readOnly.has(name.toLowerCase()) || kept.includes(name.toLowerCase())),
  )
  return Object.fromEntries(writable.map(([name, value]) => [name, writableValue(value ?? null, kept)]))
}

function writableValue(value: Json, kept: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item: Json) => writableValue(item, kept))
  return isJsonObject(value) ? writableMembers(value, kept) : value
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
