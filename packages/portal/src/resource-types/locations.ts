/** Azure's regions: what a new thing can be made in, and how their short names are said. */
import type { UseQueryResult } from '@tanstack/react-query'
import { useArmList } from '../api/queries.js'

export interface Location {
  readonly name: string
  readonly displayName: string
  readonly regionalDisplayName?: string
  readonly metadata?: {
    readonly regionType?: string
    readonly regionCategory?: string
    readonly geographyGroup?: string
  }
}

export const useLocations = (subscriptionId: string | undefined): UseQueryResult<readonly Location[], Error> =>
  useArmList<Location>(subscriptionId === undefined ? undefined : `/subscriptions/${subscriptionId}/locations`, {
    apiVersion: '2022-12-01',
  })

/** "East US" for `eastus`; the name itself while it is not known. */
export function useLocationNames(subscriptionId: string | undefined): (name: string | undefined) => string {
  const { data } = useLocations(subscriptionId)
  return (name = '') =>
    data?.find((location) => location.name.toLowerCase() === name.replaceAll(' ', '').toLowerCase())?.displayName ??
    name
}

/** Regions with machines, the recommended ones first, as Azure's lists have them. */
export function regionsToChoose(locations: readonly Location[]): readonly Location[] {
  const physical = locations.filter(({ metadata }) => (metadata?.regionType ?? 'Physical') === 'Physical')
  const rank = ({ metadata }: Location): number => (metadata?.regionCategory === 'Recommended' ? 0 : 1)
  return physical.toSorted((a, b) => rank(a) - rank(b) || a.displayName.localeCompare(b.displayName))
}

/** "(US) East US", as Azure's region lists say it. */
export const regionText = ({ displayName, regionalDisplayName }: Location): string => regionalDisplayName ?? displayName
