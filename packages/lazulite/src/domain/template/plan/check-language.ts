/**
 * The language check: every expression of the template is parsed, and its functions, parameters and variables are known
 * and stand where they may, before anything is evaluated.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { findFunction, parameterNotFound, variableNotFound } from '../expression/evaluate.js'
import type { Place } from '../expression/evaluation-scope.js'
import { type CallExpression, type Expression, isExpressionText } from '../expression/expression.js'
import { invalidFunction, notExpectedHere } from '../expression/expression-error.js'
import { parseExpression } from '../expression/parse-expression.js'
import { entriesOf, memberOf } from '../expression/template-value.js'
import { type DeclaredResource, declaredResources, type TemplateSections } from './read-template.js'
import { pathIn, type Refusals } from './refusals.js'
import type { TemplateScope } from './template-scope.js'

/** Members of a resource that must be known before anything runs. */
const headMembers: ReadonlySet<string> = new Set(
  [
    'apiVersion',
    'condition',
    'copy',
    'dependsOn',
    'location',
    'name',
    'resourceGroup',
    'scope',
    'subscriptionId',
    'type',
  ].map((name) => name.toLowerCase()),
)

export const isDeployment = (raw: JsonObject): boolean =>
  String(raw.type ?? '').toLowerCase() === 'microsoft.resources/deployments'

/** Do the expressions of a nested template belong to itself (`inner`) or to its parent (`outer`, the default)? */
export function nestedEvaluation(raw: JsonObject): 'inner' | 'outer' {
  const properties = isJsonObject(raw.properties) ? raw.properties : {}
  if (memberOf(properties, 'template') === undefined) return 'inner'
  const options = memberOf(properties, 'expressionEvaluationOptions')
  const scope = isJsonObject(options) ? memberOf(options, 'scope') : undefined
  return String(scope).toLowerCase() === 'inner' ? 'inner' : 'outer'
}

/** @throws TemplateError */
export function checkLanguage(sections: TemplateSections, scope: TemplateScope, refusals: Refusals): void {
  for (const [name, definition] of entriesOf(sections.parameters)) {
    const path = pathIn('parameters', name)
    const value = isJsonObject(definition) ? (definition.defaultValue ?? null) : null
    guard(
      () => checkJson(value, 'parameterDefault', scope),
      (error) => refusals.element(`parameter '${name}' ${refusals.at(path)}`, error, path),
    )
  }
  for (const [name, value] of entriesOf(sections.variables)) {
    guard(
      () => checkJson(value, 'variable', scope),
      (error) => refusals.element(`variable '${name}'`, error, pathIn('variables', name)),
    )
  }
  for (const resource of sections.resources) checkResource(resource, scope, refusals)
  for (const [name, output] of entriesOf(sections.outputs)) {
    const path = pathIn('outputs', name)
    // What outputs name is looked up when they are evaluated; only their functions are checked before.
    guard(
      () => checkJson(output, 'body', scope, false),
      (error) => refusals.element(`output '${name}' ${refusals.at(path)}`, error, path),
    )
  }
}

function guard(check: () => void, refuse: (error: unknown) => Error): void {
  try {
    check()
  } catch (error) {
    throw refuse(error)
  }
}

function checkResource(resource: DeclaredResource, scope: TemplateScope, refusals: Refusals): void {
  const { raw, path } = resource
  guard(
    () => {
      for (const [member, value] of entriesOf(raw)) {
        const name = member.toLowerCase()
        if (name === 'resources' || name === 'metadata' || name === 'comments') continue
        const place = headMembers.has(name) ? 'head' : 'body'
        checkJson(isDeployment(raw) && name === 'properties' ? withoutTemplate(value) : value, place, scope)
      }
    },
    (error) => refusals.resource(String(raw.name ?? resource.symbolicName ?? ''), error, path),
  )
  const children = memberOf(raw, 'resources') ?? null
  if (children === null) return
  for (const child of declaredResources(children, `${path}.resources`, refusals)) checkResource(child, scope, refusals)
}

/** A nested template's own expressions are checked when they are evaluated: here when outer, in its own plan when inner. */
const withoutTemplate = (properties: Json): Json =>
  isJsonObject(properties) ? { ...properties, template: undefined } : properties

function checkJson(value: Json, place: Place, scope: TemplateScope, looksUpNames = true): void {
  if (typeof value === 'string') {
    if (isExpressionText(value)) checkExpression(parseExpression(value.slice(1, -1)), place, scope, looksUpNames)
  } else if (Array.isArray(value)) {
    for (const item of value) checkJson(item, place, scope, looksUpNames)
  } else if (isJsonObject(value)) {
    for (const [name, member] of entriesOf(value)) {
      checkJson(name, place, scope, looksUpNames)
      checkJson(member, place, scope, looksUpNames)
    }
  }
}

function checkExpression(expression: Expression, place: Place, scope: TemplateScope, looksUpNames: boolean): void {
  if (expression.kind === 'literal') return
  if (expression.kind !== 'call') {
    checkExpression(expression.of, place, scope, looksUpNames)
    if (expression.kind === 'index') checkExpression(expression.index, place, scope, looksUpNames)
    return
  }
  checkFunction(expression, place, scope)
  if (looksUpNames && expression.namespace === undefined) checkName(expression, scope)
  for (const argument of expression.args) checkExpression(argument, place, scope, looksUpNames)
}

function checkFunction(call: CallExpression, place: Place, scope: TemplateScope): void {
  if (call.namespace !== undefined) {
    if (!scope.isUserFunction(call.namespace, call.name)) throw invalidFunction(`${call.namespace}.${call.name}`)
    return
  }
  const found = findFunction(call.name)
  if (found === undefined) throw invalidFunction(call.name)
  if (found.isRuntime && place !== 'body') throw notExpectedHere(call.name)
  const isOfDefaults = found.name === 'newGuid' || found.name === 'utcNow'
  if (isOfDefaults && place !== 'parameterDefault') throw notExpectedHere(call.name)
}

function checkName(call: CallExpression, scope: TemplateScope): void {
  const [argument] = call.args
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return
  const kind = call.name.toLowerCase()
  if (kind === 'parameters' && !scope.parameters.isDeclared(argument.value)) throw parameterNotFound(argument.value)
  if (kind === 'variables' && !scope.isVariable(argument.value)) throw variableNotFound(argument.value)
}
