/**
 * What is known of Azure beyond Lazulite: so that a missing part is called missing, and a misspelt one misspelt.
 * Source: recorded provider manifests, and namespaces of the REST-to-action map (2026-06).
 */
import known from '../../data/known-types.json' with { type: 'json' }

const namespaces: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(known.namespaces).map(([namespace, types]) => [
    namespace.toLowerCase(),
    new Set(types.map((type) => type.toLowerCase())),
  ]),
)

export const isKnownNamespace = (namespace: string): boolean => namespaces.has(namespace.toLowerCase())

/** `type` without its namespace, `virtualMachines/extensions`. */
export const isKnownType = (namespace: string, type: string): boolean =>
  namespaces.get(namespace.toLowerCase())?.has(type.toLowerCase()) ?? false

export interface KnownNamespace {
  readonly namespace: string
  /** Types below it, `virtualMachines/extensions`; empty where only the name is known. */
  readonly types: readonly string[]
}

/** Every namespace that Azure is known to have, by name. */
export const knownNamespaces: readonly KnownNamespace[] = Object.entries(known.namespaces)
  .map(([namespace, types]) => ({ namespace, types }))
  .sort((one, other) => (one.namespace.toLowerCase() < other.namespace.toLowerCase() ? -1 : 1))
