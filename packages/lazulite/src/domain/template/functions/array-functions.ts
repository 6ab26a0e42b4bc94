/** Functions on arrays, several of which take strings or objects as well. Source: template functions for arrays. */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { helpFor, invalidParameter, wrongType } from '../expression/arguments.js'
import type { Arguments, TemplateFunction } from '../expression/evaluation-scope.js'
import { ExpressionError } from '../expression/expression-error.js'
import {
  entriesOf,
  findMember,
  isSameValue,
  objectOf,
  sameValueKey,
  textOf,
  typeNameOf,
} from '../expression/template-value.js'
import { define, unbounded } from './define-function.js'

/** Items that `range()` may make. */
const maximumRange = 10_000

const includes = (list: readonly Json[], item: Json): boolean => list.some((other) => isSameValue(other, item))

/** Answer of a real server, for `first` (2021). */
const neitherArrayNorString = (args: Arguments, actual: Json): ExpressionError =>
  new ExpressionError(
    `The template language function '${args.functionName}' expects its parameter be an array or a string. The provided value is of type '${typeNameOf(actual)}'. ${helpFor(args.functionName)}`,
  )

function concat(args: Arguments): Json {
  const values = args.all()
  if (values.every((value) => Array.isArray(value))) return values.flat()
  const wrong = values.findIndex((value) => typeof value === 'object' && value !== null)
  if (wrong !== -1) throw wrongType('concat', wrong, 'String', values[wrong] ?? null)
  return values.map(textOf).join('')
}

function contains(args: Arguments): Json {
  const [container = null, item = null] = args.all()
  if (Array.isArray(container)) return includes(container, item)
  if (isJsonObject(container)) return findMember(container, textOf(item)) !== undefined
  if (typeof container !== 'string') throw wrongType(args.functionName, 0, 'Array', container)
  if (typeof item === 'object') throw wrongType(args.functionName, 1, 'String', item)
  return container.includes(textOf(item))
}

function isEmpty(args: Arguments): Json {
  const value = args.at(0)
  if (value === null) return true
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0
  if (isJsonObject(value)) return entriesOf(value).length === 0
  throw wrongType(args.functionName, undefined, 'Array', value)
}

function length(args: Arguments): Json {
  const value = args.at(0)
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  if (isJsonObject(value)) return entriesOf(value).length
  throw wrongType(args.functionName, undefined, 'Array', value)
}

const end = (pick: (list: readonly Json[]) => Json | undefined) => (args: Arguments) => {
  const value = args.at(0)
  if (typeof value === 'string') return pick([...value]) ?? ''
  if (Array.isArray(value)) return pick(value) ?? null
  throw neitherArrayNorString(args, value)
}

function position(args: Arguments, isLast: boolean): Json {
  const container = args.at(0)
  const item = args.at(1)
  if (typeof container === 'string') {
    // Strings are searched without regard to case.
    const [text, part] = [container.toLowerCase(), args.text(1).toLowerCase()]
    return isLast ? text.lastIndexOf(part) : text.indexOf(part)
  }
  if (!Array.isArray(container)) throw neitherArrayNorString(args, container)
  const list: readonly Json[] = container
  const same = (other: Json) => isSameValue(other, item)
  return isLast ? list.findLastIndex(same) : list.findIndex(same)
}

function part(args: Arguments, cut: (from: number) => readonly [number, number | undefined]): Json {
  const value = args.at(0)
  const [from, to] = cut(Math.max(0, args.integer(1)))
  if (typeof value === 'string') return value.slice(from, to)
  if (Array.isArray(value)) return value.slice(from, to)
  throw neitherArrayNorString(args, value)
}

function intersection(args: Arguments): Json {
  return sameKind(
    args,
    (one, other) => {
      const others = new Set(other.map(sameValueKey))
      return distinct(one.filter((item) => others.has(sameValueKey(item))))
    },
    (one, other) =>
      objectOf(
        entriesOf(one).filter(([name, value]) => Object.hasOwn(other, name) && isSameValue(value, other[name] ?? null)),
      ),
  )
}

function union(args: Arguments): Json {
  return sameKind(args, (one, other) => distinct([...one, ...other]), mergeDeeply)
}

