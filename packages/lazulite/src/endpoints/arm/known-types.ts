/** What is known of Azure beyond Lazulite: so that a missing part is called missing, and a misspelt one misspelt. */
import known from '../../data/known-types.json' with { type: 'json' }

const namespaces: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(known.namespaces).map(([namespace, types]) => [
    namespace.toLowerCase(),
    new Set(types.map((type) => type.toLowerCase())),
  ]),
)

export const isKnownNamespace = (namespace: string): boolean => namespaces.has(namespace.toLowerCase())

/** `type` without its namespace, `virtualMachines/extensions`; a child of a known type whose manifest lacks it counts as known when its parent does not exist here. */
export const isKnownType = (namespace: string, type: string): boolean =>
  namespaces.get(namespace.toLowerCase())?.has(type.toLowerCase()) ?? false
