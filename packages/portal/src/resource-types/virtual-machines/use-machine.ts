/** Reading a virtual machine and what it is reached by. */
import { useArm } from '../../api/queries.js'
import { virtualMachines } from './description.js'
import {
  type Machine,
  type NetworkInterface,
  networkVersion,
  type PublicAddress,
  primaryAddressOf,
  primaryInterfaceOf,
} from './machine.js'

export const useMachine = (id: string) => useArm<Machine>(`${id}?$expand=instanceView`, virtualMachines)

/** The primary interface's facts; whoever may not read them sees none. */
export function useMachineNetwork(machine: Machine | undefined) {
  const network = { apiVersion: networkVersion }
  const nicId = machine === undefined ? undefined : primaryInterfaceOf(machine)
  const { data: nic } = useArm<NetworkInterface>(nicId, network)
  const primary = primaryAddressOf(nic)
  const { data: address } = useArm<PublicAddress>(primary?.publicIPAddress?.id, network)
  return {
    nicId,
    publicAddressId: primary?.publicIPAddress?.id,
    publicAddress: address?.properties.ipAddress,
    fqdn: address?.properties.dnsSettings?.fqdn,
    privateAddress: primary?.privateIPAddress,
    subnetId: primary?.subnet?.id,
  }
}
