/** The api-versions that a type can be read with, as its provider names them; for the JSON view, where one is chosen. */
import { useArm } from '../api/queries.js'
import type { ResourceReference } from '../api/resource-reference.js'
import { describeType } from './index.js'

interface Provider {
  readonly resourceTypes: readonly { readonly resourceType: string; readonly apiVersions: readonly string[] }[]
}

/** Newest first; the one that the portal uses is always among them. */
export function useApiVersions({ type, subscriptionId }: ResourceReference): readonly string[] {
  const [namespace = '', ...rest] = type.split('/')
  const { data } = useArm<Provider>(
    subscriptionId === undefined ? undefined : `/subscriptions/${subscriptionId}/providers/${namespace}`,
    { apiVersion: '2021-04-01' },
  )
  return versionsOf(data?.resourceTypes ?? [], { name: rest.join('/'), used: describeType(type).apiVersion })
}

export function versionsOf(
  resourceTypes: Provider['resourceTypes'],
  { name, used }: { readonly name: string; readonly used: string },
): readonly string[] {
  const { apiVersions = [] } =
    resourceTypes.find(({ resourceType }) => resourceType.toLowerCase() === name.toLowerCase()) ?? {}
  return [...new Set([...apiVersions, used])].toSorted().toReversed()
}
