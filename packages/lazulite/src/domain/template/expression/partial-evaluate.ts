/**
 * As much of an expression as is known: what waits for the running deployment (or for a loop or lambda further in)
 * stays as expression, everything around it becomes literal. What-if shows such expressions; nested templates of
 * outer scope are handed on with them.
 */
import type { Json } from '../../json.js'
import { lambdaVariableNames } from './arguments.js'
import { evaluate } from './evaluate.js'
import type { EvaluationScope } from './evaluation-scope.js'
import { type CallExpression, type Expression, literal } from './expression.js'
import { NotYetKnown } from './expression-error.js'

/**
 * Branches that a known condition excludes are not looked at; every question of the rest is put to `scope.runtime` once or more.
 *
 * @returns a literal when all is known
 * @throws ExpressionError; UnsupportedFunctionError
 */
export function partiallyEvaluate(expression: Expression, scope: EvaluationScope): Expression {
  try {
    return literal(evaluate(expression, scope))
  } catch (error) {
    if (!(error instanceof NotYetKnown)) throw error
  }
  switch (expression.kind) {
    case 'literal':
      return expression
    case 'member':
      return { ...expression, of: partiallyEvaluate(expression.of, scope) }
    case 'index':
      return {
        ...expression,
        of: partiallyEvaluate(expression.of, scope),
        index: partiallyEvaluate(expression.index, scope),
      }
    case 'call':
      return partialCall(expression, scope)
  }
}

function partialCall(call: CallExpression, scope: EvaluationScope): Expression {
  const name = call.namespace === undefined ? call.name.toLowerCase() : ''
  if (name === 'if') {
    const [condition, then, otherwise] = call.args
    if (condition === undefined || then === undefined || otherwise === undefined) return call
    const known = knownValue(condition, scope)
    if (known !== undefined) return partiallyEvaluate(known === true ? then : otherwise, scope)
  }
  return {
    ...call,
    args: call.args.map((argument) =>
      isLambda(argument) ? partialLambda(argument, scope) : partiallyEvaluate(argument, scope),
    ),
  }
}

const isLambda = (expression: Expression): expression is CallExpression =>
  expression.kind === 'call' && expression.namespace === undefined && expression.name.toLowerCase() === 'lambda'

function partialLambda(lambda: CallExpression, scope: EvaluationScope): Expression {
  const body = lambda.args.at(-1)
  if (body === undefined) return lambda
  const unbound = new Set(scope.unboundLambdaVariables)
  for (const name of lambdaVariableNames(lambda)) unbound.add(name.toLowerCase())
  const inner = partiallyEvaluate(body, { ...scope, unboundLambdaVariables: unbound })
  return { ...lambda, args: [...lambda.args.slice(0, -1), inner] }
}

function knownValue(expression: Expression, scope: EvaluationScope): Json | undefined {
  try {
    return evaluate(expression, scope)
  } catch (error) {
    if (error instanceof NotYetKnown) return undefined
    throw error
  }
}
