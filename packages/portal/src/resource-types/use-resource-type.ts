/**
 * Descriptions of types that the portal has no folder for: Resource Manager is asked once which api-versions they take
 * (`GET …/providers/{namespace}`, as az does), and the newest that is no preview is used from then on.
 */
import { useQuery } from '@tanstack/react-query'
import type { ResourceReference } from '../api/resource-reference.js'
import { useCloudClient } from '../session/session-context.js'
import { findType, learnApiVersion } from './index.js'

interface Provider {
  readonly resourceTypes: readonly { readonly resourceType: string; readonly apiVersions: readonly string[] }[]
}

const providersVersion = '2021-04-01'

/** @returns whether `describeType` says how the resource can be asked for; without an answer it is tried all the same */
export function useResourceType({ type, subscriptionId }: ResourceReference): boolean {
  const client = useCloudClient()
  const [namespace = '', ...types] = type.split('/')
  const isKnown = findType(type) !== undefined
  const { isPending } = useQuery({
    queryKey: ['api-version', type.toLowerCase()],
    queryFn: async () => {
      const path = `${subscriptionId === undefined ? '' : `/subscriptions/${subscriptionId}`}/providers/${namespace}`
      const { resourceTypes } = await client.arm<Provider>(path, { apiVersion: providersVersion })
      const found = newestVersion(resourceTypes, types.join('/'))
      if (found !== undefined) learnApiVersion(type, found)
      return found ?? null
    },
    enabled: !isKnown,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return isKnown || !isPending
}

export function newestVersion(resourceTypes: Provider['resourceTypes'], name: string): string | undefined {
  const { apiVersions = [] } =
    resourceTypes.find(({ resourceType }) => resourceType.toLowerCase() === name.toLowerCase()) ?? {}
  const newestFirst = apiVersions.toSorted().toReversed()
  return newestFirst.find((version) => !version.includes('preview')) ?? newestFirst[0]
}
