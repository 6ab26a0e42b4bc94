/** GET of scale sets, their instances, and the views on both. */

import type { Resource } from '../../../domain/arm-resource/resource.js'
import { scaleSetInstanceType } from '../../../domain/compute/machine-types.js'
import { ArmError } from '../../../domain/errors/arm-error.js'
import { firstPage } from '../../../domain/odata/first-page.js'
import { requireResource } from '../../../operations/require-resource.js'
import { isFlexible, scaleSetMembers, scaleSetType } from '../../../operations/scale-set-members.js'
import type { ReadStores } from '../../../ports/store.js'
import type { ArmRequest, ArmResponse, ArmTarget } from '../../define.js'
import { instanceViewOf } from '../instance-view.js'
import { hasEtag, quotedEtag } from '../render-virtual-machine.js'
import { renderInstance, renderScaleSet, type ScaleSetRendering, scaleSetViewOf } from './render-scale-set.js'
import { scaleSetRecordOf } from './scale-set-record.js'
import { scaleSetAction } from './write-scale-set.js'

const renderingOf = ({ apiVersion, caller, query }: ArmRequest): ScaleSetRendering => {
  const expand = (query.get('$expand') ?? '').toLowerCase().split(',')
  return {
    apiVersion,
    tenantId: caller.tenantId,
    userData: expand.includes('userdata'),
    instanceView: expand.includes('instanceview'),
  }
}

export async function getScaleSet(request: ArmRequest): Promise<ArmResponse> {
  const set = await requireResource(request.ports.store.read, request.target)
  return {
    status: 200,
    body: renderScaleSet(set, renderingOf(request)),
    ...(hasEtag(request.apiVersion) ? { headers: { ETag: quotedEtag(set) } } : {}),
  }
}

export async function listScaleSets(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const all = await ports.store.read.resources.list({ scope: target.scope, type: scaleSetType })
  const readable = await request.onlyReadable(all, scaleSetAction('read'), ({ id }) => id)
  return { status: 200, body: { value: readable.map((set) => renderScaleSet(set, renderingOf(request))) } }
}

export async function getScaleSetView(request: ArmRequest): Promise<ArmResponse> {
  const { read } = request.ports.store
  const set = await requireResource(read, request.target)
  return { status: 200, body: scaleSetViewOf(set, await scaleSetMembers(read, set)) }
}

/** Which sizes the set could have; here the one that it has. */
export async function listScaleSetSkus(request: ArmRequest): Promise<ArmResponse> {
  const { sku } = scaleSetRecordOf(await requireResource(request.ports.store.read, request.target))
  const capacity = { minimum: 0, maximum: 100, defaultCapacity: 1, scaleType: 'Automatic' }
  const { name, tier } = sku ?? {}
  const value = sku === undefined ? [] : [{ resourceType: scaleSetType, sku: { name, tier }, capacity }]
  return { status: 200, body: { value } }
}

export async function getInstance(request: ArmRequest): Promise<ArmResponse> {
  const { set, instance } = await requireInstance(request.ports.store.read, request.target)
  return { status: 200, body: renderInstance(set, instance, renderingOf(request)) }
}

export async function getScaleSetInstanceView(request: ArmRequest): Promise<ArmResponse> {
  const { instance } = await requireInstance(request.ports.store.read, request.target)
  return { status: 200, body: instanceViewOf(instance, request.apiVersion) }
}

export async function listInstances(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, query } = request
  const set = await ports.store.read.resources.get(target.id)
  if (set === undefined) throw notFound()
  const members = firstPage(await scaleSetMembers(ports.store.read, set), query.get('$top'))
  return { status: 200, body: { value: members.map((member) => renderInstance(set, member, renderingOf(request))) } }
}

/**
 * Of a Uniform set by its number, of a Flexible one by its name.
 * @throws ArmError `NotFound` (404) in Compute's own words (recorded with Azure CLI, 2022-11-01)
 */
export async function requireInstance(
  stores: Pick<ReadStores, 'resources'>,
  { id, name }: Pick<ArmTarget, 'id' | 'name'>,
): Promise<{ readonly set: Resource; readonly instance: Resource }> {
  const set = await stores.resources.get(id.split('/').slice(0, -2).join('/'))
  if (set === undefined) throw notFound()
  const direct = await stores.resources.get(id)
  if (direct?.type === scaleSetInstanceType) return { set, instance: direct }
  const members = isFlexible(set) ? await scaleSetMembers(stores, set) : []
  const instance = members.find((member) => member.name.toLowerCase() === name.toLowerCase())
  if (instance === undefined) throw notFound()
  return { set, instance }
}

const notFound = (): ArmError =>
  new ArmError('NotFound', { detail: 'The entity was not found in this Azure location.' })
