import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import type { AuditEvent } from '../../ports/store.js'
import { openTestPorts, type TestPorts } from '../../testing/test-ports.js'
import { reportAccess } from './report-access.js'

const principalId = 'a0000000-0000-4000-8000-000000000001'
const group = '/subscriptions/s/resourceGroups/dev'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const read = 'Microsoft.Compute/virtualMachines/read'
const start = Date.parse('2030-01-01T00:00:00Z')
const minutes = (count: number): number => start + count * 60_000

let ports: TestPorts
beforeEach(async () => {
  ports = await openTestPorts()
})
afterEach(() => ports.store.close())

const event = (at: number, facts: JsonObject, more: Partial<AuditEvent> = {}): AuditEvent => ({
  time: minutes(at),
  kind: 'access.allowed',
  principalId,
  subject: vm,
  facts,
  ...more,
})
const record = (...events: AuditEvent[]): Promise<void> => ports.store.transaction((tx) => tx.events.append(events))
const denied = { kind: 'access.denied' }

describe('the report of what somebody used', () => {
  it('is one entry for each action, with what was refused apart', async () => {
    await record(
      event(0, { action: read, role: 'Reader', roleAssignment: 'r' }),
      event(1, { action: read.toUpperCase(), role: 'Reader' }, { subject: vm.replace('dev', 'DEV') }),
      event(2, { action: read, reason: 'filtered' }, { subject: '/subscriptions/s' }),
      event(3, { action: 'Microsoft.Compute/virtualMachines/delete', reason: 'noMatchingAction' }, denied),
      event(4, { action: 'Microsoft.Compute/virtualMachines/delete', reason: 'noAssignment' }, denied),
      event(5, { action: read }, { principalId: 'b0000000-0000-4000-8000-000000000002' }),
      event(6, { audience: 'x' }, { kind: 'token.issued' }),
    )
    const { used, refused } = await reportAccess(ports, { principalId })
    expect(used).toEqual([
      {
        action: read,
        isDataAction: false,
        count: 3,
        filtered: 1,
        letThrough: 0,
        reasons: [],
        scopes: [
          { scope: '/subscriptions/s', isFiltered: true },
          { scope: vm.replace('dev', 'DEV'), isFiltered: false },
        ],
        firstTime: minutes(0),
        lastTime: minutes(2),
      },
    ])
    expect(refused).toEqual([
      {
        action: 'Microsoft.Compute/virtualMachines/delete',
        isDataAction: false,
        count: 2,
        filtered: 0,
        letThrough: 0,
        reasons: ['noAssignment', 'noMatchingAction'],
        scopes: [{ scope: vm, isFiltered: false }],
        firstTime: minutes(3),
        lastTime: minutes(4),
      },
    ])
  })

  it('keeps data actions apart from actions of the same name', async () => {
    await record(event(0, { action: 'a/b/read' }), event(1, { action: 'a/b/read', isDataAction: true }))
    const { used } = await reportAccess(ports, { principalId })
    expect(used.map(({ isDataAction, count }) => [isDataAction, count])).toEqual([
      [false, 1],
      [true, 1],
    ])
  })

  it('counts what was let through, for a principal that is not enforced, as used', async () => {
    await record(
      event(0, { action: read, reason: 'noAssignment', mode: 'audit' }, { kind: 'access.unenforced' }),
      event(1, { action: read, reason: 'notEnforced', mode: 'off' }, { kind: 'access.unenforced' }),
    )
    const { used, refused } = await reportAccess(ports, { principalId })
    expect([used.map(({ count, letThrough }) => [count, letThrough]), refused]).toEqual([[[2, 2]], []])
  })

  it('reads every page of the log', async () => {
    await record(...Array.from({ length: 2500 }, (_, n) => event(n, { action: read }, { subject: `${vm}${n % 7}` })))
    const { used } = await reportAccess(ports, { principalId })
    expect(used).toMatchObject([{ count: 2500, firstTime: minutes(0), lastTime: minutes(2499) }])
    expect(used[0]?.scopes).toHaveLength(7)
  })

  it('reads a log of exactly one page once', async () => {
    await record(...Array.from({ length: 1000 }, (_, n) => event(n, { action: read })))
    expect((await reportAccess(ports, { principalId })).used).toMatchObject([{ count: 1000 }])
  })

  it.each([
    [undefined, 3],
    [minutes(0), 3],
    [minutes(1), 2],
    [minutes(1) + 1, 1],
    [minutes(3), undefined],
  ])('starts at %s, that instant included', async (since, count) => {
    await record(...[0, 1, 2].map((at) => event(at, { action: read })))
    const { used } = await reportAccess(ports, { principalId, ...(since === undefined ? {} : { since }) })
    expect(used[0]?.count).toBe(count)
  })

  it('names the smallest roles and the exact one', async () => {
    await record(
      event(0, { action: read }),
      event(60 * 24, { action: 'Microsoft.Resources/subscriptions/resourceGroups/read' }, { subject: group }),
    )
    const { smallestRoles, generalRole, exact } = await reportAccess(ports, { principalId })
    expect(smallestRoles.map(({ role }) => role.roleName)).toEqual([
      'Defender Agentless VM Scan',
      'Avere Operator',
      'Azure Red Hat OpenShift Disk Storage Operator',
    ])
    expect(generalRole?.role.roleName).toBe('Reader')
    expect(exact).toEqual({
      role: {
        Name: 'Exactly what a deleted principal uses (a0000000)',
        IsCustom: true,
        Description: `The actions that a deleted principal (object id ${principalId}) used from 2030-01-01 to 2030-01-02.`,
        Actions: [read, 'Microsoft.Resources/subscriptions/resourceGroups/read'],
        NotActions: [],
        DataActions: [],
        NotDataActions: [],
        AssignableScopes: [group],
      },
      beyond: [],
    })
  })

  it('of somebody who did nothing is empty', async () => {
    expect(await reportAccess(ports, { principalId })).toEqual({
      principalId,
      used: [],
      refused: [],
      smallestRoles: [],
      exact: { beyond: [] },
    })
  })
})
