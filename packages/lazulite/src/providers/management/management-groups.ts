/** `Microsoft.Management/managementGroups`: reading them, and the results that clients poll after writing. */
import { ArmError } from '../../domain/errors/arm-error.js'
import type { JsonObject } from '../../domain/json.js'
import { type ManagementGroup, managementGroupScope, managementGroupType } from '../../domain/management/hierarchy.js'
import { firstPage } from '../../domain/odata/first-page.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { managementApiVersions, spelt } from './api-versions.js'
import { type GroupRendering, named, renderGroup } from './render-management-group.js'
import { requireGroup, type TenantView, viewTenant } from './tenant-view.js'
import { deleteManagementGroup, patchManagementGroup, putManagementGroup } from './write-management-group.js'

const action = (verb: string): string => `${managementGroupType}/${verb}`

export const managementGroups = defineResourceType({
  type: managementGroupType,
  apiVersions: managementApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  get: { action: action('read'), run: getGroup },
  // Who may make which group depends on what is there: `putManagementGroup` asks.
  put: { action: action('write'), openToAnyone: true, run: putManagementGroup },
  patch: { action: action('write'), run: patchManagementGroup },
  delete: { action: action('delete'), run: deleteManagementGroup },
  list: { action: action('read'), openToAnyone: true, run: listGroups },
  views: { descendants: { action: action('descendants/read'), run: listDescendants } },
})

export const managementOperationResults = defineResourceType({
  type: 'Microsoft.Management/operationResults/managementGroups',
  apiVersions: managementApiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  get: { action: action('read'), openToAnyone: true, run: getResult },
})

async function getGroup(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query } = request
  const view = await viewTenant(ports.store.read)
  const group = requireGroup(view.hierarchy, target.name)
  const expand = (query.get('$expand') ?? '').toLowerCase().split(',')
  const isRecursive = query.get('$recurse')?.toLowerCase() === 'true'
  return {
    status: 200,
    body: await show(request, view, group, {
      children: expand.includes('children') ? (isRecursive ? 'all' : 'direct') : 'none',
      showsPath: expand.includes('path') || expand.includes('ancestors'),
    }),
  }
}

async function show(
  { ports, apiVersion }: ArmRequest,
  view: TenantView,
  group: ManagementGroup,
  how: Pick<GroupRendering, 'children' | 'showsPath'>,
): Promise<JsonObject> {
  const record = await ports.store.read.resources.get(managementGroupScope(group.name))
  return renderGroup(group, { ...view, ...how, apiVersion, record })
}

async function listGroups(request: ArmRequest): Promise<ArmResponse> {
  const { hierarchy } = await viewTenant(request.ports.store.read)
  const all = [hierarchy.root, ...below(hierarchy.root, hierarchy.childrenOf)]
  const readable = await request.onlyReadable(all, action('read'), ({ name }) => managementGroupScope(name))
  const value = readable.map((group) => ({
    ...named(group, request.apiVersion),
    properties: { tenantId: hierarchy.root.name, displayName: group.displayName },
  }))
  return { status: 200, body: { value } }
}

async function listDescendants({ ports, target, apiVersion, query }: ArmRequest): Promise<ArmResponse> {
  const { hierarchy, subscriptionsIn } = await viewTenant(ports.store.read)
  const group = requireGroup(hierarchy, target.name)
  const groups = below(group, hierarchy.childrenOf)
  const parentOf = (name: string): JsonObject => ({ parent: { id: managementGroupScope(name) } })
  const value: JsonObject[] = groups.map((one) => ({
    ...named(one, apiVersion),
    properties: { displayName: one.displayName, ...parentOf(hierarchy.ancestorsOf(one.name)[0]?.name ?? '') },
  }))
  for (const { name } of [group, ...groups]) {
    for (const subscription of subscriptionsIn(name)) {
      value.push({
        id: subscription.id,
        type: '/subscriptions',
        name: subscription.name,
        properties: { displayName: subscription.body.displayName ?? subscription.name, ...parentOf(name) },
      })
    }
  }
  return { status: 200, body: { value: firstPage(value, query.get('$top')) } }
}

/** Groups below, each before what is below it. */
export function below(
  group: ManagementGroup,
  childrenOf: (name: string) => readonly ManagementGroup[],
): readonly ManagementGroup[] {
  return childrenOf(group.name).flatMap((child) => [child, ...below(child, childrenOf)])
}

/** `operationResults/create/managementGroups/{name}` or `…/delete/…`; writing has ended by the time that it is asked about. */
async function getResult(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, apiVersion } = request
  const [operation, name = ''] = target.names
  const view = await viewTenant(ports.store.read)
  const group = view.hierarchy.group(name)
  const scope = managementGroupScope(group?.name ?? name)
  const status = { id: scope, type: spelt(managementGroupType, apiVersion), name: group?.name ?? name }
  if (operation?.toLowerCase() === 'delete') {
    if (group === undefined) return { status: 200, body: { ...status, status: 'Succeeded' } }
    throw new ArmError('NotFound', { detail: 'The requested operation could not be found.' })
  }
  if (operation?.toLowerCase() !== 'create' || group === undefined) {
    throw new ArmError('NotFound', { detail: 'The requested operation could not be found.' })
  }
  if (!(await request.check({ action: action('read'), scope })).allowed)
    throw new ArmError('ManagementGroupNotReadable')
  const { properties } = await show(request, view, group, { children: 'none', showsPath: false })
  return { status: 200, body: { ...status, status: 'Succeeded', properties } }
}
