/**
 * What every access question needs beside the caller's own assignments: management groups, deny assignments, custom
 * roles, and for whom refusals count. Read once and kept until one of these changes; the change number tells, never the
 * time. What is written otherwise, resources and role assignments, leaves it as it is.
 */
import type { Hierarchy } from '../../domain/management/hierarchy.js'
import { builtInRole } from '../../domain/rbac/built-in-roles.js'
import type { AccessMode } from '../../domain/rbac/decision.js'
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import type { RoleLookup } from '../../domain/rbac/evaluate-access.js'
import type { RoleAssignment, RoleDefinition } from '../../domain/rbac/role.js'
import { coveringScopes, resourceKey } from '../../domain/resource-id/resource-id.js'
import type { ReadStores } from '../../ports/store.js'
import { readHierarchy } from '../management-hierarchy.js'
import { readAccessModes } from './access-modes.js'
import { keptUntilChange } from './kept-until-change.js'

export interface AccessSnapshot {
  /** Scopes that cover `scope` without being part of its id, nearest first. */
  scopesAbove(scope: string): readonly string[]
  /** Deny assignments at the scope and at everything that covers it. */
  denyAssignmentsOver(scope: string): readonly DenyAssignment[]
  /** Every deny assignment. */
  readonly denyAssignments: readonly DenyAssignment[]
  /** How far refusals count for a principal. */
  modeOf(principalId: string): AccessMode
  /** Finds the roles of these assignments, built-in and custom. */
  rolesOf(assignments: readonly RoleAssignment[]): Promise<RoleLookup>
}

/** As of the last committed change. */
export const readAccessSnapshot = keptUntilChange(({ changes }) => changes.latestOfRules(), read)

async function read(stores: ReadStores): Promise<AccessSnapshot> {
  const hierarchy: Hierarchy = await readHierarchy(stores)
  const denyAssignments = await stores.denyAssignments.listAtScope('/', { covering: false, below: true })
  const denyByScope = Map.groupBy(denyAssignments, ({ scope }) => resourceKey(scope))
  const modes = await readAccessModes(stores)
  const customRoles = new Map<string, Promise<RoleDefinition | undefined>>()
  const customRole = (id: string): Promise<RoleDefinition | undefined> => {
    const known = customRoles.get(id) ?? stores.roleDefinitions.get(id)
    customRoles.set(id, known)
    return known
  }
  return {
    scopesAbove: hierarchy.scopesAbove,
    denyAssignments,
    modeOf: (principalId) => (modes.size === 0 ? 'enforce' : (modes.get(principalId.toLowerCase())?.mode ?? 'enforce')),
    denyAssignmentsOver: (scope) =>
      denyByScope.size === 0
        ? []
        : coveringScopes(scope, hierarchy.scopesAbove(scope)).flatMap((key) => denyByScope.get(key) ?? []),
    async rolesOf(assignments) {
      const ids = new Set(assignments.map(({ roleDefinitionId }) => roleDefinitionId.toLowerCase()))
      const found = new Map<string, RoleDefinition>()
      for (const id of ids) {
        const role = builtInRole(id) ?? (await customRole(id))
        if (role !== undefined) found.set(id, role)
      }
      return (roleDefinitionId) => found.get(roleDefinitionId.toLowerCase())
    },
  }
}
