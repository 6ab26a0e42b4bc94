/**
 * Deleting a resource group takes everything in it, and takes time: the request marks the group, a background job
 * empties it. Everything is derived from the store, so a job that a crash cut short goes on after the restart.
 *
 * What resources elsewhere depend on cannot go: the job fails and the group is as before (text: MicrosoftDocs/azure-docs#52282).
 * Decision: nothing in the group is deleted then, where Azure deletes what it can.
 */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { Ports } from '../ports/ports.js'
import type { Tx } from '../ports/store.js'
import { hostsMachine } from './desired-machine.js'
import { findDeletionBlockers } from './find-deletion-blockers.js'
import { releaseMachine } from './release-machine.js'
import { releaseResource } from './release-resource.js'
import { settlePublicAddresses } from './settle-public-addresses.js'
import { stampResource } from './stamp-resource.js'

const kind = 'resourceGroupDeletion'

/**
 * The token by which clients poll: base64url of the job's name and region, as Azure builds it
 * (`RESOURCEGROUPDELETIONJOB-{RG}-{REGION}`; `-`, `_` and `.` of the name escaped as `:2D`, `:5F`, `:2E`).
 */
export function deletionToken(group: Resource): string {
  const location = group.location ?? 'global'
  const name = group.name.toUpperCase().replaceAll(/[-_.]/g, (c) => `:${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const job = { jobId: `RESOURCEGROUPDELETIONJOB-${name}-${location.toUpperCase()}`, jobLocation: location }
  return Buffer.from(JSON.stringify(job)).toString('base64url')
}

/** Marks the group as being deleted. Asking again while it runs joins the running deletion. */
export async function beginResourceGroupDeletion(ports: Ports, group: Resource): Promise<ArmOperation> {
  return ports.store.transaction(async (tx) => {
    const operationId = deletionToken(group)
    const current = await tx.resources.get(group.id)
    const running = await tx.operations.get(operationId)
    if (running?.status === 'InProgress' && current?.provisioningState === 'Deleting') return running
    const now = ports.clock.nowMillis()
    const operation: ArmOperation = {
      operationId,
      kind,
      subject: group.id,
      subscriptionId: group.subscriptionId,
      location: group.location ?? 'global',
      status: 'InProgress',
      startedAt: now,
    }
    if (current !== undefined) {
      await tx.resources.update({ ...current, provisioningState: 'Deleting', ...stampResource(ports) })
    }
    await tx.operations.put(operation)
    return operation
  })
}

/**
 * Takes every running deletion one step further.
 * @returns whether machines still have to be taken down before the job can finish
 */
export async function runResourceGroupDeletions(ports: Ports): Promise<'done' | 'waiting'> {
  const running = await ports.store.read.operations.list({ status: 'InProgress' })
  let isWaiting = false
  for (const operation of running.filter((candidate) => candidate.kind === kind)) {
    const isEmpty = await ports.store.transaction((tx) => emptyGroup(tx, ports, operation))
    if (!isEmpty) isWaiting = true
  }
  return isWaiting ? 'waiting' : 'done'
}

async function emptyGroup(tx: Tx, ports: Ports, operation: ArmOperation): Promise<boolean> {
  const now = ports.clock.nowMillis()
  const groupKey = resourceKey(operation.subject)
  const inside = await tx.resources.list({ scope: operation.subject })
  const blockers = await findDeletionBlockers(tx, operation.subject, inside)
  if (blockers.length > 0) {
    await rollBack(tx, ports, operation, blockers)
    return true
  }
  let machines = 0
  for (const resource of inside) {
    if (resourceKey(resource.id) === groupKey) continue
    if (!hostsMachine(resource)) {
      await releaseResource(tx, resource)
      await tx.resources.delete(resource.id)
      continue
    }
    machines++
    if (resource.provisioningState === 'Deleting') continue
    await releaseMachine(tx, ports, resource)
    await tx.resources.update({ ...resource, provisioningState: 'Deleting', ...stampResource(ports) })
  }
  await settlePublicAddresses(tx, ports)
  if (machines > 0) return false
  await tx.roleAssignments.deleteWithin(operation.subject)
  await tx.denyAssignments.deleteWithin(operation.subject)
  await tx.resources.delete(operation.subject)
  await tx.operations.put({ ...operation, status: 'Succeeded', endedAt: now })
  return true
}

async function rollBack(tx: Tx, ports: Ports, operation: ArmOperation, blockers: readonly Resource[]): Promise<void> {
  const group = await tx.resources.get(operation.subject)
  if (group !== undefined)
    await tx.resources.update({ ...group, provisioningState: 'Succeeded', ...stampResource(ports) })
  const { code, message } = new ArmError('ResourceGroupDeletionBlocked', {
    name: group?.name ?? '',
    resources: blockers.map(({ type, name }) => `${type}/${name}`).join(','),
    trackingId: ports.ids.guid('tracking'),
  })
  await tx.operations.put({
    ...operation,
    status: 'Failed',
    endedAt: ports.clock.nowMillis(),
    error: { code, message },
  })
}
