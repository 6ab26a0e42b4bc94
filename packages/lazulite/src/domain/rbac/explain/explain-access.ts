/**
 * Why access is allowed or denied: the rule's answer, and what every assignment, deny and near miss has to say to it.
 *
 * Pure, like the rule: whoever asks has read the world already. The decision is taken as it was made and never made
 * again here, so that an explanation cannot differ from what it explains.
 */
import { blameCondition } from '../../conditions/blame-condition.js'
import { isSameResource, resourceKey } from '../../resource-id/resource-id.js'
import { matchesAction } from '../action-pattern.js'
import type { AccessDecision, AccessMode, AccessQuestion, Finding, Verdict } from '../decision.js'
import { type DenyAssignment, everyone } from '../deny-assignment.js'
import {
  type AccessCase,
  coveringFindings,
  covers,
  denies,
  evaluateAccess,
  findingOf,
  type RoleLookup,
} from '../evaluate-access.js'
import type { RoleAssignment } from '../role.js'
import type {
  ExplainedAssignment,
  ExplainedDeny,
  ExplainedGroup,
  ExplainedPrincipal,
  Explanation,
  Hint,
  NearMiss,
  Remedy,
  Via,
} from './explanation.js'
import { clientIdMiss, missesElsewhere, missesOfAction, pendingMiss, withoutRepeats } from './near-misses.js'
import { refusalSentence, roleName } from './refusal-sentence.js'
import { scopeWords } from './scope-words.js'
import { typicalLinks } from './typical-links.js'

export interface ExplainedWorld {
  /** As it was asked. */
  readonly question: AccessQuestion
  /** What the decision was made from; its question also has what is known of every request. */
  readonly access: AccessCase
  readonly decision: AccessDecision
  readonly mode: AccessMode
  readonly principal: ExplainedPrincipal
  readonly groups: readonly ExplainedGroup[]
  /** The group that holds an assignment; `undefined` for the principal's own. */
  readonly viaOf: (principalId: string) => Via | undefined
  /** As they are stored now, of the principal and its groups at every scope. */
  readonly stored: readonly RoleAssignment[]
  /** Assignments that name the principal's client id. */
  readonly toClientId: readonly RoleAssignment[]
  /** Of all these assignments. */
  readonly roleOf: RoleLookup
  /** About principal and scope, before those about assignments. */
  readonly oddities: readonly NearMiss[]
  readonly hints: readonly Hint[]
  readonly remedies: readonly Remedy[]
}

/** So many near misses are listed. */
const listed = 10

export function explainAccess(world: ExplainedWorld): Explanation {
  const { access, question, decision, mode, principal, groups } = world
  const verdict = verdictOf(decision, access)
  const considered = coveringFindings(access).map((finding) => ({ finding, said: explainFinding(finding, world) }))
  const granted = verdict.allowed
    ? considered.find(({ finding }) => keyOf(finding.assignment) === keyOf(verdict.assignment))?.said
    : undefined
  const deniedBy = !verdict.allowed && verdict.deny !== undefined ? explainDeny(verdict.deny, world) : undefined
  const misses = verdict.allowed ? [...world.oddities, ...missesOfAction(access.question)] : missesOf(world)
  const isDeny = !verdict.allowed && verdict.reason === 'denyAssignment'
  const pending = isDeny ? undefined : misses.find(({ kind }) => kind === 'pending')
  const isPastHelp = verdict.allowed || isDeny || pending !== undefined || misses.some(isMistaken)
  return {
    decision: decision.allowed ? 'allowed' : 'denied',
    reason: decision.reason,
    summary: summaryOf(decision, { verdict, pending, world }),
    mode,
    rule: { decision: verdict.allowed ? 'allowed' : 'denied', reason: verdict.reason },
    question: {
      action: question.action,
      isDataAction: question.isDataAction === true,
      scope: question.scope,
      ...(question.subOperation === undefined ? {} : { subOperation: question.subOperation }),
      ...(question.attributes === undefined ? {} : { attributes: question.attributes }),
    },
    principal,
    groups,
    ...(granted === undefined ? {} : { grantedBy: granted }),
    ...(deniedBy === undefined ? {} : { deniedBy }),
    considered: considered.map(({ said }) => said),
    nearMisses: misses.slice(0, listed),
    moreNearMisses: Math.max(0, misses.length - listed),
    hints: [...hintsOfDenies(world), ...pendingRemovals(world), ...hintsOfLinks(verdict, world), ...world.hints],
    remedies: isPastHelp ? [] : world.remedies,
  }
}

/** No role helps who asks about somebody or something else than they mean. */
const isMistaken = ({ kind, actions = [] }: NearMiss): boolean =>
  mistaken.has(kind) || (kind === 'unknownAction' && actions.length > 0)

