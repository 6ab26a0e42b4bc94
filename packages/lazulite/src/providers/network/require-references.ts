/**
 * What a resource refers to must exist, in its own subscription and region, and the caller must be allowed to join it.
 *
 * Text and its details: recorded 2020 and 2025. There, a missing resource is named with its group and name in upper case,
 * and a missing child as the client wrote it.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../domain/json.js'
import { referencesOf } from '../../domain/network/references.js'
import {
  isWithinScope,
  parseResourceId,
  type ResourceId,
  resourceTypeOf,
} from '../../domain/resource-id/resource-id.js'
import { requireLinkedAccess } from '../../operations/require-linked-access.js'
import type { ArmRequest } from '../define.js'
import type { NetworkKind } from './kind.js'
import { networkError } from './network-error.js'
import { findPart, type NetworkWorld } from './world.js'

/** @throws ArmError `LinkedAuthorizationFailed` (403) */
export async function requireJoins(
  kind: Pick<NetworkKind, 'type' | 'joins'>,
  { ports, caller, check }: ArmRequest,
  planned: { readonly id: string; readonly said: JsonObject },
): Promise<void> {
  const outside = outsideReferences({ id: planned.id, body: { properties: planned.said } })
  for (const [linkedAction, ids] of Map.groupBy(outside, (id) => kind.joins[resourceTypeOf(parse(id)).toLowerCase()])) {
    if (linkedAction === undefined) continue
    await requireLinkedAccess(
      { read: ports.store.read, caller, check },
      { action: `${kind.type}/write`, scope: planned.id, linkedAction, linkedScopes: [...new Set(ids)] },
    )
  }
}

/** @throws ArmError `InvalidResourceReference` (400) */
export function requireReferences(world: NetworkWorld, resource: Resource): void {
  for (const id of outsideReferences(resource)) {
    const owner = findPart(world, id)?.owner
    const isNear =
      owner?.location === resource.location &&
      owner?.subscriptionId.toLowerCase() === resource.subscriptionId.toLowerCase()
    if (owner === undefined || !isNear) throw missing(resource.id, id)
  }
  const own = referencesOf(resource).filter(({ to }) => isWithinScope(to, resource.id))
  for (const { to } of own) if (findPart(world, to) === undefined) throw missing(resource.id, to)
}

function missing(resource: string, referenced: string): Error {
  const { types } = parse(referenced)
  if (types.length !== 1) return networkError('InvalidResourceReference', { resource, referenced })
  const shouted = shout(referenced)
  return networkError('InvalidResourceReference', { resource, referenced: shouted }, [
    { code: 'NotFound', message: `Resource ${shouted} not found.` },
  ])
}

const outsideReferences = (resource: Pick<Resource, 'id' | 'body'>): string[] =>
  referencesOf(resource)
    .map(({ to }) => to)
    .filter((to) => !isWithinScope(to, resource.id))

/** `…/resourceGroups/RG/providers/N/type/NAME` */
function shout(id: string): string {
  const segments = id.split('/')
  return segments
    .map((segment, i) => (i === 4 || i === segments.length - 1 ? segment.toUpperCase() : segment))
    .join('/')
}

const parse = (id: string): ResourceId => parseResourceId(id)
