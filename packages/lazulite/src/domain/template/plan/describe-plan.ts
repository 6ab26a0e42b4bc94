/** The blocks `providers` and `dependencies` of a deployment object. Source: recorded deployments (2020-2023). */
import type { JsonObject } from '../../json.js'
import type { Dependency } from './dependencies.js'

interface Described {
  readonly key: string
  readonly id: string
  readonly type: string
  readonly name: string
  readonly location?: string
}

/** By namespace and type in the template's order; a resource without a location counts as `null`. */
export function describeProviders(resources: readonly Described[]): JsonObject[] {
  const namespaces = new Map<
    string,
    { name: string; types: Map<string, { name: string; locations: Set<string | null> }> }
  >()
  for (const { type, location } of resources) {
    const [namespace = '', ...rest] = type.split('/')
    const found = namespaces.get(namespace.toLowerCase()) ?? { name: namespace, types: new Map() }
    namespaces.set(namespace.toLowerCase(), found)
    const name = rest.join('/')
    const known = found.types.get(name.toLowerCase()) ?? { name, locations: new Set() }
    found.types.set(name.toLowerCase(), known)
    known.locations.add(location === undefined ? null : location.replaceAll(' ', '').toLowerCase())
  }
  return [...namespaces.values()].map(({ name, types }) => ({
    namespace: name,
    resourceTypes: [...types.values()].map((type) => ({ resourceType: type.name, locations: [...type.locations] })),
  }))
}

/** One entry per resource that waits for another. */
export function describeDependencies(
  resources: readonly Described[],
  dependencies: ReadonlyMap<string, readonly Dependency[]>,
): JsonObject[] {
  const byKey = new Map(resources.map((resource) => [resource.key, resource]))
  return resources.flatMap((resource) => {
    const dependsOn = (dependencies.get(resource.key) ?? []).flatMap(({ key, apiVersion, actionName }) => {
      const other = byKey.get(key)
      if (other === undefined) return []
      return [
        {
          ...described(other),
          ...(actionName === undefined ? {} : { actionName }),
          ...(apiVersion === undefined ? {} : { apiVersion }),
        },
      ]
    })
    return dependsOn.length === 0 ? [] : [{ dependsOn, ...described(resource) }]
  })
}

const described = ({ id, type, name }: Described) => ({ id, resourceType: type, resourceName: name })
