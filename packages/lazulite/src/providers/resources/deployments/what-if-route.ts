/** `POST …/deployments/{name}/whatIf`: 202 and an address whose answer is the result (recorded 2020-10-01). */
import { ArmError } from '../../../domain/errors/arm-error.js'
import type { JsonObject } from '../../../domain/json.js'
import { ArmFailure } from '../../../operations/deployments/arm-failure.js'
import type { DeploymentQuestion } from '../../../operations/deployments/begin-deployment.js'
import { failedWhatIf, whatIf } from '../../../operations/deployments/what-if.js'
import type { ArmRequest, ArmResponse } from '../../define.js'

/** Milliseconds for which the results of operations can be fetched. Decision: a day. */
const keptFor = 24 * 3600 * 1000

export async function answerWhatIf(request: ArmRequest, question: DeploymentQuestion): Promise<ArmResponse> {
  const { ports, target, origin, apiVersion } = request
  const output = await resultOf(request, question)
  const now = ports.clock.nowMillis()
  const job = { jobId: `DeploymentWhatIfJob-${ports.ids.guid('whatIf').toUpperCase()}`, jobLocation: 'westus' }
  const operationId = Buffer.from(JSON.stringify(job)).toString('base64url')
  const subscriptionId = target.subscriptionId ?? ''
  await ports.store.transaction(async (tx) => {
    await tx.operations.deleteEndedBefore(now - keptFor)
    await tx.operations.put({
      ...{ operationId, subscriptionId, output },
      kind: 'deploymentWhatIf',
      subject: target.id,
      location: 'westus',
      status: 'Succeeded',
      startedAt: now,
      endedAt: now,
    })
  })
  const location = `${origin}/subscriptions/${subscriptionId}/operationresults/${operationId}?api-version=${apiVersion}`
  return { status: 202, headers: { location, 'retry-after': '0' } }
}

async function resultOf(request: ArmRequest, question: DeploymentQuestion): Promise<JsonObject> {
  try {
    return await whatIf(request, question)
  } catch (error) {
    if (error instanceof ArmFailure) return { status: 'Failed', error: error.error }
    if (error instanceof ArmError && error.status !== 501) return failedWhatIf(error)
    throw error
  }
}
