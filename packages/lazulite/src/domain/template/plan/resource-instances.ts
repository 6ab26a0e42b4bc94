/**
 * The resources of a template as they will be: loops expanded, children joined to their parents, conditions decided,
 * names, ids and scopes known. Nothing here waits for the deployment to run.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import type { DeploymentScope } from '../deployment-plan.js'
import { evaluateJson } from '../expression/evaluate.js'
import { spendWork } from '../expression/evaluation-limits.js'
import type { EvaluationScope, Loop } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { memberOf, typeNameOf } from '../expression/template-value.js'
import { loopCount } from './expand-json.js'
import {
  type DeclaredResource,
  declaredResources,
  limitExceeded,
  maximumResources,
  type TemplateSections,
} from './read-template.js'
import type { Refusals } from './refusals.js'
import { hasMatchingSegments, type Identity, identityOf, planKey, targetScope } from './resource-identity.js'
import type { TemplateScope } from './template-scope.js'

export interface CopyFacts {
  readonly name: string
  readonly index: number
  readonly count: number
  /** Members per batch of a serial loop. */
  readonly batchSize?: number
}

export interface ResourceInstance extends Identity {
  readonly key: string
  readonly raw: JsonObject
  readonly path: string
  readonly symbolicName?: string
  readonly apiVersion: string
  readonly location?: string
  readonly copy?: CopyFacts
  /** Names that `dependsOn` may use besides those of `Identity`: what the template wrote as type and name. */
  readonly declaredType: string
  readonly declaredName: string
  /** As written, evaluated. */
  readonly dependsOn: readonly string[]
  readonly isExisting: boolean
  /** Its condition is false. */
  readonly isSkipped: boolean
  readonly loops: readonly Loop[]
  /** The scope its name is counted from; `''` is the tenant. */
  readonly base: string
}

export interface InstanceInput {
  readonly sections: TemplateSections
  readonly scope: TemplateScope
  readonly deployment: DeploymentScope
  readonly refusals: Refusals
}

/** Dear, so that loops of children within loops end long before memory does; 800 resources are allowed. */
const unitsPerInstance = 100

/** @throws TemplateError */
export function resourceInstances(input: InstanceInput): ResourceInstance[] {
  const instances = input.sections.resources.flatMap((declared) => instancesOf(declared, undefined, input))
  const deployed = instances.filter(({ isExisting }) => !isExisting)
  if (deployed.length > maximumResources) {
    throw input.refusals.invalid(limitExceeded('resources', maximumResources, deployed.length))
  }
  refuseDuplicates(instances, input.refusals)
  return instances
}

function instancesOf(declared: DeclaredResource, parent: ResourceInstance | undefined, input: InstanceInput) {
  const { raw, path } = declared
  const head = input.scope.at('head')
  const attempt = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw input.refusals.resource(String(raw.name ?? declared.symbolicName ?? ''), error, path)
    }
  }
  const copies = attempt(() => copiesOf(raw, declared, { ...head, loops: parent?.loops ?? [] }))
  return copies.flatMap((copy): ResourceInstance[] => {
    const loop: Loop[] = copy === undefined ? [] : [{ name: copy.name, index: copy.index, isDefault: true }]
    const scope = { ...head, loops: [...(parent?.loops ?? []), ...loop] }
    const instance = attempt(() => {
      spendWork(scope.budget, raw, unitsPerInstance)
      return makeInstance(declared, parent, copy, scope, input)
    })
    requireValidName(instance, input.refusals)
    const children = memberOf(raw, 'resources') ?? null
    if (children === null) return [instance]
    return [
      instance,
      ...declaredResources(children, `${path}.resources`, input.refusals).flatMap((child) =>
        instancesOf(child, instance, input),
      ),
    ]
  })
}

function copiesOf(raw: JsonObject, declared: DeclaredResource, scope: EvaluationScope): (CopyFacts | undefined)[] {
  const copy = memberOf(raw, 'copy')
  if (!isJsonObject(copy)) return [undefined]
  const name = evaluateJson(memberOf(copy, 'name') ?? declared.symbolicName ?? null, scope)
  if (typeof name !== 'string' || name === '') throw new ExpressionError('The copy name must be a string.') // Decision
  const count = loopCount(memberOf(copy, 'count') ?? null, scope)
  const mode = String(memberOf(copy, 'mode') ?? 'parallel').toLowerCase()
  const size = evaluateJson(memberOf(copy, 'batchSize') ?? 1, scope)
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1) {
    throw new ExpressionError(`The copy batch size '${JSON.stringify(size)}' is not valid.`) // Decision
  }
  return Array.from({ length: count }, (_, index) => ({
    name,
    index,
    count,
    ...(mode === 'serial' ? { batchSize: size } : {}),
  }))
}

