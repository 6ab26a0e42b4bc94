/**
 * What decisions see when changes take time: roles as they were `rolePropagationDelay` ago, groups as the caller's token
 * knows them (docs/decisions/0018). Without a delay all of this is what the store holds, and no change is ever read.
 *
 * What is in effect changes with time while nothing is written, so it is worked out for each question; only the changes
 * themselves are kept, and for as long as the change number stays.
 */
import {
  type AccessChange,
  assignmentKey,
  changesOf,
  type GroupMembership,
  membershipKey,
  roleKey,
} from '../domain/rbac/access-change.js'
import { asOf, type Former, formerVersions, groupsKnownUntil, settledUntil } from '../domain/rbac/as-of.js'
import type { DenyAssignment } from '../domain/rbac/deny-assignment.js'
import type { RoleLookup } from '../domain/rbac/evaluate-access.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import type { Caller } from '../domain/token/caller.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores, Store } from '../ports/store.js'

export type DelayPorts = Pick<Ports, 'store' | 'clock' | 'rules'>

/** Who asks; without `issuedAt` as somebody who signs in now. */
export type DelayedCaller = Pick<Caller, 'principalId' | 'issuedAt'>

/** Role assignments, deny assignments and roles as they are in effect. */
export interface EffectiveRules {
  /** @param current  all assignments of these principals that the question may be about */
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
  const changes = await readAccessChanges(store)
  const moment = settledUntil(clock.nowMillis(), rules.rolePropagationDelay)
  const assignments = formerVersions(changesOf(changes, 'roleAssignment'), moment, assignmentKey)
  const denies = formerVersions(changesOf(changes, 'denyAssignment'), moment, assignmentKey)
  const roles = formerVersions(changesOf(changes, 'roleDefinition'), moment, roleKey)
  return {
    roleAssignments(current, principalIds) {
      if (assignments.size === 0) return current
      const held = new Set(principalIds.map((id) => id.toLowerCase()))
      return asOf(current, assignments, assignmentKey).filter(({ principalId }) => held.has(principalId.toLowerCase()))
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
    const moment = groupsKnownUntil(clock.nowMillis(), rules.groupMembershipDelay, issuedAt)
    const changes = changesOf(await readAccessChanges(store), 'groupMembership')
    const former = formerVersions(changes, moment, membershipKey)
    if (former.size > 0) return [principalId, ...(await groupsAsOf(store.read, principalId, former))]
  }
  return [principalId, ...(await store.read.principals.transitiveGroupIds(principalId))]
}

/** Climbs level by level; groups that contain each other come to an end. */
async function groupsAsOf(
  { principals }: Pick<ReadStores, 'principals'>,
  principalId: string,
  former: ReadonlyMap<string, Former<GroupMembership>>,
): Promise<readonly string[]> {
  const self = principalId.toLowerCase()
  const seen = new Set([self])
  let level: ReadonlySet<string> = seen
  while (level.size > 0) {
    const members = level
    const memberships = asOf(await principals.membershipsOf([...members]), former, membershipKey)
    const above = memberships.filter(({ memberId }) => members.has(memberId)).map(({ groupId }) => groupId)
    level = new Set(above.filter((groupId) => !seen.has(groupId)))
    for (const groupId of level) seen.add(groupId)
  }
  seen.delete(self)
  return [...seen].sort()
}

interface Kept {
  readonly change: number
  readonly changes: Promise<readonly AccessChange[]>
}

const kept = new WeakMap<Store, Kept>()

/** What is remembered as of the last committed change, in order. Empty where no delay is set. */
export async function readAccessChanges(store: Store): Promise<readonly AccessChange[]> {
  const change = await store.read.changes.latest()
  const known = kept.get(store)
  if (known?.change === change) return known.changes
  const changes = store.read.accessChanges.list()
  kept.set(store, { change, changes })
  changes.catch(() => kept.delete(store))
  return changes
}
