/**
 * `Microsoft.Network/virtualNetworks`: address space and subnets.
 *
 * Members by version: recorded 2016-12-01, 2017-08-01, 2018-04-01, 2019-11-01, 2020-07-01, and the public specification
 * (policies of private endpoints are `Disabled` from 2022-07-01). Decision: a PUT that leaves out `subnets` keeps those
 * that are there, as Azure announced; an empty list removes them.
 */

import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type Json, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import {
  containsPrefix,
  formatPrefix,
  isInside,
  overlaps,
  type Prefix,
  parseAddress,
  parsePrefix,
} from '../../domain/network/address.js'
import { networkTypes } from '../../domain/network/network-types.js'
import type { ReferenceIndex } from '../../domain/network/references.js'
import type { NetworkKind, Plan, View } from './kind.js'
import { badFormat, networkError } from './network-error.js'
import { requireDistinctNames, requireNetworkName } from './read-properties.js'
import { childId, idsMember, member, renderChild, without } from './render.js'
import { childrenOf, nameOf, propertiesOf } from './world.js'

const type = networkTypes.virtualNetworks

export const virtualNetworkKind: NetworkKind = {
  type,
  typeFirst: true,
  children: ['subnets', 'virtualNetworkPeerings'],
  computed: [
    'ipConfigurations',
    'ipConfigurationProfiles',
    'privateEndpoints',
    'purpose',
    'resourceNavigationLinks',
    'serviceAssociationLinks',
    'subnetID',
  ],
  joins: {
    'microsoft.network/networksecuritygroups': 'Microsoft.Network/networkSecurityGroups/join/action',
    'microsoft.network/routetables': 'Microsoft.Network/routeTables/join/action',
    'microsoft.network/natgateways': 'Microsoft.Network/natGateways/join/action',
    'microsoft.network/serviceendpointpolicies': 'Microsoft.Network/serviceEndpointPolicies/join/action',
    'microsoft.network/ddosprotectionplans': 'Microsoft.Network/ddosProtectionPlans/join/action',
  },
  plan,
  renderProperties,
  refuseDeletion(resource, references) {
    for (const subnet of childrenOf(resource, 'subnets')) {
      const [user] = references.usersOf(childId(resource, 'subnets', subnet))
      if (user !== undefined) throw networkError('InUseSubnetCannotBeDeleted', { subnet: nameOf(subnet), user })
    }
  },
}

function plan({ id, name, said, existing, world }: Plan): JsonObject {
  const peerings = Array.isArray(said.virtualNetworkPeerings) ? said.virtualNetworkPeerings : []
  if (peerings.length > 0) throw notHere('virtualNetworkPeerings')
  const prefixes = addressSpaceOf(id, said)
  const subnets =
    said.subnets === undefined && existing !== undefined ? childrenOf(existing, 'subnets') : toChildren(said)
  requireDistinctNames(id, subnets)
  const planned = subnets.map((subnet) => planSubnet(id, subnet))
  requireFit(name, prefixes, planned)
  if (existing !== undefined) requireUnusedChanges(existing, planned, world.references)
  return {
    properties: {
      addressSpace: { addressPrefixes: prefixes.map(formatPrefix) },
      ...without(said, 'addressSpace', 'subnets', 'virtualNetworkPeerings'),
      subnets: planned,
    },
  }
}

const notHere = (what: string): Error => new ArmError('NotImplemented', { what: `${type} properties.${what}` })

const toChildren = (said: JsonObject): readonly JsonObject[] => childrenOf({ body: { properties: said } }, 'subnets')

function addressSpaceOf(id: string, said: JsonObject): Prefix[] {
  const texts = textsAt(objectAt(said, 'addressSpace'), 'addressPrefixes')
  if (texts.length === 0) throw networkError('AddressPrefixMissing', { resource: id })
  return texts.map((text) => requirePrefix(id, text))
}

/** @throws ArmError `InvalidAddressPrefixFormat`, `InvalidCIDRNotation` (400) */
function requirePrefix(resource: string, text: string): Prefix {
  const prefix = parsePrefix(text)
  if (prefix === undefined) throw networkError('InvalidAddressPrefixFormat', { prefix: text, resource })
  const address = parseAddress(text.split('/')[0] ?? '')
  if (address?.value === prefix.first) return prefix
  throw networkError('InvalidCIDRNotation', { prefix: text, resource, expected: formatPrefix(prefix) })
}

/** One prefix is kept as `addressPrefix`, several as `addressPrefixes`; answers show what was said. */
function planSubnet(networkId: string, subnet: JsonObject): JsonObject {
  requireNetworkName(nameOf(subnet))
  const properties = propertiesOf(subnet)
  const resource = `${networkId}/subnets/${nameOf(subnet)}`
  const prefixes = prefixTextsOf(subnet).map((text) => formatPrefix(requirePrefix(resource, text)))
  if (prefixes.length === 0) throw networkError('AddressPrefixMissing', { resource })
  const isList = Array.isArray(properties.addressPrefixes) && properties.addressPrefixes.length > 0
  return {
    name: nameOf(subnet),
    properties: {
      ...(isList ? { addressPrefixes: prefixes } : { addressPrefix: prefixes[0] ?? '' }),
      ...without(properties, 'addressPrefix', 'addressPrefixes'),
    },
  }
}

