/**
 * What network resources refer to. Each reference is stored once, where the client said it (`{ "id": … }`); the other
 * direction, which Azure shows too, is found by looking at all of them.
 */
import type { Resource } from '../arm-resource/resource.js'
import { isJsonObject, type Json } from '../json.js'
import { resourceKey } from '../resource-id/resource-id.js'

export interface Reference {
  /** Id of the part that refers: an IP configuration, a subnet, or the resource itself. */
  readonly from: string
  readonly to: string
}

/** In the order in which the resource says them. */
export function referencesOf({ id, body }: Pick<Resource, 'id' | 'body'>): Reference[] {
  const found: Reference[] = []
  walk(body.properties ?? null, id, '', found)
  return found
}

function walk(value: Json, owner: string, member: string, found: Reference[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) {
      const isChild = isJsonObject(item) && typeof item.name === 'string' && item.id === undefined
      walk(item, isChild ? `${owner}/${member}/${item.name}` : owner, member, found)
    }
    return
  }
  if (!isJsonObject(value)) return
  if (typeof value.id === 'string') {
    found.push({ from: owner, to: value.id })
    return
  }
  for (const [name, item] of Object.entries(value)) if (item !== undefined) walk(item, owner, name, found)
}

/** Who refers to what, both ways without case. */
export class ReferenceIndex {
  readonly #users = new Map<string, string[]>()

  constructor(resources: readonly Pick<Resource, 'id' | 'body'>[]) {
    for (const { from, to } of resources.flatMap(referencesOf)) {
      const key = resourceKey(to)
      const users = this.#users.get(key)
      if (users === undefined) this.#users.set(key, [from])
      else users.push(from)
    }
  }

  /** Ids of the parts that refer to `id` itself. */
  usersOf(id: string): readonly string[] {
    return this.#users.get(resourceKey(id)) ?? []
  }

  /** Ids of the parts outside `id` that refer to it or to something below it. */
  outsideUsersWithin(id: string): readonly string[] {
    const below = `${resourceKey(id)}/`
    const isInside = (key: string): boolean => `${key}/`.startsWith(below)
    return [...this.#users]
      .filter(([to]) => isInside(to))
      .flatMap(([, users]) => users)
      .filter((user) => !isInside(resourceKey(user)))
  }
}
