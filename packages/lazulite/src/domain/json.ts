/** JSON as data: what request bodies, responses and stored documents are made of. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json | undefined
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object at `path` below `value`, if there is one. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject | undefined {
  let current: Json | undefined = value
  for (const name of path) {
    if (!isJsonObject(current)) return undefined
    current = current[name]
  }
  return isJsonObject(current) ? current : undefined
}

/** The string at `path` below `value`, if there is one. */
export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = objectAt(value, ...path.slice(0, -1))?.[path.at(-1) ?? '']
  return typeof found === 'string' ? found : undefined
}

/** Is nothing in it nested deeper than `limit`? Level by level, so that no depth can exhaust the stack. */
export function isWithinDepth(value: unknown, limit: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return false
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return true
}

/** JSON merge patch (RFC 7396): objects merge, `null` removes, everything else replaces. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isJsonObject(patch)) return patch
  const merged = new Map(Object.entries(isJsonObject(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined) continue
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

/** The object without members that are `null` or absent, at any depth: what clients write for "nothing said". */
export function withoutNulls(value: JsonObject): JsonObject {
  const said = Object.entries(value).filter(([, member]) => member !== null && member !== undefined)
  return Object.fromEntries(said.map(([name, member]) => [name, pruned(member ?? null)]))
}

const pruned = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(pruned)
  return isJsonObject(value) ? withoutNulls(value) : value
}
