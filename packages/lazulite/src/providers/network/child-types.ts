/**
 * Children of network resources as resources of their own: `virtualNetworks/subnets`, `networkSecurityGroups/securityRules`,
 * the parts of load balancers and interfaces. There is one copy of each, inside its parent; writing a child is
 * writing the parent with this child changed.
 */

import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import { type JsonObject, objectAt } from '../../domain/json.js'
import { parseResourceId } from '../../domain/resource-id/resource-id.js'
import { requirePreconditions } from '../../operations/require-preconditions.js'
import { requireWritableGroup } from '../../operations/require-writable-group.js'
import type { ReadStores, Tx } from '../../ports/store.js'
import { type ArmRequest, type ArmResponse, defineResourceType, type ResourceTypeDefinition } from '../define.js'
import { networkApiVersions } from './api-versions.js'
import type { NetworkKind, View } from './kind.js'
import { acceptedHeaders, followHeaders } from './network-operation.js'
import { type Write, writeResource } from './network-resource.js'
import { readChild, requireNetworkName } from './read-properties.js'
import { childId, quotedEtag } from './render.js'
import { requireJoins } from './require-references.js'
import { childrenOf, type NetworkWorld, nameOf, propertiesOf, readWorld } from './world.js'

export interface ChildKind {
  readonly parent: NetworkKind
  /** Member of the parent's `properties`, and segment of the type. */
  readonly member: string
  readonly render: (parent: Resource, child: JsonObject, view: View) => JsonObject
  /** Children of `member` where they are not stored (default security rules). */
  readonly childrenOf?: (parent: Resource) => readonly JsonObject[]
  readonly isWritable?: true
}

export function defineChildType(kind: ChildKind): ResourceTypeDefinition {
  const type = `${kind.parent.type}/${kind.member}`
  return defineResourceType({
    type,
    apiVersions: networkApiVersions,
    scopes: ['resourceGroup'],
    get: { action: `${type}/read`, run: (request) => getChild(kind, request) },
    list: { action: `${type}/read`, run: (request) => listChildren(kind, request) },
    exists: (stores, id) => childExists(kind, stores, id),
    ...(kind.isWritable === true
      ? {
          put: { action: `${type}/write`, run: (request: ArmRequest) => putChild(kind, request) },
          delete: { action: `${type}/delete`, run: (request: ArmRequest) => deleteChild(kind, request) },
        }
      : {}),
  })
}

const parentIdOf = ({ target }: ArmRequest): string =>
  target.name === '' ? target.id : target.id.split('/').slice(0, -2).join('/')

const allOf = (kind: ChildKind, parent: Resource): readonly JsonObject[] =>
  kind.childrenOf?.(parent) ?? childrenOf(parent, kind.member)

const find = (kind: ChildKind, parent: Resource, name: string): JsonObject | undefined =>
  allOf(kind, parent).find((child) => nameOf(child).toLowerCase() === name.toLowerCase())

async function childExists(kind: ChildKind, stores: Pick<ReadStores, 'resources'>, id: string): Promise<boolean> {
  const parent = await stores.resources.get(id.split('/').slice(0, -2).join('/'))
  return parent !== undefined && find(kind, parent, parseResourceId(id).names.at(-1) ?? '') !== undefined
}

async function getChild(kind: ChildKind, request: ArmRequest): Promise<ArmResponse> {
  const world = await readWorld(request.ports.store.read)
  const parent = requireParent(world, request)
  const child = find(kind, parent, request.target.name)
  if (child === undefined) {
    // Azure names the child alone here, and no group (text: known wording of NotFound).
    throw new ArmError('NotFound', { detail: `Resource ${request.target.id} not found.` }, { details: [] })
  }
  return {
    status: 200,
    body: kind.render(parent, child, viewOf(request, world, 'Succeeded')),
    headers: { ETag: quotedEtag(parent) },
  }
}

async function listChildren(kind: ChildKind, request: ArmRequest): Promise<ArmResponse> {
  const world = await readWorld(request.ports.store.read)
  const parent = requireParent(world, request)
  const view = viewOf(request, world, 'Succeeded')
  return { status: 200, body: { value: allOf(kind, parent).map((child) => kind.render(parent, child, view)) } }
}

async function putChild(kind: ChildKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target, body = {} } = request
  requireNetworkName(target.name)
  const said = readChild(kind.parent, target.name, body)
  await requireJoins({ type: `${kind.parent.type}/${kind.member}`, joins: kind.parent.joins }, request, {
    id: target.id,
    said: propertiesOf(said),
  })
  const written = await ports.store.transaction(async (tx) => {
    await requireWritableGroup(tx, target)
    const world = await readWorld(tx)
    const parent = requireParent(world, request)
    const existing = find(kind, parent, target.name)
    requirePreconditions(request, existing === undefined ? undefined : parent)
    const own = existing === undefined ? said : { ...said, name: nameOf(existing) }
    const before = childrenOf(parent, kind.member)
    const children =
      existing === undefined ? [...before, own] : before.map((child) => (child === existing ? own : child))
    return { ...(await writeParent(tx, request, { kind, world, parent, children })), wasThere: existing !== undefined }
  })
  const child = find(kind, written.resource, target.name) ?? said
  const state = kind.parent.isSettledAtOnce === true ? 'Succeeded' : 'Updating'
  return {
    status: written.wasThere ? 200 : 201,
    body: kind.render(written.resource, child, viewOf(request, written.world, state)),
    headers: followHeaders(request, written.operation),
  }
}

async function deleteChild(kind: ChildKind, request: ArmRequest): Promise<ArmResponse> {
  const { ports, target } = request
  const operation = await ports.store.transaction(async (tx) => {
    const world = await readWorld(tx)
    const parent = requireParent(world, request)
    const existing = find(kind, parent, target.name)
    if (existing === undefined) return undefined
    requirePreconditions(request, parent)
    const children = childrenOf(parent, kind.member).filter((child) => child !== existing)
    const written = await writeParent(tx, request, { kind, world, parent, children })
    await tx.roleAssignments.deleteWithin(childId(parent, kind.member, existing))
    await tx.denyAssignments.deleteWithin(childId(parent, kind.member, existing))
    return written.operation
  })
  if (operation === undefined) return { status: 204 }
  return { status: 202, headers: acceptedHeaders(request, operation) }
}

interface ParentWrite extends Pick<Write, 'world'> {
  readonly kind: ChildKind
  readonly parent: Resource
  readonly children: readonly JsonObject[]
}

function writeParent(tx: Tx, request: ArmRequest, { kind, world, parent, children }: ParentWrite) {
  return writeResource(tx, request, {
    kind: kind.parent,
    world,
    existing: parent,
    location: parent.location ?? '',
    said: { ...objectAt(parent.body, 'properties'), [kind.member]: children },
    body: parent.body,
    tags: parent.tags,
  })
}

/** @throws ArmError `ResourceNotFound` (404): the endpoint has seen the parent, which may have gone since. */
function requireParent(world: NetworkWorld, request: ArmRequest): Resource {
  const id = parentIdOf(request)
  const parent = world.find(id)
  if (parent !== undefined) return parent
  const { names, types, namespace } = parseResourceId(id)
  throw new ArmError('ResourceNotFound', {
    type: [namespace, ...types].join('/'),
    name: names.join('/'),
    resourceGroup: request.target.resourceGroup ?? '',
  })
}

const viewOf = ({ apiVersion }: ArmRequest, world: NetworkWorld, provisioningState: string): View => ({
  apiVersion,
  references: world.shownReferences,
  provisioningState,
})
