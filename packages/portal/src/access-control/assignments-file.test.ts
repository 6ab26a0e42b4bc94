import { expect, it } from 'vitest'
import type { AssignmentRow } from './assignment-rows.js'
import { assignmentsFile } from './assignments-file.js'

const row: AssignmentRow = {
  ...{ id: '/x', roleGuid: 'role-guid', roleName: 'Reader, of much', isPrivileged: false },
  ...{ place: 'here', placeLabel: 'This resource' },
  assignment: {
    ...{ id: '/x', name: 'assignment-guid' },
    properties: { roleDefinitionId: '/r', principalId: 'p', principalType: 'User', scope: '/subscriptions/s' },
  },
  principal: { principalId: 'p', name: '=cmd()', type: 'User', detail: 'ada@x.y' },
}
const header = 'RoleAssignmentId,Scope,DisplayName,SignInName,RoleDefinitionName,RoleDefinitionId,ObjectId,ObjectType'

it('writes CSV that no spreadsheet takes for a formula', () => {
  expect(assignmentsFile([row], 'csv')).toBe(
    `${header}\r\nassignment-guid,/subscriptions/s,'=cmd(),ada@x.y,"Reader, of much",role-guid,p,User\r\n`,
  )
})

it('writes the same as JSON, names as they are', () => {
  expect(JSON.parse(assignmentsFile([row], 'json'))).toEqual([
    {
      ...{
        RoleAssignmentId: 'assignment-guid',
        Scope: '/subscriptions/s',
        DisplayName: '=cmd()',
        SignInName: 'ada@x.y',
      },
      ...{ RoleDefinitionName: 'Reader, of much', RoleDefinitionId: 'role-guid', ObjectId: 'p', ObjectType: 'User' },
    },
  ])
})
