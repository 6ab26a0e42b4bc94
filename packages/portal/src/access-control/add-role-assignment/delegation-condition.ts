/**
 * The condition of an assignment that delegates the assigning of roles, as Azure's portal writes it from its templates.
 *
 * Source: learn.microsoft.com, "Examples to delegate Azure role assignment management with conditions": the same
 * expression twice, on the request for what is assigned and on the resource for what is removed.
 */
import { type ConditionSupport, roleAdministrators } from './role-choice.js'

export type PrincipalType = 'User' | 'Group' | 'ServicePrincipal'

/** @property roles GUIDs */
export type Delegation =
  | { readonly template: 'roles'; readonly roles: readonly string[] }
  | {
      readonly template: 'rolesAndTypes'
      readonly roles: readonly string[]
      readonly principalTypes: readonly PrincipalType[]
    }
  | {
      readonly template: 'rolesAndPrincipals'
      readonly roles: readonly string[]
      /** Object ids. */
      readonly principalIds: readonly string[]
    }
  | { readonly template: 'allExcept'; readonly roles: readonly string[] }

export const conditionVersion = '2.0'

export function delegationCondition(delegation: Delegation): string {
  const parts = [
    { action: 'write', source: '@Request' },
    { action: 'delete', source: '@Resource' },
  ].map(({ action, source }) =>
    [
      '(',
      ' (',
      `  !(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})`,
      ' )',
      ' OR ',
      ' (',
      ...termsOf(delegation, source)
        .join('\nAND\n')
        .split('\n')
        .map((line) => `  ${line}`),
      ' )',
      ')',
    ].join('\n'),
  )
  return parts.join('\nAND\n')
}

function termsOf(delegation: Delegation, source: string): readonly string[] {
  const attribute = (name: string): string => `${source}[Microsoft.Authorization/roleAssignments:${name}]`
  const set = (values: readonly string[]): string => `{${values.join(', ')}}`
  const roles = attribute('RoleDefinitionId')
  switch (delegation.template) {
    case 'roles':
      return [`${roles} ForAnyOfAnyValues:GuidEquals ${set(delegation.roles)}`]
    case 'rolesAndTypes':
      return [
        `${roles} ForAnyOfAnyValues:GuidEquals ${set(delegation.roles)}`,
        `${attribute('PrincipalType')} ForAnyOfAnyValues:StringEqualsIgnoreCase ${set(delegation.principalTypes.map((type) => `'${type}'`))}`,
      ]
    case 'rolesAndPrincipals':
      return [
        `${roles} ForAnyOfAnyValues:GuidEquals ${set(delegation.roles)}`,
        `${attribute('PrincipalId')} ForAnyOfAnyValues:GuidEquals ${set(delegation.principalIds)}`,
      ]
    case 'allExcept':
      return [`${roles} ForAnyOfAllValues:GuidNotEquals ${set(delegation.roles)}`]
  }
}

/** What the tab "Conditions" holds. Each choice keeps its own part while another one is chosen. */
export interface ConditionDraft {
  readonly choice?: 'selected' | 'exceptPrivileged' | 'all' | 'code'
  readonly delegation?: Delegation
  readonly code: string
}

export const emptyConditionDraft: ConditionDraft = { code: '' }

/** The text that is sent; `undefined`: none. */
export function conditionOf(draft: ConditionDraft, support: ConditionSupport | undefined): string | undefined {
  if (support === undefined) return undefined
  const code = draft.code.trim() === '' ? undefined : draft.code.trim()
  if (support === 'data') return code
  switch (draft.choice) {
    case 'selected':
      return draft.delegation === undefined ? undefined : delegationCondition(draft.delegation)
    case 'exceptPrivileged':
      return delegationCondition({ template: 'allExcept', roles: roleAdministrators })
    case 'code':
      return code
    default:
      return undefined
  }
}

/** What is missing, as a sentence. */
export function conditionProblem(draft: ConditionDraft, support: ConditionSupport | undefined): string | undefined {
  if (support !== 'delegation') return undefined
  if (draft.choice === undefined) return 'Select what the user can do.'
  if (draft.choice === 'selected' && draft.delegation === undefined) return 'Select roles and principals.'
  if (draft.choice === 'code' && draft.code.trim() === '') return 'Enter a condition.'
  return undefined
}

/** What a template still needs, as a sentence. */
export function delegationProblem(delegation: Delegation): string | undefined {
  if (delegation.roles.length === 0) return 'Add at least one role.'
  if (delegation.template === 'rolesAndTypes' && delegation.principalTypes.length === 0) {
    return 'Choose at least one type of principal.'
  }
  if (delegation.template === 'rolesAndPrincipals' && delegation.principalIds.length === 0) {
    return 'Add at least one principal.'
  }
  return undefined
}
