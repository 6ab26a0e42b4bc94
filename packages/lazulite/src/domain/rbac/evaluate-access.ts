/**
 * May somebody do this here? The rule of Azure RBAC as a pure function over assignments and roles.
 *
 * Source: Azure RBAC overview ("how Azure RBAC determines access"): assignments at the scope and at everything that
 * covers it count; within one permission block notActions subtract from actions; blocks and roles add up. Data actions
 * are asked apart.
 *
 * Decision: conditions are not evaluated yet. An assignment with a condition, and a permission block with one, grant
 * nothing: access is never wider than Azure's. (Assignments with a condition cannot be created here; 29 built-in roles
 * have conditional blocks, 16 of them beside unconditional ones, which do count.)
 */
import { isSameResource, isWithinScope, segmentsOf } from '../resource-id/resource-id.js'
import { actionPattern } from './action-pattern.js'
import type { AccessDecision, AccessQuestion } from './decision.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'

/** The role with this GUID (any case); `undefined` when it is gone: such an assignment grants nothing. */
export type RoleLookup = (roleDefinitionId: string) => RoleDefinition | undefined

export interface AccessCase {
  /** Assignments of the caller and its groups, at any scope and in any order. */
  readonly assignments: readonly RoleAssignment[]
  readonly roleOf: RoleLookup
  readonly question: AccessQuestion
  /** Scopes that cover the question's without being part of its id: management groups above a subscription. */
  readonly above?: readonly string[]
}

export function evaluateAccess({ assignments, roleOf, question, above = [] }: AccessCase): AccessDecision {
  const considered = assignments
    .filter(({ scope }) => isWithinScope(question.scope, scope) || above.some((one) => isSameResource(one, scope)))
    .sort(broadestFirst)
  let isExcluded = false
  for (const assignment of considered) {
    const role = roleOf(assignment.roleDefinitionId)
    if (role === undefined) continue
    const effect = effectOf(assignment, role, question)
    if (effect === 'grants') return { allowed: true, assignment, roleName: role.roleName }
    isExcluded ||= effect === 'excludes'
  }
  if (considered.length === 0) return { allowed: false, reason: 'noAssignment', considered }
  return { allowed: false, reason: isExcluded ? 'excludedByNotActions' : 'noMatchingAction', considered }
}

type Effect = 'grants' | 'excludes' | 'none'

/** What one assignment says to an action, its scope left aside. */
export function effectOf(
  assignment: RoleAssignment,
  role: RoleDefinition,
  question: Pick<AccessQuestion, 'action' | 'isDataAction'>,
): Effect {
  let effect: Effect = 'none'
  for (const permission of effectivePermissions(assignment, role)) {
    const ofBlock = effectOfBlock(permission, question)
    if (ofBlock === 'grants') return 'grants'
    if (ofBlock === 'excludes') effect = 'excludes'
  }
  return effect
}

/** The permission blocks that count: those that hold without a condition. */
export const effectivePermissions = (assignment: RoleAssignment, role: RoleDefinition): readonly Permission[] =>
  assignment.condition === undefined ? role.permissions.filter(({ condition }) => condition === undefined) : []

function effectOfBlock(
  permission: Permission,
  { action, isDataAction }: Pick<AccessQuestion, 'action' | 'isDataAction'>,
): Effect {
  const [granted, excluded] =
    isDataAction === true
      ? [permission.dataActions, permission.notDataActions]
      : [permission.actions, permission.notActions]
  const asked = action.toLowerCase()
  const matches = (pattern: string): boolean => actionPattern(pattern)(asked)
  if (!granted.some(matches)) return 'none'
  return excluded.some(matches) ? 'excludes' : 'grants'
}

/** A total order, so that the same assignments give the same decision whatever order they come in. */
function broadestFirst(a: RoleAssignment, b: RoleAssignment): number {
  return (
    segmentsOf(a.scope).length - segmentsOf(b.scope).length ||
    compareText(a.name.toLowerCase(), b.name.toLowerCase()) ||
    compareText(a.scope.toLowerCase(), b.scope.toLowerCase())
  )
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
