/**
 * start, powerOff, deallocate, restart, redeploy, reapply: each sets a desired state and answers 202.
 *
 * Decision: a machine that is not allocated stays so when it is powered off; restarting one that does not run is
 * refused in the pattern of Compute's recorded `OperationNotAllowed` answers.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { requireResource } from '../../operations/require-resource.js'
import { stampResource } from '../../operations/stamp-resource.js'
import type { ArmRequest, ArmResponse, Operation } from '../define.js'
import { acceptedHeaders, type ComputeOperationKind, startOperation } from './compute-operation.js'
import { requireNotDeleting, vmAction } from './vm-access.js'
import { toBody, type VmRecord, vmRecordOf } from './vm-record.js'

export interface PowerAction {
  readonly kind: ComputeOperationKind
  /** @throws ArmError `OperationNotAllowed` */
  readonly change: (record: VmRecord, resource: Resource) => VmRecord
}

const setting = (change: (record: VmRecord) => VmRecord): PowerAction => ({ kind: 'virtualMachineAction', change })

const startingAnew = (action: string, kind: ComputeOperationKind): PowerAction => ({
  kind,
  change(record, { name }) {
    if (record.powerState === 'running') return record
    throw new ArmError('OperationNotAllowed', {
      detail: `Operation '${action}' is not allowed on VM '${name}' since the VM is ${record.powerState}.`,
    })
  },
})

/** By Azure's names; scale sets do the same to each of their machines. */
export const powerChanges: Readonly<Record<string, PowerAction>> = {
  start: setting((record) => ({ ...record, powerState: 'running' })),
  powerOff: setting((record) => (record.powerState === 'deallocated' ? record : { ...record, powerState: 'stopped' })),
  deallocate: setting((record) => ({ ...record, powerState: 'deallocated' })),
  restart: startingAnew('restart', 'virtualMachineRestart'),
  redeploy: startingAnew('redeploy', 'virtualMachineRedeploy'),
  reapply: setting((record) => record),
}

/** By lower-case name, as the endpoint looks actions up. */
export const powerActions: Readonly<Record<string, Operation>> = Object.fromEntries(
  Object.entries(powerChanges).map(([name, action]) => [
    name.toLowerCase(),
    { action: vmAction(`${name}/action`), run: (request: ArmRequest) => act(request, action) },
  ]),
)

async function act(request: ArmRequest, { kind, change }: PowerAction): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    requireNotDeleting(existing)
    await tx.resources.update({
      ...existing,
      provisioningState: existing.provisioningState === 'Creating' ? 'Creating' : 'Updating',
      body: toBody(change(vmRecordOf(existing), existing)),
      ...stampResource(ports),
    })
    return startOperation(tx, request, { kind, subject: existing })
  })
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}
