/**
 * Values of a template, at any depth, with their property loops expanded:
 * `"copy": [{"name": "disks", "count": 3, "input": {…}}]` becomes a member `disks` with three items.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { evaluateName, evaluateText } from '../expression/evaluate.js'
import { spendWork } from '../expression/evaluation-limits.js'
import type { EvaluationScope } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { entriesOf, memberOf, objectOf, typeNameOf } from '../expression/template-value.js'

/** A value, or the text of an expression that still waits for something. */
export type Known = { readonly value: Json } | { readonly text: string }

/** What becomes of a string of the template. */
export type EvaluateText = (text: string, scope: EvaluationScope) => Known

export const knownJson = (known: Known): Json => ('text' in known ? known.text : known.value)

const evaluateFully: EvaluateText = (text, scope) => ({ value: evaluateText(text, scope) })

/** Iterations of one loop (limit of the service). */
const maximumCount = 800

/** @throws ExpressionError, and what `evaluate` throws */
export function expandJson(value: Json, scope: EvaluationScope, evaluate: EvaluateText = evaluateFully): Json {
  if (typeof value === 'string') return knownJson(evaluate(value, scope))
  if (Array.isArray(value)) return value.map((item: Json) => expandJson(item, scope, evaluate))
  if (!isJsonObject(value)) return value
  const loops = propertyLoops(value)
  const members = entriesOf(value)
    .filter(([name]) => loops === undefined || name !== 'copy')
    .map(([name, member]): [string, Json] => [evaluateName(name, scope), expandJson(member, scope, evaluate)])
  const expanded = (loops ?? []).map((loop): [string, Json] => expandLoop(loop, scope, evaluate))
  return objectOf([...members, ...expanded])
}

export interface PropertyLoop {
  readonly name: string
  readonly count: Json
  readonly input: Json
}

/** The loops of an object, if its `copy` is a list of loops and not a property that happens to be called so. */
export function propertyLoops(value: JsonObject): readonly PropertyLoop[] | undefined {
  const { copy } = value
  if (!Array.isArray(copy) || copy.length === 0) return undefined
  const loops = copy.map(asLoop)
  return loops.every((loop) => loop !== undefined) ? loops : undefined
}

function asLoop(item: Json): PropertyLoop | undefined {
  if (!isJsonObject(item)) return undefined
  const name = memberOf(item, 'name')
  const count = memberOf(item, 'count')
  const input = memberOf(item, 'input')
  return typeof name === 'string' && count !== undefined && input !== undefined ? { name, count, input } : undefined
}

export function expandLoop(
  loop: PropertyLoop,
  scope: EvaluationScope,
  evaluate: EvaluateText = evaluateFully,
): [string, Json] {
  const name = evaluateName(loop.name, scope)
  const count = loopCount(loop.count, scope)
  const items = Array.from({ length: count }, (_, index) => {
    spendWork(scope.budget, loop.input)
    return expandJson(loop.input, { ...scope, loops: [...scope.loops, { name, index, isDefault: false }] }, evaluate)
  })
  return [name, items]
}

/** How often a loop runs: known before anything is deployed. @throws ExpressionError */
export function loopCount(count: Json, scope: EvaluationScope): number {
  const value = typeof count === 'string' ? evaluateText(count, { ...scope, place: 'head', runtime: undefined }) : count
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new ExpressionError(
      `Evaluation result of language expression '${typeof count === 'string' ? count : JSON.stringify(count)}' is type '${typeNameOf(value)}', expected type is 'Integer'.`,
    )
  }
  if (value >= 0 && value <= maximumCount) return value
  // Decision: the text
  throw new ExpressionError(`The copy count '${value}' is not valid. It must be between '0' and '${maximumCount}'.`)
}
