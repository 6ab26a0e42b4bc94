/**
 * What is known of Azure beyond Lazulite: so that a missing part is called missing, and a misspelt one misspelt.
 * Source: recorded provider manifests, and namespaces of the REST-to-action map (2026-06).
 */
import known from '../../data/known-namespaces.json' with { type: 'json' }
import { findManifest, manifestNamespaces } from './provider-manifests.js'

const namesOnly: ReadonlyMap<string, string> = new Map(
  known.namespaces.map((namespace) => [namespace.toLowerCase(), namespace]),
)

export const isKnownNamespace = (namespace: string): boolean =>
  namesOnly.has(namespace.toLowerCase()) || findManifest(namespace) !== undefined

/** `type` without its namespace, `virtualMachines/extensions`. */
export const isKnownType = (namespace: string, type: string): boolean =>
  findManifest(namespace)?.types.some((one) => one.type.toLowerCase() === type.toLowerCase()) ?? false

/** Every namespace that Azure is known to have, in registered case, by name. */
export const knownNamespaces = (): readonly string[] =>
  [...namesOnly.values(), ...manifestNamespaces()].sort((one, other) =>
    one.toLowerCase() < other.toLowerCase() ? -1 : 1,
  )
