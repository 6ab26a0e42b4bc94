/**
 * Bounds on what one template may make the server do: calls per deployment, and how big a value may grow.
 * Without them a few lines of nested loops, or a chain of variables that double each other, would stop everyone.
 * Decision: the numbers and texts; the service has such bounds, but does not document them.
 */
import { isJsonObject, type Json } from '../../json.js'
import { ExpressionError } from './expression-error.js'

/** Units of work that one plan, with its later evaluations, may do: a call, a turn of a loop, or so many characters that come of it. */
export const maximumCalls = 1_000_000
const charactersPerUnit = 128

/** Characters of JSON, about. The documented bound of a whole template is 4 MB. */
const maximumSize = 4 * 1024 * 1024
/** Levels of a value; what walks through it must not exhaust the stack. */
const maximumDepth = 500

export interface CallBudget {
  remaining: number
}

/**
 * Of a call, or of one turn through a part of the template: so many units, and more for its size.
 * @throws ExpressionError when nothing is left
 */
export function spendWork(budget: CallBudget, value: Json, units = 1): void {
  budget.remaining -= units + Math.floor(weightOf(value) / charactersPerUnit)
  if (budget.remaining < 0) throw new ExpressionError('The template evaluates too many expressions.')
}

interface Measures {
  readonly weight: number
  readonly depth: number
}

/** Parts are measured once: a value that contains another many times costs nothing to measure again. */
const measured = new WeakMap<object, Measures>()

function measure(value: Json): Measures {
  if (typeof value === 'string') return { weight: value.length + 2, depth: 0 }
  if (typeof value !== 'object' || value === null) return { weight: 5, depth: 0 }
  const known = measured.get(value)
  if (known !== undefined) return known
  const parts: readonly (Json | undefined)[] = isJsonObject(value) ? Object.values(value) : value
  let weight = 2 + (isJsonObject(value) ? Object.keys(value).join().length : 0)
  let depth = 0
  for (const part of parts) {
    const inner = measure(part ?? null)
    weight += 1 + inner.weight
    depth = Math.max(depth, inner.depth)
  }
  const measures = { weight, depth: depth + 1 }
  measured.set(value, measures)
  return measures
}

/** Characters of its JSON, about. */
export const weightOf = (value: Json): number => measure(value).weight

/** @throws ExpressionError when the value is too big, or too deep */
export function requireBearable(functionName: string, value: Json): Json {
  const { weight, depth } = measure(value)
  if (weight <= maximumSize && depth <= maximumDepth) return value
  throw tooBig(functionName)
}

export const tooBig = (functionName: string): ExpressionError =>
  new ExpressionError(`The result of the template language function '${functionName}' is too big.`)
