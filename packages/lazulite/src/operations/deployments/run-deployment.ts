/**
 * One deployment, carried out: resources side by side as far as their dependencies allow, then what Complete mode takes
 * away, then outputs.
 *
 * Everything is derived from the store, so a run that a crash cut short goes on: the same plan is made again, what is
 * recorded as done is not done again, what had begun is written again (writes to Resource Manager are idempotent).
 * A resource that fails keeps those from starting that depend on it, and no others; nothing is rolled back.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError, type ErrorDetail } from '../../domain/errors/arm-error.js'
import { isJsonObject, type JsonObject } from '../../domain/json.js'
import type { DeploymentPlan, PlannedResource, TemplateRuntime } from '../../domain/template/deployment-plan.js'
import { TemplateError } from '../../domain/template/template-error.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ArmCalls } from '../../ports/arm-calls.js'
import type { Ports } from '../../ports/ports.js'
import { ArmFailure, requireSuccess } from './arm-failure.js'
import { seenScope } from './begin-deployment.js'
import { deleteUnnamed } from './complete-mode.js'
import {
  contentBody,
  contentId,
  type DeploymentContent,
  deploymentBody,
  isUnderWay,
  stateOf,
} from './deployment-record.js'
import { planFor } from './deployment-site.js'
import { type End, endDeployment, markRunning } from './end-deployment.js'
import { type Journal, openJournal } from './operation-journal.js'
import { outputResourcesOf } from './output-resources.js'
import { readDeploymentRequest } from './read-deployment-request.js'
import { pathOfResource } from './resource-address.js'
import { toErrorDetail } from './template-refusal.js'
import { templateRuntime } from './template-runtime.js'
import { type Changes, waitForResource } from './wait-for-resource.js'

export interface RunParts {
  readonly ports: Ports
  readonly arm: ArmCalls
  /** Bounds how much is written at once. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>
  readonly changes: Changes
  /** Aborted when this process ends: nothing more is begun. */
  readonly stopping: AbortSignal
}

/** What a run knows while it goes on. */
export interface Run extends RunParts {
  readonly deployment: Resource
  readonly plan: DeploymentPlan
  /** Recorded: a template with `"outputs": {}` makes a deployment with `"outputs": {}`. */
  readonly showsOutputs: boolean
  readonly caller: Caller
  readonly journal: Journal
  readonly runtime: TemplateRuntime
}

/** A run that ended before its deployment did: the next start goes on with it. */
export class RunStopped extends Error {
  override readonly name = 'RunStopped'
}

/** @throws RunStopped */
export async function runDeployment(parts: RunParts, deploymentId: string): Promise<void> {
  const { ports } = parts
  const found = await ports.store.read.resources.get(deploymentId)
  const content = await ports.store.read.resources.get(contentId(deploymentId))
  const { run } = content === undefined ? { run: undefined } : contentBody(content)
  if (found === undefined || run === undefined || !isUnderWay(found)) return endDeployment(ports, deploymentId)
  const deployment = await markRunning(ports, found)
  let end: End
  try {
    end = await carryOut(await prepareRun(parts, deployment, run))
  } catch (error) {
    if (error instanceof RunStopped) throw error
    end = { state: 'Failed', error: asErrorDetail(parts, deployment, error) }
  }
  await endDeployment(ports, deployment.id, end)
}

async function prepareRun(
  parts: RunParts,
  deployment: Resource,
  { text, caller, surroundings }: NonNullable<DeploymentContent['run']>,
): Promise<Run> {
  const { ports, arm } = parts
  const { correlationId } = deploymentBody(deployment)
  const place = {
    subscriptionId: deployment.subscriptionId,
    ...(deployment.resourceGroup === undefined ? {} : { resourceGroup: deployment.resourceGroup }),
  }
  const scope = seenScope(place, surroundings)
  const request = readDeploymentRequest(text, { name: deployment.name, scope })
  const plan = planFor(arm, { name: deployment.name, scope, caller, request, surroundings })
  const runtime = templateRuntime({ arm, caller, correlationId, plan })
  const showsOutputs = isJsonObject(request.template.outputs)
  return { ...parts, deployment, plan, showsOutputs, caller, runtime, journal: await openJournal(ports, deployment) }
}

async function carryOut(run: Run): Promise<End> {
  const { deployment } = run
  const outcomes = await deployAll(run)
  const failures = outcomes.flatMap((outcome) => (outcome.state === 'failed' ? [outcome.error] : []))
  if (failures.length > 0) return { state: 'Failed', error: deploymentFailed(deployment, failures) }
  await requireWanted(run)
  const undeleted = deploymentBody(deployment).mode === 'Complete' ? await deleteUnnamed(run) : []
  if (undeleted.length > 0) return { state: 'Failed', error: deploymentFailed(deployment, undeleted) }
  const evaluationStartedAt = run.ports.clock.nowMillis()
  const outputs = await outputsOf(run)
  return {
    state: 'Succeeded',
    evaluationStartedAt,
    ...(run.showsOutputs ? { outputs } : {}),
    outputResources: await outputResourcesOf(run),
  }
}

