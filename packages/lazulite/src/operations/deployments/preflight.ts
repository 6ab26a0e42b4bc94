/**
 * What can be refused before anything is written: every resource of a plan, examined as the caller's own request.
 *
 * Texts of refused authorization: Azure-Samples/azure-search-openai-demo#599 (2023), #1483 (2024). Nested deployments
 * are examined with what their preview shows; what waits for other resources is found when they are written.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { findLocation, regions } from '../../domain/arm-resource/location.js'
import { ArmError, type ErrorDetail } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json } from '../../domain/json.js'
import { isSameResource } from '../../domain/resource-id/resource-id.js'
import type { DeploymentPlan, PlannedResource } from '../../domain/template/deployment-plan.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import { planNested } from './nested-plan.js'
import { pathOfId, pathOfResource } from './resource-address.js'

export interface PreflightQuestion {
  readonly name: string
  readonly plan: DeploymentPlan
  readonly caller: Caller
  readonly correlationId: string
  readonly validationLevel: 'Template' | 'Provider' | 'ProviderNoRbac'
}

interface Parts {
  readonly ports: Ports
  readonly arm: ArmCalls
}

interface Finding {
  readonly resource: PlannedResource
  readonly status: number
  readonly error: ErrorDetail
}

/**
 * @returns the ids of the resources that would be written, those of nested deployments in place of the deployment
 * @throws ArmError `NotImplemented`, `InvalidTemplateDeployment`, `InvalidContentLink`
 */
export async function preflight(parts: Parts, question: PreflightQuestion): Promise<string[]> {
  if (question.validationLevel === 'Template') return question.plan.resources.filter(isWritten).map(({ id }) => id)
  const { ids, findings } = await examinePlan(parts, question, question.plan)
  refuseFindings(
    question,
    question.validationLevel === 'ProviderNoRbac' ? findings.filter(({ error }) => !isAuthorization(error)) : findings,
  )
  return ids
}

const isWritten = ({ isExisting }: PlannedResource): boolean => !isExisting
const isAuthorization = ({ code }: ErrorDetail): boolean =>
  code === 'AuthorizationFailed' || code === 'DenyAssignmentAuthorizationFailed'

/** Others are served in between. */
const examinedPerTurn = 50

async function examinePlan(parts: Parts, question: PreflightQuestion, plan: DeploymentPlan) {
  const ids: string[] = []
  const findings: Finding[] = []
  for (const [index, resource] of plan.resources.filter(isWritten).entries()) {
    if (index % examinedPerTurn === examinedPerTurn - 1) await nextTurn()
    const finding = (await examineResource(parts, question, resource)) ?? (await examineGroup(parts, plan, resource))
    if (finding !== undefined) findings.push(finding)
    const inner = resource.nested === undefined ? undefined : await examineNested(parts, question, resource)
    ids.push(...(inner?.ids ?? [pathOfResource(resource, resource.preview)]))
    findings.push(...(inner?.findings ?? []))
  }
  return { ids, findings }
}

async function examineResource(
  { arm }: Parts,
  { caller, correlationId }: PreflightQuestion,
  resource: PlannedResource,
): Promise<Finding | undefined> {
  const refusal = await arm.examine({
    caller,
    correlationId,
    method: 'PUT',
    path: pathOfResource(resource, resource.preview),
    apiVersion: resource.apiVersion,
    body: resource.preview,
  })
  if (refusal !== undefined && !(refusal.dependsOnBody === true && hasExpressions(resource.preview))) {
    return { resource, status: refusal.status, error: refusal.error }
  }
  const { location } = resource
  if (location === undefined || location.startsWith('[') || findLocation(location) !== undefined) return undefined
  const error = new ArmError('LocationNotAvailableForResourceType', {
    location,
    type: resource.type,
    regions: regions.map(({ name }) => name).join(','),
  })
  return { resource, status: error.status, error: { code: error.code, message: error.message } }
}

/** What waits for other resources is still expression text: whether a condition holds is then found when it is written. */
const hasExpressions = (value: Json): boolean =>
  typeof value === 'string'
    ? value.startsWith('[')
    : Array.isArray(value)
      ? value.some(hasExpressions)
      : isJsonObject(value) && Object.values(value).some((member) => member !== undefined && hasExpressions(member))

/** A resource needs its group: one that there is, or one that the same template makes. */
async function examineGroup(
  { ports }: Parts,
  plan: DeploymentPlan,
  resource: PlannedResource,
): Promise<Finding | undefined> {
  const groupId = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+(?=\/)/i.exec(
    pathOfResource(resource, resource.preview),
  )?.[0]
  if (groupId === undefined || (await ports.store.read.resources.get(groupId)) !== undefined) return undefined
  if (plan.resources.some(({ id }) => isSameResource(pathOfId(id), groupId))) return undefined
  const { status, code, message } = new ArmError('ResourceGroupNotFound', { name: groupId.split('/').at(-1) ?? '' })
  return { resource, status, error: { code, message } }
}

async function examineNested(parts: Parts, question: PreflightQuestion, resource: PlannedResource) {
  const plan = await planNested(parts, question.caller, resource)
  return plan === undefined ? undefined : examinePlan(parts, question, plan)
}

function refuseFindings({ name, correlationId, caller }: PreflightQuestion, findings: readonly Finding[]): void {
  const missing = findings.find(({ status }) => status === 501)
  if (missing !== undefined) {
    throw new ArmError('NotImplemented', { what: `${missing.resource.type} in a template (${missing.resource.id})` })
  }
  const forbidden = findings.filter(({ error }) => isAuthorization(error))
  if (forbidden.length > 0) {
    const failures = forbidden.map(({ resource }) => authorizationFailure(resource, caller)).join(':')
    throw new ArmError(forbidden.length === 1 ? 'TemplateAuthorizationFailed' : 'TemplateAuthorizationFailedOften', {
      failures,
    })
  }
  if (findings.length === 0) return
  throw new ArmError(
    'InvalidTemplateDeployment',
    { name, trackingId: correlationId },
    { details: findings.map(({ error }) => error) },
  )
}

const authorizationFailure = ({ name, type, id, preview, scope }: PlannedResource, caller: Caller): string =>
  `Authorization failed for template resource '${name}' of type '${type}'. The client '${caller.clientName}' with object id '${caller.principalId}' does not have permission to perform action '${writeOf(type)}' at scope '${pathOfResource({ id, type, scope }, preview)}'.`

/** Groups are the one type whose action is spelt otherwise (Azure-Samples/azure-search-openai-demo#242). */
const writeOf = (type: string): string =>
  /^Microsoft\.Resources\/resourceGroups$/i.test(type)
    ? 'Microsoft.Resources/subscriptions/resourceGroups/write'
    : `${type}/write`
