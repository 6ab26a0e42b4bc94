/** Arguments of a call, evaluated when asked for, with the service's words for a wrong type. */
import { isJsonObject, type Json } from '../../json.js'
import type { Arguments, EvaluationScope } from './evaluation-scope.js'
import type { CallExpression, Expression } from './expression.js'
import { ExpressionError } from './expression-error.js'
import { typeNameOf } from './template-value.js'

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth']

export const ordinalOf = (position: number): string => ordinals[position] ?? `${position + 1}th`

export const helpFor = (functionName: string): string =>
  `Please see https://aka.ms/arm-functions#${functionName} for usage details.`

/** @param position of the argument; left out when the function has only one */
export function wrongType(functionName: string, position: number | undefined, expected: string, actual: Json) {
  const which = position === undefined ? 'its parameter' : `its ${ordinalOf(position)} parameter`
  return new ExpressionError(
    `The template language function '${functionName}' expects ${which} to be of type '${expected}'. The provided value is of type '${typeNameOf(actual)}'. ${helpFor(functionName)}`,
  )
}

/** A wrong value of the right type. Decision: the text, where no answer is known. */
export const invalidParameter = (functionName: string, reason: string): ExpressionError =>
  new ExpressionError(
    `The template language function '${functionName}' was invoked with a parameter that is not valid. ${reason}`,
  )

type Evaluate = (expression: Expression, scope: EvaluationScope) => Json

export function makeArguments(call: CallExpression, scope: EvaluationScope, evaluate: Evaluate): Arguments {
  const known = new Map<number, Json>()
  const { name, args } = call

  const at = (position: number): Json => {
    const before = known.get(position)
    if (before !== undefined) return before
    const expression = args[position]
    if (expression === undefined) throw new ExpressionError(`The template function '${name}' lacks an argument.`)
    const value = evaluate(expression, scope)
    known.set(position, value)
    return value
  }
  const typed = <T extends Json>(position: number, expected: string, is: (value: Json) => value is T): T => {
    const value = at(position)
    if (is(value)) return value
    throw wrongType(name, args.length === 1 ? undefined : position, expected, value)
  }

  return {
    functionName: name,
    count: args.length,
    scope,
    expressions: args,
    at,
    all: () => args.map((_, position) => at(position)),
    text: (position) => typed(position, 'String', (value) => typeof value === 'string'),
    integer: (position) => typed(position, 'Integer', isInteger),
    truth: (position) => typed(position, 'Boolean', (value) => typeof value === 'boolean'),
    array: (position) => typed(position, 'Array', (value) => Array.isArray(value)),
    object: (position) => typed(position, 'Object', isJsonObject),
    lambda: (position) => lambdaAt(call, position, scope, evaluate),
  }
}

const isInteger = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value)

function lambdaAt(call: CallExpression, position: number, scope: EvaluationScope, evaluate: Evaluate) {
  const expression = call.args[position]
  if (expression?.kind !== 'call' || expression.namespace !== undefined || expression.name.toLowerCase() !== 'lambda') {
    // Decision: the text
    throw new ExpressionError(
      `The template language function '${call.name}' expects its ${ordinalOf(position)} parameter to be a lambda expression. ${helpFor(call.name)}`,
    )
  }
  const names = lambdaVariableNames(expression)
  const body = expression.args.at(-1)
  if (body === undefined) throw new ExpressionError("The template function 'lambda' requires a body.")
  return (...values: Json[]): Json => {
    const variables = new Map(scope.lambdaVariables)
    names.forEach((name, index) => {
      variables.set(name.toLowerCase(), values[index] ?? null)
    })
    return evaluate(body, { ...scope, lambdaVariables: variables })
  }
}

/** `x` and `y` of `lambda('x', 'y', …)`. @throws ExpressionError when one is not a literal string */
export function lambdaVariableNames(lambda: CallExpression): string[] {
  return lambda.args.slice(0, -1).map((argument) => {
    if (argument.kind === 'literal' && typeof argument.value === 'string') return argument.value
    throw new ExpressionError("The template function 'lambda' expects its variables to be literal strings.")
  })
}
