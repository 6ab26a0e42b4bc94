/**
 * Management locks: which scope is locked how, and which operations a set of locks forbids.
 *
 * Rules: Azure's page on locking resources. `CanNotDelete` forbids deleting what is at or below the lock's scope;
 * `ReadOnly` forbids changing it as well, and every POST counts as a change, even one that only lists keys
 * (Azure/azure-cli#8452, Azure/azure-sdk-for-java#2560). A parent cannot be deleted while anything below it is locked.
 * Locks themselves are never locked.
 */
import { isWithinScope, segmentsOf } from '../resource-id/resource-id.js'

export const lockType = 'Microsoft.Authorization/locks'

export const lockLevels = ['CanNotDelete', 'ReadOnly'] as const
export type LockLevel = (typeof lockLevels)[number]

export interface Lock {
  /** A subscription, a group or a resource; as it was addressed when the lock was made. */
  readonly scope: string
  readonly level: LockLevel
}

/** As the refusal names it. */
export type LockableOperation = 'write' | 'delete'

/**
 * What a request does as far as locks go; `undefined` when no lock can be in its way.
 * @param action  the RBAC action it needs: POSTs that are declared as reads are reads
 */
export function lockableOperation(method: string, action: string): LockableOperation | undefined {
  const named = action.toLowerCase()
  if (named.startsWith(`${lockType.toLowerCase()}/`) || named.endsWith('/read')) return undefined
  switch (method) {
    case 'DELETE':
      return 'delete'
    case 'PUT':
    case 'PATCH':
    case 'POST':
      return 'write'
    default:
      return undefined
  }
}

/**
 * The scopes of the locks that forbid the operation, outermost first, each once.
 * @param id  what is written or deleted; an extension resource (a role assignment, tags) counts as below what it extends
 */
export function lockedScopes(id: string, operation: LockableOperation, locks: readonly Lock[]): readonly string[] {
  const scopes = new Map<string, string>()
  for (const lock of locks) {
    if (forbids(lock, id, operation)) scopes.set(lock.scope.toLowerCase(), lock.scope)
  }
  return [...scopes.values()].sort(byDepth)
}

function forbids({ scope, level }: Lock, id: string, operation: LockableOperation): boolean {
  if (operation === 'write') return level === 'ReadOnly' && isWithinScope(id, scope)
  return isWithinScope(id, scope) || isWithinScope(scope, id)
}

const byDepth = (a: string, b: string): number =>
  segmentsOf(a).length - segmentsOf(b).length || (a.toLowerCase() < b.toLowerCase() ? -1 : 1)
