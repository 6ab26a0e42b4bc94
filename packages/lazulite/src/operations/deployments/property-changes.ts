/**
 * `delta` of what-if: which properties differ, by path. Shape: recorded 2020-10-01 and OpenAPI (`WhatIfPropertyChange`).
 * Decision: a property that the template does not name is no change, except tags, which a write replaces as a whole.
 */
import { normalizeLocation } from '../../domain/arm-resource/location.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'

/** What the resource will be: `wanted` laid over what it is. */
export function overlay(current: JsonObject, wanted: JsonObject): JsonObject {
  const { tags: _, ...untagged } = current
  const merged = overlayMembers(untagged, wanted)
  return wanted.tags === undefined ? merged : { ...merged, tags: wanted.tags }
}

function overlayMembers(current: JsonObject, wanted: JsonObject): JsonObject {
  const merged = new Map(Object.entries(current))
  for (const [name, value] of Object.entries(wanted)) {
    if (value === undefined || value === null) continue
    const place = [...merged.keys()].find((known) => known.toLowerCase() === name.toLowerCase()) ?? name
    merged.set(place, overlayValue(merged.get(place), value, place))
  }
  return Object.fromEntries(merged)
}

function overlayValue(current: Json | undefined, wanted: Json, name: string): Json {
  if (isJsonObject(current) && isJsonObject(wanted)) return overlayMembers(current, wanted)
  if (Array.isArray(current) && Array.isArray(wanted)) {
    return wanted.map((item: Json, index) => {
      const counterpart: Json | undefined = current[index]
      return isJsonObject(counterpart) && isJsonObject(item) ? overlayMembers(counterpart, item) : item
    })
  }
  return current !== undefined && isSame(current, wanted, name) ? current : wanted
}

/** Ids, locations and names of sizes compare as ARM compares them. */
function isSame(a: Json, b: Json, name: string): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return JSON.stringify(a) === JSON.stringify(b)
  if (name.toLowerCase() === 'location') return normalizeLocation(a) === normalizeLocation(b)
  return a === b || (a.startsWith('/') && a.toLowerCase() === b.toLowerCase())
}

export function propertyChanges(before: JsonObject, after: JsonObject, prefix = ''): JsonObject[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name) => changesAt(`${prefix}${name}`, before[name], after[name]))
}

function changesAt(path: string, before: Json | undefined, after: Json | undefined): JsonObject[] {
  if (before === undefined && after === undefined) return []
  if (before === undefined) return [{ path, propertyChangeType: 'Create', after }]
  if (after === undefined) return [{ path, propertyChangeType: 'Delete', before }]
  if (isJsonObject(before) && isJsonObject(after)) return propertyChanges(before, after, `${path}.`)
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  if (Array.isArray(before) && Array.isArray(after)) {
    return [{ path, propertyChangeType: 'Array', before: null, after: null, children: itemChanges(before, after) }]
  }
  return [{ path, propertyChangeType: 'Modify', before, after }]
}

function itemChanges(before: readonly Json[], after: readonly Json[]): JsonObject[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, index) => {
    const [was, willBe] = [before[index], after[index]]
    if (isJsonObject(was) && isJsonObject(willBe)) {
      const children = propertyChanges(was, willBe)
      return children.length === 0
        ? []
        : [{ path: String(index), propertyChangeType: 'Modify', before: null, after: null, children }]
    }
    return changesAt(String(index), was, willBe)
  }).flat()
}
