/** Rows of the list "Virtual machines": machines with their state and address, from the lists that each answer a part. */
import {
  type Machine,
  type NetworkInterface,
  type PublicAddress,
  primaryAddressOf,
  primaryInterfaceOf,
} from './machine.js'

export interface MachineRow {
  /** With the instance view of its status, where it is known. */
  readonly machine: Machine
  readonly subscription: string
  readonly publicAddress: string | undefined
}

export interface MachineLists {
  readonly subscription: string
  readonly machines: readonly Machine[]
  /** Of `statusOnly=true`. */
  readonly statuses: readonly Machine[]
  readonly interfaces: readonly NetworkInterface[]
  readonly addresses: readonly PublicAddress[]
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id.toLowerCase(), one]))

export function joinMachines(lists: MachineLists): readonly MachineRow[] {
  const statuses = byId(lists.statuses)
  const interfaces = byId(lists.interfaces)
  const addresses = byId(lists.addresses)
  return lists.machines.map((listed) => {
    const instanceView = statuses.get(listed.id.toLowerCase())?.properties.instanceView
    const machine =
      instanceView === undefined ? listed : { ...listed, properties: { ...listed.properties, instanceView } }
    const nic = interfaces.get(primaryInterfaceOf(machine)?.toLowerCase() ?? '')
    const addressId = primaryAddressOf(nic)?.publicIPAddress?.id.toLowerCase() ?? ''
    return {
      machine,
      subscription: lists.subscription,
      publicAddress: addresses.get(addressId)?.properties.ipAddress,
    }
  })
}
