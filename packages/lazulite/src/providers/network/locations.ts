/**
 * What Microsoft.Network answers about a region: whether a DNS name is free, and how much is in use.
 *
 * Shapes: the public specification. Limits: Azure's default ones for a subscription; they are shown and not enforced.
 */

import { findLocation, normalizeLocation } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { networkTypes } from '../../domain/network/network-types.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { networkApiVersions } from './api-versions.js'
import { domainName, isDomainNameTaken } from './public-addresses.js'

export const networkLocations = defineResourceType({
  type: 'Microsoft.Network/locations',
  apiVersions: networkApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  views: {
    checkdnsnameavailability: {
      action: 'Microsoft.Network/locations/checkDnsNameAvailability/read',
      run: checkDnsName,
    },
  },
})

export const networkUsages = defineResourceType({
  type: 'Microsoft.Network/locations/usages',
  apiVersions: networkApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  list: { action: 'Microsoft.Network/locations/usages/read', run: listUsages },
})

async function checkDnsName({ ports, target, query }: ArmRequest): Promise<ArmResponse> {
  const label = query.get('domainnamelabel')
  if (label === undefined)
    throw new ArmError('InvalidParameter', { detail: "The query parameter 'domainNameLabel' is required." }) // Decision
  const addresses = await ports.store.read.resources.list({ scope: '/', type: networkTypes.publicIPAddresses })
  const isFree = !isDomainNameTaken(addresses, domainName(label.toLowerCase(), locationOf(target.names[0])))
  return { status: 200, body: { available: isFree } }
}

const limits: readonly (readonly [
  type: keyof typeof networkTypes,
  value: string,
  localizedValue: string,
  limit: number,
])[] = [
  ['virtualNetworks', 'VirtualNetworks', 'Virtual Networks', 1000],
  ['publicIPAddresses', 'PublicIPAddresses', 'Public IP Addresses', 1000],
  ['networkInterfaces', 'NetworkInterfaces', 'Network Interfaces', 65_536],
  ['networkSecurityGroups', 'NetworkSecurityGroups', 'Network Security Groups', 5000],
  ['loadBalancers', 'LoadBalancers', 'Load Balancers', 1000],
  ['applicationSecurityGroups', 'ApplicationSecurityGroups', 'Application Security Groups.', 3000],
]

async function listUsages({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const scope = subscriptionScope(target.subscriptionId ?? '')
  const location = locationOf(target.names[0])
  const value: JsonObject[] = []
  for (const [type, name, localizedValue, limit] of limits) {
    const all = await ports.store.read.resources.list({ scope, type: networkTypes[type] })
    value.push({
      currentValue: all.filter((resource) => resource.location === location).length,
      id: `${scope}/providers/Microsoft.Network/locations/${location}/usages/${name}`,
      limit,
      name: { localizedValue, value: name },
      unit: 'Count',
    })
  }
  return { status: 200, body: { value } }
}

const locationOf = (text = ''): string => findLocation(text)?.name ?? normalizeLocation(text)
