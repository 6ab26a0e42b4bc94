/**
 * Private addresses for the IP configurations of one resource, from the subnets they refer to.
 *
 * Rules and texts: an address stays with its owner as long as the subnet does; a static one is the owner's choice.
 * `PrivateIPAddressIsAllocated` (Azure/acs-engine#1867), `PrivateIPAddressInReservedRange`
 * (hashicorp/terraform-provider-azurerm#4225).
 */
import { type JsonObject, textAt } from '../../domain/json.js'
import {
  type Address,
  formatAddress,
  formatPrefix,
  isInside,
  type Prefix,
  parseAddress,
} from '../../domain/network/address.js'
import { allocatePrivateAddress, usableRange } from '../../domain/network/allocate-address.js'
import { isSameResource, resourceKey } from '../../domain/resource-id/resource-id.js'
import { networkError } from './network-error.js'
import { oneOf } from './public-addresses.js'
import { childId } from './render.js'
import { subnetPrefixes } from './virtual-networks.js'
import { childrenOf, findPart, type NetworkWorld, nameOf, propertiesOf } from './world.js'

interface Owned {
  readonly address: Address
  readonly owner: string
}

export interface TakenAddress {
  readonly text: string
  readonly method: string
  readonly version: string
}

export class AddressPlan {
  readonly #world: NetworkWorld
  /** By key of the subnet. */
  readonly #taken = new Map<string, Owned[]>()

  constructor(world: NetworkWorld) {
    this.#world = world
    for (const resource of world.resources) {
      for (const kind of ['ipConfigurations', 'frontendIPConfigurations']) {
        for (const child of childrenOf(resource, kind)) this.#note(childId(resource, kind, child), propertiesOf(child))
      }
    }
  }

  /** @throws ArmError `SubnetNotSpecified`, `InvalidResourceReference`, `SubnetIsFull` and what a static address may be refused for */
  take(wish: {
    readonly id: string
    readonly said: JsonObject
    readonly before: JsonObject | undefined
  }): TakenAddress {
    const { id, said, before } = wish
    const subnetId = textAt(said, 'subnet', 'id')
    if (subnetId === undefined) throw networkError('SubnetNotSpecified', { resource: id })
    const version = oneOf(
      textAt(said, 'privateIPAddressVersion') ?? 'IPv4',
      ['IPv4', 'IPv6'],
      'privateIPAddressVersion',
    )
    const method = oneOf(
      textAt(said, 'privateIPAllocationMethod') ?? 'Dynamic',
      ['Dynamic', 'Static'],
      'privateIPAllocationMethod',
    )
    const prefixes = this.#prefixesOf(id, subnetId).filter(({ family }) => family === (version === 'IPv6' ? 6 : 4))
    const kept = isSameResource(textAt(before, 'subnet', 'id') ?? '', subnetId)
      ? textAt(before, 'privateIPAddress')
      : undefined
    const wanted = method === 'Static' ? (textAt(said, 'privateIPAddress') ?? kept) : undefined
    if (method === 'Static' && wanted === undefined) throw networkError('StaticIpNotSpecified', { resource: id })
    const address =
      wanted === undefined
        ? (this.#free(subnetId, kept) ?? this.#next(subnetId, prefixes))
        : this.#requireFree({ id, subnetId, wanted, prefixes })
    this.#note(id, { subnet: { id: subnetId }, privateIPAddress: formatAddress(address) })
    return { text: formatAddress(address), method, version }
  }

  #prefixesOf(resource: string, subnetId: string): Prefix[] {
    const child = findPart(this.#world, subnetId)?.child
    if (child === undefined) {
      const owner = resource.split('/').slice(0, -2).join('/')
      throw networkError('InvalidResourceReference', { resource: owner, referenced: subnetId })
    }
    return subnetPrefixes(child)
  }

  #ownersIn(subnetId: string): readonly Owned[] {
    return this.#taken.get(resourceKey(subnetId)) ?? []
  }

  #free(subnetId: string, kept: string | undefined): Address | undefined {
    const address = parseAddress(kept ?? '')
    const isTaken = this.#ownersIn(subnetId).some(({ address: { value } }) => value === address?.value)
    return isTaken ? undefined : address
  }

  #next(subnetId: string, prefixes: readonly Prefix[]): Address {
    const taken = this.#ownersIn(subnetId).map(({ address }) => address)
    for (const prefix of prefixes) {
      const address = allocatePrivateAddress(prefix, taken)
      if (address !== undefined) return address
    }
    const child = findPart(this.#world, subnetId)?.child
    throw networkError('SubnetIsFull', {
      subnet: child === undefined ? subnetId : nameOf(child),
      prefix: prefixes.map(formatPrefix).join(', '),
      count: String(taken.length + 1),
    })
  }

  #requireFree(wish: {
    readonly id: string
    readonly subnetId: string
    readonly wanted: string
    readonly prefixes: readonly Prefix[]
  }): Address {
    const { id, subnetId, wanted, prefixes } = wish
    const address = parseAddress(wanted)
    const prefix = prefixes.find((candidate) => address !== undefined && isInside(address, candidate))
    const facts = { address: wanted, prefix: prefixes.map(formatPrefix).join(', ') }
    if (address === undefined || prefix === undefined) throw networkError('PrivateIPAddressNotInSubnet', facts)
    const { first, last } = usableRange(prefix)
    if (address.value < first || address.value > last) {
      throw networkError('PrivateIPAddressInReservedRange', { address: wanted, prefix: formatPrefix(prefix) })
    }
    const user = this.#ownersIn(subnetId).find((owned) => owned.address.value === address.value)?.owner
    if (user === undefined) return address
    throw networkError('PrivateIPAddressIsAllocated', {
      resource: id,
      address: wanted,
      user: user.split('/').slice(0, -2).join('/'),
    })
  }

  #note(owner: string, properties: JsonObject): void {
    const subnet = textAt(properties, 'subnet', 'id')
    const address = parseAddress(textAt(properties, 'privateIPAddress') ?? '')
    if (subnet === undefined || address === undefined) return
    const key = resourceKey(subnet)
    this.#taken.set(key, [...(this.#taken.get(key) ?? []), { address, owner }])
  }
}
