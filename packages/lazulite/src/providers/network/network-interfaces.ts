/**
 * `Microsoft.Network/networkInterfaces` and their `ipConfigurations`.
 *
 * Shape by version: recorded 2016-12-01, 2018-01-01, 2018-04-01, 2019-11-01 and 2021-02-01; later members as the public
 * specification and portal exports show them. The machine, its hardware address and `primary` are written by whoever
 * attaches the interface (`operations/attach-network-interfaces.ts`). Decision: the suffix of internal names is made from
 * the network's own id.
 */

import { isFrom } from '../../domain/arm-resource/api-version.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { networkTypes } from '../../domain/network/network-types.js'
import { resourceKey } from '../../domain/resource-id/resource-id.js'
import { AddressPlan } from './address-plan.js'
import type { NetworkKind, Plan, View } from './kind.js'
import { networkError } from './network-error.js'
import { requireDistinctNames } from './read-properties.js'
import { member, renderChild, without } from './render.js'
import { childrenOf, findPart, type NetworkWorld, nameOf, propertiesOf } from './world.js'

const join = (what: string): string => `Microsoft.Network/${what}/action`

export const networkInterfaceKind: NetworkKind = {
  type: networkTypes.networkInterfaces,
  children: ['ipConfigurations'],
  computed: [
    ...['virtualMachine', 'macAddress', 'hostedWorkloads', 'tapConfigurations', 'dscpConfiguration'],
    ...['vnetEncryptionSupported', 'defaultOutboundConnectivityEnabled', 'privateEndpoint', 'privateLinkService'],
    ...['services', 'virtualNetworkTapProvisioningState', 'isInUseWithService'],
  ],
  isSettledAtOnce: true,
  joins: {
    'microsoft.network/virtualnetworks/subnets': join('virtualNetworks/subnets/join'),
    'microsoft.network/publicipaddresses': join('publicIPAddresses/join'),
    'microsoft.network/networksecuritygroups': join('networkSecurityGroups/join'),
    'microsoft.network/applicationsecuritygroups': join('applicationSecurityGroups/joinIpConfiguration'),
    'microsoft.network/loadbalancers/backendaddresspools': join('loadBalancers/backendAddressPools/join'),
    'microsoft.network/loadbalancers/inboundnatrules': join('loadBalancers/inboundNatRules/join'),
  },
  plan,
  renderProperties,
  refuseDeletion({ id, body }) {
    const user = textAt(body, 'virtualMachine', 'id')
    if (user !== undefined) throw networkError('NicInUse', { resource: id, user })
  },
}

function plan({ id, location, said, existing, world }: Plan): JsonObject {
  const configurations = childrenOf({ body: { properties: said } }, 'ipConfigurations')
  if (configurations.length === 0) throw networkError('IpConfigurationsMissing', { resource: id })
  requireDistinctNames(id, configurations)
  const primary = primaryOf(id, configurations)
  const addresses = new AddressPlan(world)
  const planned = configurations.map((configuration) => ({
    name: nameOf(configuration),
    properties: planConfiguration(id, configuration, {
      addresses,
      before: childrenOf(existing ?? { body: {} }, 'ipConfigurations').find(
        (old) => nameOf(old) === nameOf(configuration),
      ),
      isPrimary: configuration === primary,
    }),
  }))
  requireFreePublicAddresses(id, planned, world)
  const attached = without(existing?.body ?? {}, 'properties', 'resourceGuid', 'internalDomainNameSuffix')
  return {
    ...attached,
    internalDomainNameSuffix: suffixOf(location, world, planned),
    properties: { ...without(said, 'ipConfigurations', 'primary'), ipConfigurations: planned },
  }
}

/** The only one, or the one that says so. */
function primaryOf(resource: string, configurations: readonly JsonObject[]): JsonObject | undefined {
  const stated = configurations.filter((configuration) => propertiesOf(configuration).primary === true)
  if (stated.length > 1) throw networkError('NetworkInterfacePrimaryMismatch', { resource })
  return stated[0] ?? configurations[0]
}

interface ConfigurationPlan {
  readonly addresses: AddressPlan
  readonly before: JsonObject | undefined
  readonly isPrimary: boolean
}

function planConfiguration(
  nicId: string,
  child: JsonObject,
  { addresses, before, isPrimary }: ConfigurationPlan,
): JsonObject {
  const said = propertiesOf(child)
  const id = `${nicId}/ipConfigurations/${nameOf(child)}`
  const old = before === undefined ? undefined : propertiesOf(before)
  const address = addresses.take({ id, said, before: old })
  return {
    privateIPAddress: address.text,
    privateIPAllocationMethod: address.method,
    ...member('publicIPAddress', said.publicIPAddress),
    ...member('subnet', said.subnet),
    primary: isPrimary,
    privateIPAddressVersion: address.version,
    ...without(said, ...orderedFirst),
  }
}

