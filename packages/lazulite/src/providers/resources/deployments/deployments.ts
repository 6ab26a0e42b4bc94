/**
 * `Microsoft.Resources/deployments`: templates and what became of them, in a resource group or a subscription.
 * Sources: recorded answers 2016, 2020-10-01 and 2023; OpenAPI 2021-04-01.
 */
import type { Resource } from '../../../domain/arm-resource/resource.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { firstPage } from '../../../domain/odata/first-page.js'
import { isSameResource } from '../../../domain/resource-id/resource-id.js'
import {
  beginDeployment,
  examineDeployment,
  forgetBelow,
  requireNotUnderWay,
  scopeOfDeployment,
} from '../../../operations/deployments/begin-deployment.js'
import {
  deploymentBody,
  deploymentType,
  isUnderWay,
  stateOf,
} from '../../../operations/deployments/deployment-record.js'
import { deploymentTime } from '../../../operations/deployments/deployment-time.js'
import { endDeployment } from '../../../operations/deployments/end-deployment.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../../define.js'
import { deploymentApiVersions } from '../api-versions.js'
import { missingDeploymentScopes } from './deployment-scopes.js'
import { exportDeployment } from './export-deployment.js'
import { deploymentIdOf, requireDeployment } from './find-deployment.js'
import { renderDeployment, renderHead } from './render-deployment.js'
import { answerWhatIf } from './what-if-route.js'

const action = (verb: string): string => `${deploymentType}/${verb}`

export const deployments = defineResourceType({
  type: deploymentType,
  apiVersions: deploymentApiVersions,
  scopes: ['subscription', 'resourceGroup'],
  missingScopes: missingDeploymentScopes,
  isGlobal: true,
  get: { action: action('read'), run: getDeployment },
  head: { action: action('read'), run: headDeployment },
  put: { action: action('write'), takesText: true, run: putDeployment },
  delete: { action: action('delete'), run: deleteDeployment },
  list: { action: action('read'), run: listDeployments },
  actions: {
    validate: { action: action('validate/action'), takesText: true, run: validateDeployment },
    whatif: {
      action: action('whatIf/action'),
      takesText: true,
      run: (request) => answerWhatIf(request, questionOf(request)),
    },
    cancel: { action: action('cancel/action'), run: cancelDeployment },
    exporttemplate: { action: action('exportTemplate/action'), run: exportDeployment },
  },
})

/** Seconds; Azure says 5. */
const retryAfter = { 'retry-after': '1' }

async function getDeployment(request: ArmRequest): Promise<ArmResponse> {
  const deployment = await requireDeployment(request)
  const body = renderDeployment(deployment, request.apiVersion)
  return { status: 200, body, ...(isUnderWay(deployment) ? { headers: retryAfter } : {}) }
}

async function headDeployment({ ports, target }: ArmRequest): Promise<ArmResponse> {
  return { status: (await ports.store.read.resources.get(deploymentIdOf(target))) === undefined ? 404 : 204 }
}

const questionOf = ({ target, text, caller, correlationId }: ArmRequest) => ({
  name: target.name,
  ...{ text, caller, correlationId },
  ...(target.subscriptionId === undefined ? {} : { subscriptionId: target.subscriptionId }),
  ...(target.resourceGroup === undefined ? {} : { resourceGroup: target.resourceGroup }),
})

async function putDeployment(request: ArmRequest): Promise<ArmResponse> {
  const { deployment, isNew } = await beginDeployment(request, questionOf(request))
  const { origin, apiVersion } = request
  const status = `${origin}${deployment.id}/operationStatuses/${deploymentBody(deployment).runId}`
  return {
    status: isNew ? 201 : 200,
    body: renderDeployment(deployment, apiVersion),
    headers: { 'Azure-AsyncOperation': `${status}?api-version=${apiVersion}`, ...retryAfter },
  }
}

