/** Reading with TanStack Query: one key per address, so that what several pages show is asked for once. */
import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useCloudClient } from '../session/session-context.js'
import { ServiceError } from './service-error.js'

/** Refusals are answers: only what was not reached is tried again. */
const isWorthAnother = (failures: number, error: Error): boolean =>
  failures < 2 && error instanceof ServiceError && [0, 429, 503].includes(error.facts.status)

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthAnother,
        // what changes is announced (`live/`); a page that is opened again shows what is known and asks anew
        staleTime: 1000,
        refetchOnWindowFocus: false,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })

export interface ArmQuery {
  readonly apiVersion: string
  /** Not asked yet when false. */
  readonly enabled?: boolean
  /** For long lists that change seldom: the beginning of the actions that change them (see `live/`). */
  readonly changesWith?: string
}

/** Milliseconds between looks at a resource that is on its way to another state. */
const settlingInterval = 1000
const settled: ReadonlySet<string> = new Set(['succeeded', 'failed', 'canceled'])

interface MaybeSettling {
  readonly properties?: { readonly provisioningState?: string }
}

/** Is the resource, or any of a list, on its way to another state? */
export function isSettling(data: unknown): boolean {
  const resources = Array.isArray(data) ? data : [data]
  return resources.some((resource: MaybeSettling | undefined) => {
    const state = resource?.properties?.provisioningState
    return typeof state === 'string' && !settled.has(state.toLowerCase())
  })
}

const refetchWhileSettling = ({ state }: { readonly state: { readonly data: unknown } }): number | false =>
  isSettling(state.data) ? settlingInterval : false

/** `GET` of Resource Manager; looks again by itself while the resource is settling. @param path `undefined`: not known yet */
export function useArm<T>(
  path: string | undefined,
  { apiVersion, enabled = true }: ArmQuery,
): UseQueryResult<T, Error> {
  const client = useCloudClient()
  return useQuery({
    queryKey: ['arm', 'one', path?.toLowerCase(), apiVersion],
    queryFn: ({ signal }) => client.arm<T>(path ?? '', { apiVersion, signal }),
    enabled: enabled && path !== undefined,
    refetchInterval: refetchWhileSettling,
  })
}

/** All pages of a list of Resource Manager's. */
export function useArmList<T>(
  path: string | undefined,
  { apiVersion, enabled = true, changesWith }: ArmQuery,
): UseQueryResult<readonly T[], Error> {
  const client = useCloudClient()
  return useQuery({
    queryKey: ['arm', 'list', path?.toLowerCase(), apiVersion],
    queryFn: ({ signal }) => client.armList<T>(path ?? '', { apiVersion, signal }),
    enabled: enabled && path !== undefined,
    ...(changesWith === undefined ? {} : { meta: { changesWith } }),
    refetchInterval: refetchWhileSettling,
  })
}

/** @param path below `/v1.0` */
export function useGraph<T>(path: string | undefined): UseQueryResult<T, Error> {
  const client = useCloudClient()
  return useQuery({
    queryKey: ['graph', 'one', path],
    queryFn: ({ signal }) => client.graph<T>(path ?? '', { signal, headers: { consistencylevel: 'eventual' } }),
    enabled: path !== undefined,
  })
}

export function useGraphList<T>(path: string | undefined): UseQueryResult<readonly T[], Error> {
  const client = useCloudClient()
  return useQuery({
    queryKey: ['graph', 'list', path],
    queryFn: ({ signal }) => client.graphList<T>(path ?? '', { signal, headers: { consistencylevel: 'eventual' } }),
    enabled: path !== undefined,
  })
}

/** @param path below `/_lazulite` */
export function useOperationsApi<T>(path: string | undefined): UseQueryResult<T, Error> {
  const client = useCloudClient()
  return useQuery({
    queryKey: ['operations', path],
    queryFn: ({ signal }) => client.operations<T>(path ?? '', { signal }),
    enabled: path !== undefined,
  })
}
