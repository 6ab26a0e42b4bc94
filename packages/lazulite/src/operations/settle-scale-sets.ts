/**
 * A scale set is as its machines are: its operations end when the last of them has been brought to its state, and its
 * record goes when the last has gone. Everything is derived from the store, so a crash at any point is made good.
 */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { EpochMillis } from '../domain/time.js'
import type { Ports } from '../ports/ports.js'
import type { Tx } from '../ports/store.js'
import { scaleSetMembers } from './scale-set-members.js'

/** @returns whether machines still have to be brought to their state */
export async function settleScaleSets({ store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<'done' | 'waiting'> {
  const running = await store.read.operations.list({ status: 'InProgress' })
  const ours = running.filter(({ kind }) => kind.startsWith('virtualMachineScaleSet'))
  let isWaiting = false
  for (const operations of Map.groupBy(ours, ({ subject }) => resourceKey(subject)).values()) {
    const isSettled = await store.transaction((tx) => settle(tx, operations, clock.nowMillis()))
    if (!isSettled) isWaiting = true
  }
  return isWaiting ? 'waiting' : 'done'
}

async function settle(
  tx: Pick<Tx, 'resources' | 'operations'>,
  operations: readonly ArmOperation[],
  now: EpochMillis,
): Promise<boolean> {
  const set = await tx.resources.get(operations[0]?.subject ?? '')
  const members = set === undefined ? [] : await scaleSetMembers(tx, set)
  if (members.some(isUnderWay)) return false
  const outcome = members.some(({ provisioningState }) => provisioningState === 'Failed') ? 'Failed' : 'Succeeded'
  if (set?.provisioningState === 'Deleting') await tx.resources.delete(set.id)
  else if (set !== undefined && set.provisioningState !== outcome) {
    await tx.resources.update({ ...set, provisioningState: outcome })
  }
  for (const operation of operations) {
    await tx.operations.put({
      ...operation,
      status: outcome,
      endedAt: now,
      ...(outcome === 'Succeeded' ? {} : { error: failure }),
    })
  }
  return true
}

const isUnderWay = ({ provisioningState }: Resource): boolean =>
  provisioningState === 'Creating' || provisioningState === 'Updating' || provisioningState === 'Deleting'

/** As Compute prints it; the cause is in the log. */
const failure = {
  code: 'InternalExecutionError',
  message: 'An internal execution error occurred. Please retry later.',
} as const
