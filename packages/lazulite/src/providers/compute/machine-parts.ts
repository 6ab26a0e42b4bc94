/**
 * A machine's interfaces and disks are resources of their own: whoever makes them the machine's needs the right to use
 * them, and they learn whose they are in the transaction that writes the machine.
 *
 * Decision: a machine may be without interface, and without `networkProfile`; what else Azure requires to exist must exist.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { objectAt, withoutNulls } from '../../domain/json.js'
import { attachDisks, attachedDiskIds } from '../../operations/attach-disks.js'
import { attachNetworkInterfaces, interfacesOf } from '../../operations/attach-network-interfaces.js'
import { requireLinkedAccess } from '../../operations/require-linked-access.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest } from '../define.js'
import { propertiesOf, requireWellFormed } from './require-vm-properties.js'
import { vmAction } from './vm-access.js'
import { vmRecordOf } from './vm-record.js'

/** The rights to join each interface and to attach each disk that the request names. @throws ArmError `LinkedAuthorizationFailed` */
export async function requirePartRights(request: ArmRequest, machineId: string): Promise<void> {
  const { ports, caller, check, body = {} } = request
  const said = withoutNulls(propertiesOf(body))
  requireWellFormed(said)
  if (objectAt(said, 'networkProfile')?.networkInterfaceConfigurations !== undefined) {
    throw new ArmError('NotImplemented', { what: 'properties.networkProfile.networkInterfaceConfigurations' })
  }
  const needs = [
    ['Microsoft.Network/networkInterfaces/join/action', interfacesOf(said).map(({ id }) => id)],
    ['Microsoft.Compute/disks/write', attachedDiskIds(said)], // Decision: which right
  ] as const
  for (const [linkedAction, linkedScopes] of needs) {
    await requireLinkedAccess(
      { read: ports.store.read, caller, check },
      { action: vmAction('write'), scope: machineId, linkedAction, linkedScopes },
    )
  }
}

/** @throws ArmError `InvalidResourceReference`, `NicInUse`, `NotFound`, `ConflictingUserInput` */
export async function attachParts(
  tx: Tx,
  { ports }: ArmRequest,
  { machine, before }: { readonly machine: Resource; readonly before: Resource | undefined },
): Promise<void> {
  const { properties } = vmRecordOf(machine)
  const known = before === undefined ? {} : { before: vmRecordOf(before).properties }
  await attachNetworkInterfaces(tx, ports, { machine, properties, ...known })
  await attachDisks(tx, ports, { machine, properties })
}