/** Nested objects merge; everything else, arrays too, is replaced. */
function mergeDeeply(one: JsonObject, other: JsonObject): JsonObject {
  const merged = new Map(entriesOf(one))
  for (const [name, value] of entriesOf(other)) {
    const before = merged.get(name)
    merged.set(name, isJsonObject(before) && isJsonObject(value) ? mergeDeeply(before, value) : value)
  }
  return objectOf(merged)
}

/** The first of each, in order. */
function distinct(list: readonly Json[]): Json[] {
  const firsts = new Map<string, Json>()
  for (const item of list) {
    const key = sameValueKey(item)
    if (!firsts.has(key)) firsts.set(key, item)
  }
  return [...firsts.values()]
}

function sameKind(
  args: Arguments,
  arrays: (one: readonly Json[], other: readonly Json[]) => readonly Json[],
  objects: (one: JsonObject, other: JsonObject) => JsonObject,
): Json {
  const positions = Array.from({ length: args.count }, (_, index) => index)
  const rest = positions.slice(1)
  if (Array.isArray(args.at(0))) {
    return rest.reduce((sum, index) => arrays(sum, args.array(index)), distinct(args.array(0)) as readonly Json[])
  }
  return rest.reduce((sum, index) => objects(sum, args.object(index)), args.object(0))
}

function range(args: Arguments): Json {
  const [start, count] = [args.integer(0), args.integer(1)]
  if (count < 0 || count > maximumRange) {
    // Decision: the text
    throw invalidParameter(args.functionName, `The count '${count}' must be between '0' and '${maximumRange}'.`)
  }
  return Array.from({ length: count }, (_, index) => start + index)
}

const extreme = (pick: (...values: number[]) => number) => (args: Arguments) => {
  const first = args.at(0)
  if (Array.isArray(first) && args.count === 1) {
    const list: readonly Json[] = first
    if (list.length === 0) throw invalidParameter(args.functionName, 'The array must not be empty.')
    return pick(
      ...list.map((item) => {
        if (typeof item === 'number') return item
        throw wrongType(args.functionName, 0, 'Integer', item)
      }),
    )
  }
  return pick(...args.all().map((_, index) => args.integer(index)))
}

function fromEnd(args: Arguments): Json | undefined {
  const list = args.array(0)
  const index = args.integer(1)
  return index < 1 ? undefined : list[list.length - index]
}

function indexFromEnd(args: Arguments): Json {
  const found = fromEnd(args)
  if (found !== undefined) return found
  throw new ExpressionError(`The language expression property array index '${args.integer(1)}' is out of bounds.`)
}

function flatten(args: Arguments): Json {
  return args.array(0).flatMap((item) => {
    if (Array.isArray(item)) return item as readonly Json[]
    throw wrongType(args.functionName, undefined, 'Array', item)
  })
}

export const arrayFunctions: readonly TemplateFunction[] = [
  define('array', 1, 1, (args) => {
    const value = args.at(0)
    return Array.isArray(value) ? value : [value]
  }),
  define('concat', 1, unbounded, concat),
  define('contains', 2, 2, contains),
  define('createArray', 0, unbounded, (args) => args.all()),
  define('empty', 1, 1, isEmpty),
  define(
    'first',
    1,
    1,
    end((list) => list[0]),
  ),
  define('flatten', 1, 1, flatten),
  define('indexFromEnd', 2, 2, indexFromEnd),
  define('indexOf', 2, 2, (args) => position(args, false)),
  define('intersection', 2, unbounded, intersection),
  define(
    'last',
    1,
    1,
    end((list) => list.at(-1)),
  ),
  define('lastIndexOf', 2, 2, (args) => position(args, true)),
  define('length', 1, 1, length),
  define('max', 1, unbounded, extreme(Math.max)),
  define('min', 1, unbounded, extreme(Math.min)),
  define('range', 2, 2, range),
  define('skip', 2, 2, (args) => part(args, (count) => [count, undefined])),
  define('take', 2, 2, (args) => part(args, (count) => [0, count])),
  define('tryIndexFromEnd', 2, 2, (args) => fromEnd(args) ?? null),
  define('union', 2, unbounded, union),
]
