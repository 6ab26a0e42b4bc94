/**
 * May somebody do this here? The rule of Azure RBAC as a pure function over assignments and roles.
 *
 * Sources: Azure RBAC overview ("how Azure RBAC determines access"): a deny assignment that applies ends it; role
 * assignments at the scope and at everything that covers it count; within one permission block notActions subtract from
 * actions; blocks and roles add up. Data actions are asked apart. Conditions narrow the assignment, or the permission
 * block, that carries them, and nothing else (Azure role assignment conditions FAQ).
 */
import { conditionHolds } from '../conditions/condition-holds.js'
import { isCoveredBy, isSameResource, segmentsOf } from '../resource-id/resource-id.js'
import { actionPattern } from './action-pattern.js'
import type { AccessQuestion, Denied, Effect, Finding, Verdict } from './decision.js'
import { type DenyAssignment, everyone } from './deny-assignment.js'
import { isUnhonoured } from './honours-condition.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'

/** The role with this GUID (any case); `undefined` when it is gone: such an assignment grants nothing. */
export type RoleLookup = (roleDefinitionId: string) => RoleDefinition | undefined

export interface AccessCase {
  /** The caller and every group it is in, directly or through other groups. */
  readonly principalIds: readonly string[]
  /** Role assignments of the caller and its groups, at any scope and in any order. */
  readonly assignments: readonly RoleAssignment[]
  /** Deny assignments, at any scope, whomever they name. */
  readonly denyAssignments?: readonly DenyAssignment[]
  readonly roleOf: RoleLookup
  readonly question: AccessQuestion
  /** Scopes that cover the question's without being part of its id: management groups above a subscription. */
  readonly above?: readonly string[]
}

export function evaluateAccess(access: AccessCase): Verdict {
  const { denyAssignments = [], assignments, roleOf, question } = access
  const broadestFirst = fromTheTopDown(access)
  const denying = denyAssignments.filter((one) => denies(one, access)).sort(broadestFirst)
  const deny = denying.find(({ effect }) => effect === 'Enforced')
  if (deny !== undefined) return { allowed: false, reason: 'denyAssignment', deny, findings: [] }
  const findings: Finding[] = []
  for (const assignment of assignments.filter((one) => isHeld(one, access)).sort(broadestFirst)) {
    const finding = findingOf(assignment, roleOf(assignment.roleDefinitionId), question)
    const { role, pattern, effect } = finding
    if (effect === 'grants' && role !== undefined && pattern !== undefined) {
      const audited = denying.length === 0 ? {} : { auditedDenies: denying }
      return { allowed: true, reason: 'roleAssignment', assignment, role, pattern, ...audited }
    }
    findings.push(finding)
  }
  return { allowed: false, reason: reasonOf(findings), findings }
}

/** What every assignment says that is held and covers the scope, whatever decides: for explanations. Broadest first. */
export const coveringFindings = (access: AccessCase): Finding[] =>
  access.assignments
    .filter((one) => isHeld(one, access))
    .sort(fromTheTopDown(access))
    .map((one) => findingOf(one, access.roleOf(one.roleDefinitionId), access.question))

/** By the caller or one of its groups, at a scope that covers the question's. */
const isHeld = ({ principalId, scope }: RoleAssignment, access: AccessCase): boolean =>
  hasPrincipal(access, principalId) && covers(access, scope)

/** The refusal that comes nearest to a grant names the reason. */
function reasonOf(findings: readonly Finding[]): Denied['reason'] {
  if (findings.length === 0) return 'noAssignment'
  const has = (effect: Effect): boolean => findings.some((finding) => finding.effect === effect)
  if (has('conditionNotMet')) return 'conditionNotMet'
  return has('excludedByNotActions') ? 'excludedByNotActions' : 'noMatchingAction'
}

/** What an action asks, its scope left aside. */
export type Asked = Pick<AccessQuestion, 'action' | 'isDataAction' | 'subOperation' | 'attributes'>

