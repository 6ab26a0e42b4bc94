/** Does an object match a `$filter`? Texts compare without case, as the directory's do; a missing member is `null`. */
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { ComparisonOperator, FilterExpression, Literal, PropertyPath } from './filter-expression.js'

/** Names of lambda variables, and the member of the collection that each stands for. */
type Bindings = ReadonlyMap<string, Json>
const none: Bindings = new Map()

export function matchesFilter(object: JsonObject, expression: FilterExpression, bindings: Bindings = none): boolean {
  switch (expression.kind) {
    case 'and':
      return matchesFilter(object, expression.left, bindings) && matchesFilter(object, expression.right, bindings)
    case 'or':
      return matchesFilter(object, expression.left, bindings) || matchesFilter(object, expression.right, bindings)
    case 'not':
      return !matchesFilter(object, expression.operand, bindings)
    case 'compare':
      return compares(valueAt(object, expression.path, bindings), expression.operator, expression.value)
    case 'in': {
      const actual = valueAt(object, expression.path, bindings)
      return expression.values.some((value) => compares(actual, 'eq', value))
    }
    case 'call': {
      const actual = valueAt(object, expression.path, bindings)
      if (typeof actual !== 'string' || expression.value.type !== 'String') return false
      const [text, part] = [fold(actual), fold(expression.value.value)]
      if (expression.name === 'startswith') return text.startsWith(part)
      return expression.name === 'endswith' ? text.endsWith(part) : text.includes(part)
    }
    case 'any':
    case 'all': {
      const members = valueAt(object, expression.path, bindings)
      const { lambda } = expression
      if (!Array.isArray(members)) return expression.kind === 'all'
      if (lambda === undefined) return members.length > 0
      const matches = (member: Json) =>
        matchesFilter(object, lambda.predicate, new Map([...bindings, [lambda.variable, member]]))
      return expression.kind === 'any' ? members.some(matches) : members.every(matches)
    }
  }
}

function valueAt(object: JsonObject, path: PropertyPath, bindings: Bindings): Json {
  const [first = '', ...rest] = path
  let current: Json = bindings.get(first) ?? (Object.hasOwn(object, first) ? (object[first] ?? null) : null)
  for (const name of rest) {
    if (name === '$count') return Array.isArray(current) ? current.length : 0
    if (!isJsonObject(current)) return null
    current = (Object.hasOwn(current, name) ? current[name] : null) ?? null
  }
  return current
}

function compares(actual: Json, operator: ComparisonOperator, literal: Literal): boolean {
  if (operator === 'ne') return !compares(actual, 'eq', literal)
  if (literal.type === 'Null') return operator === 'eq' && actual === null
  if (operator === 'eq' && (typeof actual !== 'string' || literal.type !== 'DateTimeOffset')) {
    return typeof actual === 'string' ? fold(actual) === fold(String(literal.value)) : actual === literal.value
  }
  const order = orderOf(actual, literal)
  if (order === undefined) return false
  if (operator === 'eq') return order === 0
  if (operator === 'gt' || operator === 'ge') return order > 0 || (operator === 'ge' && order === 0)
  return order < 0 || (operator === 'le' && order === 0)
}

/** Below 0: `actual` comes first. `undefined`: they cannot be compared. */
function orderOf(actual: Json, literal: Exclude<Literal, { type: 'Null' }>): number | undefined {
  if (literal.type === 'DateTimeOffset') {
    const instant = typeof actual === 'string' ? Date.parse(actual) : Number.NaN
    return Number.isNaN(instant) ? undefined : instant - Date.parse(literal.value)
  }
  if (typeof actual === 'number' && typeof literal.value === 'number') return actual - literal.value
  if (typeof actual !== 'string' || typeof literal.value !== 'string') return undefined
  const [left, right] = [fold(actual), fold(literal.value)]
  return left < right ? -1 : left > right ? 1 : 0
}

const fold = (text: string): string => text.toLowerCase()
