/**
 * How deployments are stored: as resources in their scope, so that they go with their group.
 *
 * - the deployment, with everything that clients are shown;
 * - below it one record for each operation;
 * - below it its content: the template, and while it runs what a restart needs to go on: the request as it was sent
 *   (with the values of secure parameters), who asked, and the instants and facts that expressions have seen.
 *   Decision: that hidden part is removed in the transaction that ends the run.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { ErrorDetail } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { DeploymentMode } from '../../domain/template/deployment-plan.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'

export const deploymentType = 'Microsoft.Resources/deployments'
export const deploymentOperationType = 'Microsoft.Resources/deployments/operations'
const contentType = 'Microsoft.Resources/deployments/content'

export type DeploymentState = 'Accepted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled'

/** Type aliases, not interfaces: they are stored as JSON objects. */
export type DeploymentBody = {
  /** The 20 digits of `operationStatuses`; another one for each PUT of the same name. */
  readonly runId: string
  readonly mode: DeploymentMode
  readonly correlationId: string
  readonly templateHash: string
  /** What clients see of the parameters. */
  readonly parameters: JsonObject
  readonly providers: readonly JsonObject[]
  readonly dependencies: readonly JsonObject[]
  readonly startedAt: EpochMillis
  readonly endedAt?: EpochMillis
  readonly outputs?: JsonObject
  readonly outputResources?: readonly JsonObject[]
  readonly error?: ErrorDetail
}

export type DeploymentOperationBody = {
  /** Of the planned resource; '' for the evaluation of outputs. */
  readonly key: string
  readonly provisioningOperation: 'Create' | 'Delete' | 'EvaluateDeploymentOutput'
  readonly startedAt: EpochMillis
  readonly endedAt?: EpochMillis
  readonly trackingId: string
  readonly serviceRequestId?: string
  /** Name of the HTTP status that the provider answered with. */
  readonly statusCode?: string
  readonly statusMessage?: JsonObject
  readonly targetResource?: JsonObject
}

/** What expressions see of their surroundings, fixed when the deployment begins. */
export type DeploymentSurroundings = {
  readonly now: EpochMillis
  /** `newGuid()` follows from it. */
  readonly seed: string
  readonly resourceGroup?: JsonObject
  readonly subscription?: JsonObject
  readonly tenant: JsonObject
}

export type DeploymentContent = {
  readonly template: JsonObject
  readonly run?: {
    /** The request body as it was sent. */
    readonly text: string
    readonly caller: Caller
    readonly surroundings: DeploymentSurroundings
  }
}

const stateNames = {
  Creating: 'Accepted',
  Updating: 'Running',
  Deleting: 'Running',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Canceled: 'Canceled',
} as const satisfies Record<Resource['provisioningState'], DeploymentState>

const storedStates = {
  Accepted: 'Creating',
  Running: 'Updating',
  Succeeded: 'Succeeded',
  Failed: 'Failed',
  Canceled: 'Canceled',
} as const satisfies Record<DeploymentState, Resource['provisioningState']>

export const stateOf = ({ provisioningState }: Resource): DeploymentState => stateNames[provisioningState]
export const storedState = (state: DeploymentState): Resource['provisioningState'] => storedStates[state]

export const isUnderWay = (resource: Resource): boolean =>
  !['Succeeded', 'Failed', 'Canceled'].includes(stateOf(resource))

// The casts: these records are written from exactly these types, by this room alone.
export const deploymentBody = ({ body }: Resource): DeploymentBody => body as unknown as DeploymentBody
export const operationBody = ({ body }: Resource): DeploymentOperationBody => body as unknown as DeploymentOperationBody
export const contentBody = ({ body }: Resource): DeploymentContent => body as unknown as DeploymentContent
export const toStored = (body: DeploymentBody | DeploymentOperationBody | DeploymentContent): JsonObject =>
  body as unknown as JsonObject

export const contentId = (deploymentId: string): string => `${deploymentId}/content/run`
export const operationRecordId = (deploymentId: string, operationId: string): string =>
  `${deploymentId}/operations/${operationId}`

/** Key of the operation that clients poll, unique among all deployments. */
export const pollingKey = (deploymentId: string, runId: string): string => `${deploymentId}/operationStatuses/${runId}`

export const contentRecord = (deployment: Resource, content: DeploymentContent): Resource => ({
  id: contentId(deployment.id),
  type: contentType,
  name: 'run',
  subscriptionId: deployment.subscriptionId,
  ...(deployment.resourceGroup === undefined ? {} : { resourceGroup: deployment.resourceGroup }),
  provisioningState: 'Succeeded',
  body: toStored(content),
  etag: deployment.etag,
  createdAt: deployment.createdAt,
  changedAt: deployment.changedAt,
})
