/** `GET /subscriptions/{id}/locations`. Shape and order: recorded 2019–2022; older versions answer with fewer members. */
import { locations as allLocations, type Location } from '../../domain/arm-resource/location.js'
import type { JsonObject } from '../../domain/json.js'
import { defineResourceType } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

export const locations = defineResourceType({
  type: 'Microsoft.Resources/subscriptions/locations',
  apiVersions: resourcesApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Resources/subscriptions/locations/read',
    filtersItself: true,
    run: async ({ target, apiVersion }) => ({
      status: 200,
      body: { value: allLocations.map((location) => render(location, { subscription: target.scope, apiVersion })) },
    }),
  },
})

function render(
  location: Location,
  { subscription, apiVersion }: { subscription: string; apiVersion: string },
): JsonObject {
  const idOf = (name: string): string => `${subscription}/locations/${name}`
  const { name, displayName, regionalDisplayName, metadata } = location
  if (apiVersion < '2019-11-01') {
    return {
      id: idOf(name),
      name,
      displayName,
      longitude: metadata.longitude ?? '0',
      latitude: metadata.latitude ?? '0',
    }
  }
  return {
    id: idOf(name),
    name,
    ...(apiVersion < '2021-01-01' ? {} : { type: 'Region' }),
    displayName,
    regionalDisplayName,
    metadata: {
      ...metadata,
      ...(metadata.pairedRegion === undefined
        ? {}
        : { pairedRegion: metadata.pairedRegion.map((paired) => ({ name: paired, id: idOf(paired) })) }),
    },
  }
}
