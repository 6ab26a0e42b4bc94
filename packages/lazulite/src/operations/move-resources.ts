/**
 * Moving resources from one group to another: new ids for them and all that is below them, and for every reference to
 * them. Principals stay who they are and say where their resource is now. Role assignments on the resources stay behind,
 * orphaned (Azure's page on moving resources); what the new group has inherited applies at once. Deny assignments on the
 * resources stay behind, too, and keep nobody from moving them (Azure/deployment-stacks#241: a known limitation there).
 *
 * Decisions: a locked resource does not move, since its id would be deleted; a resource moves with its children, never a
 * child alone; texts, after the pattern of Resource Manager's codes for moves.
 */
import type { ArmOperation, Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import type { ResourceIdentity } from '../domain/identity/resource-identity.js'
import type { JsonObject } from '../domain/json.js'
import { lockedScopes, lockType } from '../domain/locks/lock.js'
import { type IdMove, movedId, withMovedIds } from '../domain/resource-id/move-ids.js'
import {
  isSameResource,
  parseResourceId,
  resourceGroupScope,
  resourceKey,
  resourceTypeOf,
  subscriptionScope,
} from '../domain/resource-id/resource-id.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores, Tx } from '../ports/store.js'
import { hostsMachine } from './desired-machine.js'
import { lockOf } from './require-unlocked.js'
import { stampResource } from './stamp-resource.js'

export const moveKinds = ['resourceMove', 'resourceMoveValidation'] as const

export interface Move {
  readonly source: Resource
  readonly target: Resource
  /** The resources that were named. */
  readonly resources: readonly Resource[]
  readonly moves: readonly IdMove[]
}

/**
 * What a request asks for, if it can be done.
 * @param body  `{ targetResourceGroup, resources: [id …] }`
 * @throws ArmError what is wrong, missing, in the way or locked
 */
export async function planMove(
  stores: Pick<ReadStores, 'resources'>,
  source: Resource,
  body: JsonObject,
): Promise<Move> {
  const { targetResourceGroup, resources: named } = body
  if (typeof targetResourceGroup !== 'string' || targetResourceGroup === '') {
    throw new ArmError('InvalidRequestContent', { detail: "The 'targetResourceGroup' property is required" })
  }
  const ids: readonly unknown[] = Array.isArray(named) ? named : []
  if (ids.length === 0) throw new ArmError('InvalidRequestContent', { detail: "The 'resources' property is required" })
  const target = await requireTarget(stores, source, targetResourceGroup)
  const resources: Resource[] = []
  for (const id of ids) resources.push(await requireMovable(stores, source, String(id)))
  const moves = resources.map(({ id }) => ({ from: id, to: newIdOf(id, source, target) }))
  for (const { to } of moves) {
    if ((await stores.resources.get(to)) === undefined) continue
    throw new ArmError('ResourceMoveConflict', { id: to })
  }
  await requireUnlockedMove(stores, { source, target, resources, moves })
  return { source, target, resources, moves }
}

/** Does it, in one transaction with whatever else belongs to it. */
export async function moveResources(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  { source, target, moves }: Move,
): Promise<void> {
  const all = await tx.resources.list({ scope: subscriptionScope(source.subscriptionId) })
  for (const before of all) {
    const after = afterMove(before, moves, target)
    if (after === before) continue
    const changed = isSameResource(before.id, after.id) ? after : { ...after, ...stampResource(ports) }
    if (resourceKey(before.id) === resourceKey(changed.id)) await tx.resources.update(changed)
    else {
      await tx.resources.delete(before.id)
      await tx.resources.insert(changed)
    }
  }
  for (const principal of await tx.principals.list({ kind: 'ServicePrincipal' })) {
    if (principal.kind !== 'ServicePrincipal' || principal.managedIdentity === undefined) continue
    const { resourceId } = principal.managedIdentity
    const now = moves.reduce(movedId, resourceId)
    if (now !== resourceId) {
      await tx.principals.update({ ...principal, managedIdentity: { ...principal.managedIdentity, resourceId: now } })
    }
  }
}

/** The same object when nothing in it has moved. A machine that has moved is told so by its reconciler. */
function afterMove(before: Resource, moves: readonly IdMove[], target: Resource): Resource {
  const id = moves.reduce(movedId, before.id)
  const { identity } = before
  const after: Resource = {
    ...before,
    id,
    body: withMovedIds(before.body, moves),
    ...(identity === undefined ? {} : { identity: movedIdentity(identity, moves) }),
    ...(id === before.id ? {} : { resourceGroup: target.name }),
    ...(id !== before.id && hostsMachine(before) ? { provisioningState: 'Updating' } : {}),
  }
  return JSON.stringify(after) === JSON.stringify(before) ? before : after
}

const movedIdentity = (identity: ResourceIdentity, moves: readonly IdMove[]): ResourceIdentity => ({
  ...identity,
  userAssigned: identity.userAssigned.map((link) => ({ ...link, resourceId: moves.reduce(movedId, link.resourceId) })),
})

/** The operation that clients poll; it has ended by the time that it is asked about. */
export function moveOperation(
  { clock }: Pick<Ports, 'clock'>,
  source: Resource,
  kind: (typeof moveKinds)[number],
): ArmOperation {
  const location = source.location ?? 'global'
  const name = source.name.toUpperCase().replaceAll(/[-_.]/g, (c) => `:${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const action = kind === 'resourceMove' ? 'MOVE' : 'VALIDATE'
  const job = { jobId: `RESOURCEBATCHMOVEJOB-${name}-${location.toUpperCase()}-${action}`, jobLocation: location }
  const now = clock.nowMillis()
  return {
    operationId: Buffer.from(JSON.stringify(job)).toString('base64url'),
    kind,
    subject: source.id,
    subscriptionId: source.subscriptionId,
    location,
    status: 'Succeeded',
    startedAt: now,
    endedAt: now,
  }
}

async function requireTarget(stores: Pick<ReadStores, 'resources'>, source: Resource, id: string): Promise<Resource> {
  const { subscriptionId = '', resourceGroup, namespace } = parseResourceId(id)
  if (resourceGroup === undefined || namespace !== undefined) throw new ArmError('InvalidResourceId', { id })
  if (subscriptionId.toLowerCase() !== source.subscriptionId.toLowerCase()) {
    if ((await stores.resources.get(subscriptionScope(subscriptionId))) === undefined) {
      throw new ArmError('SubscriptionNotFound', { subscriptionId })
    }
    throw new ArmError('NotImplemented', { what: 'POST moveResources between subscriptions' })
  }
  const target = await stores.resources.get(resourceGroupScope(subscriptionId, resourceGroup))
  if (target === undefined) throw new ArmError('ResourceGroupNotFound', { name: resourceGroup })
  if (target.provisioningState === 'Deleting') throw new ArmError('ResourceGroupBeingDeleted', { name: target.name })
  if (isSameResource(target.id, source.id)) throw new ArmError('ResourceMoveToSameGroup', { id: target.id })
  return target
}

async function requireMovable(stores: Pick<ReadStores, 'resources'>, source: Resource, id: string): Promise<Resource> {
  const parsed = parseResourceId(id)
  const isInside = resourceKey(id).startsWith(`${resourceKey(source.id)}/`)
  if (!isInside || parsed.types.length === 0) throw new ArmError('ResourceNotInSourceGroup', { id, group: source.id })
  if (parsed.types.length > 1 || parsed.parent !== undefined) throw new ArmError('ChildResourceMove', { id })
  const resource = await stores.resources.get(id)
  if (resource === undefined) {
    const type = resourceTypeOf(parsed)
    throw new ArmError('ResourceNotFound', { type, name: parsed.names.join('/'), resourceGroup: source.name })
  }
  if (resource.provisioningState === 'Succeeded' || resource.provisioningState === 'Failed') return resource
  throw new ArmError('Conflict', {
    detail: `The resource '${resource.id}' cannot be moved while its state is '${resource.provisioningState}'.`,
  })
}

/** @throws ArmError `ScopeLocked`: nothing read-only takes part, and no id goes that may not be deleted. */
async function requireUnlockedMove(stores: Pick<ReadStores, 'resources'>, { source, moves }: Move): Promise<void> {
  const records = await stores.resources.list({ scope: subscriptionScope(source.subscriptionId), type: lockType })
  const locks = records.map(lockOf)
  for (const { from, to } of moves) {
    for (const [id, operation] of [
      [from, 'delete'],
      [to, 'write'],
    ] as const) {
      const scopes = lockedScopes(id, operation, locks)
      if (scopes.length > 0) throw new ArmError('ScopeLocked', { scope: id, operation, scopes: scopes.join("','") })
    }
  }
}

/** Group and namespace spelling stay as the resource had them. */
function newIdOf(id: string, source: Resource, target: Resource): string {
  const segments = id.split('/')
  const at = source.id.split('/').length - 1
  return [...segments.slice(0, at), target.name, ...segments.slice(at + 1)].join('/')
}
