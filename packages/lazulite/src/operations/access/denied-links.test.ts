import { expect, it } from 'vitest'
import { everyone } from '../../domain/rbac/deny-assignment.js'
import { group, startTestArm } from '../../testing/start-test-arm.js'

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
