/**
 * Does a value fit a parameter's definition? Types, allowed values, bounds, and with language version 2.0 the shapes of
 * objects and arrays, `$ref` into `definitions` and `nullable`.
 *
 * Source: template parameters and type definitions; texts as answered by real servers (2016-2025) unless marked.
 */
import { isJsonObject, type Json, type JsonObject } from '../../json.js'
import { entriesOf, isSameValue, memberOf, typeNameOf } from '../expression/template-value.js'

/** Lower-case type → the spelling of answers and what its values are called in refusals. */
const types: ReadonlyMap<string, { readonly written: string; readonly expected: string }> = new Map([
  ['string', { written: 'String', expected: 'String, Uri' }],
  ['securestring', { written: 'SecureString', expected: 'String, Uri' }],
  ['int', { written: 'Int', expected: 'Integer' }],
  ['bool', { written: 'Bool', expected: 'Boolean' }],
  ['object', { written: 'Object', expected: 'Object' }],
  ['secureobject', { written: 'SecureObject', expected: 'Object' }],
  ['array', { written: 'Array', expected: 'Array' }],
])

/** `securestring` → `SecureString`; `undefined` for what is no type. */
export const writtenType = (type: string): string | undefined => types.get(type.toLowerCase())?.written

export const isSecureType = (type: string): boolean => /^secure(string|object)$/i.test(type)

/** A definition with its references followed; `undefined` when one leads nowhere or in a circle. */
export function resolveDefinition(definition: JsonObject, definitions: JsonObject): JsonObject | undefined {
  let current = definition
  const seen = new Set<string>()
  for (;;) {
    const reference = current.$ref
    if (typeof reference !== 'string') return current
    if (seen.has(reference)) return undefined
    seen.add(reference)
    const found = definitionAt(reference, definitions)
    if (found === undefined) return undefined
    const { $ref: _, ...own } = current
    current = { ...found, ...own }
  }
}

