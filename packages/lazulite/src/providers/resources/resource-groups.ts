/**
 * Resource groups. A group is a stored resource; deleting it is a long-running operation that takes everything in it.
 * Shapes by api-version: recorded 2014–2022; `type` appears from 2019-08-01 on (absent in 2018-05-01 and 2019-07-01).
 */
import { findLocation, regions } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { requireResourceGroupName } from '../../domain/arm-resource/resource-group-name.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { firstPage } from '../../domain/odata/first-page.js'
import { matchesResourceFilter, parseResourceFilter } from '../../domain/odata/resource-filter.js'
import { resourceGroupScope } from '../../domain/resource-id/resource-id.js'
import { beginResourceGroupDeletion } from '../../operations/delete-resource-group.js'
import { stampResource } from '../../operations/stamp-resource.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { resourcesApiVersions } from './api-versions.js'
import { exportGroup } from './deployments/export-group.js'
import { moveGroupResources, validateMove } from './move-resources.js'

const type = 'Microsoft.Resources/resourceGroups'
/** Azure spells groups in actions in lower case, in its messages too. */
const action = (verb: string): string => `Microsoft.Resources/subscriptions/resourcegroups/${verb}`

export const resourceGroups = defineResourceType({
  type: 'Microsoft.Resources/subscriptions/resourceGroups',
  apiVersions: resourcesApiVersions,
  scopes: ['subscription'],
  capabilities: 'SupportsTags, SupportsLocation',
  get: { action: action('read'), run: getGroup },
  head: {
    action: action('read'),
    run: async (request) => ({ status: (await find(request)) === undefined ? 404 : 204 }),
  },
  put: { action: action('write'), run: putGroup },
  patch: { action: action('write'), run: patchGroup },
  delete: { action: action('delete'), run: deleteGroup },
  list: { action: action('read'), filtersItself: true, run: listGroups },
  actions: {
    exporttemplate: { action: action('exportTemplate/action'), run: exportGroup },
    moveresources: { action: action('moveResources/action'), run: moveGroupResources },
    validatemoveresources: {
      action: action('validateMoveResources/action'),
      run: validateMove,
    },
  },
})

const find = ({ ports, target }: ArmRequest): Promise<Resource | undefined> => ports.store.read.resources.get(target.id)

async function existing(request: ArmRequest): Promise<Resource> {
  const group = await find(request)
  if (group === undefined) throw new ArmError('ResourceGroupNotFound', { name: request.target.name })
  return group
}

async function getGroup(request: ArmRequest): Promise<ArmResponse> {
  return { status: 200, body: render(await existing(request), request.apiVersion) }
}

async function putGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {}, apiVersion } = request
  requireResourceGroupName(target.name)
  const tags = parseTags(body.tags)
  const managedBy = typeof body.managedBy === 'string' ? { managedBy: body.managedBy } : {}
  const written = await ports.store.transaction(async (tx) => {
    const before = await tx.resources.get(target.id)
    if (before?.provisioningState === 'Deleting') throw new ArmError('ResourceGroupBeingDeleted', { name: before.name })
    const location = requireGroupLocation(body.location)
    if (before !== undefined && before.location !== location) {
      throw new ArmError('InvalidResourceGroupLocation', { requested: location, location: before.location ?? '' })
    }
    const stamp = stampResource(ports)
    const group: Resource = {
      id: before?.id ?? resourceGroupScope(target.subscriptionId ?? '', target.name),
      type,
      name: before?.name ?? target.name,
      subscriptionId: target.subscriptionId ?? '',
      resourceGroup: before?.name ?? target.name,
      location,
      ...(tags === undefined ? {} : { tags }),
      provisioningState: 'Succeeded',
      body: managedBy,
      createdAt: before?.createdAt ?? stamp.changedAt,
      ...stamp,
    }
    await (before === undefined ? tx.resources.insert(group) : tx.resources.update(group))
    return { group, isNew: before === undefined }
  })
  return { status: written.isNew ? 201 : 200, body: render(written.group, apiVersion) }
}

async function patchGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {}, apiVersion } = request
  const tags = parseTags(body.tags)
  const managedBy = typeof body.managedBy === 'string' ? { managedBy: body.managedBy } : {}
  const group = await ports.store.transaction(async (tx) => {
    const before = await tx.resources.get(target.id)
    if (before === undefined) throw new ArmError('ResourceGroupNotFound', { name: target.name })
    const after: Resource = {
      ...before,
      ...(tags === undefined ? {} : { tags }),
      body: { ...before.body, ...managedBy },
      ...stampResource(ports),
    }
    await tx.resources.update(after)
    return after
  })
  return { status: 200, body: render(group, apiVersion) }
}

async function deleteGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, origin, target, apiVersion } = request
  const operation = await beginResourceGroupDeletion(ports, await existing(request))
  ports.wakeReconciler?.()
  return {
    status: 202,
    headers: {
      location: `${origin}/subscriptions/${target.subscriptionId}/operationresults/${operation.operationId}?api-version=${apiVersion}`,
      'retry-after': '1',
    },
  }
}

async function listGroups(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query, apiVersion } = request
  const filter = parseResourceFilter(query.get('$filter'))
  const all = await ports.store.read.resources.list({ scope: target.scope, type })
  const matching = all.filter((group) => matchesResourceFilter(group, filter))
  const readable = await request.onlyReadable(matching, action('read'), ({ id }) => id)
  const page = firstPage(readable, query.get('$top'))
  return { status: 200, body: { value: page.map((group) => render(group, apiVersion)) } }
}

function requireGroupLocation(location: unknown): string {
  if (location === undefined || location === null || location === '') throw new ArmError('LocationRequired')
  if (typeof location !== 'string') {
    throw new ArmError('InvalidRequestContent', { detail: "The 'location' property must be a string" })
  }
  if (!/^[\w\s(),]+$/.test(location)) throw new ArmError('InvalidResourceLocation', { location })
  const found = findLocation(location)
  if (found?.metadata.regionType === 'Physical') return found.name
  const names = regions.map(({ name }) => name).join(',')
  throw new ArmError('LocationNotAvailableForResourceGroup', { location, regions: names })
}

const render = (group: Resource, apiVersion: string): JsonObject => ({
  id: group.id,
  name: group.name,
  ...(apiVersion < '2019-08-01' ? {} : { type }),
  location: group.location,
  ...(group.body.managedBy === undefined ? {} : { managedBy: group.body.managedBy }),
  ...(group.tags === undefined ? {} : { tags: group.tags }),
  properties: { provisioningState: group.provisioningState },
})
