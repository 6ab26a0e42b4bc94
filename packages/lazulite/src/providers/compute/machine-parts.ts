/**
 * A machine's interfaces and disks are resources of their own (rights to use them: `linked-parts.ts`), and they learn
 * whose they are in the transaction that writes the machine.
 *
 * Decision: a machine may be without interface, and without `networkProfile`; what else Azure requires to exist must exist.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { objectAt, withoutNulls } from '../../domain/json.js'
import { attachDisks } from '../../operations/attach-disks.js'
import { attachNetworkInterfaces } from '../../operations/attach-network-interfaces.js'
import type { Tx } from '../../ports/store.js'
import type { ArmRequest } from '../define.js'
import { propertiesOf, requireWellFormed } from './require-vm-properties.js'
import { vmRecordOf } from './vm-record.js'

/** The parts that the request names have the form of parts. @throws ArmError `InvalidRequestContent`, `NotImplemented` */
export function requireWellFormedParts({ body = {} }: ArmRequest): void {
  const said = withoutNulls(propertiesOf(body))
  requireWellFormed(said)
  if (objectAt(said, 'networkProfile')?.networkInterfaceConfigurations !== undefined) {
    throw new ArmError('NotImplemented', { what: 'properties.networkProfile.networkInterfaceConfigurations' })
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