async function outputsOf({ plan, runtime, deployment }: Run): Promise<JsonObject> {
  try {
    return await plan.outputs(runtime)
  } catch (error) {
    if (error instanceof TemplateError) throw failedBy(deployment, toErrorDetail(error))
    if (error instanceof ArmFailure) throw failedBy(deployment, error.error)
    throw error
  }
}

const failedBy = (deployment: Resource, detail: ErrorDetail): ArmFailure =>
  new ArmFailure(409, deploymentFailed(deployment, [detail]))

type Outcome =
  | { readonly state: 'succeeded' | 'notStarted' }
  | { readonly state: 'failed'; readonly error: ErrorDetail }

/** In the order of the plan. @throws RunStopped */
async function deployAll(run: Run): Promise<Outcome[]> {
  const byKey = new Map(run.plan.resources.map((resource) => [resource.key, resource]))
  const outcomes = new Map<string, Promise<Outcome>>()
  const outcomeOf = (resource: PlannedResource): Promise<Outcome> => {
    const known = outcomes.get(resource.key)
    if (known !== undefined) return known
    const outcome = deployAfter(resource)
    outcomes.set(resource.key, outcome)
    return outcome
  }
  const deployAfter = async (resource: PlannedResource): Promise<Outcome> => {
    const before = resource.dependsOn.flatMap((key) => byKey.get(key) ?? [])
    const waitedFor = await Promise.all(before.map(outcomeOf))
    if (waitedFor.some(({ state }) => state !== 'succeeded')) return { state: 'notStarted' }
    return deployOne(run, resource)
  }
  // Settled, not all: what is under way is seen to its end before anything is said about it.
  const settled = await Promise.allSettled(run.plan.resources.map(outcomeOf))
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason
    return result.value
  })
}

async function deployOne(run: Run, resource: PlannedResource): Promise<Outcome> {
  const { journal } = run
  if (resource.isExisting) return { state: 'succeeded' }
  const earlier = journal.outcome(resource.key)
  if (earlier?.succeeded === true) return { state: 'succeeded' }
  if (earlier?.error !== undefined) return { state: 'failed', error: earlier.error }
  // Our own calls never wait for a network: without a turn of the event loop between them nobody else would be served.
  await nextTurn()
  await requireWanted(run)
  const { key, id, type, name } = resource
  const entry = { key, kind: 'Create', target: { id: pathOfResource(resource, resource.preview), type, name } } as const
  try {
    await journal.begin(entry)
    const status = await writeResource(run, resource)
    await journal.end(entry, { status })
    return { state: 'succeeded' }
  } catch (error) {
    if (error instanceof RunStopped) throw error
    const failure = asFailure(error)
    if (failure === undefined) throw error
    run.ports.log.info({ resource: id, code: failure.error.code }, 'resource of a deployment failed')
    await journal.end(entry, failure)
    return { state: 'failed', error: failure.error }
  }
}

/** @returns the status that the provider answered with. @throws ArmFailure */
async function writeResource(run: Run, resource: PlannedResource): Promise<number> {
  const { arm, caller, deployment, runtime, limit, changes } = run
  const { correlationId } = deploymentBody(deployment)
  const { apiVersion } = resource
  const { path, answer } = await limit(async () => {
    const body = await resource.evaluate(runtime)
    const path = pathOfResource(resource, body)
    return { path, answer: await arm.call({ caller, correlationId, method: 'PUT', path, apiVersion, body }) }
  })
  await waitForResource({ arm, changes, caller, correlationId, path, apiVersion }, requireSuccess(answer))
  return answer.status
}

/** @throws RunStopped when the deployment was cancelled or deleted, or this process ends. */
export async function requireWanted({ ports, deployment, stopping }: Run): Promise<void> {
  const current = await ports.store.read.resources.get(deployment.id)
  const isWanted =
    current !== undefined &&
    stateOf(current) === 'Running' &&
    deploymentBody(current).runId === deploymentBody(deployment).runId
  if (!isWanted || stopping.aborted) throw new RunStopped(deployment.id)
}

function asFailure(error: unknown): { readonly status: number; readonly error: ErrorDetail } | undefined {
  if (error instanceof ArmFailure) return { status: error.status, error: error.error }
  if (error instanceof TemplateError) {
    return { status: error.code === 'NotImplemented' ? 501 : 400, error: toErrorDetail(error) }
  }
  return undefined
}

// Azure/azure-sdk-for-net#44008 (2024)
const deploymentFailed = (deployment: Resource, details: readonly ErrorDetail[]): ErrorDetail => ({
  code: 'DeploymentFailed',
  target: deployment.id,
  message:
    'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
  details,
})

function asErrorDetail({ ports }: RunParts, deployment: Resource, error: unknown): ErrorDetail {
  if (error instanceof ArmFailure) return error.error
  if (error instanceof ArmError) return deploymentFailed(deployment, [{ code: error.code, message: error.message }])
  ports.log.error({ err: error, deployment: deployment.id }, 'deployment failed unexpectedly')
  const { code, message } = new ArmError('InternalServerError')
  return deploymentFailed(deployment, [{ code, message }])
}
