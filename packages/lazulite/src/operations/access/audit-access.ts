/**
 * Every answer to an access question is an audit event: who asked for what, where, and what decided.
 *
 * A refusal is a line of the log as well, with its cause in one sentence and the command that tells the rest.
 * The event of a request that changes something says how it ended, and is then in an activity log too; reads are only
 * when they are refused. Rights that a request needs beside its own action are events without an end.
 */
import type { JsonObject } from '../../domain/json.js'
import type { AccessDecision, AccessQuestion, Denied } from '../../domain/rbac/decision.js'
import { explainCommand } from '../../domain/rbac/explain/explain-command.js'
import { refusalSentence } from '../../domain/rbac/explain/refusal-sentence.js'
import { segmentsOf, subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'

/** What an activity log says of a request. */
export interface AuditedRequest {
  readonly method: string
  /** Of the answer. */
  readonly status: number
  /** Where the status does not say it: `Accepted` goes on after the answer, the others end what did. */
  readonly outcome?: 'Accepted' | 'Succeeded' | 'Failed'
  /** Error code and text, of a refusal. */
  readonly code?: string
  readonly message?: string
  /** The answer came before the end: what is under way has this id. */
  readonly operationId?: string
  readonly clientRequestId?: string
  /** IP address; absent where there is none. */
  readonly address?: string
}

export interface AuditedAccess {
  readonly caller: Pick<Caller, 'principalId'> & Partial<Pick<Caller, 'clientId' | 'clientName' | 'kind'>>
  readonly question: AccessQuestion
  readonly decision: AccessDecision
  readonly correlationId: string
  /** The caller got in all the same, to a list that shows only what it may see. */
  readonly isFiltered?: boolean
  /** The request whose own action this is. */
  readonly request?: AuditedRequest
}

export function auditAccess(
  { audit, clock, log }: Pick<Ports, 'audit' | 'clock' | 'log'>,
  access: AuditedAccess,
): void {
  const { caller, question, decision, correlationId, isFiltered = false, request } = access
  const { principalId } = caller
  audit({
    time: clock.nowMillis(),
    kind: kindOf(decision, isFiltered),
    principalId,
    subject: question.scope,
    correlationId,
    ...(request === undefined ? {} : { activityLog: activityLogOf(question.scope) }),
    facts: {
      action: question.action,
      ...(question.isDataAction === true ? { isDataAction: true } : {}),
      ...(isFiltered ? { ...modeOf(decision), reason: 'filtered' } : factsOf(decision)),
      ...(request === undefined ? {} : { request: requestFacts(request, caller) }),
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

export interface EndedOperation extends Pick<AuditedAccess, 'caller' | 'correlationId'> {
  readonly action: string
  readonly scope: string
  readonly request: AuditedRequest
}

/** The end of a change that no access event tells: nobody needed a right for it, or it ended after its answer. */
export function auditEnd(
  { audit, clock }: Pick<Ports, 'audit' | 'clock'>,
  { caller, action, scope, correlationId, request }: EndedOperation,
): void {
  audit({
    time: clock.nowMillis(),
    kind: 'operation.ended',
    principalId: caller.principalId,
    subject: scope,
    correlationId,
    activityLog: activityLogOf(scope),
    facts: { action, request: requestFacts(request, caller) },
  })
}

/** A subscription's, or the tenant's. */
export function activityLogOf(scope: string): string {
  const [first, subscriptionId] = segmentsOf(scope)
  return first?.toLowerCase() === 'subscriptions' && subscriptionId !== undefined
    ? subscriptionScope(subscriptionId)
    : '/'
}

/** Names of callers are kept as they were then. */
export const requestFacts = (
  request: AuditedRequest,
  { kind, clientId, clientName }: AuditedAccess['caller'],
): JsonObject => ({
  ...request,
  ...(kind === 'user' && clientName !== undefined ? { caller: clientName } : {}),
  ...(clientId === undefined ? {} : { clientId }),
})

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
