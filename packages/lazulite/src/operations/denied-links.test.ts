import { expect, it } from 'vitest'
import { everyone } from '../domain/rbac/deny-assignment.js'
import type { Caller } from '../domain/token/caller.js'
import { group, startTestArm } from '../testing/start-test-arm.js'
import { requireLinkedAccess } from './require-linked-access.js'

const machine = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const identities = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities`
const assign = 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'
const caller: Caller = { principalId: 'p', tenantId: 't', kind: 'app', clientName: 'c' }

/** What each linked scope is asked for, by the last letter of its name: `d` is denied, `r` refused, the rest allowed. */
const outcomes: Readonly<Record<string, 'denyAssignment' | 'noAssignment'>> = { d: 'denyAssignment', r: 'noAssignment' }

it.each<[string, readonly string[], string]>([
  [
    'only denied',
    ['a-d', 'b-d', 'c'],
    `does not have permission to perform action '${assign}' on the '0' linked scope(s) '' or the linked scope(s) are invalid and is blocked by deny assignments on the '2' linked scope(s) '${identities}/a-d,${identities}/b-d'.`,
  ],
  [
    'denied and refused',
    ['a-d', 'b-r', 'c'],
    `does not have permission to perform action '${assign}' on the '1' linked scope(s) '${identities}/b-r' or the linked scope(s) are invalid and is blocked by deny assignments on the '1' linked scope(s) '${identities}/a-d'.`,
  ],
  [
    'only refused',
    ['a-r', 'b-r', 'c'],
    `does not have permission to perform action(s) '${assign},${assign}' on the linked scope(s) '${identities}/a-r,${identities}/b-r' (respectively) or the linked scope(s) are invalid.`,
  ],
])('says which linked scopes are %s', async (_, names, text) => {
  const test = await startTestArm()
  const { read } = test.ports.store
  const check: Parameters<typeof requireLinkedAccess>[0]['check'] = async ({ scope }) => {
    const reason = outcomes[scope.at(-1) ?? '']
    if (reason === undefined) return { allowed: true, reason: 'notEnforced', mode: 'off' }
    return { allowed: false, reason, findings: [] }
  }
  const linked = { linkedAction: assign, linkedScopes: names.map((name) => `${identities}/${name}`) }
  const action = 'Microsoft.Compute/virtualMachines/write'
  await expect(
    requireLinkedAccess({ read, caller, check }, { action, scope: machine, ...linked }),
  ).rejects.toMatchObject({
    status: 403,
    code: 'LinkedAuthorizationFailed',
    message: `The client 'c' with object id 'p' has permission to perform action '${action}' on scope '${machine}'; however, it ${text}`,
  })
  await test.close()
})

it('names a deny assignment in the way of a custom role', async () => {
  const test = await startTestArm({ groups: ['rg', 'closed'] })
  const closed = group.replace(/rg$/, 'closed')
  await test.ports.store.transaction((tx) =>
    tx.denyAssignments.insert({
      ...{ name: 'e0000000-0000-4000-8000-000000000001', displayName: 'closed', scope: closed },
      permissions: [{ actions: ['*/write'], notActions: [], dataActions: [], notDataActions: [] }],
      ...{ doNotApplyToChildScopes: false, principals: [everyone], excludePrincipals: [], isSystemProtected: true },
      ...{ effect: 'Enforced', createdAt: 0, updatedAt: 0 },
    }),
  )
  const id = `${group}/providers/Microsoft.Authorization/roleDefinitions/e0000000-0000-4000-8000-000000000002`
  const answer = await test.call('PUT', `${id}?api-version=2022-04-01`, {
    body: { properties: { roleName: 'r', permissions: [{ actions: ['*/read'] }], assignableScopes: [group, closed] } },
  })
  expect([answer.status, answer.body]).toEqual([
    403,
    {
      error: {
        code: 'LinkedAuthorizationFailed',
        message: `The client 'owner@lazulite' with object id '50000000-0000-4000-8000-6f776e657200' has permission to perform action 'Microsoft.Authorization/roleDefinitions/write' on scope '${id}'; however, it does not have permission to perform action 'Microsoft.Authorization/roleDefinitions/write' on the '0' linked scope(s) '' or the linked scope(s) are invalid and is blocked by deny assignments on the '1' linked scope(s) '${closed}'.`,
      },
    },
  ])
  await test.close()
})
