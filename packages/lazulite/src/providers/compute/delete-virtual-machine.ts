/**
 * DELETE of a virtual machine: its identity, its hold on interfaces and disks, and those that go with it are gone at once,
 * the machine follows, its record last.
 *
 * 202 with both polling addresses, 204 when there is none (recorded with Azure SDK for Java). Until the machine is
 * down GET shows `Deleting`.
 */

import { releaseMachine, requireUnlockedParts } from '../../operations/release-machine.js'
import { requirePreconditions } from '../../operations/require-preconditions.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { ArmRequest, ArmResponse } from '../define.js'
import { acceptedHeaders, startOperation } from './compute-operation.js'

export async function deleteVirtualMachine(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return undefined
    requirePreconditions(request, existing)
    if (existing.provisioningState !== 'Deleting') {
      await requireUnlockedParts(tx, existing)
      await releaseMachine(tx, ports, existing)
      const { identity: _, ...rest } = existing
      await tx.resources.update({ ...rest, provisioningState: 'Deleting', ...stampResource(ports) })
    }
    return startOperation(tx, request, { kind: 'virtualMachineDelete', subject: existing })
  })
  if (operation === undefined) return { status: 204 }
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}
