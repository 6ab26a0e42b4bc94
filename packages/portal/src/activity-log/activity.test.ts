import { describe, expect, it } from 'vitest'
import {
  type Activity,
  activityPath,
  arrangeActivities,
  causeOf,
  choices,
  operationText,
  principalIdOf,
} from './activity.js'
import { type AuditEvent, readsOf } from './audit-events.js'

const event = (facts: Partial<Activity> = {}): Activity => ({
  ...{ eventDataId: '1', eventTimestamp: '2030-01-01T00:00:00Z', caller: 'ada@lazulite.test', level: 'Informational' },
  operationName: { value: 'Microsoft.Compute/virtualMachines/write', localizedValue: 'Create Virtual Machine' },
  ...facts,
})

describe('activityPath', () => {
  const span = { since: 0, until: 1000 }
  const filterOf = (path: string) => new URL(`https://x${path}`).searchParams.get('$filter')
  it.each([
    [{ subscriptionId: 's' }, undefined],
    [{ subscriptionId: 's', resourceGroup: "o'brien" }, "resourceGroupName eq 'o''brien'"],
    [{ subscriptionId: 's', resourceUri: '/subscriptions/s/x' }, "resourceUri eq '/subscriptions/s/x'"],
  ])('asks for %j', (scope, term) => {
    const times = "eventTimestamp ge '1970-01-01T00:00:00.000Z' and eventTimestamp le '1970-01-01T00:00:01.000Z'"
    expect(filterOf(activityPath(scope, span))).toBe(term === undefined ? times : `${times} and ${term}`)
  })
})

it('names an operation as the service does, or by its action', () => {
  expect(operationText(event())).toBe('Create Virtual Machine')
  expect(operationText(event({ operationName: { value: 'a/b' } }))).toBe('a/b')
})

describe('causeOf', () => {
  it.each([
    [{ decision: 'allowed', role: 'Owner' }, 'Allowed: the role Owner grants it'],
    [{ decision: 'denied', reason: 'denyAssignment' }, 'Denied: a deny assignment forbids it'],
    [{ decision: 'denied', reason: 'somethingNew' }, 'Denied: somethingNew'],
    [{ decision: 'allowed' }, 'Allowed'],
    [{ decision: 'unenforced', reason: 'notEnforced' }, 'Not enforced: access control was not enforced'],
    [{}, undefined],
  ])('%j: %s', (properties, expected) => expect(causeOf(event({ properties }))).toBe(expected))
})

it.each([
  [{ claims: { 'http://schemas.microsoft.com/identity/claims/objectidentifier': 'o' } }, 'o'],
  [{ properties: { principalId: 'p' } }, 'p'],
  [{ caller: 'a0000000-0000-4000-8000-000000000001' }, 'a0000000-0000-4000-8000-000000000001'],
  [{}, undefined],
])('the principal of %j is %s', (facts, expected) => expect(principalIdOf(event(facts))).toBe(expected))

it('filters, and shows the newest first', () => {
  const older = event({ eventDataId: 'older', eventTimestamp: '2029-01-01T00:00:00Z' })
  const other = event({ eventDataId: 'other', caller: 'bob', level: 'Error' })
  const ids = (filter: object) => arrangeActivities([older, event(), other], filter).map((one) => one.eventDataId)
  expect(ids({})).toEqual(['1', 'other', 'older'])
  expect(ids({ caller: 'bob' })).toEqual(['other'])
  expect(ids({ severity: 'Informational' })).toEqual(['1', 'older'])
  expect(choices([older, event(), other], ({ caller = '' }) => caller)).toEqual(['ada@lazulite.test', 'bob'])
})

describe('readsOf', () => {
  const audit = (facts: Partial<AuditEvent>): AuditEvent => ({
    ...{ sequence: 1, time: 10, kind: 'access.allowed', principalId: 'p' },
    subject: '/subscriptions/s/resourceGroups/dev/providers/A.B/cs/d',
    facts: { action: 'A.B/cs/read', role: 'Reader' },
    ...facts,
  })
  const scope = { subscriptionId: 's', resourceGroup: 'dev' }
  it('makes rows of what was read within the scope', () => {
    const [row] = readsOf([audit({})], { scope, since: 0 })
    expect(row).toMatchObject({ caller: 'p', properties: { decision: 'allowed' }, resourceGroupName: 'dev' })
  })
  it.each([
    ['older than asked for', audit({ time: 1 })],
    ['no read', audit({ facts: { action: 'A.B/cs/write' } })],
    ['a refusal, which the log has itself', audit({ kind: 'access.denied' })],
    ['in another group', audit({ subject: '/subscriptions/s/resourceGroups/dev2' })],
    ['no decision', audit({ kind: 'token.issued' })],
  ])('leaves out what is %s', (_, one) => expect(readsOf([one], { scope, since: 5 })).toEqual([]))
})
