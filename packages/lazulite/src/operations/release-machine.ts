/**
 * What ends together with a virtual machine: its identity, its hold on interfaces and disks, and those of them (with their
 * public addresses) whose `deleteOption` is `Delete`.
 *
 * Rules: "Delete a VM and attached resources". Deletion of a machine fails when what should go with it is locked
 * (Azure/azure-sdk-for-java#36243). Decisions: it is refused before anything is done, where Azure fails on the way; who
 * may delete the machine deletes what goes with it, as that page asks for no other right (joining it to the machine did).
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { Ports } from '../ports/ports.js'
import type { Tx } from '../ports/store.js'
import { disksGoingWith, releaseDisks } from './attach-disks.js'
import { interfacesGoingWith, type Part, releaseNetworkInterfaces } from './attach-network-interfaces.js'
import { releaseResource } from './release-resource.js'
import { locksInTheWay, requireUnlocked } from './require-unlocked.js'
import { settlePublicAddresses } from './settle-public-addresses.js'

/**
 * In the transaction that marks the machine as going. Decisions: interfaces and disks are free at once, before it is
 * down; what is locked stays, for whoever deletes a whole group and not just the machine.
 */
export async function releaseMachine(tx: Tx, ports: Pick<Ports, 'ids' | 'clock'>, machine: Resource): Promise<void> {
  const parts = await partsGoingWith(tx, machine)
  await releaseResource(tx, machine)
  const staying = new Set<string>()
  for (const { resource, with: user } of parts) {
    const isHeld = user !== undefined && staying.has(resourceKey(user.id))
    if (isHeld || (await locksInTheWay(tx, { id: resource.id, operation: 'delete' })).length > 0) {
      staying.add(resourceKey(resource.id))
      continue
    }
    await releaseResource(tx, resource)
    await tx.resources.delete(resource.id)
  }
  await releaseNetworkInterfaces(tx, ports, machine)
  await releaseDisks(tx, ports, machine)
  await settlePublicAddresses(tx, ports)
}

/** @throws ArmError `ScopeLocked` (409) */
export async function requireUnlockedParts(tx: Tx, machine: Resource): Promise<void> {
  for (const { resource } of await partsGoingWith(tx, machine)) {
    await requireUnlocked(tx, { id: resource.id, operation: 'delete' })
  }
}

const partsGoingWith = async (tx: Tx, machine: Resource): Promise<Part[]> => [
  ...(await interfacesGoingWith(tx, machine)),
  ...(await disksGoingWith(tx, machine)).map((resource) => ({ resource })),
]
