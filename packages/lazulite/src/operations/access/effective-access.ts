/**
 * What decisions see when changes take time: roles as they were `rolePropagationDelay` ago, groups as the caller's token
 * knows them (docs/decisions/0018). Without a delay all of this is what the store holds, and no change is ever read.
 *
 * What is in effect changes with time while nothing is written, so it is worked out for each question.
 */
import { assignmentKey, membershipKey, roleKey } from '../../domain/rbac/access-change.js'
import { asOf, formerVersions, groupsKnownUntil, settledUntil } from '../../domain/rbac/as-of.js'
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import type { RoleLookup } from '../../domain/rbac/evaluate-access.js'
import type { RoleAssignment } from '../../domain/rbac/role.js'
import type { EpochMillis } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import type { ReadStores } from '../../ports/store.js'
import { type RecentChanges, readRecentChanges } from './recent-changes.js'

export type DelayPorts = Pick<Ports, 'store' | 'clock' | 'rules'>

/** Who asks; without `issuedAt` as somebody who signs in now. */
export type DelayedCaller = Pick<Caller, 'principalId' | 'issuedAt'>

/** Role assignments, deny assignments and roles as they are in effect. */
export interface EffectiveRules {
  /** @param current  assignments of these principals: all that the question may be about */
  roleAssignments(current: readonly RoleAssignment[], principalIds: readonly string[]): readonly RoleAssignment[]
  denyAssignments(current: readonly DenyAssignment[]): readonly DenyAssignment[]
  roleOf(current: RoleLookup): RoleLookup
}

const undelayed: EffectiveRules = {
  roleAssignments: (current) => current,
  denyAssignments: (current) => current,
  roleOf: (current) => current,
}

/** Of now. Read it after the assignments that it is applied to: what was removed in between is still found. */
export async function readEffectiveRules({ store, clock, rules }: DelayPorts): Promise<EffectiveRules> {
  if (rules.rolePropagationDelay === 0) return undelayed
  const changes = await readRecentChanges(store)
  const moment = settledUntil(clock.nowMillis(), rules.rolePropagationDelay)
  if (changes.newest.roles <= moment) return undelayed
  const denies = formerVersions(changes.denyAssignments, moment, assignmentKey)
  const roles = formerVersions(changes.roleDefinitions, moment, roleKey)
  return {
    roleAssignments(current, principalIds) {
      const held = new Set(principalIds.map((id) => id.toLowerCase()))
      const former = formerVersions(changes.roleAssignmentsOf(held), moment, assignmentKey)
      if (former.size === 0) return current
      return asOf(current, former, assignmentKey).filter(({ principalId }) => held.has(principalId.toLowerCase()))
    },
    denyAssignments: (current) => asOf(current, denies, assignmentKey),
    roleOf(current) {
      if (roles.size === 0) return current
      return (id) => {
        const former = roles.get(id.toLowerCase())
        return former === undefined ? current(id) : former.version
      }
    },
  }
}

/** The principal and every group that contains it as far as its token knows, directly or through other groups. */
export async function principalIdsOf(ports: DelayPorts, caller: DelayedCaller): Promise<readonly string[]> {
  const { store, clock, rules } = ports
  const { principalId, issuedAt } = caller
  if (rules.groupMembershipDelay > 0) {
    const changes = await readRecentChanges(store)
    const moment = groupsKnownUntil(clock.nowMillis(), rules.groupMembershipDelay, issuedAt)
    if (changes.newest.memberships > moment) {
      return [principalId, ...(await groupsAsOf(store.read, principalId, { changes, moment }))]
    }
  }
  return [principalId, ...(await store.read.principals.transitiveGroupKeys(principalId))]
}

/** Climbs level by level; groups that contain each other come to an end. */
async function groupsAsOf(
  { principals }: Pick<ReadStores, 'principals'>,
  principalId: string,
  { changes, moment }: { readonly changes: RecentChanges; readonly moment: EpochMillis },
): Promise<readonly string[]> {
  const self = principalId.toLowerCase()
  const seen = new Set([self])
  let level = [self]
  while (level.length > 0) {
    const former = formerVersions(changes.membershipsOf(level), moment, membershipKey)
    const memberships = asOf(await principals.membershipsOf(level), former, membershipKey)
    level = [...new Set(memberships.map(({ groupId }) => groupId))].filter((groupId) => !seen.has(groupId))
    for (const groupId of level) seen.add(groupId)
  }
  seen.delete(self)
  return [...seen].sort()
}