/** What one assignment with its role says to an action, its scope left aside. */
export function findingOf(assignment: RoleAssignment, role: RoleDefinition | undefined, asked: Asked): Finding {
  if (role === undefined) return { assignment, effect: 'roleMissing' }
  let nearest: Omit<Finding, 'assignment' | 'role'> = { effect: 'lacksAction' }
  for (const permission of role.permissions) {
    const ofBlock = effectOfBlock(permission, asked)
    if (ofBlock.effect === 'grants') {
      const condition = isUnhonoured(assignment, role)
        ? assignment.condition
        : [assignment.condition, permission.condition].find((one) => one !== undefined && !isTrue(one, asked))
      if (condition === undefined) return { assignment, role, ...ofBlock }
      nearest = { ...ofBlock, effect: 'conditionNotMet', condition }
    } else if (nearest.effect === 'lacksAction') {
      nearest = ofBlock
    }
  }
  return { assignment, role, ...nearest }
}

const isTrue = (condition: string, { action, subOperation, attributes = {} }: Asked): boolean =>
  conditionHolds(condition, { action, attributes, ...(subOperation === undefined ? {} : { subOperation }) })

/** What one permission block says to an action, conditions left aside. */
export function effectOfBlock(
  permission: Permission,
  { action, isDataAction }: Asked,
): Omit<Finding, 'assignment' | 'role'> {
  const [granted, excluded] =
    isDataAction === true
      ? [permission.dataActions, permission.notDataActions]
      : [permission.actions, permission.notActions]
  const asked = action.toLowerCase()
  const matches = (pattern: string): boolean => actionPattern(pattern)(asked)
  const grant = granted.find(matches)
  if (grant === undefined) return { effect: 'lacksAction' }
  const exclusion = excluded.find(matches)
  if (exclusion !== undefined) return { effect: 'excludedByNotActions', pattern: exclusion }
  return { effect: 'grants', pattern: grant }
}

/** Does a deny assignment hold for this caller, action and scope? Its own condition counts, too. */
export function denies(deny: DenyAssignment, access: Omit<AccessCase, 'assignments' | 'roleOf'>): boolean {
  const { question } = access
  const isInScope = deny.doNotApplyToChildScopes
    ? isSameResource(deny.scope, question.scope)
    : covers(access, deny.scope)
  if (!isInScope || !names(deny.principals, access) || names(deny.excludePrincipals, access)) return false
  if (deny.condition !== undefined && !isTrue(deny.condition, question)) return false
  return deny.permissions.some(
    (permission) =>
      effectOfBlock(permission, question).effect === 'grants' &&
      (permission.condition === undefined || isTrue(permission.condition, question)),
  )
}

const names = (principals: DenyAssignment['principals'], access: Pick<AccessCase, 'principalIds'>): boolean =>
  principals.some(({ id }) => id === everyone.id || hasPrincipal(access, id))

const hasPrincipal = ({ principalIds }: Pick<AccessCase, 'principalIds'>, id: string): boolean =>
  principalIds.includes(id) || principalIds.some((principalId) => principalId.toLowerCase() === id.toLowerCase())

/** Does what is granted at `scope` hold where the question is asked? */
export const covers = ({ question, above = [] }: Pick<AccessCase, 'question' | 'above'>, scope: string): boolean =>
  isCoveredBy(question.scope, scope, above)

interface Scoped {
  readonly scope: string
  readonly name: string
}

/**
 * A total order, so that the same assignments give the same decision whatever order they come in: the root, management
 * groups from the topmost down, then subscription, group and resource; at one scope by name.
 */
function fromTheTopDown({ above = [] }: Pick<AccessCase, 'above'>): (a: Scoped, b: Scoped) => number {
  const depthOf = (scope: string): number => {
    const segments = segmentsOf(scope).length
    if (segments === 0) return 0
    const place = above.findIndex((one) => isSameResource(one, scope))
    return above.length + (place === -1 ? segments : -place)
  }
  return (a, b) =>
    depthOf(a.scope) - depthOf(b.scope) ||
    compareText(a.name.toLowerCase(), b.name.toLowerCase()) ||
    compareText(a.scope.toLowerCase(), b.scope.toLowerCase())
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
