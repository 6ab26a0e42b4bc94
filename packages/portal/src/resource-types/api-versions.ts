/**
 * Which api-version a resource is read with: its type's own where the portal knows the type, else the newest that its
 * provider names. A type that is read with a version it does not have is a refusal.
 */
import { useArm } from '../api/queries.js'
import type { ResourceReference } from '../api/resource-reference.js'
import { describeType, findType } from './index.js'

interface Provider {
  readonly resourceTypes: readonly { readonly resourceType: string; readonly apiVersions: readonly string[] }[]
}

export interface ApiVersions {
  /** `undefined` while it is being asked for. */
  readonly apiVersion: string | undefined
  /** Newest first; empty where the provider does not say. */
  readonly all: readonly string[]
}

export function useApiVersions({ type, subscriptionId }: ResourceReference, { all = false } = {}): ApiVersions {
  const [namespace = '', ...rest] = type.split('/')
  const known = findType(type)
  const isAsked = subscriptionId !== undefined && (all || known === undefined)
  const { data, isError } = useArm<Provider>(
    isAsked ? `/subscriptions/${subscriptionId}/providers/${namespace}` : undefined,
    { apiVersion: '2021-04-01' },
  )
  const versions = versionsOf(data, rest.join('/'))
  if (known !== undefined) return { apiVersion: known.apiVersion, all: versions }
  if (isAsked && data === undefined && !isError) return { apiVersion: undefined, all: [] }
  return { apiVersion: newestStable(versions) ?? describeType(type).apiVersion, all: versions }
}

const versionsOf = (provider: Provider | undefined, type: string): readonly string[] =>
  provider?.resourceTypes.find(({ resourceType }) => resourceType.toLowerCase() === type.toLowerCase())?.apiVersions ??
  []

/** Previews only where there is nothing else. */
export const newestStable = (versions: readonly string[]): string | undefined => {
  const newestFirst = versions.toSorted().toReversed()
  return newestFirst.find((version) => !version.includes('preview')) ?? newestFirst[0]
}