async function validateDeployment(request: ArmRequest): Promise<ArmResponse> {
  const { target, apiVersion, correlationId, ports } = request
  const { scope, request: asked, plan, resources } = await examineDeployment(request, questionOf(request))
  const { location, tags, mode } = asked
  const head = {
    id: `${scope.id}/providers/${deploymentType}/${target.name}`,
    name: target.name,
    ...(location === undefined ? {} : { location }),
    ...(tags === undefined ? {} : { tags }),
  }
  return {
    status: 200,
    body: {
      ...renderHead(head, apiVersion),
      properties: {
        templateHash: plan.templateHash,
        parameters: plan.parameters,
        mode,
        // recorded: 'Accepted' in 2016, 'Succeeded' since; a real instant until 2021, later a constant
        provisioningState: apiVersion < '2017' ? 'Accepted' : 'Succeeded',
        timestamp: apiVersion < '2022' ? deploymentTime(ports.clock.nowMillis()) : '0001-01-01T00:00:00Z',
        duration: 'PT0S',
        correlationId,
        providers: plan.providers,
        dependencies: plan.dependencies,
        validatedResources: resources.map((id) => ({ id })),
      },
    },
  }
}

async function listDeployments(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query, apiVersion } = request
  const all = await ports.store.read.resources.list({ scope: target.scope, type: deploymentType })
  const matches = stateFilter(query.get('$filter'))
  const own = all.filter((one) => isSameResource(scopeOfDeployment(one.id), target.scope) && matches(one))
  own.sort((a, b) => b.changedAt - a.changedAt)
  const page = firstPage(own, query.get('$top'))
  return { status: 200, body: { value: page.map((deployment) => renderDeployment(deployment, apiVersion)) } }
}

/** `provisioningState eq 'Succeeded'`, the only filter that Azure documents. @throws ArmError `InvalidFilterInQueryString` */
function stateFilter(filter: string | undefined): (deployment: Resource) => boolean {
  if (filter === undefined || filter.trim() === '') return () => true
  const state = /^\s*provisioningState\s+eq\s+'([^']*)'\s*$/i.exec(filter)?.[1]?.toLowerCase()
  if (state === undefined) throw new ArmError('InvalidFilterInQueryString', { filter })
  return (deployment) => stateOf(deployment).toLowerCase() === state
}

async function deleteDeployment({ ports, target, origin, apiVersion }: ArmRequest): Promise<ArmResponse> {
  const operation = await ports.store.transaction(async (tx) => {
    const deployment = await tx.resources.get(deploymentIdOf(target))
    if (deployment === undefined) return undefined
    requireNotUnderWay(deployment)
    await forgetBelow(tx, deployment.id)
    await tx.resources.delete(deployment.id)
    const now = ports.clock.nowMillis()
    const { subscriptionId, resourceGroup, name } = deployment
    const location = deployment.location ?? (await groupLocation(tx, deployment)) ?? 'global'
    const job = { jobId: deletionJob(resourceGroup ?? '', name), jobLocation: location }
    const done = {
      operationId: Buffer.from(JSON.stringify(job)).toString('base64url'),
      kind: 'deploymentDeletion',
      subject: deployment.id,
      ...{ subscriptionId, location },
      status: 'Succeeded',
      startedAt: now,
      endedAt: now,
    } as const
    await tx.operations.put(done)
    return done
  })
  if (operation === undefined) return { status: 204 }
  const location = `${origin}/subscriptions/${operation.subscriptionId}/operationresults/${operation.operationId}?api-version=${apiVersion}`
  return { status: 202, headers: { location, ...retryAfter } }
}

const groupLocation = async (
  tx: { readonly resources: { get(id: string): Promise<Resource | undefined> } },
  { id }: Resource,
): Promise<string | undefined> => (await tx.resources.get(scopeOfDeployment(id)))?.location

/** As recorded in 2016: `DeploymentDeletionJob-GNS-TESTSDK0123-TEST-`. */
const deletionJob = (group: string, name: string): string => {
  const escaped = [group, name].map((part) =>
    part.toUpperCase().replaceAll(/[-_.()]/g, (c) => `:${c.charCodeAt(0).toString(16).toUpperCase()}`),
  )
  return `DeploymentDeletionJob-GNS-${escaped.join('-')}-`
}

/** What is being written is seen to its end; nothing else begins. */
async function cancelDeployment(request: ArmRequest): Promise<ArmResponse> {
  const deployment = await requireDeployment(request)
  if (!isUnderWay(deployment)) {
    throw new ArmError('DeploymentCannotBeCancelled', { name: deployment.name, state: stateOf(deployment) })
  }
  await endDeployment(request.ports, deployment.id, { state: 'Canceled' })
  return { status: 204 }
}
