/**
 * Custom security attributes of users and service principals, in the form in which Microsoft Graph shows them: sets of
 * attributes, each with its type where JSON leaves it open.
 *
 * Source: Microsoft Graph, "Manage custom security attribute assignments" (single and multi-valued texts, integers and
 * Booleans; `null`, or an empty collection, takes an attribute away). Decision: sets and attributes need no definition, so
 * an attribute's type is that of what is written.
 */
import type { AttributeScalar, AttributeValue } from '../conditions/attributes.js'
import { isJsonObject, type Json, type JsonObject } from '../json.js'
import type { EntityType } from '../odata/entity-type.js'
import { invalidProperty } from './check-body.js'
import type { Principal } from './directory-objects.js'

const member = 'customSecurityAttributes'
const typeOfSet = '#microsoft.graph.customSecurityAttributeValue'
/** Values of one object, and characters of a text (Microsoft Entra, limits of custom security attributes). */
const mostValues = 50
const longestText = 64

/** The member of an object that a body changes: what the body does not name stays. @throws GraphError `PropertyInvalid` */
export function withSecurityAttributes(
  { customSecurityAttributes: before }: Pick<Principal, 'customSecurityAttributes'>,
  { customSecurityAttributes: value }: JsonObject,
  entity: EntityType,
): Pick<Principal, 'customSecurityAttributes'> {
  if (value === undefined) return {}
  if (!isJsonObject(value)) throw invalidProperty(entity, member)
  const sets = new Map(Object.entries(before ?? {}))
  for (const [set, changes] of Object.entries(value)) {
    if (set.includes('@')) continue
    if (!isName(set) || !isJsonObject(changes)) throw invalidProperty(entity, member)
    const changed = changeSet(sets.get(set), changes, entity)
    if (changed === undefined) sets.delete(set)
    else sets.set(set, changed)
  }
  const after = Object.fromEntries(sets)
  if (countValues(after) > mostValues) throw invalidProperty(entity, member)
  return { customSecurityAttributes: after }
}

const countValues = (sets: JsonObject): number =>
  Object.values(sets)
    .flatMap((set) => (isJsonObject(set) ? attributesIn(set) : []))
    .reduce((count, [, value]) => count + (Array.isArray(value) ? value.length : 1), 0)

/** `undefined` when nothing is left in it. */
function changeSet(before: Json | undefined, changes: JsonObject, entity: EntityType): JsonObject | undefined {
  const attributes = new Map(isJsonObject(before) ? attributesIn(before) : [])
  for (const [name, value] of attributesIn(changes)) {
    if (!isName(name)) throw invalidProperty(entity, member)
    if (value === null || (Array.isArray(value) && value.length === 0)) attributes.delete(name)
    else if (typeOf(value) === undefined) throw invalidProperty(entity, member)
    else attributes.set(name, value)
  }
  if (attributes.size === 0) return undefined
  return {
    '@odata.type': typeOfSet,
    ...Object.fromEntries(
      [...attributes].flatMap(([name, value]) => {
        const type = typeOf(value)
        return [...(type === undefined || type === '' ? [] : [[`${name}@odata.type`, type] as const]), [name, value]]
      }),
    ),
  }
}

const attributesIn = (set: JsonObject): readonly (readonly [string, Json])[] =>
  Object.entries(set).flatMap(([name, value]) => (name.includes('@') || value === undefined ? [] : [[name, value]]))

/** No blanks, no special characters (Microsoft Entra). */
const isName = (name: string): boolean => /^[\p{L}\p{N}]{1,32}$/u.test(name)

/** '' where JSON says it; `undefined`: no value of an attribute. */
function typeOf(value: Json): string | undefined {
  if (Array.isArray(value)) {
    const [first] = value
    const isText = value.every(isText64)
    const isNumber = value.every(isInt32)
    if (first === undefined || !(isText || isNumber)) return undefined
    return isText ? '#Collection(String)' : '#Collection(Int32)'
  }
  if (typeof value === 'boolean') return ''
  if (isInt32(value)) return '#Int32'
  return isText64(value) ? '' : undefined
}

const isText64 = (value: Json): boolean => typeof value === 'string' && value !== '' && value.length <= longestText

const isInt32 = (value: Json): boolean =>
  typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31

/** As conditions name them, `Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project`. */
export function securityAttributesOf(principal: Principal): Readonly<Record<string, AttributeValue>> {
  const { customSecurityAttributes: sets = {} } = principal
  return Object.fromEntries(
    Object.entries(sets).flatMap(([set, attributes]) =>
      isJsonObject(attributes)
        ? attributesIn(attributes).map(([name, value]) => [
            `Microsoft.Directory/CustomSecurityAttributes/Id:${set}_${name}`,
            attributeValue(value),
          ])
        : [],
    ),
  )
}

const attributeValue = (value: Json): AttributeValue =>
  Array.isArray(value) ? value.filter(isScalar) : isScalar(value) ? value : []

const isScalar = (value: Json): value is AttributeScalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
