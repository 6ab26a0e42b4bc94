/**
 * Azure's locations: which there are, how they are written, what a wrong one is answered with.
 *
 * The list is a recorded answer of `GET /subscriptions/{id}/locations` (api-version 2019-11-01, Azure CLI test
 * recordings, 2022). The regions from `polandcentral` on opened later and were added from Azure's public list of regions
 * (https://learn.microsoft.com/azure/reliability/regions-list); places and coordinates that could not be confirmed are left
 * out. Clients may write a location's name or display name, in any case; answers carry the name.
 */
import recorded from '../../data/locations.json' with { type: 'json' }
import { ArmError } from '../errors/arm-error.js'
import type { Json } from '../json.js'
import type { Resource } from './resource.js'

export interface LocationMetadata {
  /** `Logical` ones (`global`, `europe`) hold no resources of a region. */
  readonly regionType: 'Physical' | 'Logical'
  readonly regionCategory: 'Recommended' | 'Extended' | 'Other'
  readonly geographyGroup?: string
  readonly longitude?: string
  readonly latitude?: string
  readonly physicalLocation?: string
  /** Names of locations; empty for regions without a pair. */
  readonly pairedRegion?: readonly string[]
}

export interface Location {
  /** `westus` */
  readonly name: string
  /** `West US` */
  readonly displayName: string
  /** `(US) West US` */
  readonly regionalDisplayName: string
  readonly metadata: LocationMetadata
}

/** All locations: the recorded ones in Azure's order, then the later ones. The cast narrows strings of the file to literals. */
export const locations = recorded as readonly Location[]

/** The locations in which a regional resource can be created. */
export const regions: readonly Location[] = locations.filter(({ metadata }) => metadata.regionType === 'Physical')

/** The form in which locations are stored and compared: `West US` is `westus`. */
export const normalizeLocation = (text: string): string => text.toLowerCase().replaceAll(/\s/g, '')

const byName = new Map([
  ...locations.map((location) => [normalizeLocation(location.displayName), location] as const),
  ...locations.map((location) => [location.name, location] as const),
])

/** By name or display name, in any case. */
export const findLocation = (text: string): Location | undefined => byName.get(normalizeLocation(text))

/**
 * The `location` member of a request that creates a resource of `type`, as it is stored.
 *
 * @throws ArmError `LocationRequired` when there is none, `InvalidRequestContent` when it is not a string,
 * `LocationNotAvailableForResourceType` when it is no region.
 */
export function requireRegion(location: Json | undefined, type: string): string {
  if (location === undefined || location === null || location === '') throw new ArmError('LocationRequired')
  if (typeof location !== 'string') {
    throw new ArmError('InvalidRequestContent', { detail: "The 'location' property must be a string" }) // Decision
  }
  const region = findLocation(location)
  if (region === undefined || region.metadata.regionType !== 'Physical') {
    throw new ArmError('LocationNotAvailableForResourceType', {
      location,
      type,
      regions: regions.map(({ name }) => name).join(','),
    })
  }
  return region.name
}

/** A resource stays where it was made. @throws ArmError `ResourceLocationConflict` (409) */
export function requireSameLocation(existing: Resource, requested: string): void {
  if (existing.location === requested) return
  throw new ArmError('ResourceLocationConflict', {
    name: existing.name,
    location: existing.location ?? '',
    resourceGroup: existing.resourceGroup ?? '',
    requested,
  })
}
