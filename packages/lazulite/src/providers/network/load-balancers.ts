/**
 * `Microsoft.Network/loadBalancers` in the plain form that clients deploy beside scale sets: frontends, backend pools,
 * probes, rules, NAT rules and pools. Traffic is not balanced here; who refers to whom is kept as in Azure.
 *
 * Shape: the public specification and its examples; the state in the answer to a PUT is `Succeeded`, as for interfaces.
 */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { type JsonObject, objectAt, textAt } from '../../domain/json.js'
import { networkTypes } from '../../domain/network/network-types.js'
import { AddressPlan } from './address-plan.js'
import type { NetworkKind, Plan, View } from './kind.js'
import { networkError } from './network-error.js'
import { oneOf } from './public-addresses.js'
import { requireDistinctNames } from './read-properties.js'
import { childId, idsMember, member, renderChild, without } from './render.js'
import { childrenOf, type NetworkWorld, nameOf, propertiesOf } from './world.js'

/** In the order in which answers show them. */
export const loadBalancerParts = [
  'frontendIPConfigurations',
  'backendAddressPools',
  'loadBalancingRules',
  'probes',
  'inboundNatRules',
  'outboundRules',
  'inboundNatPools',
] as const
export type LoadBalancerPart = (typeof loadBalancerParts)[number]

export const loadBalancerKind: NetworkKind = {
  type: networkTypes.loadBalancers,
  children: loadBalancerParts,
  computed: ['backendIPConfigurations', 'backendIPConfiguration', 'outboundRule'],
  isSettledAtOnce: true,
  joins: {
    'microsoft.network/virtualnetworks/subnets': 'Microsoft.Network/virtualNetworks/subnets/join/action',
    'microsoft.network/publicipaddresses': 'Microsoft.Network/publicIPAddresses/join/action',
    'microsoft.network/publicipprefixes': 'Microsoft.Network/publicIPPrefixes/join/action',
  },
  plan,
  renderProperties(resource, view) {
    const stored = objectAt(resource.body, 'properties') ?? {}
    const parts = loadBalancerParts.map((part) => [
      part,
      childrenOf(resource, part).map((child) => renderLoadBalancerPart(part)(resource, child, view)),
    ])
    return { ...Object.fromEntries(parts), ...without(stored, ...loadBalancerParts) }
  },
  renderTop: ({ body }) => member('sku', body.sku),
  refuseDeletion({ id }, references) {
    const [user] = references.outsideUsersWithin(id)
    if (user !== undefined) throw networkError('LoadBalancerInUse', { resource: id, user })
  },
}

function plan({ id, said, body, existing, world }: Plan): JsonObject {
  const addresses = new AddressPlan(world)
  const parts = loadBalancerParts.map((part) => {
    const children = childrenOf({ body: { properties: said } }, part)
    requireDistinctNames(id, children)
    if (part !== 'frontendIPConfigurations') return [part, children.map(withoutBackReferences)]
    const before = childrenOf(existing ?? { body: {} }, part)
    return [
      part,
      children.map((child) => planFrontend({ id, child: withoutBackReferences(child), before, addresses, world })),
    ]
  })
  const sku = {
    name: oneOf(
      textAt(body, 'sku', 'name') ?? textAt(existing?.body, 'sku', 'name') ?? 'Basic',
      ['Basic', 'Standard', 'Gateway'],
      'sku.name',
    ),
    tier: oneOf(textAt(body, 'sku', 'tier') ?? 'Regional', ['Regional', 'Global'], 'sku.tier'),
  }
  const zones = body.zones ?? existing?.body.zones
  return {
    sku,
    ...(zones === undefined || zones === null ? {} : { zones }),
    properties: { ...Object.fromEntries(parts), ...without(said, ...loadBalancerParts) },
  }
}

/** Parts show who uses them under these names; clients send that back. */
const withoutBackReferences = (child: JsonObject): JsonObject => ({
  ...child,
  properties: without(propertiesOf(child), 'loadBalancingRules', 'inboundNatRules', 'outboundRules', 'inboundNatPools'),
})

function planFrontend({
  id,
  child,
  before,
  addresses,
  world,
}: {
  readonly id: string
  readonly child: JsonObject
  readonly before: readonly JsonObject[]
  readonly addresses: AddressPlan
  readonly world: NetworkWorld
}): JsonObject {
  const said = propertiesOf(child)
  const own = `${id}/frontendIPConfigurations/${nameOf(child)}`
  const publicAddress = textAt(said, 'publicIPAddress', 'id')
  if (publicAddress !== undefined) {
    const [user] = world.references.usersOf(publicAddress)
    if (user !== undefined) throw networkError('PublicIPAddressInUse', { resource: own, address: publicAddress, user })
  }
  if (textAt(said, 'subnet', 'id') === undefined) {
    return { ...child, properties: { privateIPAllocationMethod: 'Dynamic', ...said } }
  }
  const old = before.find((candidate) => nameOf(candidate) === nameOf(child))
  const address = addresses.take({ id: own, said, before: old === undefined ? undefined : propertiesOf(old) })
  return {
    ...child,
    properties: {
      ...said,
      privateIPAddress: address.text,
      privateIPAllocationMethod: address.method,
      privateIPAddressVersion: address.version,
    },
  }
}

/** Which parts show who refers to them, and the member that shows it. */
const shownUsers: Readonly<Partial<Record<LoadBalancerPart, readonly LoadBalancerPart[]>>> = {
  frontendIPConfigurations: ['loadBalancingRules', 'inboundNatRules', 'outboundRules', 'inboundNatPools'],
  backendAddressPools: ['loadBalancingRules', 'outboundRules'],
  probes: ['loadBalancingRules'],
}

export const renderLoadBalancerPart =
  (part: LoadBalancerPart) =>
  (balancer: Resource, child: JsonObject, view: View): JsonObject => {
    const users = view.references.usersOf(childId(balancer, part, child))
    const own = (kind: LoadBalancerPart): string[] =>
      users.filter((id) => id.toLowerCase().includes(`/${kind}/`.toLowerCase()))
    const configurations = users.filter((id) => /\/ipConfigurations\//i.test(id))
    return renderChild(balancer, part, {
      child,
      view,
      properties: {
        ...propertiesOf(child),
        ...Object.assign({}, ...(shownUsers[part] ?? []).map((kind) => idsMember(kind, own(kind)))),
        ...(part === 'backendAddressPools' ? idsMember('backendIPConfigurations', configurations) : {}),
        ...(part === 'inboundNatRules' && configurations[0] !== undefined
          ? { backendIPConfiguration: { id: configurations[0] } }
          : {}),
      },
    })
  }
