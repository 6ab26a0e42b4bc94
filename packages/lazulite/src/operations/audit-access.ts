/** Every answer to an access question is an audit event: who asked for what, where, and what decided. */
import type { JsonObject } from '../domain/json.js'
import type { AccessDecision, AccessQuestion } from '../domain/rbac/decision.js'
import type { Caller } from '../domain/token/caller.js'
import type { Ports } from '../ports/ports.js'

export interface AuditedAccess {
  readonly caller: Pick<Caller, 'principalId'>
  readonly question: AccessQuestion
  readonly decision: AccessDecision
  readonly correlationId: string
  /** The caller got in all the same, to a list that shows only what it may see. */
  readonly isFiltered?: boolean
}

export function auditAccess({ audit, clock }: Pick<Ports, 'audit' | 'clock'>, access: AuditedAccess): void {
  const { caller, question, decision, correlationId, isFiltered = false } = access
  audit({
    time: clock.nowMillis(),
    kind: decision.allowed || isFiltered ? 'access.allowed' : 'access.denied',
    principalId: caller.principalId,
    subject: question.scope,
    correlationId,
    facts: {
      action: question.action,
      ...(question.isDataAction === true ? { isDataAction: true } : {}),
      ...(isFiltered ? { reason: 'filtered' } : factsOf(decision)),
    },
  })
}

function factsOf(decision: AccessDecision): JsonObject {
  if (decision.reason === 'roleAssignment') {
    return { roleAssignment: decision.assignment.name, role: decision.role.roleName }
  }
  const { reason } = decision
  return reason === 'denyAssignment' && decision.deny !== undefined
    ? { reason, denyAssignment: decision.deny.name }
    : { reason }
}
