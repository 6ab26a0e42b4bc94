/** What ends together with a virtual machine: its identity, and its hold on interfaces and disks. */
import type { Resource } from '../domain/arm-resource/resource.js'
import type { Ports } from '../ports/ports.js'
import type { Tx } from '../ports/store.js'
import { releaseDisks } from './attach-disks.js'
import { releaseNetworkInterfaces } from './attach-network-interfaces.js'
import { releaseResource } from './release-resource.js'

/** In the transaction that marks the machine as going. Decision: interfaces and disks are free at once, before it is down. */
export async function releaseMachine(tx: Tx, ports: Pick<Ports, 'ids' | 'clock'>, machine: Resource): Promise<void> {
  await releaseResource(tx, machine)
  await releaseNetworkInterfaces(tx, ports, machine)
  await releaseDisks(tx, ports, machine)
}
