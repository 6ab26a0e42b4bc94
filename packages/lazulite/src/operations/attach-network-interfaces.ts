/**
 * A virtual machine's network interfaces: which ones are its own is said by the machine (`networkProfile`); each interface
 * knows its machine, hardware address and rank in turn. Both are written in one transaction.
 *
 * Texts: `InvalidResourceReference` recorded 2020 and 2025, `NicInUse` hashicorp/terraform-provider-azurerm#8105.
 * Decision: hardware addresses begin with Microsoft's `00-0D-3A`, and no two interfaces share one.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject, objectAt, textAt } from '../domain/json.js'
import { networkTypes } from '../domain/network/network-types.js'
import { isSameResource, resourceKey } from '../domain/resource-id/resource-id.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores, Tx } from '../ports/store.js'
import { settlePublicAddresses } from './settle-public-addresses.js'
import { stampResource } from './stamp-resource.js'

type Stamps = Pick<Ports, 'ids' | 'clock'>

export interface AttachedInterface {
  readonly id: string
  readonly isPrimary: boolean
  readonly isDeletedWithMachine: boolean
}

/** What a machine's `networkProfile` says; the first is primary when none says so. */
export function interfacesOf(properties: JsonObject): AttachedInterface[] {
  const said = objectAt(properties, 'networkProfile')?.networkInterfaces
  const items = Array.isArray(said) ? said.filter(isJsonObject) : []
  const named = items.flatMap((item) => {
    const id = textAt(item, 'id')
    return id === undefined ? [] : [{ id, ...optionsOf(item) }]
  })
  const hasPrimary = named.some(({ isPrimary }) => isPrimary)
  return named.map((item, index) => ({ ...item, isPrimary: hasPrimary ? item.isPrimary : index === 0 }))
}

const optionsOf = (item: JsonObject): Pick<AttachedInterface, 'isPrimary' | 'isDeletedWithMachine'> => ({
  isPrimary: objectAt(item, 'properties')?.primary === true,
  isDeletedWithMachine: textAt(item, 'properties', 'deleteOption')?.toLowerCase() === 'delete',
})

/**
 * Makes the interfaces that `properties` names those of the machine, and frees the others that it had. Machines made
 * before there were networks name interfaces that never existed: what `before` names already need not be there.
 * @throws ArmError `InvalidResourceReference`, `NicInUse` (400)
 */
export async function attachNetworkInterfaces(
  tx: Tx,
  ports: Stamps,
  machineWrite: { readonly machine: Resource; readonly properties: JsonObject; readonly before?: JsonObject },
): Promise<void> {
  const { machine, properties, before } = machineWrite
  const wanted = interfacesOf(properties)
  const named = new Set(interfacesOf(before ?? {}).map(({ id }) => resourceKey(id)))
  const all = await tx.resources.list({ scope: '/', type: networkTypes.networkInterfaces })
  const hardware = new Set(all.map(({ body }) => body.macAddress))
  for (const { id, isPrimary } of wanted) {
    const key = resourceKey(id)
    if (named.has(key) && !all.some((nic) => resourceKey(nic.id) === key)) continue
    const nic = requireInterface(all, id, machine)
    if (isOf(nic, machine) && nic.body.primary === isPrimary) continue
    const macAddress = nic.body.macAddress ?? nextHardwareAddress(ports, hardware)
    hardware.add(macAddress)
    const body = { ...nic.body, macAddress, primary: isPrimary, virtualMachine: { id: machine.id } }
    await tx.resources.update({ ...nic, body, ...stampResource(ports) })
  }
  const keys = new Set(wanted.map(({ id }) => resourceKey(id)))
  for (const nic of all) {
    if (isOf(nic, machine) && !keys.has(resourceKey(nic.id))) await detach(tx, ports, nic)
  }
  await settlePublicAddresses(tx, ports)
}

const isOf = ({ body }: Resource, machine: Resource): boolean =>
  isSameResource(textAt(body, 'virtualMachine', 'id') ?? '', machine.id)

function requireInterface(all: readonly Resource[], id: string, machine: Resource): Resource {
  const nic = all.find((candidate) => isSameResource(candidate.id, id))
  if (nic === undefined || nic.location !== machine.location || nic.subscriptionId !== machine.subscriptionId) {
    const segments = id.split('/')
    const shouted = segments
      .map((text, i) => (i === 4 || i === segments.length - 1 ? text.toUpperCase() : text))
      .join('/')
    throw new ArmError(
      'InvalidResourceReference',
      { resource: machine.id, referenced: shouted },
      { details: [{ code: 'NotFound', message: `Resource ${shouted} not found.` }] },
    )
  }
  const user = textAt(nic.body, 'virtualMachine', 'id')
  if (user === undefined || isSameResource(user, machine.id)) return nic
  throw new ArmError('NicAttachedElsewhere', { resource: nic.id, user }, { details: [] })
}

function nextHardwareAddress({ ids }: Stamps, taken: ReadonlySet<unknown>): string {
  let number = Number.parseInt(ids.guid('macAddress').slice(0, 8), 16) % 0x1_00_00_00
  for (;;) {
    const tail = number
      .toString(16)
      .toUpperCase()
      .padStart(6, '0')
      .replace(/(..)(..)(..)/, '$1-$2-$3')
    const address = `00-0D-3A-${tail}`
    if (!taken.has(address)) return address
    number = (number + 1) % 0x1_00_00_00
  }
}

async function detach(tx: Tx, ports: Stamps, nic: Resource): Promise<void> {
  const { virtualMachine: _, primary: __, macAddress: ___, ...body } = nic.body
  await tx.resources.update({ ...nic, body, ...stampResource(ports) })
}

/** The machine goes: its interfaces are free. */
export async function releaseNetworkInterfaces(tx: Tx, ports: Stamps, machine: Resource): Promise<void> {
  const all = await tx.resources.list({ scope: '/', type: networkTypes.networkInterfaces })
  for (const nic of all) if (isOf(nic, machine)) await detach(tx, ports, nic)
}

/** Interfaces that go with the machine because it says so, each before public addresses whose reference says so. */
export async function interfacesGoingWith(stores: Pick<ReadStores, 'resources'>, machine: Resource): Promise<Part[]> {
  const said = interfacesOf(objectAt(machine.body, 'properties') ?? {}).filter((one) => one.isDeletedWithMachine)
  const parts: Part[] = []
  for (const { id } of said) {
    const nic = await stores.resources.get(id)
    if (nic === undefined || !isOf(nic, machine)) continue
    parts.push({ resource: nic })
    for (const addressId of addressesGoingWith(nic)) {
      const address = await stores.resources.get(addressId)
      if (address !== undefined) parts.push({ resource: address, with: nic })
    }
  }
  return parts
}

/** Something that goes with a machine. */
export interface Part {
  readonly resource: Resource
  /** It goes only if this goes. */
  readonly with?: Resource
}

function addressesGoingWith(nic: Resource): string[] {
  const configurations = objectAt(nic.body, 'properties')?.ipConfigurations
  return (Array.isArray(configurations) ? configurations.filter(isJsonObject) : []).flatMap((configuration) => {
    const reference = objectAt(configuration, 'properties', 'publicIPAddress')
    const id = textAt(reference, 'id')
    return id !== undefined && textAt(reference, 'properties', 'deleteOption')?.toLowerCase() === 'delete' ? [id] : []
  })
}
