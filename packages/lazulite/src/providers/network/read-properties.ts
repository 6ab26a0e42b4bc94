/**
 * The `properties` of a request, in the form in which they are stored: without nulls, without what the service computes,
 * children as `{ name, properties }`, everything else with an id as `{ id }`. Clients send back whole answers, so what
 * is too much is dropped, and only what has the wrong type is refused.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject, objectAt, textAt, withoutNulls } from '../../domain/json.js'
import type { NetworkKind } from './kind.js'
import { badFormat, networkError } from './network-error.js'

type ChildRules = Pick<NetworkKind, 'children' | 'computed'>

/** @throws ArmError `InvalidRequestContent`, `InvalidRequestFormat` */
export function readProperties(kind: ChildRules, body: JsonObject): JsonObject {
  const { properties } = body
  if (properties === undefined || properties === null) return {}
  if (!isJsonObject(properties)) {
    throw new ArmError('InvalidRequestContent', { detail: "The 'properties' property must be an object" }) // Decision
  }
  return cleaned(kind, withoutNulls(properties))
}

/** A child's own body, `{ name?, properties }`, under the name that the path gives it. */
export function readChild(kind: ChildRules, name: string, body: JsonObject): JsonObject {
  return childOf(kind, 'properties', { ...withoutNulls(body), name })
}

const everywhere = ['provisioningState', 'resourceGuid', 'etag']

function cleaned(kind: ChildRules, properties: JsonObject): JsonObject {
  const kept = Object.entries(properties).filter(
    ([name]) => !everywhere.includes(name) && !kind.computed.includes(name),
  )
  return Object.fromEntries(
    kept.map(([name, value]) => [name, kind.children.includes(name) ? childrenOf(kind, name, value) : plain(value)]),
  )
}

function childrenOf(kind: ChildRules, member: string, value: Json | undefined): Json {
  if (!Array.isArray(value)) throw badFormat(`The member '${member}' must be an array.`)
  return (value as readonly Json[]).map((child) => childOf(kind, member, child))
}

function childOf(kind: ChildRules, member: string, child: Json): JsonObject {
  const name = textAt(child, 'name')
  if (!isJsonObject(child) || name === undefined || name === '') {
    throw badFormat(`Each item of '${member}' must be an object with a name.`)
  }
  const { properties = {}, zones } = child
  if (!isJsonObject(properties)) throw badFormat(`The properties of '${name}' must be an object.`)
  return {
    name,
    ...(zones === undefined ? {} : { zones }),
    properties: cleaned({ ...kind, children: [] }, properties),
  }
}

/** References lose what else they carry, but for what becomes of their end. */
function plain(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => plain(item) ?? null)
  if (!isJsonObject(value)) return value
  if (typeof value.id !== 'string') {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]))
  }
  const deleteOption = textAt(objectAt(value, 'properties'), 'deleteOption')
  return { id: value.id, ...(deleteOption === undefined ? {} : { properties: { deleteOption } }) }
}

/** @throws ArmError `InvalidResourceName` (400) */
export function requireNetworkName(name: string): void {
  if (/^\w(?:[\w.-]{0,78}\w)?$/.test(name)) return
  throw networkError('InvalidNetworkResourceName', { name })
}

/** @throws ArmError `DuplicateResourceName` (400) when two children share a name, case ignored */
export function requireDistinctNames(id: string, children: readonly JsonObject[]): void {
  const seen = new Set<string>()
  for (const { name } of children) {
    const key = String(name).toLowerCase()
    if (seen.has(key)) throw networkError('DuplicateResourceName', { resource: id, name: String(name) })
    seen.add(key)
  }
}
