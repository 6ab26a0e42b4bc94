/**
 * Machines answer at their public addresses for programs on the workstation, as `ssh azureuser@<address>` expects.
 *
 * Decision: looked up whenever machines are looked at and whenever somebody enters the workstation. Nothing else on the
 * network is emulated: security rules are kept and shown, not applied.
 */
import { virtualMachineType } from '../domain/compute/machine-types.js'
import { machineAddresses } from '../domain/network/machine-addresses.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { ComputeDriver } from '../ports/compute.js'
import type { ReadStores } from '../ports/store.js'
import { desiredMachine } from './desired-machine.js'

const interfaceType = 'Microsoft.Network/networkInterfaces'
const addressType = 'Microsoft.Network/publicIPAddresses'

export async function reachMachines(
  read: Pick<ReadStores, 'resources'>,
  driver: Pick<ComputeDriver, 'reachFromWorkstation'>,
): Promise<void> {
  if (driver.reachFromWorkstation === undefined) return
  const interfaces = await read.resources.list({ scope: '/', type: interfaceType })
  const attached = interfaces.filter(({ body }) => body.virtualMachine !== undefined)
  if (attached.length === 0) return driver.reachFromWorkstation([])
  const [addresses, resources] = await Promise.all([
    read.resources.list({ scope: '/', type: addressType }),
    read.resources.list({ scope: '/', type: virtualMachineType }),
  ])
  const machines = new Map(resources.map((resource) => [resourceKey(resource.id), desiredMachine(resource)]))
  const reachable = machineAddresses(attached, addresses).flatMap(({ machineId, address }) => {
    const machine = machines.get(resourceKey(machineId))
    return machine?.state === 'running' ? [{ address, vmId: machine.vmId }] : []
  })
  await driver.reachFromWorkstation(reachable)
}
