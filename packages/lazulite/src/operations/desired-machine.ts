/** What a stored virtual machine says about the machine that should be there, and what has become of it. */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import { machineTypes } from '../domain/compute/machine-types.js'
import { isJsonObject, type Json } from '../domain/json.js'
import { isSameResource, parseResourceId, resourceKey, resourceTypeOf } from '../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../domain/time.js'
import type { Tx } from '../ports/store.js'

/** Resources that a reconciler must take down before their record may go. */
export const hostsMachine = ({ type }: Pick<Resource, 'type'>): boolean => machineTypes.includes(type)

export interface DesiredMachine {
  readonly resource: Resource
  readonly vmId: string
  readonly computerName: string
  /** `absent`: its record goes as well, once it does not run any more. */
  readonly state: 'running' | 'stopped' | 'absent'
}

/** @returns `undefined` for a record without `body.vmId`, which no machine can belong to */
export function desiredMachine(resource: Resource): DesiredMachine | undefined {
  const { vmId, powerState, properties } = resource.body
  if (typeof vmId !== 'string') return undefined
  const computerName = member(member(properties, 'osProfile'), 'computerName')
  return {
    resource,
    vmId,
    computerName: typeof computerName === 'string' ? computerName : resource.name,
    state: resource.provisioningState === 'Deleting' ? 'absent' : powerState === 'running' ? 'running' : 'stopped',
  }
}

const member = (value: Json | undefined, name: string): Json | undefined =>
  isJsonObject(value) ? value[name] : undefined

/** Operations that a client polls while a machine is brought to its state, by the key of the machine they are about. */
export function machineOperations(operations: readonly ArmOperation[]): Map<string, ArmOperation[]> {
  const ours = operations.filter(({ kind, subject }) => kind.startsWith('virtualMachine') && isMachineId(subject))
  return Map.groupBy(ours, ({ subject }) => resourceKey(subject))
}

function isMachineId(id: string): boolean {
  try {
    const type = resourceTypeOf(parseResourceId(id)).toLowerCase()
    return machineTypes.some((known) => known.toLowerCase() === type)
  } catch {
    return false
  }
}

/** Operations after which every program in the machine has been started anew. */
export const startsAnew = ({ kind }: ArmOperation): boolean => /^virtualMachine(Restart|Redeploy|Reimage)$/i.test(kind)

/** Texts as Azure Compute prints them; the cause of a failure is in the log. */
const failures = {
  failed: { code: 'InternalExecutionError', message: 'An internal execution error occurred. Please retry later.' },
  preempted: {
    code: 'OperationPreempted',
    message: 'Operation execution has been preempted by a more recent operation.',
  },
} as const

type Stores = Pick<Tx, 'resources' | 'operations'>

export interface Settlement {
  readonly machine: DesiredMachine
  /** Those that were known before the machine was touched; later ones ask for something that has not been done yet. */
  readonly operations: readonly ArmOperation[]
  readonly outcome: 'Succeeded' | 'Failed'
  readonly now: EpochMillis
}

/**
 * Writes down that the machine is as it should be, or cannot be made so. The etag stays: to a client that
 * waits for its write to finish, the record is still the one it wrote.
 * Does nothing when the record says something else by now; then it is looked at again.
 */
export async function settleMachine(tx: Stores, { machine, operations, outcome, now }: Settlement): Promise<void> {
  const { resource } = machine
  const current = await tx.resources.get(resource.id)
  const wanted = current === undefined ? undefined : desiredMachine(current)
  if (current === undefined || wanted?.vmId !== machine.vmId || wanted.state !== machine.state) return
  await finish(
    tx,
    operations,
    outcome === 'Succeeded' ? { status: outcome } : { status: outcome, error: failures.failed },
    now,
  )
  const waiting = await unfinished(tx, resource.id)
  const isUnderWay = current.provisioningState === 'Creating' || current.provisioningState === 'Updating'
  if (isUnderWay && waiting.length === 0) await tx.resources.update({ ...current, provisioningState: outcome })
}

/** Deletes the record of a machine that has ended. Its identity went in the transaction that asked for the deletion. */
export async function forgetMachine(tx: Stores, machine: DesiredMachine, now: EpochMillis): Promise<void> {
  const { id } = machine.resource
  const current = await tx.resources.get(id)
  const wanted = current === undefined ? undefined : desiredMachine(current)
  if (wanted !== undefined && (wanted.vmId !== machine.vmId || wanted.state !== 'absent')) return
  await tx.resources.delete(id)
  await endOperationsOfMissing(tx, id, now)
}

/** A machine without a record: its deletion has succeeded, everything else was overtaken by it. */
export async function endOperationsOfMissing(tx: Stores, id: string, now: EpochMillis): Promise<void> {
  if ((await tx.resources.get(id)) !== undefined) return
  const left = await unfinished(tx, id)
  const isDeletion = ({ kind }: ArmOperation) => /^virtualMachineDelet/i.test(kind)
  await finish(tx, left.filter(isDeletion), { status: 'Succeeded' }, now)
  const overtaken = left.filter((operation) => !isDeletion(operation))
  await finish(tx, overtaken, { status: 'Canceled', error: failures.preempted }, now)
}

/** A record that no machine can belong to. */
export async function refuseMachine(tx: Stores, id: string, now: EpochMillis): Promise<void> {
  const current = await tx.resources.get(id)
  if (current === undefined || desiredMachine(current) !== undefined) return
  await finish(tx, await unfinished(tx, id), { status: 'Failed', error: failures.failed }, now)
  if (current.provisioningState === 'Deleting') await tx.resources.delete(id)
  else if (current.provisioningState !== 'Failed')
    await tx.resources.update({ ...current, provisioningState: 'Failed' })
}

const unfinished = async (tx: Stores, id: string): Promise<ArmOperation[]> =>
  [...machineOperations(await tx.operations.list({ status: 'InProgress' })).values()]
    .flat()
    .filter(({ subject }) => isSameResource(subject, id))

async function finish(
  tx: Stores,
  operations: readonly ArmOperation[],
  how: Pick<ArmOperation, 'status' | 'error'>,
  now: EpochMillis,
): Promise<void> {
  for (const { operationId } of operations) {
    const operation = await tx.operations.get(operationId)
    if (operation?.status === 'InProgress') await tx.operations.put({ ...operation, ...how, endedAt: now })
  }
}