function makeInstance(
  declared: DeclaredResource,
  parent: ResourceInstance | undefined,
  copy: CopyFacts | undefined,
  scope: EvaluationScope,
  input: InstanceInput,
): ResourceInstance {
  const { raw, path, symbolicName } = declared
  const text = (name: string): string | undefined => textMember(raw, name, scope)
  const ownType = text('type')
  if (ownType === undefined) throw input.refusals.missing('type', path)
  const apiVersion = text('apiVersion')
  if (apiVersion === undefined) throw input.refusals.missing('apiVersion', path)
  const ownName = text('name') ?? ''
  const [type, name] =
    parent === undefined
      ? [ownType, ownName]
      : [`${parent.declaredType}/${ownType}`, `${parent.declaredName}/${ownName}`]
  const location = text('location')
  const target = optional({
    scope: text('scope') ?? (parent === undefined ? assignmentScope(raw, type, scope) : undefined),
    subscriptionId: text('subscriptionId'),
    resourceGroup: text('resourceGroup'),
  })
  const base = parent?.base ?? targetScope(target, input.deployment)
  const identity = identityOf(type, name, base)
  const isSkipped = !conditionOf(raw, scope)
  return {
    ...identity,
    key: planKey(identity.id),
    raw,
    path,
    base,
    declaredType: type,
    declaredName: name,
    apiVersion,
    ...optional({ symbolicName, location, copy }),
    dependsOn: dependsOnOf(raw, scope),
    isExisting: memberOf(raw, 'existing') === true,
    isSkipped,
    loops: scope.loops,
  }
}

/** az says in `properties.scope` where a role assignment belongs; it is created there. */
function assignmentScope(raw: JsonObject, type: string, scope: EvaluationScope): string | undefined {
  if (type.toLowerCase() !== 'microsoft.authorization/roleassignments' || !isJsonObject(raw.properties))
    return undefined
  const value = raw.properties.scope
  if (typeof value !== 'string') return undefined
  try {
    const evaluated = evaluateJson(value, scope)
    return typeof evaluated === 'string' && evaluated.startsWith('/') ? evaluated : undefined
  } catch (error) {
    // Not known yet, or wrong: the body's own evaluation says so.
    if (error instanceof ExpressionError) return undefined
    throw error
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The members that are there. */
function optional<T extends Record<string, unknown>>(members: T): Present<T> {
  // A cast, because the compiler does not follow the filter.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>
}

function textMember(raw: JsonObject, member: string, scope: EvaluationScope): string | undefined {
  const written = memberOf(raw, member) ?? null
  const value = evaluateJson(written, scope)
  if (value === null) return undefined
  if (typeof value === 'string') return value
  throw wrongResult(written, value, 'String')
}

/** missionlz#467 (2021) */
const wrongResult = (written: Json, value: Json, expected: string): ExpressionError =>
  new ExpressionError(
    `Evaluation result of language expression '${typeof written === 'string' ? written : JSON.stringify(written)}' is type '${typeNameOf(value)}', expected type is '${expected}'.`,
  )

function conditionOf(raw: JsonObject, scope: EvaluationScope): boolean {
  const written = memberOf(raw, 'condition') ?? null
  const value = evaluateJson(written, scope)
  if (value === null) return true
  if (typeof value === 'boolean') return value
  throw wrongResult(written, value, 'Boolean')
}

function dependsOnOf(raw: JsonObject, scope: EvaluationScope): string[] {
  const written = memberOf(raw, 'dependsOn') ?? null
  const value = evaluateJson(written, scope)
  if (value === null) return []
  if (!Array.isArray(value)) throw wrongResult(written, value, 'Array')
  return value
    .filter((entry: Json) => entry !== null && entry !== '')
    .map((entry: Json) => {
      if (typeof entry === 'string') return entry
      throw wrongResult(written, entry, 'String')
    })
}

/** node-express-azure#10; segments: string search (2023). */
function requireValidName(instance: ResourceInstance, refusals: Refusals): void {
  const { declaredName: name, declaredType: type, path } = instance
  if (name === '' || name.split('/').at(-1) === '') {
    const at = `${path}.name`
    throw refusals.invalid(
      `The template resource '${name}' ${refusals.at(at)} is not valid. The name property cannot be null or empty. Please see https://aka.ms/arm-template/#resources for usage details.`,
      at,
    )
  }
  if (hasMatchingSegments(type, name)) return
  const at = `${path}.type`
  throw refusals.invalid(
    `The template resource '${name}' for type '${type}' ${refusals.at(at)} has incorrect segment lengths. A nested resource type must have identical number of segments as its resource name. A root resource type must have segment length one greater than its resource name. Please see https://aka.ms/arm-syntax-resources for usage details.`,
    at,
  )
}

/** azure-search-openai-demo#1449 (2024). Resources that are not deployed may share an id. */
function refuseDuplicates(instances: readonly ResourceInstance[], refusals: Refusals): void {
  const seen = new Set<string>()
  for (const { key, type, name, path, isExisting, isSkipped } of instances) {
    if (isExisting || isSkipped) continue
    if (seen.has(key)) {
      throw refusals.invalid(
        `The resource '${type}/${name}' ${refusals.at(path)} is defined multiple times in a template. Please see https://aka.ms/arm-syntax-resources for usage details.`,
        path,
      )
    }
    seen.add(key)
  }
}