const mistaken: ReadonlySet<NearMiss['kind']> = new Set([
  ...(['dataAction', 'managementAction', 'wildcardAction', 'noAction'] as const),
  ...(['isClientId', 'unknownPrincipal', 'malformedScope'] as const),
])

/** What the rule says where refusals do not count: known in mode `audit`, not asked for in mode `off`. */
function verdictOf(decision: AccessDecision, access: AccessCase): Verdict {
  if (decision.reason !== 'notEnforced') return decision
  return decision.refusal ?? evaluateAccess(access)
}

function summaryOf(
  decision: AccessDecision,
  {
    verdict,
    pending,
    world,
  }: { readonly verdict: Verdict; readonly pending: NearMiss | undefined; readonly world: ExplainedWorld },
): string {
  const says = verdict.allowed
    ? grantSentence(verdict, world)
    : (pending?.sentence ?? refusalSentence(verdict, world.access.question))
  if (decision.reason !== 'notEnforced') return says
  const { displayName } = world.principal
  return decision.mode === 'audit'
    ? `refusals are recorded and let through for ${displayName} (mode audit); the rule says: ${says}`
    : `access is not enforced for ${displayName} (mode off); the rule would have ${verdict.allowed ? 'allowed' : 'denied'} it: ${says}`
}

const grantSentence = ({ assignment, role }: Extract<Verdict, { allowed: true }>, world: ExplainedWorld): string =>
  `${role.roleName}${through(world.viaOf(assignment.principalId))} at ${scopeWords(assignment.scope)} grants it`

/** ` through group team`, with the groups in between; nothing for the principal's own assignments. */
export function through(via: Via | undefined): string {
  if (via === undefined) return ''
  const [holder, ...inner] = via.path
  const nested = inner.length === 0 ? '' : ` (which contains ${inner.join(', which contains ')})`
  return ` through group ${holder ?? via.displayName}${nested}`
}

function explainFinding(finding: Finding, world: ExplainedWorld): ExplainedAssignment {
  const { assignment, role, effect, pattern } = finding
  const via = world.viaOf(assignment.principalId)
  const condition = finding.condition ?? (effect === 'lacksAction' ? undefined : assignment.condition)
  const detail = effect === 'conditionNotMet' && condition !== undefined ? blameSentence(condition, world) : undefined
  return {
    roleAssignment: assignment.name,
    roleDefinitionId: assignment.roleDefinitionId,
    ...(role === undefined ? {} : { role: role.roleName }),
    scope: assignment.scope,
    isInherited: !isSameResource(assignment.scope, world.access.question.scope),
    principalId: assignment.principalId,
    ...(via === undefined ? {} : { via }),
    effect,
    ...(pattern === undefined ? {} : { pattern }),
    ...(condition === undefined ? {} : { condition }),
    ...(detail === undefined ? {} : { conditionDetail: detail }),
    sentence: `${roleName(finding)}${through(via)} at ${scopeWords(assignment.scope)} ${says(finding, world)}`,
  }
}

function says({ effect, pattern = '', role, condition, assignment }: Finding, { access }: ExplainedWorld): string {
  const isDataAction = access.question.isDataAction === true
  switch (effect) {
    case 'grants': {
      const under = condition ?? assignment.condition
      return `grants it: ${pattern}${under === undefined ? '' : ', under a condition that is true'}`
    }
    case 'excludedByNotActions':
      return `leaves it out: ${isDataAction ? 'notDataActions' : 'notActions'} has ${pattern}`
    case 'conditionNotMet':
      return `has it (${pattern}), but its condition is not true`
    case 'roleMissing':
      return 'grants nothing: the role does not exist any more'
    case 'lacksAction': {
      const has = (isData: boolean): boolean =>
        role?.permissions.some(({ actions, dataActions }) =>
          (isData ? dataActions : actions).some((one) => matchesAction(one, access.question.action)),
        ) === true
      if (isDataAction) return has(false) ? 'has it as an action only, not as a data action' : 'does not have it'
      return has(true) ? 'has it as a data action only' : 'does not have it'
    }
  }
}

/** `not true: @Request[…] StringEquals 'a'; the question does not say @Request[…]`. */
function blameSentence(condition: string, { access: { question } }: ExplainedWorld): string | undefined {
  const { action, subOperation, attributes = {} } = question
  const blame = blameCondition(condition, {
    action,
    attributes,
    ...(subOperation === undefined ? {} : { subOperation }),
  })
  if (blame === undefined) return undefined
  if (blame.malformed !== undefined) return `it cannot be read: ${blame.malformed}`
  const absent = blame.absent.length === 0 ? '' : `; the question does not say ${blame.absent.join(', ')}`
  return `not true: ${blame.parts.join(' · ')}${absent}`
}

