/**
 * `GET /subscriptions/{id}/providers` and `/providers`: the namespaces that exist, and which of them a subscription uses.
 *
 * Lazulite's own are always registered. The others that Azure has are listed too, not registered until a client
 * registers them; registering one changes its state and nothing else: its types still answer NotImplemented.
 * Shapes: recorded 2014–2023. `registrationPolicy` and the capability `None` appear with 2019-07-01, other capabilities
 * with 2016-07-01; the answer to `register` says `Registering`, later reads `Registered` (2016-07-01).
 */
import { knownNamespaces } from '../../domain/arm-resource/known-types.js'
import { regions } from '../../domain/arm-resource/location.js'
import { findManifest, type ManifestType } from '../../domain/arm-resource/provider-manifests.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { accessRefusal } from '../../operations/access/refuse-access.js'
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
      openToAnyone: true, // see requireRight
      run: (request) => change(registered, request, 'Registered'),
    },
    unregister: {
      action: 'Microsoft.Resources/subscriptions/providers/unregister/action',
      openToAnyone: true, // see requireRight
      run: (request) => change(registered, request, 'Unregistered'),
    },
  },
})

/** What a namespace is here: declared by Lazulite, or only known of Azure. */
interface Provider {
  readonly namespace: string
  readonly own?: ProviderDefinition
}
type State = 'Registered' | 'Unregistered'

async function list(registered: Registered, request: ArmRequest): Promise<ArmResponse> {
  const providers = allProviders(registered)
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
  await requireRight(request, provider, wanted)
  if (provider.own !== undefined) {
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

/** Each namespace has an action of its own, asked at the subscription (ansible/ansible#17934, terraform-provider-azurerm#4410). */
async function requireRight(request: ArmRequest, { namespace }: Provider, wanted: State): Promise<void> {
  const action = `${namespace}/${wanted === 'Registered' ? 'register' : 'unregister'}/action`
  const question = { action, scope: request.target.scope }
  const decision = await request.check(question)
  if (!decision.allowed) throw accessRefusal(request.caller, question, decision)
}

function allProviders(registered: Registered): readonly Provider[] {
  const own = registered().map((provider) => ({ namespace: provider.namespace, own: provider }))
  const isOwn = (namespace: string): boolean => own.some((provider) => isNamed(provider, namespace))
  const others = knownNamespaces().filter((namespace) => !isOwn(namespace))
  return [...own, ...others.map((namespace) => ({ namespace }))]
}

const isNamed = (provider: Provider, namespace: string): boolean =>
  provider.namespace.toLowerCase() === namespace.toLowerCase()

/** @throws ArmError `InvalidResourceNamespace` for a namespace that Azure lacks too. */
function find(registered: Registered, { target }: ArmRequest): Provider {
  const namespace = target.name
  const provider = allProviders(registered).find((known) => isNamed(known, namespace))
  if (provider === undefined) throw new ArmError('InvalidResourceNamespace', { namespace })
  return provider
}

const settingOf = ({ target }: ArmRequest): string => `registered-providers/${target.subscriptionId ?? ''}`

/** States that clients have set, by namespace in lower case. */
const statesOf = async (store: ReadStores, request: ArmRequest): Promise<JsonObject> =>
  (await store.settings.get(settingOf(request))) ?? {}

function render(provider: Provider, { target, apiVersion }: ArmRequest, states: JsonObject): JsonObject {
  const { subscriptionId } = target
  const { namespace, own } = provider
  const manifest = findManifest(namespace)
  const state = own === undefined ? (states[namespace.toLowerCase()] ?? 'NotRegistered') : 'Registered'
  const registrationPolicy = own?.registrationPolicy ?? manifest?.registrationPolicy ?? 'RegistrationRequired'
  const authorizations = manifest?.authorizations ?? []
  return {
    ...(subscriptionId === undefined ? {} : { id: `/subscriptions/${subscriptionId}/providers/${namespace}` }),
    namespace,
    ...(authorizations.length === 0 ? {} : { authorizations: [...authorizations] }),
    resourceTypes: typesOf(own, manifest?.types ?? []).map((type) => renderType(type, apiVersion)),
    ...(subscriptionId === undefined ? {} : { registrationState: state }),
    ...(subscriptionId === undefined || apiVersion < '2019-07-01' ? {} : { registrationPolicy }),
  }
}

/**
 * Azure's types with Lazulite's in their places: of a type that is here, only api-versions that are answered are listed,
 * for clients take the newest one.
 */
function typesOf(own: ProviderDefinition | undefined, manifest: readonly ManifestType[]): readonly ManifestType[] {
  const here = (own?.types ?? []).map(asManifestType)
  const isHere = ({ type }: ManifestType) => here.find((one) => one.type.toLowerCase() === type.toLowerCase())
  const isListed = ({ type }: ManifestType) => manifest.some((one) => one.type.toLowerCase() === type.toLowerCase())
  const merged = manifest.map((type) => {
    const declared = isHere(type)
    if (declared === undefined) return type
    const { defaultApiVersion, apiProfiles, isRegional } = type
    const isAnswered = (version: unknown): boolean => declared.apiVersions.some((known) => known === version)
    return {
      ...declared,
      isRegional: isRegional || declared.isRegional,
      ...(isAnswered(defaultApiVersion) && defaultApiVersion !== undefined ? { defaultApiVersion } : {}),
      ...(apiProfiles === undefined
        ? {}
        : { apiProfiles: apiProfiles.filter(({ apiVersion }) => isAnswered(apiVersion)) }),
    }
  })
  return [...merged, ...here.filter((type) => !isListed(type))]
}

function asManifestType(definition: ResourceTypeDefinition): ManifestType {
  const isGlobal = definition.isGlobal === true || definition.scopes.includes('extension')
  return {
    type: definition.type.split('/').slice(1).join('/'),
    apiVersions: [...definition.apiVersions].sort().reverse(),
    capabilities: definition.capabilities ?? 'None',
    isRegional: !isGlobal,
  }
}

function renderType(type: ManifestType, apiVersion: string): JsonObject {
  const { capabilities, defaultApiVersion, apiProfiles } = type
  const hasCapabilities = apiVersion >= '2019-07-01' || (apiVersion >= '2016-07-01' && capabilities !== 'None')
  const isNewShape = apiVersion >= '2019-07-01'
  return {
    resourceType: type.type,
    locations: type.isRegional ? regions.map(({ displayName }) => displayName) : [],
    apiVersions: [...type.apiVersions],
    ...(isNewShape && defaultApiVersion !== undefined ? { defaultApiVersion } : {}),
    ...(isNewShape && apiProfiles !== undefined ? { apiProfiles: [...apiProfiles] } : {}),
    ...(hasCapabilities ? { capabilities } : {}),
  }
}
