/**
 * Every answer to an access question is an audit event: who asked for what, where, and what decided.
 *
 * A refusal is a line of the log as well, with its cause in one sentence and the command that tells the rest.
 */
import type { JsonObject } from '../../domain/json.js'
import type { AccessDecision, AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import { explainCommand } from '../../domain/rbac/explain/explain-command.js'
import { refusalSentence } from '../../domain/rbac/explain/refusal-sentence.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'

export interface AuditedAccess {
  readonly caller: Pick<Caller, 'principalId'>
  readonly question: AccessQuestion
  readonly decision: AccessDecision
  readonly correlationId: string
  /** The caller got in all the same, to a list that shows only what it may see. */
  readonly isFiltered?: boolean
}

export function auditAccess(
  { audit, clock, log }: Pick<Ports, 'audit' | 'clock' | 'log'>,
  access: AuditedAccess,
): void {
  const { caller, question, decision, correlationId, isFiltered = false } = access
  const { principalId } = caller
  audit({
    time: clock.nowMillis(),
    kind: kindOf(decision, isFiltered),
    principalId,
    subject: question.scope,
    correlationId,
    facts: {
      action: question.action,
      ...(question.isDataAction === true ? { isDataAction: true } : {}),
      ...(isFiltered ? { ...modeOf(decision), reason: 'filtered' } : factsOf(decision)),
    },
  })
  const refusal = refusalIn(decision)
  if (refusal === undefined || isFiltered) return
  const { action, scope } = question
  log.info(
    {
      ...{ principalId, action, scope, correlationId },
      cause: refusalSentence(refusal, question),
      hint: explainCommand(principalId, question),
    },
    decision.allowed ? 'access refused, and let through' : 'access refused',
  )
}

/** `access.unenforced`: a refusal in mode `audit`; in mode `off` nobody knows whether it would have been one. */
function kindOf(decision: AccessDecision, isFiltered: boolean): string {
  if (decision.reason === 'notEnforced') return 'access.unenforced'
  return decision.allowed || isFiltered ? 'access.allowed' : 'access.denied'
}

/** What the rule refused, whether or not it was let through. */
export const refusalIn = (decision: AccessDecision): Denied | undefined => {
  if (decision.reason === 'notEnforced') return decision.refusal
  return decision.allowed ? undefined : decision
}

function factsOf(decision: AccessDecision): JsonObject {
  if (decision.reason === 'roleAssignment') {
    const { assignment, role, auditedDenies = [] } = decision
    const names = auditedDenies.map(({ name }) => name)
    return {
      roleAssignment: assignment.name,
      role: role.roleName,
      ...(names.length === 0 ? {} : { auditedDenyAssignments: names }),
    }
  }
  if (decision.reason === 'notEnforced') {
    const { refusal } = decision
    return { ...modeOf(decision), ...(refusal === undefined ? { reason: 'notEnforced' } : factsOf(refusal)) }
  }
  const { reason } = decision
  return reason === 'denyAssignment' && decision.deny !== undefined
    ? { reason, denyAssignment: decision.deny.name }
    : { reason }
}

const modeOf = (decision: AccessDecision): JsonObject =>
  decision.reason === 'notEnforced' ? { mode: decision.mode } : {}
