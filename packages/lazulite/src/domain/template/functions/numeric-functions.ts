/**
 * Integers. The service counts in 64 bits; JSON numbers here are exact to 2^53, beyond which digits are lost
 * but the 64-bit bounds still hold. Source: template functions, numeric.
 */
import type { Json } from '../../json.js'
import { helpFor, invalidParameter, wrongType } from '../expression/arguments.js'
import type { Arguments, Loop, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError, NotYetKnown } from '../expression/expression-error.js'
import { define } from './define-function.js'

const [minimumInteger, maximumInteger] = [-(2n ** 63n), 2n ** 63n - 1n]

const calculate = (operation: (one: bigint, other: bigint) => bigint) => (args: Arguments) => {
  const result = operation(BigInt(args.integer(0)), BigInt(args.integer(1)))
  if (result < minimumInteger || result > maximumInteger) {
    throw invalidParameter(args.functionName, 'Arithmetic operation resulted in an overflow.')
  }
  return Number(result)
}

const divide = (operation: (one: bigint, other: bigint) => bigint) => (args: Arguments) => {
  if (args.integer(1) === 0) throw invalidParameter(args.functionName, 'Attempted to divide by zero.')
  return calculate(operation)(args)
}

/** Refusal of text: answer of a real evaluator (2023). */
function int(args: Arguments): Json {
  const value = args.at(0)
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value !== 'string') throw wrongType(args.functionName, undefined, 'String', value)
  const text = value.trim()
  if (/^[+-]?\d+$/.test(text)) {
    const whole = BigInt(text.replace(/^\+/, ''))
    if (whole >= minimumInteger && whole <= maximumInteger) return Number(whole)
  }
  throw new ExpressionError(
    `The template language function '${args.functionName}' cannot convert provided value '${value}' to integer value. Please see https://aka.ms/arm-function-int for usage details.`,
  )
}

function float(args: Arguments): Json {
  const value = args.at(0)
  if (typeof value === 'number') return value
  if (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return Number(value)
  throw new ExpressionError(
    `The template language function '${args.functionName}' cannot convert provided value to floating point value. ${helpFor(args.functionName)}`,
  )
}

/** `copyIndex()`, `copyIndex(1)`, `copyIndex('loop')`, `copyIndex('loop', 1)`. */
function copyIndex(args: Arguments): Json {
  const first = args.count === 0 ? undefined : args.at(0)
  const name = typeof first === 'string' ? first : undefined
  const offset = name === undefined ? (first === undefined ? 0 : args.integer(0)) : args.count > 1 ? args.integer(1) : 0
  const loop = findLoop(args.scope.loops, name)
  if (loop === undefined) {
    throw new ExpressionError(
      `The template function '${args.functionName}' is not expected at this location. The function can only be used in a resource with copy specified. Please see https://aka.ms/arm-copy for usage details.`,
    )
  }
  if (loop.index === undefined) throw new NotYetKnown()
  return loop.index + offset
}

/** Without a name the resource's or output's loop is meant; where there is none, the innermost. */
function findLoop(loops: readonly Loop[], name: string | undefined): Loop | undefined {
  if (name === undefined) return loops.findLast((loop) => loop.isDefault) ?? loops.at(-1)
  return loops.findLast((loop) => loop.name?.toLowerCase() === name.toLowerCase())
}

export const numericFunctions: readonly TemplateFunction[] = [
  define(
    'add',
    2,
    2,
    calculate((one, other) => one + other),
  ),
  define('copyIndex', 0, 2, copyIndex),
  define(
    'div',
    2,
    2,
    divide((one, other) => one / other),
  ),
  define('float', 1, 1, float),
  define('int', 1, 1, int),
  define(
    'mod',
    2,
    2,
    divide((one, other) => one % other),
  ),
  define(
    'mul',
    2,
    2,
    calculate((one, other) => one * other),
  ),
  define(
    'sub',
    2,
    2,
    calculate((one, other) => one - other),
  ),
]
