/**
 * `Microsoft.Network/publicIPAddresses`.
 *
 * Shape: recorded 2017-08-01, 2018-01-01 and 2019-11-01. A static address is given at once; a dynamic one when a machine
 * gets the interface that refers to it (`operations/settle-public-addresses.ts`). Decision: an address without a sku is Basic
 * and Dynamic in every version.
 */

import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { formatAddress } from '../../domain/network/address.js'
import { allocatePublicAddress } from '../../domain/network/allocate-address.js'
import { networkTypes } from '../../domain/network/network-types.js'
import { publicAddressesOf } from '../../domain/network/public-addresses-of.js'
import type { NetworkKind, Plan, View } from './kind.js'
import { badFormat, networkError } from './network-error.js'
import { member, without } from './render.js'
import type { NetworkWorld } from './world.js'

export const publicAddressKind: NetworkKind = {
  type: networkTypes.publicIPAddresses,
  children: [],
  computed: ['ipConfiguration', 'ipAddress'],
  joins: { 'microsoft.network/publicipprefixes': 'Microsoft.Network/publicIPPrefixes/join/action' },
  plan,
  renderProperties,
  renderTop: ({ body }) => member('sku', body.sku),
  refuseDeletion({ id }, references) {
    const [user] = references.usersOf(id)
    if (user !== undefined) throw networkError('PublicIPAddressCannotBeDeleted', { resource: id, user })
  },
}

function plan({ id, location, said, body, existing, world }: Plan): JsonObject {
  const before = objectAt(existing?.body, 'properties')
  const skuName = oneOf(
    textAt(body, 'sku', 'name') ?? textAt(existing?.body, 'sku', 'name') ?? 'Basic',
    skus,
    'sku.name',
  )
  const tier = oneOf(textAt(body, 'sku', 'tier') ?? 'Regional', ['Regional', 'Global'], 'sku.tier')
  const isStandard = skuName !== 'Basic'
  const version = oneOf(textAt(said, 'publicIPAddressVersion') ?? 'IPv4', ['IPv4', 'IPv6'], 'publicIPAddressVersion')
  const method = oneOf(
    textAt(said, 'publicIPAllocationMethod') ?? (isStandard ? 'Static' : 'Dynamic'),
    ['Static', 'Dynamic'],
    'publicIPAllocationMethod',
  )
  if (isStandard && method !== 'Static') throw networkError('StandardSkuPublicIPAddressMustBeStatic', { resource: id })
  requireSame(id, 'publicIPAddressVersion', textAt(before, 'publicIPAddressVersion'), version)
  const kept = textAt(before, 'ipAddress')
  const isNeeded = method === 'Static' || world.references.usersOf(id).length > 0
  const ipAddress = isNeeded ? (kept ?? (method === 'Static' ? nextAddress(world, version) : undefined)) : undefined
  const zones = body.zones ?? existing?.body.zones
  return {
    sku: { name: skuName, tier },
    ...(zones === undefined || zones === null ? {} : { zones }),
    properties: {
      ...member('ipAddress', ipAddress),
      publicIPAddressVersion: version,
      publicIPAllocationMethod: method,
      idleTimeoutInMinutes: said.idleTimeoutInMinutes ?? 4,
      ...member('dnsSettings', dnsSettings(location, said, world)),
      ...without(said, ...ordered),
    },
  }
}

const skus = ['Basic', 'Standard', 'StandardV2']
const ordered = ['publicIPAddressVersion', 'publicIPAllocationMethod', 'idleTimeoutInMinutes', 'dnsSettings']

/** The value in Azure's case. @throws ArmError `InvalidRequestFormat` (400) */
export function oneOf(value: string, known: readonly string[], name: string): string {
  const spelt = known.find((candidate) => candidate.toLowerCase() === value.toLowerCase())
  if (spelt === undefined) throw badFormat(`The value '${value}' of '${name}' is none of ${known.join(', ')}.`)
  return spelt
}

function requireSame(resource: string, property: string, before: string | undefined, after: string): void {
  if (before !== undefined && before !== after)
    throw networkError('PublicIPAddressPropertyChange', { property, resource })
}

function nextAddress(world: NetworkWorld, version: string): string {
  const taken = publicAddressesOf(world.ofType(networkTypes.publicIPAddresses))
  const address = allocatePublicAddress(version === 'IPv6' ? 6 : 4, taken)
  if (address === undefined) throw badFormat('No public address is free.')
  return formatAddress(address)
}

function dnsSettings(location: string, said: JsonObject, world: NetworkWorld): JsonObject | undefined {
  const settings = objectAt(said, 'dnsSettings')
  if (settings === undefined) return undefined
  const label = textAt(settings, 'domainNameLabel')
  if (label === undefined) return without(settings, 'fqdn')
  if (!/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(label)) throw networkError('InvalidDomainNameLabel', { label })
  const fqdn = domainName(label, location)
  if (isDomainNameTaken(world.ofType(networkTypes.publicIPAddresses), fqdn)) {
    throw networkError('DnsRecordInUse', { name: fqdn })
  }
  return { domainNameLabel: label, fqdn, ...without(settings, 'domainNameLabel', 'fqdn') }
}

export const domainName = (label: string, location: string): string => `${label}.${location}.cloudapp.azure.com`

export const isDomainNameTaken = (addresses: readonly Resource[], fqdn: string): boolean =>
  addresses.some(({ body }) => textAt(body, 'properties', 'dnsSettings', 'fqdn') === fqdn)

function renderProperties(resource: Resource, { apiVersion, references, provisioningState }: View): JsonObject {
  const { ipAddress, ipTags, ...stored } = objectAt(resource.body, 'properties') ?? {}
  const { dnsSettings: dns, ddosSettings, ...rest } = stored
  const [user] = references.usersOf(resource.id)
  return {
    ...(provisioningState === 'Updating' ? {} : member('ipAddress', ipAddress)), // recorded: known once it is made
    ...without(rest, ...Object.keys(rest).filter((name) => !ordered.includes(name))),
    ...member('dnsSettings', dns),
    ...(isFrom('2017-11-01', apiVersion) ? { ipTags: ipTags ?? [] } : {}),
    ...(user === undefined ? {} : { ipConfiguration: { id: user } }),
    ...(isFrom('2022-01-01', apiVersion)
      ? { ddosSettings: ddosSettings ?? { protectionMode: 'VirtualNetworkInherited' } }
      : {}),
    ...without(rest, ...ordered),
  }
}
