/**
 * `Microsoft.Authorization/providerOperations`: the actions that roles can name, by provider and type.
 *
 * Shape and refusal: recorded with Az PowerShell, 2015-07-01; `isDataAction`: the specification of 2022-04-01. Decision:
 * what operations are called is made from their names, since Azure's own sentences are not ours to carry.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { calledOperation, spaced } from '../../domain/rbac/called-operation.js'
import { type NamedOperations, namedOperations } from '../../domain/rbac/least-privilege/named-operations.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'

const type = 'Microsoft.Authorization/providerOperations'

export const providerOperations = defineResourceType({
  type,
  apiVersions: [
    '2015-07-01',
    '2016-07-01',
    '2017-05-01',
    '2018-01-01-preview',
    '2018-07-01',
    '2022-04-01',
    '2022-05-01-preview',
  ],
  scopes: ['tenant'],
  isGlobal: true,
  // As in Azure, every caller of the tenant may know what can be done.
  get: { action: `${type}/read`, openToAnyone: true, run: getProvider },
  list: { action: `${type}/read`, openToAnyone: true, run: listProviders },
})

async function getProvider(request: ArmRequest): Promise<ArmResponse> {
  const { name } = request.target
  for (const [namespace, provider] of namedOperations()) {
    if (namespace.toLowerCase() === name.toLowerCase())
      return { status: 200, body: render(namespace, provider, request) }
  }
  throw new ArmError('ProviderNotFound', { name })
}

async function listProviders(request: ArmRequest): Promise<ArmResponse> {
  const value = [...namedOperations()].map(([namespace, provider]) => render(namespace, provider, request))
  return { status: 200, body: { value, nextLink: null } }
}

function render(namespace: string, provider: NamedOperations, { query, apiVersion }: ArmRequest): JsonObject {
  const isExpanded = (query.get('$expand') ?? '').toLowerCase() === 'resourcetypes'
  const all = [
    ...provider.operations.map((name) => ({ name, isDataAction: false })),
    ...provider.dataOperations.map((name) => ({ name, isDataAction: true })),
  ]
  // Two segments are what the provider itself can be asked: `register/action`.
  const byType = Map.groupBy(all, ({ name }) => typeOf(name))
  const operationsOf = (of: string): JsonObject[] =>
    (byType.get(of) ?? []).map(({ name, isDataAction }) => ({
      name: `${namespace}/${name}`,
      displayName: calledOperation(name),
      description: calledOperation(name),
      origin: 'user,system',
      properties: null,
      ...(apiVersion < '2018' ? {} : { isDataAction }),
    }))
  return {
    displayName: provider.displayName,
    operations: operationsOf(''),
    ...(isExpanded
      ? {
          resourceTypes: [...byType.keys()]
            .filter((name) => name !== '')
            .map((name) => ({
              name,
              displayName: spaced(name.split('/').at(-1) ?? ''),
              operations: operationsOf(name),
            })),
        }
      : {}),
    id: `/providers/${type}/${namespace}`,
    type,
    name: namespace,
  }
}

/** `virtualMachines` of `virtualMachines/read` and of `virtualMachines/start/action`; '' for what has no type. */
function typeOf(name: string): string {
  const segments = name.split('/')
  return segments.slice(0, segments.at(-1)?.toLowerCase() === 'action' ? -2 : -1).join('/')
}
