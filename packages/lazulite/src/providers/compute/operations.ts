/** `locations/{location}/operations/{id}`: what clients poll while a machine is made, changed or deleted. */

import { normalizeLocation } from '../../domain/arm-resource/location.js'
import type { ArmOperation } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeApiVersions } from './api-versions.js'
import { acceptedHeaders, isComputeOperation, retryAfter } from './compute-operation.js'
import { computeTime } from './compute-time.js'
import { renderOutput } from './run-command.js'

export const computeOperations = defineResourceType({
  type: 'Microsoft.Compute/locations/operations',
  apiVersions: computeApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  // Decision: whoever was given the address may poll it; a role on one group says nothing about the subscription.
  get: { action: 'Microsoft.Compute/locations/operations/read', openToAnyone: true, run: getOperation },
})

async function getOperation(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query } = request
  const [location = '', operationId = ''] = target.names
  const operation = await ports.store.read.operations.get(operationId.toLowerCase())
  if (
    operation === undefined ||
    !isComputeOperation(operation) ||
    operation.subscriptionId.toLowerCase() !== target.subscriptionId?.toLowerCase() ||
    operation.location !== normalizeLocation(location)
  ) {
    throw new ArmError('NotFound', { detail: 'The entity was not found in this Azure location.' })
  }
  const isRunning = operation.status === 'InProgress'
  if (query.get('monitor')?.toLowerCase() !== 'true') {
    // SDKs for Python wait 30 s between polls when an answer does not say how long.
    return {
      status: 200,
      body: toDocument(operation),
      ...(isRunning ? { headers: { 'Retry-After': retryAfter } } : {}),
    }
  }
  if (isRunning) return { status: 202, headers: acceptedHeaders(request, operation) }
  if (operation.error === undefined) {
    const { output } = operation
    return output === undefined ? { status: 200 } : { status: 200, body: renderOutput(output) }
  }
  throw new ArmError('Conflict', { detail: operation.error.message })
}

const toDocument = (operation: ArmOperation): JsonObject => ({
  startTime: computeTime(operation.startedAt),
  ...(operation.endedAt === undefined ? {} : { endTime: computeTime(operation.endedAt) }),
  status: operation.status,
  ...(operation.error === undefined ? {} : { error: { ...operation.error } }),
  ...(operation.output === undefined ? {} : { properties: { output: renderOutput(operation.output) } }),
  name: operation.operationId,
})
