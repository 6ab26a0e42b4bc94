import { expect, it } from 'vitest'
import { builtInRoleByName } from '../../domain/rbac/built-in-roles.js'
import { type DenyAssignment, everyone } from '../../domain/rbac/deny-assignment.js'
import { type AccessCase, evaluateAccess } from '../../domain/rbac/evaluate-access.js'
import type { AuditEvent } from '../../ports/store.js'
import { fakeClock } from '../../testing/fake-clock.js'
import { silentLog } from '../../testing/silent-log.js'
import { auditAccess } from './audit-access.js'

const principalId = 'a0000000-0000-4000-8000-000000000001'
const role = builtInRoleByName('Reader')
const question = { action: 'Microsoft.Compute/virtualMachines/read', scope: '/subscriptions/s' }
const deny = (name: string, effect: DenyAssignment['effect'], actions: readonly string[]): DenyAssignment => ({
  ...{ name, displayName: name, scope: '/', doNotApplyToChildScopes: false, isSystemProtected: true, effect },
  permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
  ...{ principals: [everyone], excludePrincipals: [], createdAt: 0, updatedAt: 0 },
})

/** The facts of the event about a Reader's reading. */
function factsUnder(...denyAssignments: readonly DenyAssignment[]): object {
  const access: AccessCase = {
    principalIds: [principalId],
    assignments: [
      {
        ...{ name: 'grant', scope: '/', principalId, principalType: 'User' },
        ...{ roleDefinitionId: role?.roleDefinitionId ?? '', createdAt: 0, updatedAt: 0 },
      },
    ],
    denyAssignments,
    roleOf: () => role,
    question,
  }
  const events: Omit<AuditEvent, 'sequence'>[] = []
  const ports = {
    audit: (event: Omit<AuditEvent, 'sequence'>) => void events.push(event),
    clock: fakeClock(),
    log: silentLog,
  }
  auditAccess(ports, { caller: { principalId }, question, decision: evaluateAccess(access), correlationId: 'c' })
  expect(events).toHaveLength(1)
  return events[0]?.facts ?? {}
}

const granted = { action: question.action, roleAssignment: 'grant', role: 'Reader' }

it.each<[string, readonly DenyAssignment[], object]>([
  ['nothing but the grant', [], granted],
  [
    'denies that only look on and would have denied it',
    [deny('b', 'Audit', ['*/read']), deny('a', 'Audit', ['*']), deny('c', 'Audit', ['*/write'])],
    { ...granted, auditedDenyAssignments: ['a', 'b'] },
  ],
  [
    'the deny that refuses, whatever else looks on',
    [deny('a', 'Audit', ['*']), deny('b', 'Enforced', ['*'])],
    { action: question.action, reason: 'denyAssignment', denyAssignment: 'b' },
  ],
])('the event of a decision names %s', (_, denies, facts) => expect(factsUnder(...denies)).toEqual(facts))
