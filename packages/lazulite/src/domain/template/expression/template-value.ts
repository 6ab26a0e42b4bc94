/**
 * Values of the template language: JSON, with the names and the comparisons of the service's own JSON library.
 * Type names are those of its error texts ('Integer', 'Object', …).
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'

export type TemplateTypeName = 'String' | 'Integer' | 'Float' | 'Boolean' | 'Array' | 'Object' | 'Null'

export function typeNameOf(value: Json): TemplateTypeName {
  if (value === null) return 'Null'
  if (typeof value === 'string') return 'String'
  if (typeof value === 'boolean') return 'Boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'Integer' : 'Float'
  return isJsonObject(value) ? 'Object' : 'Array'
}

/** Deep; strings by case, names of members too; order of members does not matter. */
export function isSameValue(a: Json, b: Json): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (!isJsonObject(a) || !isJsonObject(b)) {
    if (isJsonObject(a) || isJsonObject(b)) return false
    return a.length === b.length && a.every((item, index) => isSameValue(item, b[index] ?? null))
  }
  const names = definedNames(a)
  return (
    names.length === definedNames(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSameValue(a[name] ?? null, b[name] ?? null))
  )
}

/** One text for all values that `isSameValue` takes for the same: many are compared by it at the price of one look at each. */
export const sameValueKey = (value: Json): string =>
  JSON.stringify(value, (_, part: Json) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  )

const definedNames = (value: JsonObject): string[] => Object.keys(value).filter((name) => value[name] !== undefined)

/** The member's own spelling: exact first, else without regard to case. */
export function findMember(value: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(value, name)) return name
  const wanted = name.toLowerCase()
  return Object.keys(value).find((candidate) => candidate.toLowerCase() === wanted)
}

/** The member of this name, without regard to case. */
export function memberOf(value: JsonObject, name: string): Json | undefined {
  const found = findMember(value, name)
  return found === undefined ? undefined : value[found]
}

/** As `string()` and `format()` write a value: compact JSON, `True`, nothing for null. */
export function textOf(value: Json): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** An object from entries; `__proto__` is a name like any other. */
export const objectOf = (entries: Iterable<readonly [string, Json]>): JsonObject => Object.fromEntries(entries)

/** The members that are there, in order. */
export const entriesOf = (value: JsonObject): [string, Json][] =>
  Object.entries(value).flatMap(([name, member]): [string, Json][] => (member === undefined ? [] : [[name, member]]))
