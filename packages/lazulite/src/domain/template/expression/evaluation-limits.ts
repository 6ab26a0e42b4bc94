/**
 * Bounds on what one template may make the server do: calls per deployment, and how big a value may grow.
 * Without them a few lines of nested loops, or a chain of variables that double each other, would stop everyone.
 * Decision: the numbers and texts; the service has such bounds, but does not document them.
 */
import { isJsonObject, type Json } from '../../json.js'
import { ExpressionError } from './expression-error.js'

/** Calls of functions that one plan, with its later evaluations, may make. */
export const maximumCalls = 1_000_000

/** Characters of JSON, about. The documented bound of a whole template is 4 MB. */
const maximumSize = 16 * 1024 * 1024

export interface CallBudget {
  remaining: number
}

/** @throws ExpressionError when nothing is left */
export function spendCall(budget: CallBudget): void {
  budget.remaining--
  if (budget.remaining < 0) throw new ExpressionError('The template evaluates too many expressions.')
}

/** Parts are weighed once: a value that contains another many times costs nothing to weigh again. */
const weights = new WeakMap<object, number>()

export function weightOf(value: Json): number {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 5
  const known = weights.get(value)
  if (known !== undefined) return known
  const parts: readonly (Json | undefined)[] = isJsonObject(value) ? Object.values(value) : value
  const names = isJsonObject(value) ? Object.keys(value).join().length : 0
  const weight = parts.reduce<number>((sum, part) => sum + 1 + weightOf(part ?? null), names + 2)
  weights.set(value, weight)
  return weight
}

/** @throws ExpressionError when the value is too big */
export function requireBearable(functionName: string, value: Json): Json {
  if (weightOf(value) <= maximumSize) return value
  throw tooBig(functionName)
}

export const tooBig = (functionName: string): ExpressionError =>
  new ExpressionError(`The result of the template language function '${functionName}' is too big.`)
