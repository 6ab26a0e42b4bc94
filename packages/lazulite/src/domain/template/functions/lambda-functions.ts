/** Functions that take a lambda, as Bicep writes them. Source: template functions, lambda expressions. */
import type { Json } from '../../json.js'
import { wrongType } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, NotYetKnown, notExpectedHere } from '../expression/expression-error.js'
import { entriesOf, objectOf } from '../expression/template-value.js'
import { define, unbounded } from './define-function.js'

function truth(args: Arguments, value: Json): boolean {
  if (typeof value === 'boolean') return value
  throw new ExpressionError(
    // Decision: the text
    `The lambda of the template language function '${args.functionName}' must return a value of type 'Boolean'.`,
  )
}

function key(args: Arguments, value: Json): string {
  if (typeof value === 'string') return value
  throw wrongType(args.functionName, 1, 'String', value)
}

function filter(args: Arguments): Json {
  const keep = args.lambda(1)
  return args.array(0).filter((item, index) => truth(args, keep(item, index)))
}

function groupBy(args: Arguments): Json {
  const keyOf = args.lambda(1)
  const groups = new Map<string, Json[]>()
  args.array(0).forEach((item, index) => {
    const name = key(args, keyOf(item, index))
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  })
  return objectOf(groups)
}

function map(args: Arguments): Json {
  const change = args.lambda(1)
  return args.array(0).map((item, index) => change(item, index))
}

function mapValues(args: Arguments): Json {
  const change = args.lambda(1)
  return objectOf(entriesOf(args.object(0)).map(([name, value]) => [name, change(value)]))
}

function reduce(args: Arguments): Json {
  const step = args.lambda(2)
  return args.array(0).reduce<Json>((sum, item, index) => step(sum, item, index), args.at(1))
}

/** `lambda('a', 'b', …)` says whether a stands before b; equal ones keep their order. */
function sort(args: Arguments): Json {
  const isBefore = args.lambda(1)
  return [...args.array(0)].sort((one, other) => {
    if (truth(args, isBefore(one, other))) return -1
    return truth(args, isBefore(other, one)) ? 1 : 0
  })
}

function toObject(args: Arguments): Json {
  const keyOf = args.lambda(1)
  const memberOf = args.count > 2 ? args.lambda(2) : undefined
  return objectOf(
    args
      .array(0)
      .map((item, index): [string, Json] => [
        key(args, keyOf(item, index)),
        memberOf === undefined ? item : memberOf(item, index),
      ]),
  )
}

function lambdaVariables(args: Arguments): Json {
  const name = args.text(0)
  const value = args.scope.lambdaVariables.get(name.toLowerCase())
  if (value !== undefined) return value
  if (args.scope.unboundLambdaVariables?.has(name.toLowerCase())) throw new NotYetKnown()
  throw new ExpressionError(`The lambda variable '${name}' is not found.`) // Decision
}

export const lambdaFunctions: readonly TemplateFunction[] = [
  define('filter', 2, 2, filter),
  define('groupBy', 2, 2, groupBy),
  define('lambda', 1, unbounded, (args) => {
    throw notExpectedHere(args.functionName)
  }),
  define('lambdaVariables', 1, 1, lambdaVariables),
  define('map', 2, 2, map),
  define('mapValues', 2, 2, mapValues),
  define('reduce', 3, 3, reduce),
  define('sort', 2, 2, sort),
  define('toObject', 2, 3, toObject),
]
