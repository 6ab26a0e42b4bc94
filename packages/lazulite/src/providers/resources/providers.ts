/** `GET /subscriptions/{id}/providers` and `/providers`: what is registered here. Shape: recorded 2020–2023. */
import { regions } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { ArmRequest, ArmResponse, ProviderDefinition, ResourceTypeDefinition } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

type Registered = () => readonly ProviderDefinition[]

export const tenantProviders = (registered: Registered): ResourceTypeDefinition => ({
  type: 'Microsoft.Resources/providers',
  apiVersions: resourcesApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Resources/providers/read',
    openToAnyone: true,
    run: async (request) => list(registered, request),
  },
  get: {
    action: 'Microsoft.Resources/providers/read',
    openToAnyone: true,
    run: async (request) => get(registered, request),
  },
})

export const subscriptionProviders = (registered: Registered): ResourceTypeDefinition => ({
  type: 'Microsoft.Resources/subscriptions/providers',
  apiVersions: resourcesApiVersions,
  scopes: ['subscription'],
  isGlobal: true,
  list: {
    action: 'Microsoft.Resources/subscriptions/providers/read',
    filtersItself: true,
    run: async (request) => list(registered, request),
  },
  get: {
    action: 'Microsoft.Resources/subscriptions/providers/read',
    filtersItself: true,
    run: async (request) => get(registered, request),
  },
  // Every provider that exists here is registered, always: registering is a no-op that succeeds.
  actions: {
    register: {
      action: 'Microsoft.Resources/subscriptions/providers/register/action',
      run: async (request) => get(registered, request),
    },
    unregister: {
      action: 'Microsoft.Resources/subscriptions/providers/unregister/action',
      run: async () => {
        throw new ArmError('NotImplemented', { what: 'POST Microsoft.Resources/subscriptions/providers/unregister' })
      },
    },
  },
})

function list(registered: Registered, request: ArmRequest): ArmResponse {
  return { status: 200, body: { value: registered().map((provider) => render(provider, request)) } }
}

function get(registered: Registered, request: ArmRequest): ArmResponse {
  const namespace = request.target.name
  const provider = registered().find((known) => known.namespace.toLowerCase() === namespace.toLowerCase())
  if (provider === undefined) throw new ArmError('InvalidResourceNamespace', { namespace })
  return { status: 200, body: render(provider, request) }
}

function render(provider: ProviderDefinition, { target, apiVersion }: ArmRequest): JsonObject {
  const { subscriptionId } = target
  return {
    ...(subscriptionId === undefined ? {} : { id: `/subscriptions/${subscriptionId}/providers/${provider.namespace}` }),
    namespace: provider.namespace,
    resourceTypes: provider.types.map((type) => renderType(type)),
    ...(subscriptionId === undefined ? {} : { registrationState: 'Registered' }),
    ...(subscriptionId === undefined || apiVersion < '2020' ? {} : { registrationPolicy: provider.registrationPolicy }),
  }
}

function renderType(definition: ResourceTypeDefinition): JsonObject {
  const isGlobal = definition.isGlobal === true || definition.scopes.includes('extension')
  return {
    resourceType: definition.type.split('/').slice(1).join('/'),
    locations: isGlobal ? [] : regions.map(({ displayName }) => displayName),
    apiVersions: [...definition.apiVersions].sort().reverse(),
    capabilities: definition.capabilities ?? 'None',
  }
}
