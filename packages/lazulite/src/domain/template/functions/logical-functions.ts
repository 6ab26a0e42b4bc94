/** Truth and comparison. Only what decides is evaluated. Source: template functions, logical and comparison. */
import type { Json } from '../../json.js'
import { wrongType } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { isSameValue, typeNameOf } from '../expression/template-value.js'
import { define, unbounded } from './define-function.js'

function until(args: Arguments, decisive: boolean): boolean {
  for (let position = 0; position < args.count; position++) if (args.truth(position) === decisive) return decisive
  return !decisive
}

function coalesce(args: Arguments): Json {
  for (let position = 0; position < args.count; position++) {
    const value = args.at(position)
    if (value !== null) return value
  }
  return null
}

/** Strings by code unit; numbers by value. Refusal: answer of a real evaluator (2023). */
const compare = (holds: (order: number) => boolean) => (args: Arguments) => {
  const [one = null, other = null] = args.all()
  if (typeof one === 'number' && typeof other === 'number') return holds(one - other)
  if (typeof one === 'string' && typeof other === 'string') return holds(one === other ? 0 : one < other ? -1 : 1)
  throw new ExpressionError(
    `The template language function '${args.functionName}' expects two parameters of matching types. The function was invoked with values of type '${typeNameOf(one)}' and '${typeNameOf(other)}' that do not match.`,
  )
}

function bool(args: Arguments): Json {
  const value = args.at(0)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return value !== 0
  if (typeof value !== 'string') throw wrongType(args.functionName, undefined, 'String', value)
  const text = value.trim().toLowerCase()
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new ExpressionError(
    `The template language function '${args.functionName}' was invoked with a parameter that is not valid. The value cannot be converted to the target type.`,
  )
}

export const logicalFunctions: readonly TemplateFunction[] = [
  define('and', 1, unbounded, (args) => until(args, false)),
  define('bool', 1, 1, bool),
  define('coalesce', 1, unbounded, coalesce),
  define('equals', 2, 2, (args) => isSameValue(args.at(0), args.at(1))),
  define('false', 0, 0, () => false),
  define(
    'greater',
    2,
    2,
    compare((order) => order > 0),
  ),
  define(
    'greaterOrEquals',
    2,
    2,
    compare((order) => order >= 0),
  ),
  define('if', 3, 3, (args) => args.at(args.truth(0) ? 1 : 2)),
  define(
    'less',
    2,
    2,
    compare((order) => order < 0),
  ),
  define(
    'lessOrEquals',
    2,
    2,
    compare((order) => order <= 0),
  ),
  define('not', 1, 1, (args) => !args.truth(0)),
  define('or', 1, unbounded, (args) => until(args, true)),
  define('true', 0, 0, () => true),
]
