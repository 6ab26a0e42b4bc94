/**
 * `availabilitySets`: machines that are not to go down together. Kept and shown; machines here share one host anyway.
 *
 * Recorded with Azure SDK for Java, 2020-12-01: PUT 200 even when new, five update domains, `tags` always there, ids of
 * machines with group and name in capitals. Texts of refusals: Decision, the last after Compute's page on the type.
 */

import { requireRegion, requireSameLocation } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import { virtualMachineType } from '../../domain/compute/machine-types.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { isJsonObject, type Json, type JsonObject, objectAt, textAt, withoutNulls } from '../../domain/json.js'
import { isSameResource, resourceGroupScope } from '../../domain/resource-id/resource-id.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requireResource } from '../../operations/require-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import type { ReadStores } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType } from '../define.js'
import { computeApiVersions } from './api-versions.js'
import { propertiesOf } from './require-vm-properties.js'
import { vmSizesAnswer } from './vm-sizes.js'

const type = 'Microsoft.Compute/availabilitySets'

export const availabilitySets = defineResourceType({
  type,
  apiVersions: computeApiVersions,
  scopes: ['resourceGroup'],
  tracked: true,
  capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
  get: { action: `${type}/read`, run: getSet },
  put: { action: `${type}/write`, run: putSet },
  patch: { action: `${type}/write`, run: patchSet },
  delete: { action: `${type}/delete`, run: deleteSet },
  list: { action: `${type}/read`, filtersItself: true, run: listSets },
  views: {
    vmsizes: {
      action: `${type}/vmSizes/read`,
      async run({ ports, target }) {
        await requireResource(ports.store.read, target)
        return vmSizesAnswer
      },
    },
  },
  summarise: ({ body }) => (isJsonObject(body.sku) ? { sku: body.sku } : {}),
})

async function getSet({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const set = await requireResource(ports.store.read, target)
  return { status: 200, body: render(set, await machinesIn(ports.store.read, set)) }
}

async function listSets(request: ArmRequest): Promise<ArmResponse> {
  const { read } = request.ports.store
  const all = await read.resources.list({ scope: request.target.scope, type })
  const readable = await request.onlyReadable(all, `${type}/read`, ({ id }) => id)
  const value: JsonObject[] = []
  for (const set of readable) value.push(render(set, await machinesIn(read, set)))
  return { status: 200, body: { value } }
}

async function putSet(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const location = requireRegion(body.location, type)
  const tags = parseTags(body.tags)
  const said = withoutNulls(propertiesOf(body))
  const set = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const existing = await tx.resources.get(target.id)
    if (existing !== undefined) requireSameLocation(existing, location)
    const stamp = stampResource(ports)
    const set: Resource = {
      ...newResource(target, type, stamp),
      location,
      provisioningState: 'Succeeded',
      ...existing,
      tags: tags ?? {},
      body: { sku: skuOf(body.sku ?? existing?.body.sku), properties: domainsOf(said) },
      ...stamp,
    }
    await (existing === undefined ? tx.resources.insert(set) : tx.resources.update(set))
    return set
  })
  return { status: 200, body: render(set, await machinesIn(ports.store.read, set)) }
}

async function patchSet(request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const set = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    const properties = domainsOf({ ...objectAt(existing.body.properties), ...withoutNulls(propertiesOf(body)) })
    const set: Resource = {
      ...existing,
      ...(tags === undefined ? {} : { tags }),
      body: { sku: skuOf(body.sku ?? existing.body.sku), properties },
      ...stampResource(ports),
    }
    await tx.resources.update(set)
    return set
  })
  return { status: 200, body: render(set, await machinesIn(ports.store.read, set)) }
}

async function deleteSet({ ports, target }: ArmRequest): Promise<ArmResponse> {
  const wasThere = await ports.store.transaction(async (tx) => {
    const existing = await tx.resources.get(target.id)
    if (existing === undefined) return false
    if ((await machinesIn(tx, existing)).length > 0) {
      throw new ArmError('OperationNotAllowed', {
        detail:
          'Availability Set cannot be deleted. Before deleting an Availability Set please ensure that it does not contain any VM.',
      })
    }
    await releaseResource(tx, existing)
    await tx.resources.delete(existing.id)
    return true
  })
  return { status: wasThere ? 200 : 204 }
}

async function machinesIn({ resources }: Pick<ReadStores, 'resources'>, set: Resource): Promise<Resource[]> {
  const scope = resourceGroupScope(set.subscriptionId, set.resourceGroup ?? '')
  const machines = await resources.list({ scope, type: virtualMachineType })
  return machines.filter(({ body }) =>
    isSameResource(textAt(body, 'properties', 'availabilitySet', 'id') ?? '', set.id),
  )
}

/** @throws ArmError `InvalidParameter` */
function domainsOf({ virtualMachines: _, statuses: __, ...said }: JsonObject): JsonObject {
  const properties = { platformUpdateDomainCount: 5, platformFaultDomainCount: 2, ...said }
  requireCount('platformUpdateDomainCount', properties.platformUpdateDomainCount, 20)
  requireCount('platformFaultDomainCount', properties.platformFaultDomainCount, 3)
  return properties
}

function requireCount(name: string, value: Json | undefined, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return
  const detail = `The value '${String(value)}' of parameter '${name}' is out of range: 1 to ${most}.`
  throw new ArmError('InvalidParameter', { detail }, { target: name })
}

/** @throws ArmError `InvalidParameter` */
function skuOf(said: Json | undefined): JsonObject {
  const name = textAt(said, 'name') ?? 'Classic'
  const known = ['Aligned', 'Classic'].find((one) => one.toLowerCase() === name.toLowerCase())
  if (known !== undefined) return { name: known }
  const detail = `The value '${name}' of parameter 'sku.name' is not one of 'Aligned', 'Classic'.`
  throw new ArmError('InvalidParameter', { detail }, { target: 'sku.name' })
}

function render(set: Resource, machines: readonly Resource[]): JsonObject {
  const { id, name, location, tags = {}, body } = set
  const virtualMachines = machines.map((machine) => ({ id: inCapitals(machine) }))
  return {
    name,
    id,
    type,
    location,
    tags,
    properties: { ...objectAt(body.properties), ...(machines.length === 0 ? {} : { virtualMachines }) },
    ...(body.sku === undefined ? {} : { sku: body.sku }),
  }
}

const inCapitals = ({ subscriptionId, resourceGroup = '', name }: Resource): string =>
  `${resourceGroupScope(subscriptionId, resourceGroup.toUpperCase())}/providers/${virtualMachineType}/${name.toUpperCase()}`
