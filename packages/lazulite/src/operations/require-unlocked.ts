/** Is a management lock in the way? Asked once for every request that writes or deletes, before the provider sees it. */
import type { Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import { type Lock, type LockableOperation, lockedScopes, lockLevels, lockType } from '../domain/locks/lock.js'
import { segmentsOf, subscriptionScope } from '../domain/resource-id/resource-id.js'
import type { ReadStores } from '../ports/store.js'

/**
 * @param id  what is written or deleted
 * @throws ArmError `ScopeLocked` (409)
 */
export async function requireUnlocked(
  stores: Pick<ReadStores, 'resources'>,
  { id, operation }: LockedWrite,
): Promise<void> {
  const scopes = await locksInTheWay(stores, { id, operation })
  if (scopes.length === 0) return
  throw new ArmError('ScopeLocked', { scope: id, operation, scopes: scopes.join("','") })
}

export interface LockedWrite {
  readonly id: string
  readonly operation: LockableOperation
}

/** @returns scopes of the locks that forbid it; empty: none does */
export async function locksInTheWay(
  stores: Pick<ReadStores, 'resources'>,
  { id, operation }: LockedWrite,
): Promise<readonly string[]> {
  const [first, subscriptionId] = segmentsOf(id)
  if (first?.toLowerCase() !== 'subscriptions' || subscriptionId === undefined) return [] // nothing above can be locked
  const records = await stores.resources.list({ scope: subscriptionScope(subscriptionId), type: lockType })
  return lockedScopes(id, operation, records.map(lockOf))
}

/** @throws Error when the record is no lock: a defect of the caller or of the store. */
export function lockOf({ id, body }: Pick<Resource, 'id' | 'body'>): Lock {
  const level = lockLevels.find((known) => known === body.level)
  if (level === undefined) throw new Error(`no lock: ${id}`)
  return { scope: `/${segmentsOf(id).slice(0, -4).join('/')}`, level }
}
