/** Roles, assignments and denies for tests of the access rule, short enough to stand in a table. */
import { builtInRole, builtInRoleByName } from './built-in-roles.js'
import type { AccessQuestion, Verdict } from './decision.js'
import type { DenyAssignment } from './deny-assignment.js'
import { type AccessCase, evaluateAccess } from './evaluate-access.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'

export const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111'
export const otherSubscription = '/subscriptions/22222222-2222-2222-2222-222222222222'
export const group = `${subscription}/resourceGroups/dev`
export const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

/** Whoever asks, unless a test says otherwise. */
export const caller = 'p1'

export const managementGroup = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`

export const permission = (parts: Partial<Permission>): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...parts,
})

export const role = (roleDefinitionId: string, ...permissions: readonly Partial<Permission>[]): RoleDefinition => ({
  roleDefinitionId,
  roleName: roleDefinitionId,
  description: '',
  type: 'CustomRole',
  permissions: permissions.map(permission),
  assignableScopes: [subscription],
  createdAt: 0,
  updatedAt: 0,
})

export const assignment = (
  parts: Partial<RoleAssignment> & Pick<RoleAssignment, 'roleDefinitionId' | 'scope'>,
): RoleAssignment => ({
  name: 'a1',
  principalId: caller,
  principalType: 'ServicePrincipal',
  createdAt: 0,
  updatedAt: 0,
  ...parts,
})

/** Denies every action to everyone, unless `parts` say otherwise. */
export const deny = (parts: Partial<DenyAssignment> & Pick<DenyAssignment, 'scope'>): DenyAssignment => ({
  name: 'd1',
  displayName: 'no',
  permissions: [permission({ actions: ['*'] })],
  doNotApplyToChildScopes: false,
  principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
  excludePrincipals: [],
  isSystemProtected: false,
  effect: 'Enforced',
  createdAt: 0,
  updatedAt: 0,
  ...parts,
})

/** The caller is alone, in no group, and below no management group, unless `access` says otherwise. */
export interface Situation extends Partial<Omit<AccessCase, 'roleOf' | 'question'>> {
  readonly roles?: readonly RoleDefinition[]
}

export const decideIn = ({ roles = [], ...access }: Situation, question: AccessQuestion): Verdict =>
  evaluateAccess({
    principalIds: [caller],
    assignments: [],
    roleOf: (id) => roles.find((known) => known.roleDefinitionId === id) ?? builtInRole(id),
    ...access,
    question,
  })

export const decide = (
  assignments: readonly RoleAssignment[],
  roles: readonly RoleDefinition[],
  question: AccessQuestion,
): Verdict => decideIn({ assignments, roles }, question)

/** @throws Error when there is no built-in role of this name */
export function builtIn(roleName: string): string {
  const known = builtInRoleByName(roleName)
  if (known === undefined) throw new Error(`there is no built-in role '${roleName}'`)
  return known.roleDefinitionId
}

/** One assignment of a built-in role: is the question allowed? */
export const allows = (roleName: string, scope: string, question: AccessQuestion): boolean =>
  decide([assignment({ roleDefinitionId: builtIn(roleName), scope })], [], question).allowed
