/**
 * Nested templates of outer scope: their expressions belong to the parent, so the parent replaces them before it hands the
 * template on. Loops inside stay loops; expressions with their `copyIndex()` stay expressions, with everything else filled in.
 * Source: linked and nested templates, expression evaluation scope.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { evaluateName } from '../expression/evaluate.js'
import type { EvaluationScope, Loop } from '../expression/evaluation-scope.js'
import { escapeLiteral } from '../expression/expression.js'
import { entriesOf, memberOf, objectOf } from '../expression/template-value.js'
import { isDeployment, nestedEvaluation } from './check-language.js'
import { type EvaluateText, propertyLoops } from './expand-json.js'

/** Sections whose expressions are never the parent's. */
const ownSections: ReadonlySet<string> = new Set([
  '$schema',
  'contentversion',
  'definitions',
  'functions',
  'languageversion',
  'metadata',
  'parameters',
])

export function evaluateOuterTemplate(
  template: JsonObject,
  scope: EvaluationScope,
  evaluate: EvaluateText,
): JsonObject {
  return objectOf(
    entriesOf(template).map(([name, section]) => [
      name,
      ownSections.has(name.toLowerCase()) ? section : handOn(section, scope, evaluate),
    ]),
  )
}

function handOn(value: Json, scope: EvaluationScope, evaluate: EvaluateText): Json {
  if (typeof value === 'string') {
    const known = evaluate(value, scope)
    return 'text' in known ? known.text : escaped(known.value)
  }
  if (Array.isArray(value)) return value.map((item: Json) => handOn(item, scope, evaluate))
  if (!isJsonObject(value)) return value
  const inner = { ...scope, loops: [...scope.loops, ...loopsOf(value)] }
  return objectOf(
    entriesOf(value).map(([name, member]) => [
      escapeLiteral(evaluateName(name, scope)),
      name === 'properties' && isDeployment(value)
        ? handOnDeployment(value, member, inner, evaluate)
        : handOn(member, inner, evaluate),
    ]),
  )
}

/** A nested deployment further in keeps its template when that is of inner scope. */
function handOnDeployment(raw: JsonObject, properties: Json, scope: EvaluationScope, evaluate: EvaluateText): Json {
  if (!isJsonObject(properties) || nestedEvaluation(raw) === 'outer') return handOn(properties, scope, evaluate)
  const { template, ...others } = properties
  const handed = handOn(others, scope, evaluate)
  return isJsonObject(handed) ? { ...handed, ...(template === undefined ? {} : { template }) } : handed
}

/** Loops that this object opens; their indexes are not known here. */
function loopsOf(value: JsonObject): Loop[] {
  const copy = memberOf(value, 'copy')
  if (isJsonObject(copy) && memberOf(copy, 'count') !== undefined) {
    const name = memberOf(copy, 'name')
    return [{ name: typeof name === 'string' ? name : undefined, index: undefined, isDefault: true }]
  }
  return (propertyLoops(value) ?? []).map(({ name }) => ({ name, index: undefined, isDefault: false }))
}

/** Values become text of a template again. */
function escaped(value: Json): Json {
  if (typeof value === 'string') return escapeLiteral(value)
  if (Array.isArray(value)) return value.map((item: Json) => escaped(item))
  if (!isJsonObject(value)) return value
  return objectOf(entriesOf(value).map(([name, member]) => [escapeLiteral(name), escaped(member)]))
}
