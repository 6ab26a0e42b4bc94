/** The subscriptions that whoever is signed in may see, lists over all of them, and the names of scopes for people. */
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useCloudClient } from '../session/session-context.js'
import { isSettling, useArm, useArmList } from './queries.js'
import type { ResourceReference } from './resource-reference.js'
import { parseResourceReference, subscriptionType } from './resource-reference.js'

export interface Subscription {
  readonly id: string
  readonly subscriptionId: string
  readonly displayName: string
  readonly state?: string
  readonly tenantId?: string
  readonly tags?: Readonly<Record<string, string>>
}

export const managementGroupType = 'Microsoft.Management/managementGroups'
export const managementApiVersion = '2021-04-01'
const apiVersion = '2022-12-01'

export const useSubscriptions = (): UseQueryResult<readonly Subscription[], Error> =>
  useArmList<Subscription>('/subscriptions', { apiVersion })

/** What is listed in one subscription, with the name of the subscription. */
export type InSubscription<T> = T & { readonly subscription: Subscription }

export interface ListOfAll<T> {
  /** `undefined` while any of the lists is being read for the first time. */
  readonly rows: readonly InSubscription<T>[] | undefined
  readonly error: Error | null
}

/** One list of each subscription, joined. @param path below `/subscriptions/{id}`, begins with `/` */
export function useListOfAll<T>(path: string, { apiVersion: version }: { readonly apiVersion: string }): ListOfAll<T> {
  const client = useCloudClient()
  const all = useSubscriptions()
  const lists = useQueries({
    queries: (all.data ?? []).map((subscription) => {
      const whole = `${subscription.id}${path}`
      return {
        queryKey: ['arm', 'list', whole.toLowerCase(), version],
        queryFn: ({ signal }: { readonly signal: AbortSignal }) =>
          client.armList<T>(whole, { apiVersion: version, signal }),
        refetchInterval: ({ state }: { readonly state: { readonly data: unknown } }): number | false =>
          isSettling(state.data) ? 1000 : false,
      }
    }),
  })
  const isRead = all.data !== undefined && lists.every(({ isPending }) => !isPending)
  const rows = (all.data ?? []).flatMap((subscription, index) =>
    (lists[index]?.data ?? []).map((row) => ({ ...row, subscription })),
  )
  const failed = lists.find(({ error }) => error !== null)?.error ?? null
  // what can be read is shown, unless nothing can
  return { rows: isRead && (failed === null || rows.length > 0) ? rows : undefined, error: all.error ?? failed }
}

/** How people call it: subscriptions and management groups have a name beside the one in their id. */
export function useDisplayName(reference: ResourceReference | undefined): string {
  const isSubscription = reference?.type === subscriptionType
  const isManagementGroup = reference?.type.toLowerCase() === managementGroupType.toLowerCase()
  const names = useDisplayNames(isSubscription)
  const { data: group } = useArm<{ readonly properties?: { readonly displayName?: string } }>(
    isManagementGroup ? reference?.id : undefined,
    { apiVersion: managementApiVersion },
  )
  if (reference === undefined) return ''
  return (isManagementGroup ? group?.properties?.displayName : undefined) ?? names(reference.id) ?? reference.name
}

/** Names of subscriptions by their id; `undefined` for anything else and while they are not known. */
export function useDisplayNames(isNeeded = true): (id: string) => string | undefined {
  const { data } = useArmList<Subscription>(isNeeded ? '/subscriptions' : undefined, { apiVersion })
  return (id) => {
    const reference = parseResourceReference(id)
    if (reference?.type !== subscriptionType) return undefined
    const { name } = reference
    return data?.find(({ subscriptionId }) => subscriptionId.toLowerCase() === name.toLowerCase())?.displayName
  }
}
