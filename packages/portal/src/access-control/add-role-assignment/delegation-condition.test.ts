import { describe, expect, it } from 'vitest'
import {
  conditionOf,
  conditionProblem,
  delegationCondition,
  delegationProblem,
  emptyConditionDraft,
} from './delegation-condition.js'

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const backup = '5e467623-bb1f-42f4-a55d-6e525e11384b'
const id = 'Microsoft.Authorization/roleAssignments'
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

describe('delegationCondition', () => {
  it('limits both what is assigned and what is removed', () =>
    expect(delegationCondition({ template: 'roles', roles: [reader] })).toBe(
      `(
 (
  !(ActionMatches{'${id}/write'})
 )
 OR 
 (
  @Request[${id}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${reader}}
 )
)
AND
(
 (
  !(ActionMatches{'${id}/delete'})
 )
 OR 
 (
  @Resource[${id}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${reader}}
 )
)`,
    ))

  it.each([
    [
      { template: 'rolesAndTypes', roles: [reader, backup], principalTypes: ['User', 'Group'] } as const,
      `( @Request[${id}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${reader}, ${backup}} AND @Request[${id}:PrincipalType] ForAnyOfAnyValues:StringEqualsIgnoreCase {'User', 'Group'} )`,
    ],
    [
      { template: 'rolesAndPrincipals', roles: [reader], principalIds: [backup] } as const,
      `( @Request[${id}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${reader}} AND @Request[${id}:PrincipalId] ForAnyOfAnyValues:GuidEquals {${backup}} )`,
    ],
    [
      { template: 'allExcept', roles: [reader, backup] } as const,
      `( @Request[${id}:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals {${reader}, ${backup}} )`,
    ],
  ])('writes the template of %s', (delegation, expected) =>
    expect(oneLine(delegationCondition(delegation))).toContain(expected),
  )
})

describe('delegationProblem', () => {
  it.each([
    [{ template: 'roles', roles: [] } as const, 'Add at least one role.'],
    [
      { template: 'rolesAndTypes', roles: [reader], principalTypes: [] } as const,
      'Choose at least one type of principal.',
    ],
    [{ template: 'rolesAndPrincipals', roles: [reader], principalIds: [] } as const, 'Add at least one principal.'],
    [{ template: 'roles', roles: [reader] } as const, undefined],
  ])('%s: %s', (delegation, expected) => expect(delegationProblem(delegation)).toBe(expected))
})

describe('the draft of a condition', () => {
  it('counts for nothing where the role takes none', () =>
    expect(conditionOf({ choice: 'code', code: 'x' }, undefined)).toBeUndefined())

  it('is optional for data and trimmed', () => {
    expect(conditionOf({ code: '  a\n' }, 'data')).toBe('a')
    expect(conditionOf(emptyConditionDraft, 'data')).toBeUndefined()
    expect(conditionProblem(emptyConditionDraft, 'data')).toBeUndefined()
  })

  it.each([
    [emptyConditionDraft, 'Select what the user can do.'],
    [{ choice: 'selected', code: '' } as const, 'Select roles and principals.'],
    [{ choice: 'code', code: ' ' } as const, 'Enter a condition.'],
    [{ choice: 'all', code: '' } as const, undefined],
    [{ choice: 'exceptPrivileged', code: '' } as const, undefined],
  ])('%s lacks: %s', (draft, expected) => expect(conditionProblem(draft, 'delegation')).toBe(expected))

  it('keeps Owner and the administrators of access from being assigned', () => {
    const condition = conditionOf({ choice: 'exceptPrivileged', code: '' }, 'delegation')
    for (const guid of ['8e3af657', 'f58310d9', '18d7d88d']) expect(condition).toContain(guid)
  })

  it('is no condition when all roles are allowed', () =>
    expect(conditionOf({ choice: 'all', code: 'left over' }, 'delegation')).toBeUndefined())
})
