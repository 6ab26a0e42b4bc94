/** Deployments and their operations as clients see them. Shapes and order of members: recorded 2016 and 2020-10-01, 2023. */
import type { Resource } from '../../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../../domain/json.js'
import { deploymentBody, operationBody, stateOf } from '../../../operations/deployments/deployment-record.js'
import { deploymentDuration, deploymentTime } from '../../../operations/deployments/deployment-time.js'

/** `type` came with 2018-05-01. */
const hasType = (apiVersion: string): boolean => apiVersion >= '2018-05-01'

export function renderDeployment(deployment: Resource, apiVersion: string): JsonObject {
  const body = deploymentBody(deployment)
  const { startedAt, endedAt, outputs, outputResources, error } = body
  return {
    ...renderHead(deployment, apiVersion),
    properties: {
      templateHash: body.templateHash,
      parameters: body.parameters,
      mode: body.mode,
      provisioningState: stateOf(deployment),
      timestamp: deploymentTime(deployment.changedAt),
      duration: deploymentDuration((endedAt ?? deployment.changedAt) - startedAt),
      correlationId: body.correlationId,
      providers: body.providers,
      dependencies: body.dependencies,
      ...(outputs === undefined ? {} : { outputs }),
      ...(outputResources === undefined ? {} : { outputResources }),
      ...(error === undefined ? {} : { error }),
    },
  }
}

export const renderHead = (
  { id, name, location, tags }: Pick<Resource, 'id' | 'name' | 'location' | 'tags'>,
  apiVersion: string,
): JsonObject => ({
  id,
  name,
  ...(hasType(apiVersion) ? { type: 'Microsoft.Resources/deployments' } : {}),
  ...(location === undefined ? {} : { location }),
  ...(tags === undefined ? {} : { tags }),
})

export function renderOperation(operation: Resource): JsonObject {
  const body = operationBody(operation)
  return {
    id: operation.id,
    operationId: operation.name,
    properties: {
      provisioningOperation: body.provisioningOperation,
      provisioningState: stateOf(operation),
      timestamp: deploymentTime(operation.changedAt),
      duration: deploymentDuration((body.endedAt ?? operation.changedAt) - body.startedAt),
      trackingId: body.trackingId,
      ...(body.serviceRequestId === undefined ? {} : { serviceRequestId: body.serviceRequestId }),
      ...(body.statusCode === undefined ? {} : { statusCode: body.statusCode }),
      ...(body.statusMessage === undefined ? {} : { statusMessage: body.statusMessage }),
      ...(body.targetResource === undefined ? {} : { targetResource: body.targetResource }),
    },
  }
}
