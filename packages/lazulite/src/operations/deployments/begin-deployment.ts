/**
 * A deployment is asked for: everything that can be refused is refused, then it is written down and runs by itself.
 *
 * Order of refusals (recorded and observed 2015–2024): name, content, template, other resources' rules, another
 * deployment of that name under way.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { DeploymentPlan, DeploymentScope } from '../../domain/template/deployment-plan.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import type { Tx } from '../../ports/store.js'
import { requireWritableGroup } from '../require-writable-group.js'
import { stampResource } from '../stamp-resource.js'
import {
  contentRecord,
  type DeploymentBody,
  type DeploymentSurroundings,
  deploymentBody,
  deploymentType,
  isUnderWay,
  pollingKey,
  toStored,
} from './deployment-record.js'
import { type DeploymentPlace, lookAround, planFor, requireDeploymentName, scopeOf } from './deployment-site.js'
import { americanTime, statusNumber } from './deployment-time.js'
import { preflight } from './preflight.js'
import { type DeploymentRequest, readDeploymentRequest } from './read-deployment-request.js'

export interface DeploymentQuestion extends DeploymentPlace {
  readonly name: string
  /** The request body as it was sent. */
  readonly text: string
  readonly caller: Caller
  readonly correlationId: string
}

export interface ExaminedDeployment {
  readonly scope: DeploymentScope
  readonly request: DeploymentRequest
  readonly surroundings: DeploymentSurroundings
  readonly plan: DeploymentPlan
  /** Ids of what would be written. */
  readonly resources: readonly string[]
}

interface Parts {
  readonly ports: Ports
  readonly arm: ArmCalls
}

/** Everything short of writing. @throws ArmError */
export async function examineDeployment(parts: Parts, question: DeploymentQuestion): Promise<ExaminedDeployment> {
  const planned = await planDeploymentRequest(parts, question)
  const { request, plan } = planned
  const { validationLevel } = request
  return { ...planned, resources: await preflight(parts, { ...question, plan, validationLevel }) }
}

/** Reading and planning alone. @throws ArmError */
export async function planDeploymentRequest({ ports, arm }: Parts, question: DeploymentQuestion) {
  const { name, text, caller } = question
  requireDeploymentName(name)
  const request = readDeploymentRequest(text, { name, scope: scopeOf(question) })
  const surroundings = await lookAround(ports, ports.store.read, question)
  const scope = seenScope(question, surroundings)
  return { scope, request, surroundings, plan: planFor(arm, { name, scope, caller, request, surroundings }) }
}

/** With the group's name as it was created: `uniqueString(resourceGroup().id)` depends on its case. */
export function seenScope(
  place: DeploymentPlace,
  { resourceGroup, subscription }: DeploymentSurroundings,
): DeploymentScope {
  const id = (resourceGroup ?? subscription)?.id
  return { ...scopeOf(place), ...(typeof id === 'string' ? { id } : {}) }
}

/** So many deployments stay in the history of a scope; older ones go (Azure: automatic deletions from deployment history). */
const longestHistory = 800

/** @throws ArmError */
export async function beginDeployment(
  parts: Parts,
  question: DeploymentQuestion,
): Promise<{ readonly deployment: Resource; readonly isNew: boolean }> {
  const { ports } = parts
  const examined = await examineDeployment(parts, question)
  const id = `${examined.scope.id}/providers/${deploymentType}/${question.name}`
  const begun = await ports.store.transaction(async (tx) => {
    if (question.resourceGroup !== undefined) await requireWritableGroup(tx, question)
    const existing = await tx.resources.get(id)
    if (existing !== undefined) {
      requireReplaceable(existing, examined.request)
      await forgetBelow(tx, existing.id)
    }
    const deployment = toRecord(ports, { question, examined, id: existing?.id ?? id, existing })
    await (existing === undefined ? tx.resources.insert(deployment) : tx.resources.update(deployment))
    const { template } = examined.request
    const run = { text: question.text, caller: question.caller, surroundings: examined.surroundings }
    await tx.resources.insert(contentRecord(deployment, { template, run }))
    await tx.operations.put({
      operationId: pollingKey(deployment.id, deploymentBody(deployment).runId),
      kind: 'deployment',
      subject: deployment.id,
      subscriptionId: deployment.subscriptionId,
      location: deployment.location ?? '',
      status: 'InProgress',
      startedAt: deployment.changedAt,
    })
    if (existing === undefined) await shortenHistory(tx, examined.scope.id)
    return { deployment, isNew: existing === undefined }
  })
  ports.wakeReconciler?.()
  return begun
}

