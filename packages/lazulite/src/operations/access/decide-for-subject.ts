/**
 * The access rule about somebody, with groups that the asker names: what `checkAccess` answers.
 *
 * Decision: the rule's own verdict, also for a principal for whom it is not enforced here.
 */
import type { AccessQuestion, Verdict } from '../../domain/rbac/decision.js'
import { evaluateAccess } from '../../domain/rbac/evaluate-access.js'
import type { Caller } from '../../domain/token/caller.js'
import type { Ports } from '../../ports/ports.js'
import { readAccessSnapshot } from './access-snapshot.js'
import { readCaseOf } from './check-access.js'
import { principalIdsOf } from './effective-access.js'

export interface Subject extends Pick<Caller, 'principalId' | 'issuedAt'> {
  /** Object ids of groups that count as the subject's, whatever the directory says. */
  readonly groupIds: readonly string[]
  /** Do the groups that the directory knows count, too? */
  readonly withKnownGroups: boolean
}

export async function decideForSubject(
  ports: Pick<Ports, 'store' | 'clock' | 'rules'>,
  { groupIds, withKnownGroups, ...principal }: Subject,
  question: AccessQuestion,
): Promise<Verdict> {
  const { principalId } = principal
  const own = withKnownGroups ? await principalIdsOf(ports, principal) : [principalId]
  const principalIds = [...new Set([...own, ...groupIds])]
  const snapshot = await readAccessSnapshot(ports.store)
  return evaluateAccess(await readCaseOf(ports, { principalId, principalIds, question, snapshot }))
}
