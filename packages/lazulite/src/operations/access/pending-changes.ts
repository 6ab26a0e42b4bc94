/** Changes that are made and not yet in effect, so that an explanation can say when they will be. */
import type { AccessChange } from '../../domain/rbac/access-change.js'
import { groupsKnownUntil, settledUntil } from '../../domain/rbac/as-of.js'
import { type DenyPrincipal, everyone } from '../../domain/rbac/deny-assignment.js'
import { isCoveredBy } from '../../domain/resource-id/resource-id.js'
import type { EpochMillis, Seconds } from '../../domain/time.js'
import { readAccessSnapshot } from './access-snapshot.js'
import { type DelayedCaller, type DelayPorts, principalIdsOf } from './effective-access.js'
import { readRecentChanges } from './recent-changes.js'

export interface PendingChange {
  /** What it is about (`kind`), as it was (`before`) and as it is now (`after`), and when it changed (`at`). */
  readonly of: AccessChange
  readonly change: 'granted' | 'removed' | 'changed'
  /** From then on decisions follow it. */
  readonly effectiveAt: EpochMillis
}

/**
 * What is under way for this caller at this scope, oldest change first: memberships; assignments to it and its groups,
 * known to its token or not; deny assignments that name any of them; custom roles that those assignments name.
 * Empty where no delay is set.
 */
export async function pendingChanges(
  ports: DelayPorts,
  caller: DelayedCaller,
  scope: string,
): Promise<readonly PendingChange[]> {
  const { store, clock, rules } = ports
  if (rules.rolePropagationDelay === 0 && rules.groupMembershipDelay === 0) return []
  const now = clock.nowMillis()
  const known = await principalIdsOf(ports, caller)
  const principalIds = [...new Set([...known, ...(await store.read.principals.transitiveGroupIds(caller.principalId))])]
  const { scopesAbove } = await readAccessSnapshot(store)
  const above = scopesAbove(scope)
  const current = await store.read.roleAssignments.findApplicable({ principalIds, scope, above })

  const rolesSettled = settledUntil(now, rules.rolePropagationDelay)
  const groupsKnown = groupsKnownUntil(now, rules.groupMembershipDelay, caller.issuedAt)
  const underWay = (await readRecentChanges(store)).all.filter(
    ({ kind, at }) => at > (kind === 'groupMembership' ? groupsKnown : rolesSettled),
  )
  const concerns = concernsCaller({
    principalIds,
    covers: (granted) => isCoveredBy(scope, granted, above),
    roleIds: [...current, ...underWay.flatMap(assignmentsOf)].map(({ roleDefinitionId }) => roleDefinitionId),
  })
  return underWay.filter(concerns).map((change) => ({
    of: change,
    change: change.before === undefined ? 'granted' : change.after === undefined ? 'removed' : 'changed',
    effectiveAt: change.at + delayOf(change, rules) * 1000,
  }))
}

const delayOf = ({ kind }: AccessChange, rules: DelayPorts['rules']): Seconds =>
  kind === 'groupMembership' ? rules.groupMembershipDelay : rules.rolePropagationDelay

const assignmentsOf = (change: AccessChange) =>
  change.kind === 'roleAssignment' ? [change.before ?? [], change.after ?? []].flat() : []

interface Concern {
  readonly principalIds: readonly string[]
  readonly covers: (scope: string) => boolean
  readonly roleIds: readonly string[]
}

function concernsCaller({ principalIds, covers, roleIds }: Concern): (change: AccessChange) => boolean {
  const ids = new Set(principalIds.map((id) => id.toLowerCase()))
  const roles = new Set(roleIds.map((id) => id.toLowerCase()))
  const names = ({ id }: Pick<DenyPrincipal, 'id'>): boolean => id === everyone.id || ids.has(id.toLowerCase())
  const eitherOf = <T>({ before, after }: { readonly before?: T; readonly after?: T }, is: (one: T) => boolean) =>
    (before !== undefined && is(before)) || (after !== undefined && is(after))
  return (change) => {
    switch (change.kind) {
      case 'roleAssignment':
        return eitherOf(change, ({ principalId, scope }) => ids.has(principalId.toLowerCase()) && covers(scope))
      case 'denyAssignment':
        return eitherOf(change, ({ principals, scope }) => principals.some(names) && covers(scope))
      case 'roleDefinition':
        return eitherOf(change, ({ roleDefinitionId }) => roles.has(roleDefinitionId.toLowerCase()))
      case 'groupMembership':
        return eitherOf(change, ({ memberId }) => ids.has(memberId))
    }
  }
}
