/** Objects. Source: template functions for objects. */
import { isJsonObject, type Json } from '../../json.js'
import { invalidParameter, wrongType } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import { entriesOf, memberOf, objectOf, typeNameOf } from '../expression/template-value.js'
import { LenientJsonError, parseLenientJson } from '../parse-lenient-json.js'
import { define, unbounded } from './define-function.js'

function createObject(args: Arguments): Json {
  if (args.count % 2 === 1) {
    // Decision: the text
    throw new ExpressionError(
      `Unable to evaluate template language function '${args.functionName}': function requires an even number of arguments while ${args.count} were provided. Please see https://aka.ms/arm-resource-functions/#createObject for usage details.`,
    )
  }
  const pairs: [string, Json][] = []
  for (let position = 0; position < args.count; position += 2) pairs.push([args.text(position), args.at(position + 1)])
  return objectOf(pairs)
}

/** Sorted by name as the documentation shows: without regard to case, then by code unit. */
const byName = (one: string, other: string): number => {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()]
  if (a !== b) return a < b ? -1 : 1
  return one === other ? 0 : one < other ? -1 : 1
}

const sortedEntries = (args: Arguments) => entriesOf(args.object(0)).sort(([one], [other]) => byName(one, other))

function json(args: Arguments): Json {
  const text = args.text(0)
  if (text.trim() === '') throw notJson(args)
  try {
    return parseLenientJson(text).value
  } catch (error) {
    if (error instanceof LenientJsonError) throw notJson(args)
    throw error
  }
}

const notJson = (args: Arguments): ExpressionError =>
  invalidParameter(args.functionName, 'The value cannot be parsed as JSON.')

function tryGet(args: Arguments): Json {
  let current = args.at(0)
  for (let position = 1; position < args.count; position++) {
    const key = args.at(position)
    if (current === null) return null
    if (isJsonObject(current) && typeof key === 'string') {
      current = memberOf(current, key) ?? null
    } else if (Array.isArray(current) && typeof key === 'number') {
      const list: readonly Json[] = current
      current = list[key] ?? null
    } else {
      throw new ExpressionError(
        `The template language function '${args.functionName}' cannot read property of type '${typeNameOf(key)}' of a value of type '${typeNameOf(current)}'.`, // Decision
      )
    }
  }
  return current
}

function shallowMerge(args: Arguments): Json {
  const merged = new Map<string, Json>()
  for (const item of args.array(0)) {
    if (!isJsonObject(item)) throw wrongType(args.functionName, undefined, 'Object', item)
    for (const [name, value] of entriesOf(item)) merged.set(name, value)
  }
  return objectOf(merged)
}

export const objectFunctions: readonly TemplateFunction[] = [
  define('createObject', 0, unbounded, createObject),
  define('items', 1, 1, (args) => sortedEntries(args).map(([key, value]) => ({ key, value }))),
  define('json', 1, 1, json),
  define('null', 0, 0, () => null),
  define('objectKeys', 1, 1, (args) => sortedEntries(args).map(([key]) => key)),
  define('shallowMerge', 1, 1, shallowMerge),
  define('tryGet', 2, unbounded, tryGet),
]
