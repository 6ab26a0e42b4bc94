/**
 * What a scale set is told to do with all or some of its machines (`instanceIds`), and what one instance is told.
 *
 * 202 with both polling addresses, as for one machine (manualupgrade: recorded with Azure CLI, 2020-06-01). The refusal
 * of an unknown instance is Compute's own (Azure/azure-cli#25476, hashicorp/terraform-provider-azurerm#14499).
 * Decision: a `reimage` starts the machines anew under the set's model; what is on their disks is not kept here anyway.
 */

import type { Resource } from '../../../domain/arm-resource/resource.js'
import { scaleSetInstanceType } from '../../../domain/compute/machine-types.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { releaseResource } from '../../../operations/release-resource.js'
import { requirePreconditions } from '../../../operations/require-preconditions.js'
import { requireResource } from '../../../operations/require-resource.js'
import { instanceNumber, scaleSetMembers } from '../../../operations/scale-set-members.js'
import { stampResource } from '../../../operations/stamp-resource.js'
import type { Tx } from '../../../ports/store.js'
import type { ArmRequest, ArmResponse } from '../../define.js'
import { acceptedHeaders, type ComputeOperationKind, startOperation } from '../compute-operation.js'
import { type PowerAction, powerChanges } from '../power-actions.js'
import { runOn } from '../run-command.js'
import { requireNotDeleting } from '../vm-access.js'
import { toBody, vmRecordOf } from '../vm-record.js'
import { applyModel, removeMachines } from './plan-machines.js'
import { requireInstance } from './read-scale-set.js'
import { capacityOf, scaleSetRecordOf, toScaleSetBody } from './scale-set-record.js'

/** Does it to one machine, in the transaction. */
type Step = (
  tx: Tx,
  request: ArmRequest,
  parts: { readonly set: Resource; readonly machine: Resource },
) => Promise<void>

const powerStep =
  ({ kind, change }: PowerAction): Step =>
  async (tx, request, { machine }) => {
    const next = toBody(change(vmRecordOf(machine), machine))
    await tx.resources.update({
      ...machine,
      provisioningState: machine.provisioningState === 'Creating' ? 'Creating' : 'Updating',
      body: { ...machine.body, ...next },
      ...stampResource(request.ports),
    })
    await startOperation(tx, request, { kind, subject: machine })
  }

const upgrade: Step = (tx, { ports }, { set, machine }) => applyModel(tx, ports, set, machine)

const reimage: Step = async (tx, request, { set, machine }) => {
  await applyModel(tx, request.ports, set, machine)
  await startOperation(tx, request, { kind: 'virtualMachineRedeploy', subject: machine })
}

const remove: Step = (tx, { ports }, { machine }) => removeMachines(tx, ports, [machine])

const powerSteps = Object.fromEntries(
  Object.entries(powerChanges).map(([name, change]) => [name, powerStep(change)] as const),
)

/** By Azure's names. */
export const setSteps: Readonly<Record<string, Step>> = {
  ...powerSteps,
  reimage,
  reimageAll: reimage,
  manualUpgrade: upgrade,
  delete: remove,
}
/** Azure has no `reapply` for one instance. */
const { reapply: _, ...instancePowerSteps } = powerSteps
export const instanceSteps: Readonly<Record<string, Step>> = { ...instancePowerSteps, reimage, reimageAll: reimage }

/** `POST {set}/{action}`: on the machines that the body names, on all of them when it names none. */
export async function actOnSet(request: ArmRequest, step: Step): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const set = await requireResource(tx, target)
    requireNotDeleting(set)
    const all = (await scaleSetMembers(tx, set)).filter(({ provisioningState }) => provisioningState !== 'Deleting')
    const chosen = choose(all, request.body?.instanceIds, step)
    for (const machine of chosen) await step(tx, request, { set, machine })
    const record = scaleSetRecordOf(set)
    const { sku } = record
    const isSmaller = step === remove && sku !== undefined
    const smaller = { ...sku, capacity: Math.max(0, capacityOf(record) - chosen.length) }
    await tx.resources.update({
      ...set,
      provisioningState: set.provisioningState === 'Creating' ? 'Creating' : 'Updating',
      ...(isSmaller ? { body: toScaleSetBody({ ...record, sku: smaller }) } : {}),
      ...stampResource(ports),
    })
    return startOperation(tx, request, { kind: 'virtualMachineScaleSetAction', subject: set })
  })
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

/** @throws ArmError `InvalidParameter` for instances that the set does not have, or none at all where all would be too many */
function choose(all: readonly Resource[], asked: unknown, step: Step): readonly Resource[] {
  const names = Array.isArray(asked) ? asked.map(String) : []
  if (names.length === 0) {
    if (step !== remove && step !== upgrade) return all
    const detail = "Required parameter 'instanceIds' is missing (null)."
    throw new ArmError('InvalidParameter', { detail }, { target: 'instanceIds' })
  }
  if (names.includes('*')) return all
  return names.map((name) => {
    const found = all.find((machine) => idOf(machine).toLowerCase() === name.toLowerCase())
    if (found !== undefined) return found
    const detail = `The provided instanceId ${name} is not an active Virtual Machine Scale Set VM instanceId.`
    throw new ArmError('InvalidParameter', { detail }, { target: 'instanceIds' })
  })
}

const idOf = (machine: Resource): string =>
  machine.type === scaleSetInstanceType ? String(instanceNumber(machine)) : machine.name

/** `POST {set}/virtualMachines/{id}/{action}` */
export async function actOnInstance(request: ArmRequest, step: Step): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const { set, instance } = await requireInstance(tx, target)
    requireNotDeleting(instance)
    await step(tx, request, { set, machine: instance })
    return startSetOperation(tx, request, set, 'virtualMachineScaleSetAction')
  })
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

export const runOnInstance = (request: ArmRequest): Promise<ArmResponse> =>
  runOn(request, async (tx) => (await requireInstance(tx, request.target)).instance)

export async function deleteInstance(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const setId = target.id.split('/').slice(0, -2).join('/')
    const set = await tx.resources.get(setId)
    const existing = await tx.resources.get(target.id)
    if (set === undefined || existing === undefined) return undefined
    if (existing.provisioningState !== 'Deleting') {
      await removeMachines(tx, ports, [existing])
      const record = scaleSetRecordOf(set)
      const sku = { ...record.sku, capacity: Math.max(0, capacityOf(record) - 1) }
      await tx.resources.update({ ...set, body: toScaleSetBody({ ...record, sku }), ...stampResource(ports) })
    }
    return startSetOperation(tx, request, set, 'virtualMachineScaleSetAction')
  })
  if (operation === undefined) return { status: 204 }
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

/** The set's identity is gone at once, its machines follow, its record last. */
export async function deleteScaleSet(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return undefined
    requirePreconditions(request, existing)
    if (existing.provisioningState !== 'Deleting') {
      const machines = await scaleSetMembers(tx, existing)
      await releaseResource(tx, existing)
      await removeMachines(tx, ports, machines)
      const { identity: _, ...rest } = existing
      await tx.resources.update({ ...rest, provisioningState: 'Deleting', ...stampResource(ports) })
    }
    return startSetOperation(tx, request, existing, 'virtualMachineScaleSetDelete')
  })
  if (operation === undefined) return { status: 204 }
  ports.wakeReconciler?.()
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

const startSetOperation = (tx: Tx, request: ArmRequest, subject: Resource, kind: ComputeOperationKind) =>
  startOperation(tx, request, { kind, subject })
