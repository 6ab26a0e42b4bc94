/**
 * Long-running operations of disks: done when they are answered, and followed at `DiskOperations`, whose document carries
 * the disk (recorded 2020-09-30).
 */
import { normalizeLocation } from '../../domain/arm-resource/location.js'
import type { ArmOperation, Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { recordDoneOperation } from '../../operations/record-done-operation.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeTime } from './compute-time.js'
import { diskApiVersions } from './disk-api-versions.js'
import { renderDisk } from './render-disk.js'

const kind = 'diskOperation'

export const recordDiskOperation = (tx: Tx, { ports }: ArmRequest, subject: Resource): Promise<ArmOperation> =>
  recordDoneOperation(tx, ports, { kind, subject })

export function diskHeaders({ origin, apiVersion }: ArmRequest, operation: ArmOperation): Record<string, string> {
  const { subscriptionId, location, operationId } = operation
  const address = `${origin}/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/${location}/DiskOperations/${operationId}`
  return {
    Location: `${address}?monitor=true&api-version=${apiVersion}`,
    'Azure-AsyncOperation': `${address}?api-version=${apiVersion}`,
    'Retry-After': '1',
  }
}

export const diskOperations = defineResourceType({
  type: 'Microsoft.Compute/locations/diskOperations',
  apiVersions: diskApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  // Decision: whoever was given the address may poll it; a role on one group says nothing about the subscription.
  get: { action: 'Microsoft.Compute/locations/diskOperations/read', openToAnyone: true, run: getOperation },
})

async function getOperation({ ports, target, query, apiVersion }: ArmRequest): Promise<ArmResponse> {
  const [location = '', operationId = ''] = target.names
  const operation = await ports.store.read.operations.get(operationId.toLowerCase())
  if (
    operation?.kind !== kind ||
    operation.subscriptionId.toLowerCase() !== target.subscriptionId?.toLowerCase() ||
    operation.location !== normalizeLocation(location)
  ) {
    throw new ArmError('NotFound', { detail: 'The entity was not found in this Azure location.' })
  }
  const disk = await ports.store.read.resources.get(operation.subject)
  const output = disk === undefined ? undefined : renderDisk(disk, apiVersion)
  if (query.get('monitor')?.toLowerCase() === 'true') {
    return output === undefined ? { status: 204 } : { status: 200, body: output }
  }
  return {
    status: 200,
    body: {
      startTime: computeTime(operation.startedAt),
      endTime: computeTime(operation.endedAt ?? operation.startedAt),
      status: operation.status,
      ...(output === undefined ? {} : { properties: { output } }),
      name: operation.operationId,
    },
  }
}
