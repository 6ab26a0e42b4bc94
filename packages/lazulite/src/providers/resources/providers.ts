/**
 * `GET /subscriptions/{id}/providers` and `/providers`: the namespaces that exist, and which of them a subscription uses.
 *
 * Lazulite's own are always registered. The others that Azure has are listed too, not registered until a client
 * registers them; registering one changes its state and nothing else: its types still answer NotImplemented.
 * Shapes: recorded 2014–2023. `registrationPolicy` and the capability `None` appear with 2019-07-01, other capabilities
 * with 2016-07-01; the answer to `register` says `Registering`, later reads `Registered` (2016-07-01).
 */
import { type KnownNamespace, knownNamespaces } from '../../domain/arm-resource/known-types.js'
import { regions } from '../../domain/arm-resource/location.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import type { ReadStores } from '../../ports/store.js'
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
    run: (request) => list(registered, request),
  },
  get: {
    action: 'Microsoft.Resources/providers/read',
    openToAnyone: true,
    run: (request) => get(registered, request),
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
    run: (request) => list(registered, request),
  },
  get: {
    action: 'Microsoft.Resources/subscriptions/providers/read',
    filtersItself: true,
    run: (request) => get(registered, request),
  },
  actions: {
    register: {
      action: 'Microsoft.Resources/subscriptions/providers/register/action',
      run: (request) => change(registered, request, 'Registered'),
    },
    unregister: {
      action: 'Microsoft.Resources/subscriptions/providers/unregister/action',
      run: (request) => change(registered, request, 'Unregistered'),
    },
  },
})

/** What a namespace is here: declared by Lazulite, or only known of Azure. */
type Provider = ProviderDefinition | KnownNamespace
type State = 'Registered' | 'Unregistered'

async function list(registered: Registered, request: ArmRequest): Promise<ArmResponse> {
  const own = registered()
  const isOwn = ({ namespace }: KnownNamespace): boolean => own.some((provider) => isNamed(provider, namespace))
  const providers = [...own, ...knownNamespaces.filter((known) => !isOwn(known))]
  const states = await statesOf(request.ports.store.read, request)
  return { status: 200, body: { value: providers.map((provider) => render(provider, request, states)) } }
}

async function get(registered: Registered, request: ArmRequest): Promise<ArmResponse> {
  const provider = find(registered, request)
  return { status: 200, body: render(provider, request, await statesOf(request.ports.store.read, request)) }
}

/** Lazulite's own namespaces stay registered: the first answer of a client would be refused without them. */
async function change(registered: Registered, request: ArmRequest, wanted: State): Promise<ArmResponse> {
  const provider = find(registered, request)
  if ('registrationPolicy' in provider) {
    if (wanted === 'Registered') return get(registered, request)
    throw new ArmError('NotImplemented', {
      what: `POST Microsoft.Resources/subscriptions/providers/unregister of ${provider.namespace}`,
    })
  }
  const key = provider.namespace.toLowerCase()
  const before = await request.ports.store.transaction(async (tx) => {
    const states = await statesOf(tx, request)
    if (states[key] !== wanted) await tx.settings.put(settingOf(request), { ...states, [key]: wanted })
    return states
  })
  const passing = wanted === 'Registered' ? 'Registering' : 'Unregistering'
  const answered = before[key] === wanted ? wanted : passing
  return { status: 200, body: render(provider, request, { ...before, [key]: answered }) }
}

const isNamed = (provider: Provider, namespace: string): boolean =>
  provider.namespace.toLowerCase() === namespace.toLowerCase()

/** @throws ArmError `InvalidResourceNamespace` for a namespace that Azure lacks too. */
function find(registered: Registered, { target }: ArmRequest): Provider {
  const namespace = target.name
  const provider = [...registered(), ...knownNamespaces].find((known) => isNamed(known, namespace))
  if (provider === undefined) throw new ArmError('InvalidResourceNamespace', { namespace })
  return provider
}

const settingOf = ({ target }: ArmRequest): string => `registered-providers/${target.subscriptionId ?? ''}`

/** States that clients have set, by namespace in lower case. */
const statesOf = async (store: ReadStores, request: ArmRequest): Promise<JsonObject> =>
  (await store.settings.get(settingOf(request))) ?? {}

function render(provider: Provider, { target, apiVersion }: ArmRequest, states: JsonObject): JsonObject {
  const { subscriptionId } = target
  const isOwn = 'registrationPolicy' in provider
  const state = isOwn ? 'Registered' : (states[provider.namespace.toLowerCase()] ?? 'NotRegistered')
  const registrationPolicy = isOwn ? provider.registrationPolicy : 'RegistrationRequired'
  return {
    ...(subscriptionId === undefined ? {} : { id: `/subscriptions/${subscriptionId}/providers/${provider.namespace}` }),
    namespace: provider.namespace,
    resourceTypes: isOwn
      ? provider.types.map((type) => renderType(type, apiVersion))
      : provider.types.map((type) => ({ resourceType: type, locations: [], apiVersions: [] })),
    ...(subscriptionId === undefined ? {} : { registrationState: state }),
    ...(subscriptionId === undefined || apiVersion < '2019-07-01' ? {} : { registrationPolicy }),
  }
}

function renderType(definition: ResourceTypeDefinition, apiVersion: string): JsonObject {
  const isGlobal = definition.isGlobal === true || definition.scopes.includes('extension')
  const capabilities = definition.capabilities ?? 'None'
  const hasCapabilities = apiVersion >= '2019-07-01' || (apiVersion >= '2016-07-01' && capabilities !== 'None')
  return {
    resourceType: definition.type.split('/').slice(1).join('/'),
    locations: isGlobal ? [] : regions.map(({ displayName }) => displayName),
    apiVersions: [...definition.apiVersions].sort().reverse(),
    ...(hasCapabilities ? { capabilities } : {}),
  }
}
