/**
 * The evaluator: a tree and what it can see, to a value. Synchronous and lazy; a value that only the running deployment
 * has is asked for by throwing `NotYetKnown`, and the expression is evaluated again when the answer is there.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { builtInFunctions } from '../functions/built-in-functions.js'
import { isListFunction, listFunction } from '../functions/runtime-functions.js'
import { makeArguments } from './arguments.js'
import { requireBearable, spendWork, tooBig } from './evaluation-limits.js'
import type { Arguments, EvaluationScope, TemplateFunction } from './evaluation-scope.js'
import { type CallExpression, type Expression, isExpressionText, unescapeLiteral } from './expression.js'
import { ExpressionError, invalidFunction, notExpectedHere } from './expression-error.js'
import { parseExpression } from './parse-expression.js'
import { entriesOf, findMember, objectOf } from './template-value.js'

/** The function of this name, without regard to case; every `list…` is one. */
export function findFunction(name: string): TemplateFunction | undefined {
  return builtInFunctions.get(name.toLowerCase()) ?? (isListFunction(name) ? listFunction : undefined)
}

/** @throws ExpressionError; NotYetKnown; UnsupportedFunctionError */
export function evaluate(expression: Expression, scope: EvaluationScope): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'member':
      return selectMember(evaluate(expression.of, scope), expression.name)
    case 'index':
      return selectIndex(evaluate(expression.of, scope), evaluate(expression.index, scope))
    case 'call':
      return expression.namespace === undefined
        ? callBuiltIn(expression, scope)
        : callUserFunction(expression, expression.namespace, scope)
  }
}

/** A string of the template: an expression's value, or the literal without its escape. */
export const evaluateText = (text: string, scope: EvaluationScope): Json =>
  isExpressionText(text) ? evaluate(parseExpression(text.slice(1, -1)), scope) : unescapeLiteral(text)

/** Any value of the template, at any depth, with expressions in names too; no property loops. */
export function evaluateJson(value: Json, scope: EvaluationScope): Json {
  if (typeof value === 'string') return evaluateText(value, scope)
  if (Array.isArray(value)) return value.map((item) => evaluateJson(item, scope))
  if (!isJsonObject(value)) return value
  return objectOf(entriesOf(value).map(([name, member]) => [evaluateName(name, scope), evaluateJson(member, scope)]))
}

/** @throws ExpressionError when the name is an expression of another type than string */
export function evaluateName(name: string, scope: EvaluationScope): string {
  const value = evaluateText(name, scope)
  if (typeof value === 'string') return value
  throw new ExpressionError(`The property name '${name}' does not evaluate to a string.`) // Decision
}

function callBuiltIn(call: CallExpression, scope: EvaluationScope): Json {
  const found = findFunction(call.name)
  if (found === undefined) throw invalidFunction(call.name)
  if (found.isRuntime && scope.place !== 'body') throw notExpectedHere(call.name)
  requireArity(call.name, found, call.args.length)
  spendWork(scope.budget, null)
  try {
    const value = requireBearable(call.name, found.run(makeArguments(call, scope, evaluate)))
    spendWork(scope.budget, value)
    return value
  } catch (error) {
    // A text beyond what the engine holds, or a stack beyond what it has.
    throw error instanceof RangeError ? tooBig(call.name) : error
  }
}

/** @throws ExpressionError with the service's words (base64ToString, toObject; 2020-2023) */
export function requireArity(name: string, found: { minimum: number; maximum: number }, count: number): void {
  const { minimum, maximum } = found
  if (count >= minimum && count <= maximum) return
  const wanted =
    minimum === maximum
      ? `${minimum}`
      : maximum === Number.POSITIVE_INFINITY
        ? `at least ${minimum}`
        : `between ${minimum} and ${maximum}`
  throw new ExpressionError(
    `Unable to evaluate template language function '${name}': function requires ${wanted} argument(s) while ${count} were provided. Please see https://aka.ms/arm-resource-functions/#${name} for usage details.`,
  )
}

function callUserFunction(call: CallExpression, namespace: string, scope: EvaluationScope): Json {
  const found = scope.userFunction(namespace, call.name)
  if (found === undefined) throw invalidFunction(`${namespace}.${call.name}`)
  spendWork(scope.budget, found.body)
  if (scope.callers.includes(found)) {
    throw new ExpressionError(`The user-defined function '${namespace}.${call.name}' calls itself.`) // Decision
  }
  const count = found.parameters.length
  requireArity(`${namespace}.${call.name}`, { minimum: count, maximum: count }, call.args.length)
  const args: Arguments = makeArguments(call, scope, evaluate)
  const given = new Map(found.parameters.map(({ name }, position) => [name.toLowerCase(), args.at(position)]))
  const value = evaluateJson(found.body, {
    ...scope,
    place: 'userFunction',
    callers: [...scope.callers, found],
    parameter: (name) => {
      const value = given.get(name.toLowerCase())
      if (value === undefined) throw parameterNotFound(name)
      return value
    },
    variable: () => {
      throw notExpectedHere('variables')
    },
    loops: [],
    lambdaVariables: new Map(),
    runtime: undefined,
  })
  return requireBearable(`${namespace}.${call.name}`, value)
}

/** azure-policy#1442 (2025); the link was another until about 2023. */
export const parameterNotFound = (name: string): ExpressionError =>
  new ExpressionError(
    `The template parameter '${name}' is not found. Please see https://aka.ms/arm-syntax-parameters for usage details.`,
  )

export const variableNotFound = (name: string): ExpressionError =>
  new ExpressionError(
    `The template variable '${name}' is not found. Please see https://aka.ms/arm-template/#variables for usage details.`,
  )

function selectMember(of: Json, name: string): Json {
  if (!isJsonObject(of)) throw new ExpressionError(`The language expression property '${name}' can't be evaluated.`)
  return memberOrRefuse(of, name)
}

function memberOrRefuse(of: JsonObject, name: string): Json {
  const found = findMember(of, name)
  if (found !== undefined) return of[found] ?? null
  const available = Object.keys(of).join(', ')
  throw new ExpressionError(
    `The language expression property '${name}' doesn't exist, available properties are '${available}'.`,
  )
}

function selectIndex(of: Json, index: Json): Json {
  if (isJsonObject(of)) {
    if (typeof index === 'string') return memberOrRefuse(of, index)
    throw new ExpressionError(
      `The language expression property '${String(index)}' can't be evaluated, property name must be a string.`,
    )
  }
  if (!Array.isArray(of)) {
    throw new ExpressionError(`The language expression property '${String(index)}' can't be evaluated.`)
  }
  if (typeof index !== 'number' || !Number.isInteger(index)) {
    throw new ExpressionError(
      `The language expression property '${String(index)}' can't be evaluated, property name must be an integer.`,
    )
  }
  const item = of[index] as Json | undefined // bounds are what is asked here
  if (item !== undefined) return item
  throw new ExpressionError(`The language expression property array index '${index}' is out of bounds.`)
}