function explainDeny(deny: DenyAssignment, world: ExplainedWorld): ExplainedDeny {
  const { access } = world
  const { action, isDataAction, scope } = access.question
  const mine = new Set(access.principalIds.map((id) => id.toLowerCase()))
  const named = deny.principals.find(({ id }) => mine.has(id.toLowerCase()))
  const via = named === undefined ? undefined : world.viaOf(named.id)
  const pattern = deny.permissions
    .flatMap((block) => (isDataAction === true ? block.dataActions : block.actions))
    .find((one) => matchesAction(one, action))
  const whom =
    named === undefined
      ? 'everyone'
      : via === undefined
        ? 'the principal itself'
        : through(via).replace(' through ', '')
  return {
    denyAssignment: deny.name,
    displayName: deny.displayName,
    scope: deny.scope,
    isInherited: !isSameResource(deny.scope, scope),
    appliesTo: named === undefined ? 'everyone' : named.id,
    ...(via === undefined ? {} : { via }),
    ...(pattern === undefined ? {} : { pattern }),
    sentence: `deny assignment '${deny.displayName}' at ${scopeWords(deny.scope)} denies ${pattern ?? action} to ${whom}; no role goes before it`,
  }
}

function missesOf(world: ExplainedWorld): NearMiss[] {
  const { access, stored, toClientId, roleOf, oddities } = world
  const { question } = access
  const inEffect = new Set(access.assignments.map(keyOf))
  const grants = (assignment: RoleAssignment): boolean =>
    findingOf(assignment, roleOf(assignment.roleDefinitionId), question).effect === 'grants'
  const reaches = ({ scope }: RoleAssignment): boolean => covers(access, scope)
  const pending = stored.filter((one) => reaches(one) && !inEffect.has(keyOf(one)) && grants(one))
  const misnamed = toClientId.filter((one) => reaches(one) && grants(one))
  return withoutRepeats([
    ...oddities,
    ...missesOfAction(question),
    ...pending.map((one) => pendingMiss(one, roleOf(one.roleDefinitionId))),
    ...misnamed.map((one) => clientIdMiss(one, roleOf(one.roleDefinitionId))),
    ...missesElsewhere({
      ...{ scope: question.scope, asked: question, roleOf },
      assignments: stored.filter((one) => !reaches(one)),
      through: ({ principalId }) => through(world.viaOf(principalId)),
    }),
  ])
}

const keyOf = ({ name, scope }: RoleAssignment): string => `${resourceKey(scope)} ${name.toLowerCase()}`

/** Assignments that still count although they are gone already. */
function pendingRemovals({ access, stored }: ExplainedWorld): Hint[] {
  const known = new Set(stored.map(keyOf))
  return coveringFindings(access)
    .filter((finding) => finding.effect === 'grants' && !known.has(keyOf(finding.assignment)))
    .map((finding) => ({
      kind: 'pendingRemoval',
      sentence: `${roleName(finding)} at ${scopeWords(finding.assignment.scope)} has been removed and is still in effect: changes take their time here`,
    }))
}

function hintsOfDenies({ access, viaOf, principal }: ExplainedWorld): Hint[] {
  return (access.denyAssignments ?? []).flatMap((deny): Hint[] => {
    const where = `deny assignment '${deny.displayName}' at ${scopeWords(deny.scope)}`
    if (deny.effect === 'Audit')
      return denies(deny, access)
        ? [{ kind: 'auditDeny', sentence: `${where} would deny it, and only records that` }]
        : []
    if (denies(deny, access) || !denies({ ...deny, excludePrincipals: [] }, access)) return []
    const mine = new Set(access.principalIds.map((id) => id.toLowerCase()))
    const excluded = deny.excludePrincipals.find(({ id }) => mine.has(id.toLowerCase()))
    const via = excluded === undefined || excluded.id === everyone.id ? undefined : viaOf(excluded.id)
    const whom = via === undefined ? principal.displayName : `group ${via.displayName}`
    return [{ kind: 'excludedFromDeny', sentence: `${where} would deny it, but excludes ${whom}` }]
  })
}

function hintsOfLinks({ reason }: Verdict, { access: { question } }: ExplainedWorld): Hint[] {
  if (reason === 'denyAssignment' || question.isDataAction === true) return []
  return typicalLinks(question.action).map(({ when, action, on }) => ({
    kind: 'linkedAccess',
    sentence: `${when} also needs ${action} on ${on}`,
  }))
}
