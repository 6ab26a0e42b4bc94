/**
 * GET, list, PUT, PATCH and DELETE, the same for all types of Microsoft.Network.
 *
 * Recorded: PUT 201 when new, 200 later, `Updating` in the answer and `Succeeded` ever after; PATCH changes tags and
 * answers 200; DELETE 202, 204 when there is none. What a resource is planned from and checked against is read in the
 * transaction that writes it, so that no address has two owners and no reference leads nowhere.
 */

import { requireRegion, requireSameLocation } from '../../domain/arm-resource/location.js'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { parseTags } from '../../domain/arm-resource/tags.js'
import type { JsonObject } from '../../domain/json.js'
import { releaseResource } from '../../operations/release-resource.js'
import { requirePreconditions } from '../../operations/require-preconditions.js'
import { requireResource } from '../../operations/require-resource.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import { settlePublicAddresses } from '../../operations/settle-public-addresses.js'
import { newResource, stampResource } from '../../operations/stamp-resource.js'
import type { Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type ResourceTypeDefinition } from '../define.js'
import { networkApiVersions } from './api-versions.js'
import type { NetworkKind, Plan } from './kind.js'
import { acceptedHeaders, followHeaders, recordOperation } from './network-operation.js'
import { readProperties, requireNetworkName } from './read-properties.js'
import { quotedEtag, renderNetworkResource } from './render.js'
import { requireJoins, requireReferences } from './require-references.js'
import { NetworkWorld, readWorld } from './world.js'

export const defineNetworkType = (
  kind: NetworkKind,
  more: Partial<ResourceTypeDefinition> = {},
): ResourceTypeDefinition =>
  defineResourceType({
    type: kind.type,
    apiVersions: networkApiVersions,
    scopes: ['resourceGroup'],
    tracked: true,
    capabilities: 'CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation',
    get: { action: `${kind.type}/read`, run: (request) => getResource(kind, request) },
    list: { action: `${kind.type}/read`, filtersItself: true, run: (request) => listResources(kind, request) },
    put: { action: `${kind.type}/write`, run: (request) => putResource(kind, request) },
    patch: { action: `${kind.type}/write`, run: (request) => patchResource(kind, request) },
    delete: { action: `${kind.type}/delete`, run: (request) => deleteResource(kind, request) },
    summarise: ({ body }): JsonObject => ({
      ...(body.sku === undefined ? {} : { sku: body.sku }),
      ...(body.zones === undefined ? {} : { zones: body.zones }),
    }),
    ...more,
  })

async function getResource(kind: NetworkKind, request: ArmRequest): Promise<ArmResponse> {
  const resource = await requireResource(request.ports.store.read, request.target)
  return answer(kind, request, { resource, world: await readWorld(request.ports.store.read), status: 200 })
}

async function listResources(kind: NetworkKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, apiVersion } = request
  const all = await ports.store.read.resources.list({ scope: target.scope, type: kind.type })
  const readable = await request.onlyReadable(all, `${kind.type}/read`, ({ id }) => id)
  const { shownReferences: references } =
    readable.length === 0 ? new NetworkWorld([]) : await readWorld(ports.store.read)
  const view = { apiVersion, references, provisioningState: 'Succeeded' }
  return { status: 200, body: { value: readable.map((resource) => renderNetworkResource(kind, resource, view)) } }
}

async function putResource(kind: NetworkKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  requireNetworkName(target.name)
  const location = requireRegion(body.location, kind.type)
  const tags = parseTags(body.tags)
  const said = readProperties(kind, body)
  await requireJoins(kind, request, { id: target.id, said })
  const written = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const world = await readWorld(tx)
    const existing = world.find(target.id)
    requirePreconditions(request, existing)
    if (existing !== undefined) requireSameLocation(existing, location)
    return writeResource(tx, request, { kind, world, existing, location, said, body, tags })
  })
  return answer(kind, request, { ...written, status: written.isNew ? 201 : 200 })
}

export interface Write extends Pick<Plan, 'said' | 'body' | 'existing' | 'location'> {
  readonly kind: NetworkKind
  readonly world: NetworkWorld
  readonly tags: Resource['tags']
}

/** Plans, checks and stores; to be called in a transaction. */
export async function writeResource(tx: Tx, request: ArmRequest, write: Write) {
  const { ports, target } = request
  const { kind, world, existing, location, said, body, tags } = write
  const stamp = stampResource(ports)
  const place = existing ?? {
    ...newResource(target, kind.type, stamp),
    location,
  }
  const { id, name } = place
  const others = world.without(id)
  const planned = kind.plan({ id, name, location, said, body, existing, world: others, ids: ports.ids })
  const { tags: _, ...untagged } = { tags: undefined, ...place }
  const resource: Resource = {
    ...untagged,
    ...(tags === undefined ? {} : { tags }),
    provisioningState: 'Succeeded',
    body: { resourceGuid: existing?.body.resourceGuid ?? ports.ids.guid('network'), ...planned },
    ...stamp,
  }
  const after = new NetworkWorld([...others.resources, resource], others.others)
  requireReferences(after, resource)
  await (existing === undefined ? tx.resources.insert(resource) : tx.resources.update(resource))
  await settlePublicAddresses(tx, ports)
  const operation = await recordOperation(tx, request, resource)
  return { resource, world: after, operation, isNew: existing === undefined }
}

async function patchResource(kind: NetworkKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  const tags = parseTags(body.tags)
  const resource = await ports.store.transaction(async (tx) => {
    const existing = await requireResource(tx, target)
    requirePreconditions(request, existing)
    const changed = { ...existing, ...(tags === undefined ? {} : { tags }), ...stampResource(ports) }
    await tx.resources.update(changed)
    return changed
  })
  return answer(kind, request, { resource, world: await readWorld(ports.store.read), status: 200 })
}

async function deleteResource(kind: NetworkKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const world = await readWorld(tx)
    const existing = world.find(target.id)
    if (existing === undefined) return undefined
    requirePreconditions(request, existing)
    kind.refuseDeletion(existing, world.references)
    await releaseResource(tx, existing)
    await tx.resources.delete(existing.id)
    await settlePublicAddresses(tx, ports)
    return recordOperation(tx, request, existing)
  })
  if (operation === undefined) return { status: 204 }
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

interface Answer {
  readonly resource: Resource
  readonly world: NetworkWorld
  readonly status: number
  readonly operation?: Awaited<ReturnType<typeof recordOperation>>
}

function answer(kind: NetworkKind, request: ArmRequest, { resource, world, status, operation }: Answer): ArmResponse {
  const { apiVersion } = request
  const provisioningState = operation === undefined || kind.isSettledAtOnce === true ? 'Succeeded' : 'Updating'
  const body = renderNetworkResource(kind, resource, {
    apiVersion,
    references: world.shownReferences,
    provisioningState,
  })
  const headers = operation === undefined ? { ETag: quotedEtag(resource) } : followHeaders(request, operation)
  return { status, body, headers }
}
