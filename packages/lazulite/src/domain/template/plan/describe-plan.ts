/** The blocks `providers` and `dependencies` of a deployment object. Source: recorded deployments (2020-2023). */
import type { JsonObject } from '../../json.js'

interface Described {
  readonly key: string
  readonly id: string
  /** As the template writes it. */
  readonly declaredType: string
  readonly declaredName: string
  readonly location?: string
}

/** By namespace and type in the template's order; a resource without a location counts as `null`. */
export function describeProviders(resources: readonly Described[]): JsonObject[] {
  const namespaces = new Map<
    string,
    { name: string; types: Map<string, { name: string; locations: Set<string | null> }> }
  >()
  for (const { declaredType, location } of resources) {
    const [namespace = '', ...rest] = declaredType.split('/')
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

/** What a resource waits for: another of the template, or what a `reference()` or `list*()` of it asks. */
export interface DescribedDependency {
  readonly id: string
  readonly declaredType: string
  readonly declaredName: string
  /** The version a `reference()` or `list*()` asked for. */
  readonly apiVersion?: string
  /** `listKeys`, where it came from one. */
  readonly actionName?: string
}

/** One entry per resource that waits; what is both in `dependsOn` and referred to with a version stands there twice. */
export function describeDependencies(
  resources: readonly Described[],
  dependencies: ReadonlyMap<string, readonly DescribedDependency[]>,
): JsonObject[] {
  return resources.flatMap((resource) => {
    const entries = (dependencies.get(resource.key) ?? []).map(
      ({ apiVersion, actionName, ...other }): JsonObject => ({
        ...described(other),
        ...(actionName === undefined ? {} : { actionName }),
        ...(apiVersion === undefined ? {} : { apiVersion }),
      }),
    )
    const dependsOn = new Map(entries.map((entry) => [JSON.stringify(entry), entry]))
    return dependsOn.size === 0 ? [] : [{ dependsOn: [...dependsOn.values()], ...described(resource) }]
  })
}

const described = ({ id, declaredType, declaredName }: DescribedDependency) => ({
  id,
  resourceType: declaredType,
  resourceName: declaredName,
})

/** Type and name of a resource outside the template; an extension's in the spelling that counts its parent's names. */
export function describedId(id: string): DescribedDependency {
  const group = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)$/i.exec(id)
  if (group !== null) return { id, declaredType: 'Microsoft.Resources/resourceGroups', declaredName: group[1] ?? '' }
  const [namespace = '', ...pairs] = id.slice(id.toLowerCase().indexOf('/providers/') + '/providers/'.length).split('/')
  const types = pairs.filter((_, index) => index % 2 === 0)
  const names = pairs.filter((_, index) => index % 2 === 1)
  return { id, declaredType: [namespace, ...types].join('/'), declaredName: names.join('/') }
}