const orderedFirst = [
  'privateIPAddress',
  'privateIPAllocationMethod',
  'publicIPAddress',
  'subnet',
  'primary',
  'privateIPAddressVersion',
]

/** @throws ArmError `PublicIPAddressInUse` (400) */
function requireFreePublicAddresses(nicId: string, planned: readonly JsonObject[], world: NetworkWorld): void {
  const own = new Map<string, string>()
  for (const configuration of planned) {
    const address = textAt(propertiesOf(configuration), 'publicIPAddress', 'id')
    if (address === undefined) continue
    const resource = `${nicId}/ipConfigurations/${nameOf(configuration)}`
    const key = resourceKey(address)
    const user = own.get(key) ?? world.references.usersOf(address)[0]
    if (user !== undefined) throw networkError('PublicIPAddressInUse', { resource, address, user })
    own.set(key, resource)
  }
}

/** As recorded; other regions have letters of their own, too. */
const regionLetters: Readonly<Record<string, string>> = {
  westus: 'dx',
  eastus: 'bx',
  southcentralus: 'jx',
  westcentralus: 'yx',
}

/** 26 characters of base 32, as long as Azure's. */
function suffixOf(location: string, world: NetworkWorld, configurations: readonly JsonObject[]): string {
  const subnet = textAt(configurations[0], 'properties', 'subnet', 'id') ?? ''
  const guid = findPart(world, subnet)?.owner.body.resourceGuid
  const digits = 'abcdefghijklmnopqrstuvwxyz012345'
  let rest = BigInt(`0x${String(guid ?? '0').replaceAll('-', '')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text += digits[Number(rest & 31n)] ?? ''
    rest >>= 5n
  }
  return `${text}.${regionLetters[location] ?? 'xx'}.internal.cloudapp.net`
}

function renderProperties(resource: Resource, view: View): JsonObject {
  const { apiVersion } = view
  const { internalDomainNameSuffix, macAddress, primary, virtualMachine } = resource.body
  const stored = objectAt(resource.body, 'properties') ?? {}
  const { dnsSettings, enableAcceleratedNetworking, enableIPForwarding, networkSecurityGroup, ...rest } = stored
  const { nicType, disableTcpStateTracking, auxiliaryMode, auxiliarySku, ...others } = without(rest, 'ipConfigurations')
  const said = isJsonObject(dnsSettings) ? dnsSettings : {}
  const isLater = (date: string, members: JsonObject): JsonObject => (isFrom(date, apiVersion) ? members : {})
  return {
    ipConfigurations: childrenOf(resource, 'ipConfigurations').map((child) =>
      renderIpConfiguration(resource, child, view),
    ),
    dnsSettings: {
      dnsServers: said.dnsServers ?? [],
      appliedDnsServers: [],
      ...member('internalDnsNameLabel', said.internalDnsNameLabel),
      ...member('internalDomainNameSuffix', internalDomainNameSuffix),
    },
    ...member('macAddress', macAddress),
    ...isLater('2016-09-01', { enableAcceleratedNetworking: enableAcceleratedNetworking ?? false }),
    ...isLater('2021-08-01', { vnetEncryptionSupported: false }),
    enableIPForwarding: enableIPForwarding ?? false,
    ...isLater('2022-07-01', { disableTcpStateTracking: disableTcpStateTracking ?? false }),
    ...member('networkSecurityGroup', networkSecurityGroup),
    ...member('primary', primary),
    ...member('virtualMachine', virtualMachine),
    ...(/^2018-0[4-7]/.test(apiVersion)
      ? { services: null, virtualNetworkTapProvisioningState: 'NotProvisioned' }
      : {}),
    ...isLater('2018-12-01', { hostedWorkloads: [], tapConfigurations: [] }),
    ...isLater('2021-02-01', { nicType: nicType ?? 'Standard' }),
    ...isLater('2022-07-01', {
      allowPort25Out: false,
      auxiliaryMode: auxiliaryMode ?? 'None',
      auxiliarySku: auxiliarySku ?? 'None',
    }),
    ...others,
  }
}

export function renderIpConfiguration(nic: Resource, child: JsonObject, view: View): JsonObject {
  const properties = propertiesOf(child)
  const isOld = isFrom('2018-01-01', view.apiVersion) && !isFrom('2018-07-01', view.apiVersion)
  return renderChild(nic, 'ipConfigurations', {
    child,
    view,
    properties: { ...properties, ...(isOld ? { isInUseWithService: false } : {}) },
  })
}
