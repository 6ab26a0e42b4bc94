/**
 * `…/resources`: all resources of the tenant, a subscription or a group in the generic shape, filtered by tags and members.
 * The tenant-wide list is what Az PowerShell asks with a `subscriptionId` in the filter (recorded 2016-09-01).
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { renderIdentity } from '../../domain/identity/render-identity.js'
import type { JsonObject } from '../../domain/json.js'
import { firstPage } from '../../domain/odata/first-page.js'
import { matchesResourceFilter, parseResourceFilter } from '../../domain/odata/resource-filter.js'
import type { ArmRequest, ArmResponse, Operation, ProviderDefinition, ResourceTypeDefinition } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'

type Registered = () => readonly ProviderDefinition[]

const definition = (
  type: string,
  scope: 'tenant' | 'subscription' | 'resourceGroup',
  list: Operation,
): ResourceTypeDefinition => ({
  type,
  apiVersions: resourcesApiVersions,
  scopes: [scope],
  isGlobal: true,
  list,
})

export const tenantResources = (registered: Registered): ResourceTypeDefinition =>
  definition('Microsoft.Resources/resources', 'tenant', {
    action: 'Microsoft.Resources/subscriptions/resources/read',
    openToAnyone: true,
    run: (request) => listResources(registered, request),
  })

export const subscriptionResources = (registered: Registered): ResourceTypeDefinition =>
  definition('Microsoft.Resources/subscriptions/resources', 'subscription', {
    action: 'Microsoft.Resources/subscriptions/resources/read',
    filtersItself: true,
    run: (request) => listResources(registered, request),
  })

export const groupResources = (registered: Registered): ResourceTypeDefinition =>
  definition('Microsoft.Resources/subscriptions/resourceGroups/resources', 'resourceGroup', {
    action: 'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
    filtersItself: true,
    run: (request) => listResources(registered, request),
  })

async function listResources(registered: Registered, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query } = request
  const filter = parseResourceFilter(query.get('$filter'))
  const types = new Map(
    registered().flatMap(({ types }) => types.map((type) => [type.type.toLowerCase(), type] as const)),
  )
  const all = await ports.store.read.resources.list({ scope: target.scope })
  const resources = all.filter((resource) => isListed(resource, types) && matchesResourceFilter(resource, filter))
  const readable: Resource[] = []
  // Each type is read by its own action: a role on identities alone shows identities alone.
  for (const [type, items] of Map.groupBy(resources, ({ type }) => type)) {
    readable.push(...(await request.onlyReadable(items, `${type}/read`, ({ id }) => id)))
  }
  readable.sort((a, b) => (a.id.toLowerCase() < b.id.toLowerCase() ? -1 : 1))
  const page = firstPage(readable, query.get('$top'))
  const expand = new Set((query.get('$expand') ?? '').toLowerCase().split(','))
  return {
    status: 200,
    body: {
      value: page.map((resource) =>
        render(resource, { type: types.get(resource.type.toLowerCase()), expand, tenantId: request.caller.tenantId }),
      ),
    },
  }
}

/** Groups and subscriptions are no resources here; a child without a place of its own is shown by its parent alone. */
function isListed({ type }: Resource, types: ReadonlyMap<string, ResourceTypeDefinition>): boolean {
  const definition = types.get(type.toLowerCase())
  return !type.startsWith('Microsoft.Resources/') && (definition === undefined || definition.tracked === true)
}

function render(
  resource: Resource,
  {
    type,
    expand,
    tenantId,
  }: { type: ResourceTypeDefinition | undefined; expand: ReadonlySet<string>; tenantId: string },
): JsonObject {
  const identity = renderIdentity(resource.identity, { tenantId, form: 'map' })
  return {
    id: resource.id,
    name: resource.name,
    type: resource.type,
    ...type?.summarise?.(resource),
    ...(resource.location === undefined ? {} : { location: resource.location }),
    ...(identity === undefined ? {} : { identity }),
    ...(resource.tags === undefined ? {} : { tags: resource.tags }),
    ...(expand.has('createdtime') ? { createdTime: new Date(resource.createdAt).toISOString() } : {}),
    ...(expand.has('changedtime') ? { changedTime: new Date(resource.changedAt).toISOString() } : {}),
    ...(expand.has('provisioningstate') ? { provisioningState: resource.provisioningState } : {}),
  }
}
