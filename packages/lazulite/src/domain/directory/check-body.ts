/**
 * Bodies of Microsoft Graph requests against the type they describe: every member exists, may be written and has a
 * value of its type.
 */
import { GraphError } from '../errors/graph-error.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import { type EntityType, type PropertyType, propertyOf } from '../odata/entity-type.js'

export interface WritableMembers {
  readonly entity: EntityType
  /** Members of the type that a body must not set. */
  readonly readOnly: readonly string[]
  /** Members that bodies have beside those of the type (`passwordProfile`). */
  readonly also?: readonly string[]
}

/**
 * What begins with `@` or names a binding (`owners@odata.bind`) is not judged here.
 *
 * @throws GraphError `PropertyUnknown`, `PropertyReadOnly`, `PropertyInvalid`
 */
export function requireWritableMembers(body: JsonObject, { entity, readOnly, also = [] }: WritableMembers): void {
  for (const [name, value] of Object.entries(body)) {
    if (name.includes('@') || value === undefined || also.includes(name)) continue
    const property = propertyOf(entity, name)
    if (property === undefined) {
      throw new GraphError('PropertyUnknown', { property: name, resource: `microsoft.graph.${entity.name}` })
    }
    if (readOnly.includes(name)) throw new GraphError('PropertyReadOnly', { property: name })
    if (!hasType(value, property)) throw invalidProperty(entity, name)
  }
}

export const invalidProperty = (entity: EntityType, property: string): GraphError =>
  new GraphError('PropertyInvalid', { property, resource: entity.resourceName })

export const missingProperty = (entity: EntityType, property: string): GraphError =>
  new GraphError('PropertyMissing', { property, resource: entity.resourceName })

/**
 * What a new object cannot do without, in the order in which its absence is told.
 *
 * @throws GraphError `PropertyMissing`
 */
export function requireMembers(body: JsonObject, entity: EntityType, names: readonly string[]): void {
  const missing = names.find((name) => body[name] === undefined || body[name] === null || body[name] === '')
  if (missing !== undefined) throw missingProperty(entity, missing)
}

/** Longest text of a member that Entra keeps, and the most members of a collection. */
const longestText = 4096
const mostMembers = 1200

function hasType(value: Json, property: PropertyType): boolean {
  if (property.isCollection !== true) return value === null || isOf(value, property.type)
  return Array.isArray(value) && value.length <= mostMembers && value.every((member) => isOf(member, property.type))
}

function isOf(value: Json, type: PropertyType['type']): boolean {
  switch (type) {
    case 'Boolean':
      return typeof value === 'boolean'
    case 'Int32':
      return typeof value === 'number' && Number.isInteger(value)
    case 'Complex':
      return isJsonObject(value)
    case 'DateTimeOffset':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value))
    default:
      return typeof value === 'string' && value.length <= longestText
  }
}

/** A text that says something, when the body has the member. @throws GraphError `PropertyInvalid` */
export function textMember(body: JsonObject, name: string, entity: EntityType, longest = 256): string | undefined {
  const value = body[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.trim() === '' || value.length > longest) throw invalidProperty(entity, name)
  return value
}

/** @throws GraphError `PropertyMissing`, `PropertyInvalid` */
export function requiredText(body: JsonObject, name: string, entity: EntityType, longest = 256): string {
  if (body[name] === undefined || body[name] === null || body[name] === '') throw missingProperty(entity, name)
  const value = textMember(body, name, entity, longest)
  if (value === undefined) throw missingProperty(entity, name)
  return value
}

/** The members that only Microsoft Graph shows, changed by a body: `null` forgets, complex ones merge by one level. */
export function mergeGraphProperties(
  kept: JsonObject | undefined,
  body: JsonObject,
  names: readonly string[],
): JsonObject {
  const merged = new Map(Object.entries(kept ?? {}))
  for (const name of names) {
    const value = body[name]
    if (value === undefined) continue
    const before = merged.get(name)
    if (value === null) merged.delete(name)
    else merged.set(name, isJsonObject(value) && isJsonObject(before) ? { ...before, ...value } : value)
  }
  return Object.fromEntries(merged)
}
