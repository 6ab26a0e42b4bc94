/**
 * From a template and its parameters to a plan: validation in ARM's order, expansion of loops, dependencies.
 *
 * Order: shape of the template, parameters, language, names and segments, duplicates, dependencies and cycles. The first violation
 * is the answer. Source: Azure Resource Manager template documentation; texts of refusals as answered by real servers.
 */
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { DeploymentPlan, PlanInput, PlannedResource, TemplateRuntime } from './deployment-plan.js'
import type { EvaluationScope } from './expression/evaluation-scope.js'
import { NotYetKnown, type RuntimeRequest } from './expression/expression-error.js'
import { entriesOf, memberOf } from './expression/template-value.js'
import { hash64 } from './functions/hash.js'
import { checkLanguage } from './plan/check-language.js'
import { explicitDependencies, refuseCycles } from './plan/dependencies.js'
import { type DescribedDependency, describeDependencies, describedId, describeProviders } from './plan/describe-plan.js'
import type { EvaluateText } from './plan/expand-json.js'
import { checkOutputs, evaluateOutputs } from './plan/outputs.js'
import { readTemplate, type TemplateSections } from './plan/read-template.js'
import { Refusals } from './plan/refusals.js'
import { nestedDeployment, resourceBody } from './plan/resource-body.js'
import { indexResources, type ResourceIndex } from './plan/resource-index.js'
import { type ResourceInstance, resourceInstances } from './plan/resource-instances.js'
import { evaluateRunning, openText, previewText, runtimeView } from './plan/runtime-session.js'
import { makeTemplateScope, type TemplateScope } from './plan/template-scope.js'

export type {
  DeploymentPlan,
  NestedDeployment,
  PlanInput,
  PlannedResource,
  TemplateRuntime,
} from './deployment-plan.js'

/**
 * Unsigned 64-bit decimal; the same template gives the same hash. Decision: the service's own algorithm is not public.
 */
export const templateHashOf = (template: JsonObject): string => hash64(JSON.stringify(template)).toString()

/** @throws TemplateError on the first violation, in ARM's order of checks. */
export function planDeployment(input: PlanInput): DeploymentPlan {
  const refusals = new Refusals(input.positionOf)
  const sections = readTemplate(input.template, refusals)
  const templateHash = templateHashOf(input.template)
  const scope = makeTemplateScope(sections, input, templateHash, refusals)
  checkLanguage(sections, scope, refusals)
  const parameters = scope.parameters.describe()
  const instances = resourceInstances({ sections, scope, deployment: input.scope, refusals })
  const index = indexResources(instances, loopNames(sections))
  const planner: Planner = { scope, index, instances, refusals, dependencies: new Map() }
  const planned = plannedInstances(instances, index)
  const resources = planned.map((instance) => planResource(instance, planner))
  refuseCycles(resources, refusals)
  const outputs = { sections, scope, index }
  checkOutputs(outputs, refusals, (request) => {
    throw new NotYetKnown(request)
  })
  return {
    parameters,
    templateHash,
    resources,
    skipped: instances
      .filter(({ isSkipped, isExisting }) => isSkipped && !isExisting)
      .map(({ id, type, name }) => ({ id, type, name })),
    providers: describeProviders(planned.filter(({ isExisting }) => !isExisting)),
    dependencies: describeDependencies(planned, planner.dependencies),
    hasOutputs: entriesOf(sections.outputs).length > 0,
    outputs: (runtime) => evaluateOutputs(outputs, runtime),
  }
}

interface Planner {
  readonly scope: TemplateScope
  readonly index: ResourceIndex
  readonly instances: readonly ResourceInstance[]
  readonly refusals: Refusals
  readonly dependencies: Map<string, readonly DescribedDependency[]>
}

/** What is deployed or read; an existing resource that the template also deploys counts once. */
function plannedInstances(instances: readonly ResourceInstance[], index: ResourceIndex): ResourceInstance[] {
  return instances.filter((instance) => !instance.isSkipped && index.byKey(instance.key) === instance)
}

/** Names of every loop, empty ones included: `dependsOn` may name them. */
function loopNames(sections: TemplateSections): string[] {
  return sections.resources.flatMap(({ raw, symbolicName }) => {
    const copy = memberOf(raw, 'copy')
    if (!isJsonObject(copy)) return []
    const name = memberOf(copy, 'name')
    return [...(typeof name === 'string' ? [name] : []), ...(symbolicName === undefined ? [] : [symbolicName])]
  })
}

function planResource(instance: ResourceInstance, planner: Planner): PlannedResource {
  const { refusals, index, instances } = planner
  const explicit = explicitDependencies(instance, instances, index, refusals)
  const asked: RuntimeRequest[] = []
  const preview = bodyOf(instance, planner, previewText, (request) => {
    asked.push(request)
    throw new NotYetKnown(request)
  })
  const implicit = asked.flatMap(({ id }) => index.findOne(id) ?? []).filter(({ isSkipped }) => !isSkipped)
  const named = explicit.map(({ id, declaredType, declaredName }) => ({ id, declaredType, declaredName }))
  const described = [...named, ...asked.flatMap((request) => describedRequest(request, index))]
  planner.dependencies.set(instance.key, described)
  const nested = nestedDeployment(instance, preview)
  const { key, id, type, name, apiVersion, symbolicName, scope, location, copy, path, isExisting } = instance
  return {
    key,
    id,
    type,
    name,
    apiVersion,
    scope,
    path,
    isExisting,
    dependsOn: [...new Set([...explicit, ...implicit].map((other) => other.key))],
    preview: isExisting ? {} : preview,
    ...(symbolicName === undefined ? {} : { symbolicName }),
    ...(location === undefined ? {} : { location }),
    ...(copy === undefined ? {} : { copy: { name: copy.name, index: copy.index, count: copy.count } }),
    ...(nested === undefined ? {} : { nested }),
    evaluate: async (runtime) => (isExisting ? {} : evaluateBody(instance, planner, runtime)),
  }
}

/** Nothing for a resource that is left out. */
function describedRequest(request: RuntimeRequest, index: ResourceIndex): DescribedDependency[] {
  const found = index.findOne(request.id)
  if (found?.isSkipped) return []
  const { id, declaredType, declaredName } = found ?? describedId(request.id)
  return [
    {
      id,
      declaredType,
      declaredName,
      ...(request.isVersionGiven ? { apiVersion: request.apiVersion } : {}),
      ...(request.kind === 'list' ? { actionName: request.functionName } : {}),
    },
  ]
}

async function evaluateBody(
  instance: ResourceInstance,
  planner: Planner,
  runtime: TemplateRuntime,
): Promise<JsonObject> {
  const body = await evaluateRunning((ask) => bodyOf(instance, planner, openText, ask), runtime)
  return isJsonObject(body) ? body : {}
}

function bodyOf(
  instance: ResourceInstance,
  planner: Planner,
  evaluate: EvaluateText,
  ask: (request: RuntimeRequest) => Json,
): JsonObject {
  const scope: EvaluationScope = {
    ...planner.scope.at('body'),
    loops: instance.loops,
    runtime: runtimeView(planner.index, ask),
  }
  try {
    return resourceBody(instance.raw, scope, evaluate)
  } catch (error) {
    throw planner.refusals.body(instance.id, error, instance.path)
  }
}
