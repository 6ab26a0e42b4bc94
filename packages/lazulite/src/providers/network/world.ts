/** All network resources at one moment: what addresses are taken, what exists, who refers to what. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { isJsonObject, type JsonObject, objectAt } from '../../domain/json.js'
import { networkTypes, scaleSetType } from '../../domain/network/network-types.js'
import { ReferenceIndex } from '../../domain/network/references.js'
import { parseResourceId, resourceKey } from '../../domain/resource-id/resource-id.js'
import type { ReadStores } from '../../ports/store.js'

export class NetworkWorld {
  readonly resources: readonly Resource[]
  /** Resources of other kinds that refer to network resources. */
  readonly others: readonly Resource[]
  readonly #byKey: ReadonlyMap<string, Resource>
  #references: ReferenceIndex | undefined
  #shownReferences: ReferenceIndex | undefined

  constructor(resources: readonly Resource[], others: readonly Resource[] = []) {
    this.resources = resources
    this.others = others
    this.#byKey = new Map(resources.map((resource) => [resourceKey(resource.id), resource]))
  }

  /** Everything that holds something. */
  get references(): ReferenceIndex {
    this.#references ??= new ReferenceIndex([...this.resources, ...this.others])
    return this.#references
  }

  /** What answers show: users that are network resources themselves. */
  get shownReferences(): ReferenceIndex {
    this.#shownReferences ??= new ReferenceIndex(this.resources)
    return this.#shownReferences
  }

  /** The resource with this id. */
  find(id: string): Resource | undefined {
    return this.#byKey.get(resourceKey(id))
  }

  ofType(type: string): readonly Resource[] {
    return this.resources.filter((resource) => resource.type === type)
  }

  without(id: string): NetworkWorld {
    const key = resourceKey(id)
    return new NetworkWorld(
      this.resources.filter((resource) => resourceKey(resource.id) !== key),
      this.others,
    )
  }
}

/** Reads all network resources of the tenant; in a transaction, with its `tx`. */
export async function readWorld(stores: Pick<ReadStores, 'resources'>): Promise<NetworkWorld> {
  const lists: Resource[][] = []
  for (const type of Object.values(networkTypes)) lists.push(await stores.resources.list({ scope: '/', type }))
  return new NetworkWorld(lists.flat(), await stores.resources.list({ scope: '/', type: scaleSetType }))
}

/** Children of one kind as they are stored: `name`, `properties`, perhaps `zones`. */
export function childrenOf(resource: Pick<Resource, 'body'>, member: string): readonly JsonObject[] {
  const children = objectAt(resource.body, 'properties')?.[member]
  return Array.isArray(children) ? children.filter(isJsonObject) : []
}

export const nameOf = (child: JsonObject): string => (typeof child.name === 'string' ? child.name : '')
export const propertiesOf = (child: JsonObject): JsonObject => objectAt(child, 'properties') ?? {}

export interface Part {
  /** The resource that the id leads into. */
  readonly owner: Resource
  /** The child that it names; absent when the id is the resource's own. */
  readonly child?: JsonObject
}

/** What an id leads to: a resource, or a child inside of one. `undefined`: there is no such thing. */
export function findPart(world: NetworkWorld, id: string): Part | undefined {
  const own = world.find(id)
  if (own !== undefined) return { owner: own }
  const { types, names } = parseResourceId(id)
  if (types.length !== 2) return undefined
  const owner = world.find(id.split('/').slice(0, -2).join('/'))
  const [member = '', name = ''] = [types[1], names[1]?.toLowerCase()]
  if (owner === undefined) return undefined
  const stored = Object.keys(objectAt(owner.body, 'properties') ?? {}).find(
    (key) => key.toLowerCase() === member.toLowerCase(),
  )
  const child = childrenOf(owner, stored ?? member).find((candidate) => nameOf(candidate).toLowerCase() === name)
  return child === undefined ? undefined : { owner, child }
}
