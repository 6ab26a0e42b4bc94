import { expect, it } from 'vitest'
import { graphClientId } from '../directory/first-party-permissions.js'
import { grantedRoles } from './granted-roles.js'

const graph = { principalId: 'graph', clientId: graphClientId }
const api = {
  principalId: 'api',
  clientId: 'my-api',
  graphProperties: {
    appRoles: [
      { id: 'r1', value: 'Tasks.Read', isEnabled: true },
      { id: 'r2', value: 'Tasks.Write', isEnabled: false },
      { id: 'r3', value: null, isEnabled: true },
    ],
  },
}
const assigned = (resourcePrincipalId: string, ...roleIds: string[]) =>
  roleIds.map((appRoleId) => ({
    assignmentId: `${resourcePrincipalId} ${appRoleId}`,
    appRoleId,
    resourcePrincipalId,
    createdAt: 0,
  }))

it('names the granted roles of this resource by their values, sorted', () => {
  const appRoleAssignments = [
    ...assigned('graph', 'df021288-bdef-4463-88db-98f22de89214', '7ab1d382-f21e-4acd-a863-ba3e13f7da61'),
    ...assigned('api', 'r1'),
  ]
  expect(grantedRoles({ appRoleAssignments }, graph)).toEqual(['Directory.Read.All', 'User.Read.All'])
  expect(grantedRoles({ appRoleAssignments }, api)).toEqual(['Tasks.Read'])
})

it.each([
  ['the default role', '00000000-0000-0000-0000-000000000000'],
  ['a disabled role', 'r2'],
  ['a role without a value', 'r3'],
  ['a role that is gone', 'r9'],
])('says nothing of %s', (_, roleId) => {
  expect(grantedRoles({ appRoleAssignments: assigned('api', roleId) }, api)).toEqual([])
})

it('says nothing when nothing was granted', () => expect(grantedRoles({}, graph)).toEqual([]))
