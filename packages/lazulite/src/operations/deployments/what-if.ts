/**
 * What a deployment would change: each resource of the plan against what the caller can read of it now.
 *
 * Shape: recorded 2020-10-01 (Create, Modify, NoChange, Ignore), OpenAPI 2021-04-01 (Delete, Deploy). What waits for
 * `reference()` or `list*()` is shown as expression text. Values of secure parameters are masked.
 */
import type { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import { isWithinScope, parseResourceId } from '../../domain/resource-id/resource-id.js'
import type { DeploymentPlan, PlannedResource } from '../../domain/template/deployment-plan.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import { ArmFailure, requireSuccess } from './arm-failure.js'
import { type DeploymentQuestion, examineDeployment } from './begin-deployment.js'
import { planNested } from './nested-plan.js'
import { overlay, propertyChanges } from './property-changes.js'
import type { DeploymentRequest } from './read-deployment-request.js'
import { pathOfId, pathOfResource } from './resource-address.js'
import { writablePart } from './writable-part.js'

interface Parts {
  readonly ports: Ports
  readonly arm: ArmCalls
}

interface Asked {
  readonly caller: Caller
  readonly correlationId: string
}

/** @returns the document that clients get at the end. @throws ArmError for what cannot be planned, ArmFailure for what cannot be read */
export async function whatIf(parts: Parts, question: DeploymentQuestion): Promise<JsonObject> {
  const { request, plan, scope } = await examineDeployment(parts, question)
  const changes = await changesOfPlan(parts, question, plan)
  const named = changes.map(({ resourceId }) => String(resourceId))
  const others = scope.kind === 'resourceGroup' ? await unnamed(parts, question, { scope: scope.id, named }) : []
  const changeType = request.mode === 'Complete' ? 'Delete' : 'Ignore'
  const all = [...changes, ...others.map((before) => ({ resourceId: before.id, changeType, before }))]
  const masked = mask(all, secretsOf(request, plan))
  return {
    status: 'Succeeded',
    properties: {
      correlationId: question.correlationId,
      changes: request.resultFormat === 'ResourceIdOnly' ? masked.map(withoutPayload) : masked,
    },
  }
}

/** The same for what was refused (a 200 that says so). */
export const failedWhatIf = ({ code, message, details, additionalInfo }: ArmError): JsonObject => ({
  status: 'Failed',
  error: {
    ...{ code, message },
    ...(details === undefined ? {} : { details }),
    ...(additionalInfo === undefined ? {} : { additionalInfo }),
  },
})

const withoutPayload = ({ resourceId, changeType }: JsonObject): JsonObject => ({
  resourceId,
  changeType: changeType === 'Modify' || changeType === 'NoChange' ? 'Deploy' : changeType,
})

async function changesOfPlan(parts: Parts, asked: Asked, plan: DeploymentPlan): Promise<JsonObject[]> {
  const changes: JsonObject[] = []
  for (const resource of plan.resources) {
    if (resource.isExisting) continue
    if (resource.nested === undefined) changes.push(await changeOf(parts, asked, resource))
    else {
      const inner = await planNested(parts, asked.caller, resource)
      if (inner !== undefined) changes.push(...(await changesOfPlan(parts, asked, inner)))
    }
  }
  return changes
}

async function changeOf(parts: Parts, asked: Asked, resource: PlannedResource): Promise<JsonObject> {
  const { type, apiVersion, preview } = resource
  const resourceId = pathOfResource(resource, preview)
  const head = { apiVersion, id: resourceId, name: resource.name, type }
  const current = await read(parts, asked, { id: resourceId, type, apiVersion })
  if (current === undefined) return { resourceId, changeType: 'Create', after: sorted({ ...head, ...preview }) }
  const after = overlay(current, preview)
  const delta = propertyChanges(current, after)
  return {
    resourceId,
    changeType: delta.length === 0 ? 'NoChange' : 'Modify',
    before: sorted({ ...head, ...current }),
    after: sorted({ ...head, ...after }),
    ...(delta.length === 0 ? {} : { delta }),
  }
}

const sorted = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))

/** @returns the writable part, `undefined` when there is no such resource. @throws ArmFailure */
async function read(
  { arm }: Parts,
  { caller, correlationId }: Asked,
  { id, type, apiVersion }: { readonly id: string; readonly type: string; readonly apiVersion: string },
): Promise<JsonObject | undefined> {
  const answer = await arm.call({ caller, correlationId, method: 'GET', path: id, apiVersion })
  if (answer.status === 404) return undefined
  const { body } = requireSuccess(answer)
  return isJsonObject(body) ? writablePart(body, type) : {}
}

async function unnamed(
  parts: Parts,
  asked: Asked,
  { scope, named }: { readonly scope: string; readonly named: readonly string[] },
): Promise<JsonObject[]> {
  const inGroup = await parts.ports.store.read.resources.list({ scope })
  const others: JsonObject[] = []
  for (const { id, type, name } of inGroup) {
    const isOwn = !parts.arm.isTracked(type) || parseResourceId(id).types.length > 1
    if (isOwn || named.some((one) => isWithinScope(pathOfId(one), id))) continue
    const apiVersion = parts.arm.newestApiVersion(type) ?? ''
    const current = await readIfAllowed(parts, asked, { id, type, apiVersion })
    if (current !== undefined) others.push(sorted({ apiVersion, id, name, type, ...current }))
  }
  return others
}

async function readIfAllowed(parts: Parts, asked: Asked, resource: Parameters<typeof read>[2]) {
  try {
    return await read(parts, asked, resource)
  } catch (error) {
    if (error instanceof ArmFailure && error.status === 403) return undefined
    throw error
  }
}

function secretsOf({ parameters }: DeploymentRequest, plan: DeploymentPlan): string[] {
  const secure = Object.entries(plan.parameters).filter(
    ([, echo]) => isJsonObject(echo) && String(echo.type).toLowerCase().startsWith('secure'),
  )
  return secure.flatMap(([name]) => {
    const given = Object.entries(parameters).find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1]
    return isJsonObject(given) ? textsIn(given.value) : []
  })
}

const textsIn = (value: Json | undefined): string[] => {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((item: Json) => textsIn(item))
  return isJsonObject(value) ? Object.values(value).flatMap(textsIn) : []
}

function mask(changes: readonly JsonObject[], secrets: readonly string[]): JsonObject[] {
  const masked = (value: Json): Json => {
    if (typeof value === 'string') return secrets.reduce((text, secret) => text.replaceAll(secret, '*******'), value)
    if (Array.isArray(value)) return value.map(masked)
    return isJsonObject(value) ? maskedMembers(value) : value
  }
  const maskedMembers = (members: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(members).map(([name, value]) => [name, value === undefined ? value : masked(value)]),
    )
  return secrets.length === 0 ? [...changes] : changes.map(maskedMembers)
}
