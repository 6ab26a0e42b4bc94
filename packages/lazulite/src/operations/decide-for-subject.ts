/**
 * The access rule about somebody, with groups that the asker names: what `checkAccess` answers.
 *
 * Decision: the rule's own verdict, also for a principal for whom it is not enforced here.
 */
import type { AccessQuestion, Verdict } from '../domain/rbac/decision.js'
import { type AccessCase, evaluateAccess } from '../domain/rbac/evaluate-access.js'
import type { Caller } from '../domain/token/caller.js'
import type { Ports } from '../ports/ports.js'
import { readAccessCase } from './check-access.js'
import { principalAttributes } from './principal-attributes.js'

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
  const own = await readAccessCase(ports, principal, question)
  const cases: AccessCase[] = [own]
  for (const groupId of groupIds) cases.push(await readAccessCase(ports, { principalId: groupId }, question))
  const known = withKnownGroups ? own.principalIds : [principal.principalId]
  const assignments = new Map(cases.flatMap((one) => one.assignments).map((one) => [`${one.scope} ${one.name}`, one]))
  const held = {
    assignments: [...assignments.values()],
    roleOf: (id: string) => cases.map(({ roleOf }) => roleOf(id)).find((role) => role !== undefined),
  }
  // The conditions of what the named groups hold may ask about the subject, where its own do not.
  const asked = await principalAttributes(ports.store.read, principal, held)
  return evaluateAccess({
    ...own,
    ...held,
    principalIds: [...known, ...groupIds],
    question: { ...own.question, attributes: { ...asked, ...own.question.attributes } },
  })
}
