/** `GET …/virtualNetworks/{name}/CheckIPAddressAvailability?ipAddress=`: is it free, and which ones are (public specification). */
import type { JsonObject } from '../../domain/json.js'
import { type Address, formatAddress, parseAddress } from '../../domain/network/address.js'
import { allocatePrivateAddress, usableRange } from '../../domain/network/allocate-address.js'
import { requireResource } from '../../operations/require-resource.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { networkError } from './network-error.js'
import { childId } from './render.js'
import { subnetOf, subnetPrefixes } from './virtual-networks.js'
import { childrenOf, findPart, type NetworkWorld, propertiesOf, readWorld } from './world.js'

/** As many free addresses as Azure offers instead. */
const offered = 5

export async function checkAddress({ ports, target, query }: ArmRequest): Promise<ArmResponse> {
  const network = await requireResource(ports.store.read, target)
  const text = query.get('ipaddress') ?? ''
  const address = parseAddress(text)
  const subnet = subnetOf(network, text)
  if (address === undefined || subnet === undefined) {
    const prefix = childrenOf(network, 'subnets').flatMap(subnetPrefixes).length === 0 ? 'none' : target.id
    throw networkError('PrivateIPAddressNotInSubnet', { address: text, prefix })
  }
  const world = await readWorld(ports.store.read)
  const taken = takenIn(world, childId(network, 'subnets', subnet))
  const prefixes = subnetPrefixes(subnet)
  const isUsable = prefixes.map(usableRange).some(({ first, last }) => first <= address.value && address.value <= last)
  const isFree = isUsable && !taken.some(({ value }) => value === address.value)
  const body: JsonObject = isFree
    ? { available: true, isPlatformReserved: false }
    : { available: false, availableIPAddresses: nextFree(prefixes, taken), isPlatformReserved: !isUsable }
  return { status: 200, body }
}

const takenIn = (world: NetworkWorld, subnetId: string): Address[] =>
  world.references.usersOf(subnetId).flatMap((user) => {
    const child = findPart(world, user)?.child
    const address = child === undefined ? undefined : parseAddress(String(propertiesOf(child).privateIPAddress ?? ''))
    return address === undefined ? [] : [address]
  })

function nextFree(prefixes: Parameters<typeof allocatePrivateAddress>[0][], taken: readonly Address[]): string[] {
  const free: Address[] = []
  for (const prefix of prefixes) {
    while (free.length < offered) {
      const next = allocatePrivateAddress(prefix, [...taken, ...free])
      if (next === undefined) break
      free.push(next)
    }
  }
  return free.map(formatAddress)
}
