/**
 * Asks the access rule about a caller: its own assignments and those of its groups, with the roles they name.
 *
 * A caller is its object id, whether or not the directory still knows it: tokens outlive identities, and Azure RBAC goes
 * on accepting them while assignments stand (managed identities FAQ). Groups count transitively, for applications too
 * (Azure RBAC overview).
 */
import { managementGroupIn } from '../domain/management/hierarchy.js'
import { builtInRole } from '../domain/rbac/built-in-roles.js'
import type { AccessDecision, AccessQuestion } from '../domain/rbac/decision.js'
import { effectOf, evaluateAccess, type RoleLookup } from '../domain/rbac/evaluate-access.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import { isSameResource, isWithinScope } from '../domain/resource-id/resource-id.js'
import type { Caller } from '../domain/token/caller.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores } from '../ports/store.js'
import { readHierarchy } from './management-hierarchy.js'

type AccessPorts = Pick<Ports, 'store'>
type Principal = Pick<Caller, 'principalId'>

export async function checkAccess(
  ports: AccessPorts,
  caller: Principal,
  question: AccessQuestion,
): Promise<AccessDecision> {
  const { read } = ports.store
  const principalIds = await withGroups(read, caller.principalId)
  const assignments = await read.roleAssignments.findApplicable({ principalIds, scope: question.scope })
  const decision = evaluateAccess({ assignments, roleOf: await lookUpRoles(read, assignments), question })
  // Most requests are decided by now; only the others pay for a look at the management groups.
  if (decision.allowed) return decision
  const above = (await readHierarchy(read)).scopesAbove(question.scope)
  const inherited = await Promise.all(
    above.map((scope) => read.roleAssignments.findApplicable({ principalIds, scope })),
  )
  const isAbove = ({ scope }: RoleAssignment): boolean => above.some((one) => isSameResource(one, scope))
  const all = [...assignments, ...inherited.flat().filter(isAbove)]
  return evaluateAccess({ assignments: all, roleOf: await lookUpRoles(read, all), question, above })
}

/** What one caller may do, as of when the lens was made; answers from memory. For filtering lists. */
export interface AccessLens {
  /** The caller's and its groups' assignments, at every scope. */
  readonly assignments: readonly RoleAssignment[]
  readonly roleOf: RoleLookup
  check(question: AccessQuestion): AccessDecision
  /** Does what is granted at `granted` hold at `scope`? */
  covers(granted: string, scope: string): boolean
  /** Does anything grant the action at the scope, above it, or only somewhere below it? */
  grantsWithin(scope: string, action: string): boolean
}

export async function createAccessLens(ports: AccessPorts, caller: Principal): Promise<AccessLens> {
  const { read } = ports.store
  const assignments = await read.roleAssignments.listByPrincipals(await withGroups(read, caller.principalId))
  const roleOf = await lookUpRoles(read, assignments)
  const isAtGroup = assignments.some(({ scope }) => managementGroupIn(scope) !== undefined)
  const hierarchy = isAtGroup ? await readHierarchy(read) : undefined
  const above = (scope: string): readonly string[] => hierarchy?.scopesAbove(scope) ?? []
  const covers = (granted: string, scope: string): boolean =>
    isWithinScope(scope, granted) || above(scope).some((one) => isSameResource(one, granted))
  const grants = (assignment: RoleAssignment, action: string): boolean => {
    const role = roleOf(assignment.roleDefinitionId)
    return role !== undefined && effectOf(assignment, role, { action }) === 'grants'
  }
  return {
    assignments,
    roleOf,
    check: (question) => evaluateAccess({ assignments, roleOf, question, above: above(question.scope) }),
    covers,
    grantsWithin: (scope, action) =>
      assignments.some(
        (assignment) =>
          (covers(assignment.scope, scope) || isWithinScope(assignment.scope, scope)) && grants(assignment, action),
      ),
  }
}

/** The principal and every group that contains it, directly or through other groups. */
export const withGroups = async (
  read: Pick<ReadStores, 'principals'>,
  principalId: string,
): Promise<readonly string[]> => [principalId, ...(await read.principals.transitiveGroupIds(principalId))]

/** Built-in roles come from the catalogue; custom roles are read here, once each. */
async function lookUpRoles(
  read: Pick<ReadStores, 'roleDefinitions'>,
  assignments: readonly RoleAssignment[],
): Promise<RoleLookup> {
  const ids = new Set(assignments.map(({ roleDefinitionId }) => roleDefinitionId.toLowerCase()))
  const custom = await Promise.all(
    [...ids].filter((id) => builtInRole(id) === undefined).map((id) => read.roleDefinitions.get(id)),
  )
  const customById = new Map(
    custom.flatMap((role) => (role === undefined ? [] : [[role.roleDefinitionId.toLowerCase(), role] as const])),
  )
  return (roleDefinitionId) => builtInRole(roleDefinitionId) ?? customById.get(roleDefinitionId.toLowerCase())
}
