/**
 * What a resource refers to must exist, in its own subscription and region, and the caller must be allowed to join it.
 *
 * Text and its details: recorded 2020 and 2025. There, a missing resource is named with its group and name in upper case,
 * and a missing child as the client wrote it.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.js'
import { requireQualified } from '../../domain/linked-access/body-links.js'
import { referencesOf } from '../../domain/network/references.js'
import { isWithinScope, parseResourceId, type ResourceId } from '../../domain/resource-id/resource-id.js'
import { type Link, requireLinkedAccess } from '../../operations/access/require-linked-access.js'
import type { ArmRequest } from '../define.js'
import type { NetworkKind } from './kind.js'
import { networkError } from './network-error.js'
import { findPart, type NetworkWorld } from './world.js'

/**
 * @param written.said  the `properties` of the request as they are stored
 * @throws ArmError `LinkedInvalidPropertyId` (400), `LinkedAuthorizationFailed` (403)
 */
export async function requireJoins(
  kind: Pick<NetworkKind, 'type' | 'joins'>,
  request: ArmRequest,
  written: { readonly id: string; readonly said: JsonObject },
): Promise<void> {
  const links: Link[] = []
  for (const [path, id] of idsIn(written.said, 'properties')) {
    const type = requireQualified(id, path)
    const action = isWithinScope(id, written.id) ? undefined : kind.joins[type]
    if (action !== undefined) links.push({ action, scope: id })
  }
  await requireLinkedAccess(request, { action: `${kind.type}/write`, scope: written.id, links })
}

/** Every id with the path at which it stands: `properties.ipConfigurations[0].properties.subnet.id`. */
function idsIn(value: Json | undefined, at: string): (readonly [path: string, id: string])[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item, i) => idsIn(item, `${at}[${i}]`))
  if (!isJsonObject(value)) return []
  if (typeof value.id === 'string') return [[`${at}.id`, value.id]]
  return Object.entries(value).flatMap(([name, item]) => idsIn(item, `${at}.${name}`))
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
