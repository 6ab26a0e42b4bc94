/**
 * `…/deployments/{name}/operations` and what clients poll, `…/operationStatuses/{id}`.
 *
 * A failed deployment is a 200 whose body says so (Azure/azure-sdk-for-net#44008). Decision: an answer to a poll waits a
 * moment for a deployment that is about to end, so that clients, who wait a second or more between polls, need one.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { firstPage } from '../../../domain/odata/first-page.js'
import {
  deploymentBody,
  deploymentOperationType,
  isUnderWay,
  operationRecordId,
  stateOf,
} from '../../../operations/deployments/deployment-record.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { deploymentApiVersions } from '../api-versions.js'
import { missingDeploymentScopes } from './deployment-scopes.js'
import { requireDeployment } from './find-deployment.js'
import { renderOperation } from './render-deployment.js'

const readOperations = 'Microsoft.Resources/deployments/operations/read'

export const deploymentOperations = defineResourceType({
  type: deploymentOperationType,
  apiVersions: deploymentApiVersions,
  scopes: ['subscription', 'resourceGroup'],
  missingScopes: missingDeploymentScopes,
  isGlobal: true,
  get: { action: readOperations, run: getOperation },
  list: { action: readOperations, run: listOperations },
})

async function getOperation(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const deployment = await requireDeployment(request)
  const operation = await ports.store.read.resources.get(operationRecordId(deployment.id, target.name))
  if (operation === undefined) throw new ArmError('DeploymentOperationNotFound', { operationId: target.name })
  return { status: 200, body: renderOperation(operation) }
}

async function listOperations(request: ArmRequest): Promise<ArmResponse> {
  const { ports, query } = request
  const { id } = await requireDeployment(request)
  const operations = await ports.store.read.resources.list({ scope: id, type: deploymentOperationType })
  operations.sort((a, b) => rank(a) - rank(b) || b.changedAt - a.changedAt)
  return { status: 200, body: { value: firstPage(operations, query.get('$top')).map(renderOperation) } }
}

/** The evaluation of outputs comes last. */
const rank = ({ name }: { readonly name: string }): number => (/^\d{20}$/.test(name) ? 1 : 0)

/** Seconds that an answer waits. */
const patience = 2

/** Seconds between polls; Azure says nothing, and SDKs for Python then wait 30. */
const retryAfter = '1'

export const deploymentOperationStatuses = defineResourceType({
  type: 'Microsoft.Resources/deployments/operationStatuses',
  apiVersions: deploymentApiVersions,
  scopes: ['subscription', 'resourceGroup'],
  missingScopes: missingDeploymentScopes,
  isGlobal: true,
  get: { action: 'Microsoft.Resources/deployments/operationStatuses/read', run: getStatus },
})

async function getStatus(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const asked = await requireDeployment(request)
  if (deploymentBody(asked).runId !== target.name) {
    throw new ArmError('DeploymentOperationNotFound', { operationId: target.name })
  }
  if (isUnderWay(asked)) await ports.awaitDeployment?.(asked.id, patience)
  const deployment = await requireDeployment(request)
  const { error } = deploymentBody(deployment)
  const body: JsonObject = { status: stateOf(deployment), ...(error === undefined ? {} : { error }) }
  return { status: 200, body, ...(isUnderWay(deployment) ? { headers: { 'retry-after': retryAfter } } : {}) }
}
