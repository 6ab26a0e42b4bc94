/**
 * Which resource types exist: the providers' declarations, indexed by type, and what is known of Azure beyond them.
 */
import { isKnownNamespace, isKnownType } from '../../domain/arm-resource/known-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { ProviderDefinition, ResourceTypeDefinition } from '../../providers/define.js'

export interface Registry {
  readonly providers: readonly ProviderDefinition[]
  /** @throws ArmError `InvalidResourceNamespace` when a resource in the scope is of a namespace that Azure lacks too. */
  requireKnownScope(scope: string): void
  /** By full type in any case. */
  type(fullType: string): ResourceTypeDefinition | undefined
  /** @throws ArmError `NotImplemented` for what Azure has and Lazulite lacks, `InvalidResourceNamespace` or `InvalidResourceType` for what Azure lacks too. */
  refuse(
    namespace: string,
    types: readonly string[],
    what: { readonly method: string; readonly apiVersion: string },
  ): never
}

export function createRegistry(providers: readonly ProviderDefinition[]): Registry {
  const types = new Map<string, ResourceTypeDefinition>()
  for (const definition of providers.flatMap((provider) => provider.types)) {
    const key = definition.type.toLowerCase()
    if (types.has(key)) throw new Error(`resource type declared twice: ${definition.type}`)
    types.set(key, definition)
  }
  /** Manifests do not list every child: below a type that Lazulite lacks, nothing can be called misspelt. */
  const isBelowMissingType = (namespace: string, segments: readonly string[]): boolean =>
    segments.slice(0, -1).some((_, index) => {
      const ancestor = segments.slice(0, index + 1).join('/')
      return isKnownType(namespace, ancestor) && !types.has(`${namespace}/${ancestor}`.toLowerCase())
    })
  return {
    providers,
    requireKnownScope(scope) {
      const segments = scope.split('/').filter(Boolean)
      for (const [index, segment] of segments.entries()) {
        const namespace = segments[index + 1] ?? ''
        if (index % 2 === 0 && segment.toLowerCase() === 'providers' && !isKnownNamespace(namespace)) {
          throw new ArmError('InvalidResourceNamespace', { namespace })
        }
      }
    },
    type: (fullType) => types.get(fullType.toLowerCase()),
    refuse(namespace, typeSegments, { method, apiVersion }) {
      const type = typeSegments.join('/')
      const provider = providers.find((known) => known.namespace.toLowerCase() === namespace.toLowerCase())
      const what = `${method} ${namespace}${type === '' ? '' : `/${type}`}`
      if (provider === undefined) {
        if (isKnownNamespace(namespace)) throw new ArmError('NotImplemented', { what })
        throw new ArmError('InvalidResourceNamespace', { namespace })
      }
      if (isKnownType(provider.namespace, type) || isBelowMissingType(provider.namespace, typeSegments)) {
        throw new ArmError('NotImplemented', { what })
      }
      throw new ArmError('UnknownResourceType', { type, namespace: provider.namespace, apiVersion })
    },
  }
}
