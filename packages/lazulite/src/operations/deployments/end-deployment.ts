/** The first and the last line of a run. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { ErrorDetail } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Ports } from '../../ports/ports.js'
import type { Tx } from '../../ports/store.js'
import { stampResource } from '../stamp-resource.js'
import {
  contentBody,
  contentId,
  type DeploymentState,
  deploymentBody,
  isUnderWay,
  pollingKey,
  stateOf,
  storedState,
  toStored,
} from './deployment-record.js'
import { putOperation } from './operation-journal.js'

export type End =
  | {
      readonly state: 'Succeeded'
      /** When the evaluation of outputs began. */
      readonly evaluationStartedAt: EpochMillis
      readonly outputs?: JsonObject
      readonly outputResources: readonly JsonObject[]
    }
  | { readonly state: 'Failed'; readonly error: ErrorDetail }
  | { readonly state: 'Canceled' }

export async function markRunning({ store, ids, clock }: Ports, deployment: Resource): Promise<Resource> {
  if (stateOf(deployment) === 'Running') return deployment
  return store.transaction(async (tx) => {
    const current = await tx.resources.get(deployment.id)
    if (current === undefined || stateOf(current) !== 'Accepted') return deployment
    const running: Resource = {
      ...current,
      provisioningState: storedState('Running'),
      ...stampResource({ ids, clock }),
    }
    await tx.resources.update(running)
    return running
  })
}

/**
 * Ends a deployment that is under way and forgets what only its run needed. What is over already stays as it is, save
 * for operations that clients would poll for ever.
 * @param end  absent: only the latter
 */
export async function endDeployment(ports: Ports, deploymentId: string, end?: End): Promise<void> {
  await ports.store.transaction(async (tx) => {
    const current = await tx.resources.get(deploymentId)
    const now = ports.clock.nowMillis()
    if (current === undefined) return endPolling(tx, { deploymentId, state: 'Canceled', now })
    if (end === undefined || !isUnderWay(current)) {
      if (!isUnderWay(current)) await endPolling(tx, { deploymentId, state: stateOf(current), now })
      return
    }
    const { state, ...facts } = end
    const body = deploymentBody(current)
    const { evaluationStartedAt, ...shown } = { evaluationStartedAt: undefined, ...facts }
    const ended: Resource = {
      ...current,
      provisioningState: storedState(state),
      body: toStored({ ...body, ...shown, endedAt: now }),
      ...stampResource(ports),
    }
    await tx.resources.update(ended)
    if (evaluationStartedAt !== undefined)
      await putEvaluation(tx, ports, { ended, startedAt: evaluationStartedAt, now })
    await forgetRun(tx, deploymentId)
    await endPolling(tx, { deploymentId, state, now, ...(end.state === 'Failed' ? { error: end.error } : {}) })
  })
}

const putEvaluation = (
  tx: Tx,
  ports: Ports,
  { ended, startedAt, now }: { readonly ended: Resource; readonly startedAt: EpochMillis; readonly now: EpochMillis },
): Promise<Resource> =>
  putOperation(tx, ports, {
    deployment: ended,
    name: deploymentBody(ended).runId,
    state: 'Succeeded',
    body: {
      key: '',
      provisioningOperation: 'EvaluateDeploymentOutput',
      startedAt,
      endedAt: now,
      trackingId: ports.ids.guid('tracking'),
      statusCode: 'OK',
    },
  })

/** The request with its secrets goes; the template stays, for exports. */
async function forgetRun(tx: Tx, deploymentId: string): Promise<void> {
  const content = await tx.resources.get(contentId(deploymentId))
  if (content === undefined) return
  const { template } = contentBody(content)
  await tx.resources.update({ ...content, body: toStored({ template }) })
}

async function endPolling(
  tx: Tx,
  {
    deploymentId,
    state,
    now,
    error,
  }: {
    readonly deploymentId: string
    readonly state: DeploymentState
    readonly now: EpochMillis
    readonly error?: ErrorDetail
  },
): Promise<void> {
  const key = pollingKey(deploymentId, '').toLowerCase()
  const status = state === 'Succeeded' || state === 'Failed' ? state : 'Canceled'
  for (const operation of await tx.operations.list({ status: 'InProgress' })) {
    if (operation.kind === 'deployment' && operation.operationId.toLowerCase().startsWith(key)) {
      const failure = error === undefined ? {} : { error: { code: error.code, message: error.message } }
      await tx.operations.put({ ...operation, ...failure, status, endedAt: now })
    }
  }
}