function toRecord(
  ports: Ports,
  parts: {
    readonly question: DeploymentQuestion
    readonly examined: ExaminedDeployment
    readonly id: string
    readonly existing: Resource | undefined
  },
): Resource {
  const { question, examined, id, existing } = parts
  const { request, plan, surroundings, scope } = examined
  const stamp = stampResource(ports)
  // A name that is deployed twice in one millisecond still needs two numbers.
  const fraction = Number.parseInt(surroundings.seed.slice(0, 8), 16) % 10_000
  const body: DeploymentBody = {
    runId: statusNumber(stamp.changedAt, fraction),
    mode: request.mode,
    correlationId: question.correlationId,
    templateHash: plan.templateHash,
    parameters: plan.parameters,
    providers: plan.providers,
    dependencies: plan.dependencies,
    startedAt: surroundings.now,
  }
  const groupName = surroundings.resourceGroup?.name
  return {
    id,
    type: deploymentType,
    name: existing?.name ?? question.name,
    subscriptionId: scope.id.split('/')[2] ?? '',
    ...(typeof groupName === 'string' ? { resourceGroup: groupName } : {}),
    ...(request.location === undefined ? {} : { location: request.location }),
    ...(request.tags === undefined ? {} : { tags: request.tags }),
    provisioningState: 'Creating',
    body: toStored(body),
    createdAt: existing?.createdAt ?? stamp.changedAt,
    ...stamp,
  }
}

/** A deployment that has not ended after seven days is given up by Azure; its text names that instant. */
const longestRun = 7 * 24 * 3600 * 1000

/** @throws ArmError `DeploymentActive` */
export function requireNotUnderWay(existing: Resource): void {
  if (!isUnderWay(existing)) return
  const { startedAt } = deploymentBody(existing)
  throw new ArmError('DeploymentActive', {
    name: existing.name,
    startedAt: americanTime(startedAt),
    expiresAt: americanTime(startedAt + longestRun),
  })
}

function requireReplaceable(existing: Resource, { location }: DeploymentRequest): void {
  requireNotUnderWay(existing)
  if (existing.location === location) return
  throw new ArmError('InvalidDeploymentLocation', {
    name: existing.name,
    requested: location ?? '',
    location: existing.location ?? '',
  })
}

/** The records below a deployment: operations and content. */
export async function forgetBelow(tx: Tx, deploymentId: string): Promise<void> {
  for (const record of await tx.resources.list({ scope: deploymentId })) {
    if (record.type !== deploymentType) await tx.resources.delete(record.id)
  }
}

async function shortenHistory(tx: Tx, scope: string): Promise<void> {
  const history = (await tx.resources.list({ scope, type: deploymentType })).filter(
    ({ id }) => scopeOfDeployment(id) === scope,
  )
  if (history.length <= longestHistory) return
  const oldest = history.filter((one) => !isUnderWay(one)).sort((a, b) => a.changedAt - b.changedAt)
  for (const { id } of oldest.slice(0, history.length - longestHistory)) {
    await forgetBelow(tx, id)
    await tx.resources.delete(id)
  }
}

/** The scope of a deployment by its id. */
export const scopeOfDeployment = (id: string): string => id.slice(0, id.toLowerCase().lastIndexOf('/providers/'))
