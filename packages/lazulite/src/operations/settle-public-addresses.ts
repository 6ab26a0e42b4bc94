/**
 * Dynamic public addresses come and go with their use: whoever changes what refers to them calls this in the same
 * transaction. Azure gives a dynamic address when a machine that uses it is started; Decision: here when a machine gets the
 * interface, or a load balancer the frontend, and it is taken back when that ends, not when the machine is stopped.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { type JsonObject, objectAt, textAt } from '../domain/json.js'
import { formatAddress } from '../domain/network/address.js'
import { allocatePublicAddress } from '../domain/network/allocate-address.js'
import { networkTypes } from '../domain/network/network-types.js'
import { publicAddressesOf } from '../domain/network/public-addresses-of.js'
import { ReferenceIndex } from '../domain/network/references.js'
import type { Ports } from '../ports/ports.js'
import type { Tx } from '../ports/store.js'
import { stampResource } from './stamp-resource.js'

export async function settlePublicAddresses(tx: Tx, ports: Pick<Ports, 'ids' | 'clock'>): Promise<void> {
  let addresses = await tx.resources.list({ scope: '/', type: networkTypes.publicIPAddresses })
  const dynamic = addresses.filter(({ body }) => textAt(body, 'properties', 'publicIPAllocationMethod') === 'Dynamic')
  if (dynamic.length === 0) return
  const interfaces = await tx.resources.list({ scope: '/', type: networkTypes.networkInterfaces })
  const balancers = await tx.resources.list({ scope: '/', type: networkTypes.loadBalancers })
  const attached = interfaces.filter(({ body }) => body.virtualMachine !== undefined)
  const users = new ReferenceIndex([...attached, ...balancers])
  for (const address of dynamic) {
    const isUsed = users.usersOf(address.id).length > 0
    const has = textAt(address.body, 'properties', 'ipAddress') !== undefined
    if (isUsed === has) continue
    const changed = isUsed ? withAddress(address, addresses) : withoutAddress(address)
    const stored = { ...changed, ...stampResource(ports) }
    await tx.resources.update(stored)
    addresses = addresses.map((other) => (other === address ? stored : other))
  }
}

/** Should the ranges be used up, it stays without one. */
function withAddress(address: Resource, all: readonly Resource[]): Resource {
  const properties: JsonObject = objectAt(address.body, 'properties') ?? {}
  const next = allocatePublicAddress(properties.publicIPAddressVersion === 'IPv6' ? 6 : 4, publicAddressesOf(all))
  if (next === undefined) return address
  return { ...address, body: { ...address.body, properties: { ipAddress: formatAddress(next), ...properties } } }
}

function withoutAddress(address: Resource): Resource {
  const { ipAddress: _, ...properties } = objectAt(address.body, 'properties') ?? {}
  return { ...address, body: { ...address.body, properties } }
}
