/** Names for object ids: `POST /directoryObjects/getByIds`, which answers for up to a thousand at once. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { describeType } from '../resource-types/index.js'
import { useCloudClient } from '../session/session-context.js'
import {
  type DirectoryObject,
  type NamedPrincipal,
  namePrincipal,
  nameUnresolved,
  principalKey,
} from './principal-names.js'

/** The most ids of one question ("directoryObject: getByIds", v1.0). */
const idsAtATime = 1000

export const nameType = (type: string): string => describeType(type).singular

export interface Principals {
  /** @param principalType as Resource Manager calls it, shown until the directory has answered and when it refuses to */
  readonly of: (principalId: string, principalType?: string) => NamedPrincipal
  /** The directory has answered, or refused. */
  readonly isReady: boolean
  readonly error: Error | null
}

/** @param ids in any order, with repetitions; `undefined`: not known yet */
export function usePrincipals(ids: readonly string[] | undefined): Principals {
  const client = useCloudClient()
  const wanted = useMemo(() => [...new Set((ids ?? []).map(principalKey))].toSorted(), [ids])
  const { data, error, isPending, isPlaceholderData } = useQuery({
    queryKey: ['graph', 'getByIds', wanted],
    queryFn: async ({ signal }) => {
      const found: DirectoryObject[] = []
      for (let start = 0; start < wanted.length; start += idsAtATime) {
        const body = { ids: wanted.slice(start, start + idsAtATime) }
        const call = { method: 'POST', body, signal } as const
        const { value } = await client.graph<{ readonly value: readonly DirectoryObject[] }>(
          '/directoryObjects/getByIds',
          call,
        )
        found.push(...value)
      }
      return found
    },
    enabled: ids !== undefined && wanted.length > 0,
    // another row in the list keeps the names of those that were there
    placeholderData: (before) => before,
  })
  return useMemo(() => {
    const byId = new Map((data ?? []).map((object) => [principalKey(object.id), object]))
    return {
      of: (principalId, principalType) => {
        const found = byId.get(principalKey(principalId))
        return found === undefined && (data === undefined || isPlaceholderData)
          ? nameUnresolved(principalId, principalType)
          : namePrincipal({ principalId, found, nameType })
      },
      isReady: ids !== undefined && (wanted.length === 0 || !isPending),
      error,
    }
  }, [data, error, ids, isPending, isPlaceholderData, wanted])
}
