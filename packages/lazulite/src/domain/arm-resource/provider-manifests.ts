/**
 * What Azure's manifests say of the resource providers that clients of this cloud meet: their types, also those that
 * Lazulite lacks, with api-versions and capabilities.
 *
 * Source: `GET /subscriptions/{id}/providers/{namespace}`, recorded 2021–2024 (see `$source` in the file). The manifests
 * are a string in the bundle and parsed when the first is asked for.
 */
import manifestsText from '../../data/provider-manifests.json?raw'
import type { JsonObject } from '../json.js'

export interface ManifestType {
  /** Without the namespace, `virtualMachines/extensions`, in registered case. */
  readonly type: string
  /** Newest first, as Azure lists them. */
  readonly apiVersions: readonly string[]
  /** `None` where the manifest says nothing. */
  readonly capabilities: string
  readonly isRegional: boolean
  readonly defaultApiVersion?: string
  readonly apiProfiles?: readonly JsonObject[]
}

export interface ProviderManifest {
  /** In registered case. */
  readonly namespace: string
  readonly registrationPolicy: 'RegistrationRequired' | 'RegistrationFree'
  /** Service principals that act for the provider; empty where none was recorded. */
  readonly authorizations: readonly JsonObject[]
  readonly types: readonly ManifestType[]
}

interface StoredType extends Omit<ManifestType, 'type' | 'apiVersions' | 'capabilities' | 'isRegional'> {
  /** Position in `apiVersionSets`. */
  readonly apiVersions: number
  readonly capabilities?: string
  readonly isRegional?: true
}

interface StoredManifests {
  readonly apiVersionSets: readonly (readonly string[])[]
  readonly namespaces: Readonly<
    Record<
      string,
      Omit<ProviderManifest, 'namespace' | 'types' | 'authorizations'> & {
        readonly authorizations?: readonly JsonObject[]
        readonly types: Readonly<Record<string, StoredType>>
      }
    >
  >
}

let parsed: ReadonlyMap<string, ProviderManifest> | undefined

function manifests(): ReadonlyMap<string, ProviderManifest> {
  parsed ??= parse(JSON.parse(manifestsText) as StoredManifests)
  return parsed
}

function parse({ apiVersionSets, namespaces }: StoredManifests): ReadonlyMap<string, ProviderManifest> {
  return new Map(
    Object.entries(namespaces).map(([namespace, { registrationPolicy, authorizations = [], types }]) => [
      namespace.toLowerCase(),
      {
        ...{ namespace, registrationPolicy, authorizations },
        types: Object.entries(types).map(([type, stored]) => ({
          ...stored,
          type,
          apiVersions: apiVersionSets[stored.apiVersions] ?? [],
          capabilities: stored.capabilities ?? 'None',
          isRegional: stored.isRegional === true,
        })),
      },
    ]),
  )
}

/** By name, any case. */
export const findManifest = (namespace: string): ProviderManifest | undefined =>
  manifests().get(namespace.toLowerCase())

export const manifestNamespaces = (): readonly string[] => [...manifests().values()].map(({ namespace }) => namespace)