const prefixTextsOf = (subnet: JsonObject): string[] => {
  const properties = propertiesOf(subnet)
  const list = textsAt(properties, 'addressPrefixes')
  const one = textAt(properties, 'addressPrefix')
  return list.length > 0 ? list : one === undefined ? [] : [one]
}

export const subnetPrefixes = (subnet: JsonObject): Prefix[] =>
  prefixTextsOf(subnet).flatMap((text) => {
    const prefix = parsePrefix(text)
    return prefix === undefined ? [] : [prefix]
  })

function textsAt(object: JsonObject | undefined, name: string): string[] {
  const value: Json | undefined = object?.[name]
  if (value === undefined) return []
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
    throw badFormat(`The member '${name}' must be an array of strings.`)
  }
  return value.map(String)
}

/** The longest prefix that leaves Azure's own addresses room. */
const smallest = { 4: 29, 6: 64 } as const

function requireFit(network: string, space: readonly Prefix[], subnets: readonly JsonObject[]): void {
  const before: Prefix[] = []
  for (const subnet of subnets) {
    const facts = { subnet: nameOf(subnet), network }
    const prefixes = subnetPrefixes(subnet)
    for (const prefix of prefixes) {
      if (prefix.length > smallest[prefix.family]) throw networkError('NetcfgInvalidSubnet', facts)
      if (!space.some((outer) => containsPrefix(outer, prefix)))
        throw networkError('NetcfgSubnetRangeOutsideVnet', facts)
      if (before.some((other) => overlaps(other, prefix))) throw networkError('NetcfgSubnetRangesOverlap', facts)
    }
    before.push(...prefixes)
  }
}

/** Subnets with somebody in them stay, and keep the prefix that the addresses are from. */
function requireUnusedChanges(existing: Resource, planned: readonly JsonObject[], references: ReferenceIndex): void {
  for (const subnet of childrenOf(existing, 'subnets')) {
    const [user] = references.usersOf(childId(existing, 'subnets', subnet))
    if (user === undefined) continue
    const name = nameOf(subnet)
    const later = planned.find((candidate) => nameOf(candidate).toLowerCase() === name.toLowerCase())
    if (later === undefined) throw networkError('InUseSubnetCannotBeDeleted', { subnet: name, user })
    const prefixes = prefixTextsOf(later)
    const gone = prefixTextsOf(subnet).find((prefix) => !prefixes.includes(prefix))
    if (gone !== undefined) throw networkError('InUsePrefixCannotBeDeleted', { prefix: gone, subnet: name })
  }
}

function renderProperties(resource: Resource, view: View): JsonObject {
  const stored = objectAt(resource.body, 'properties') ?? {}
  const { apiVersion } = view
  const { addressSpace, dhcpOptions, enableDdosProtection, enableVmProtection, ...rest } = without(stored, 'subnets')
  const dnsServers = objectAt(dhcpOptions)?.dnsServers
  return {
    ...member('addressSpace', addressSpace),
    ...(dhcpOptions === undefined && isFrom('2021-01-01', apiVersion)
      ? {}
      : { dhcpOptions: { dnsServers: dnsServers ?? [] } }),
    subnets: childrenOf(resource, 'subnets').map((subnet) => renderSubnet(resource, subnet, view)),
    ...(isFrom('2016-09-01', apiVersion) ? { virtualNetworkPeerings: [] } : {}),
    ...rest,
    ...(isFrom('2017-08-01', apiVersion) ? { enableDdosProtection: enableDdosProtection ?? false } : {}),
    ...(isFrom('2017-08-01', apiVersion) && !isFrom('2021-01-01', apiVersion)
      ? { enableVmProtection: enableVmProtection ?? false }
      : {}),
  }
}

export function renderSubnet(network: Resource, child: JsonObject, view: View): JsonObject {
  const { apiVersion } = view
  const properties = propertiesOf(child)
  const { addressPrefix, addressPrefixes, networkSecurityGroup, delegations, ...rest } = properties
  const policies = isFrom('2019-04-01', apiVersion)
    ? {
        privateEndpointNetworkPolicies: isFrom('2022-07-01', apiVersion) ? 'Disabled' : 'Enabled',
        privateLinkServiceNetworkPolicies: 'Enabled',
      }
    : {}
  return renderChild(network, 'subnets', {
    child,
    view,
    typeLast: true,
    properties: {
      ...member('addressPrefix', addressPrefix),
      ...member('addressPrefixes', addressPrefixes),
      ...member('networkSecurityGroup', networkSecurityGroup),
      ...idsMember('ipConfigurations', view.references.usersOf(childId(network, 'subnets', child))),
      ...(isFrom('2018-02-01', apiVersion) ? { delegations: delegations ?? [] } : {}),
      ...policies,
      ...rest,
      ...(apiVersion === '2019-11-01' ? { subnetID: 0 } : {}), // recorded; in that version only
    },
  })
}

/** Which subnet of the network an address belongs to. */
export const subnetOf = (network: Resource, address: string): JsonObject | undefined => {
  const parsed = parseAddress(address)
  return parsed === undefined
    ? undefined
    : childrenOf(network, 'subnets').find((subnet) => subnetPrefixes(subnet).some((prefix) => isInside(parsed, prefix)))
}
