import { describe, expect, it } from 'vitest'
import { assignmentBody, type Member, memberOf, replaceMembers, toggleMember } from './member.js'

const member = (principalId: string, source: Member['source'] = 'directory'): Member => ({
  ...{ principalId, name: principalId, principalType: 'User', kind: 'User', source },
})
const [ann, bob, vm] = [member('ann'), member('bob'), member('vm', 'identity')]
const reader = {
  id: '/roles/reader',
  name: 'reader',
  properties: { roleName: 'Reader', type: 'BuiltInRole', assignableScopes: ['/'], permissions: [] },
}

it('replaces what the same panel had chosen, and keeps the rest', () =>
  expect(replaceMembers([ann, vm], { source: 'directory', chosen: [bob] })).toEqual([vm, bob]))

it('has nobody twice', () =>
  expect(replaceMembers([member('x', 'identity')], { source: 'directory', chosen: [member('x')] })).toEqual([
    member('x'),
  ]))

it('chooses and takes back', () => {
  expect(toggleMember([ann], bob)).toEqual([ann, bob])
  expect(toggleMember([ann, bob], ann)).toEqual([bob])
})

describe('assignmentBody', () => {
  it('leaves out what is not given', () =>
    expect(assignmentBody({ role: reader, member: ann }, { description: '  ', condition: undefined })).toEqual({
      properties: { roleDefinitionId: '/roles/reader', principalId: 'ann', principalType: 'User' },
    }))

  it('names the version of a condition', () =>
    expect(assignmentBody({ role: reader, member: ann }, { description: ' why ', condition: 'c' }).properties).toEqual({
      ...{ roleDefinitionId: '/roles/reader', principalId: 'ann', principalType: 'User' },
      ...{ description: 'why', condition: 'c', conditionVersion: '2.0' },
    }))
})

describe('memberOf', () => {
  it.each([
    ['user', { userPrincipalName: 'ann@x' }, { principalType: 'User', kind: 'User', detail: 'ann@x' }],
    ['group', {}, { principalType: 'Group', kind: 'Group' }],
    ['servicePrincipal', { appId: 'a' }, { principalType: 'ServicePrincipal', kind: 'App', detail: 'a' }],
    [
      'servicePrincipal',
      { servicePrincipalType: 'ManagedIdentity' },
      { principalType: 'ServicePrincipal', kind: 'Managed identity' },
    ],
  ])('a %s with %s', (type, facts, expected) =>
    expect(memberOf({ '@odata.type': `#microsoft.graph.${type}`, id: '1', displayName: 'Ann', ...facts })).toEqual({
      ...{ principalId: '1', name: 'Ann', source: 'directory', ...expected },
    }),
  )

  it('is nothing for a device', () =>
    expect(memberOf({ '@odata.type': '#microsoft.graph.device', id: '1' })).toBeUndefined())
})