/** `#/definitions/name`, with JSON pointer escapes. */
function definitionAt(reference: string, definitions: JsonObject): JsonObject | undefined {
  const [root, section, ...names] = reference.split('/')
  if (root !== '#' || section !== 'definitions') return undefined
  let current: Json = definitions
  for (const name of names) {
    if (!isJsonObject(current)) return undefined
    current = memberOf(current, decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~')) ?? null
  }
  return isJsonObject(current) && names.length > 0 ? current : undefined
}

export interface ValueCheck {
  /** `settings.name` for a member of the parameter `settings`. */
  readonly name: string
  /** ` at line '{l}' and column '{c}'`, or nothing. */
  readonly place: string
  readonly definitions: JsonObject
}

const help = 'Please see https://aka.ms/arm-create-parameter-file for usage details.'
const syntaxHelp = 'Please see https://aka.ms/arm-syntax-parameters for usage details.'

/** @returns the refusal, or `undefined` when the value fits */
export function checkValue(value: Json, unresolved: JsonObject, check: ValueCheck): string | undefined {
  const definition = resolveDefinition(unresolved, check.definitions)
  if (definition === undefined) return `The template parameter '${check.name}' has a type reference that is not valid.`
  if (value === null && definition.nullable === true) return undefined
  return (
    checkType(value, definition, check) ??
    checkAllowed(value, definition, check) ??
    checkBounds(value, definition, check) ??
    (Array.isArray(value) ? checkItems(value, definition, check) : undefined) ??
    (isJsonObject(value) ? checkMembers(value, definition, check) : undefined)
  )
}

function checkType(value: Json, definition: JsonObject, check: ValueCheck): string | undefined {
  if (typeof definition.type !== 'string') return undefined
  const expected = types.get(definition.type.toLowerCase())?.expected ?? definition.type
  const actual = typeNameOf(value)
  if (expected.split(', ').includes(actual)) return undefined
  return `The provided value for the template parameter '${check.name}' is not valid. Expected a value of type '${expected}', but received a value of type '${actual}'. ${help}`
}

/** Strings are compared by case; an array is allowed whole, or when each of its items is. */
function checkAllowed(value: Json, definition: JsonObject, check: ValueCheck): string | undefined {
  const { allowedValues } = definition
  if (!Array.isArray(allowedValues)) return undefined
  const allowed: readonly Json[] = allowedValues
  const isAllowed = (item: Json): boolean => allowed.some((other) => isSameValue(item, other))
  if (isAllowed(value) || (Array.isArray(value) && value.every(isAllowed))) return undefined
  const shown = isSecureType(String(definition.type)) ? '' : ` '${written(value)}'`
  return `The provided value${shown} for the template parameter '${check.name}'${check.place} is not valid. The parameter value is not part of the allowed value(s): '${allowed.map(written).join(',')}'.`
}

const written = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

function checkBounds(value: Json, definition: JsonObject, check: ValueCheck): string | undefined {
  const refuse = (sentence: string): string =>
    `The provided value for the template parameter '${check.name}'${check.place} is not valid. ${sentence} ${syntaxHelp}`
  const { minLength, maxLength, minValue, maxValue } = definition
  if (typeof value === 'string' || Array.isArray(value)) {
    const wrong = bound(value.length, minLength, maxLength)
    return wrong === undefined ? undefined : refuse(`Length of the value should be ${wrong}.`)
  }
  if (typeof value === 'number') {
    const wrong = bound(value, minValue, maxValue)
    return wrong === undefined ? undefined : refuse(`The value should be ${wrong}.`) // Decision: the text
  }
  return undefined
}

function bound(actual: number, minimum: Json | undefined, maximum: Json | undefined): string | undefined {
  if (typeof minimum === 'number' && actual < minimum) return `greater than or equal to '${minimum}'`
  if (typeof maximum === 'number' && actual > maximum) return `less than or equal to '${maximum}'`
  return undefined
}

function checkItems(items: readonly Json[], definition: JsonObject, check: ValueCheck): string | undefined {
  const prefix: readonly Json[] = Array.isArray(definition.prefixItems) ? definition.prefixItems : []
  for (const [index, item] of items.entries()) {
    const name = `${check.name}[${index}]`
    const shape = prefix[index] ?? definition.items
    if (shape === false) return unexpectedPart(name, check)
    const refusal = isJsonObject(shape) ? checkValue(item, shape, { ...check, name }) : undefined
    if (refusal !== undefined) return refusal
  }
  return undefined
}

function checkMembers(value: JsonObject, definition: JsonObject, check: ValueCheck): string | undefined {
  const shape = chooseShape(value, definition, check)
  if (typeof shape === 'string') return shape
  const properties = isJsonObject(shape.properties) ? shape.properties : {}
  for (const [name, inner] of entriesOf(properties)) {
    if (!isJsonObject(inner)) continue
    const given = memberOf(value, name)
    const at = { ...check, name: `${check.name}.${name}` }
    if (given === undefined) {
      if (resolveDefinition(inner, check.definitions)?.nullable === true) continue
      return `The value for the template parameter '${at.name}'${check.place} is not provided. ${help}`
    }
    const refusal = checkValue(given, inner, at)
    if (refusal !== undefined) return refusal
  }
  return checkAdditional(value, properties, shape, check)
}

function checkAdditional(value: JsonObject, properties: JsonObject, shape: JsonObject, check: ValueCheck) {
  const { additionalProperties } = shape
  const isClosed = additionalProperties === false || shape.sealed === true
  for (const [name, member] of entriesOf(value)) {
    if (memberOf(properties, name) !== undefined) continue
    const at = { ...check, name: `${check.name}.${name}` }
    if (isClosed) return unexpectedPart(at.name, check)
    const refusal = isJsonObject(additionalProperties) ? checkValue(member, additionalProperties, at) : undefined
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** Decision: the text. */
const unexpectedPart = (name: string, check: ValueCheck): string =>
  `The provided value for the template parameter '${name}'${check.place} is not valid. The definition does not permit it. ${syntaxHelp}`

/** Of a tagged union, the shape that the value's tag names. */
function chooseShape(value: JsonObject, definition: JsonObject, check: ValueCheck): JsonObject | string {
  const { discriminator } = definition
  if (!isJsonObject(discriminator) || typeof discriminator.propertyName !== 'string') return definition
  const { propertyName, mapping } = discriminator
  const tag = memberOf(value, propertyName)
  const known = isJsonObject(mapping) ? mapping : {}
  const chosen = typeof tag === 'string' && Object.hasOwn(known, tag) ? known[tag] : undefined
  const shape = isJsonObject(chosen) ? resolveDefinition(chosen, check.definitions) : undefined
  if (shape !== undefined) return shape
  return `The provided value for the template parameter '${check.name}.${propertyName}'${check.place} is not valid. The parameter value is not part of the allowed value(s): '${Object.keys(known).join(',')}'.`
}
