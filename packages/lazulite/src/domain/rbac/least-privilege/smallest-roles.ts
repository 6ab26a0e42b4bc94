/**
 * Which role is just enough? Of the roles that grant everything needed, the ones that grant the least besides.
 *
 * Decision: "the least" is the number of known operations that a role grants (`role-breadth.ts`). The smallest is often
 * a role made for one service of Azure's own, right but hardly what somebody would choose: the answer is a short list,
 * and `smallestGeneralRole` names the one among the roles that everybody knows.
 */
import { builtInRole, builtInRoleIds } from '../built-in-roles.js'
import type { RoleDefinition } from '../role.js'
import { effectOfRole } from './effect-of-role.js'
import { breadthOf } from './role-breadth.js'

export interface NeededAction {
  /** `Microsoft.Compute/virtualMachines/read`; any case. */
  readonly action: string
  readonly isDataAction?: boolean
}

export interface RankedRole {
  readonly role: RoleDefinition
  /** How many of the known operations it grants. */
  readonly breadth: number
}

export interface SmallestRolesOptions {
  /** How many are wanted; default 3. */
  readonly limit?: number
}

/**
 * Smallest first; none when no role has it all, or nothing is needed. A role that grants something of it under a
 * condition only is left out. Equal ones: general roles first, built-in before custom, then by name.
 */
export function smallestRoles(
  needed: readonly NeededAction[],
  roles: readonly RoleDefinition[],
  { limit = 3 }: SmallestRolesOptions = {},
): readonly RankedRole[] {
  if (needed.length === 0) return []
  return roles
    .filter((role) => grantsAll(role, needed))
    .map((role) => ({ role, breadth: breadthOf(role) }))
    .sort(smallestFirst)
    .slice(0, limit)
}

/** Does the role grant each of them, without a condition? */
export const grantsAll = (role: RoleDefinition, needed: readonly NeededAction[]): boolean =>
  needed.every((one) => effectOfRole(role, one) === 'grants')

const generalRoleIds: readonly string[] = [
  builtInRoleIds.reader,
  builtInRoleIds.contributor,
  builtInRoleIds.userAccessAdministrator,
  builtInRoleIds.owner,
]

/** Of Reader, Contributor, User Access Administrator and Owner; `undefined` when not even Owner has it (data actions). */
export const smallestGeneralRole = (needed: readonly NeededAction[]): RankedRole | undefined =>
  smallestRoles(
    needed,
    generalRoleIds.flatMap((id) => builtInRole(id) ?? []),
    { limit: 1 },
  )[0]

const smallestFirst = (a: RankedRole, b: RankedRole): number =>
  a.breadth - b.breadth ||
  Number(isGeneral(b)) - Number(isGeneral(a)) ||
  compareText(a.role.type, b.role.type) || // BuiltInRole, CustomRole
  compareText(a.role.roleName.toLowerCase(), b.role.roleName.toLowerCase()) ||
  compareText(a.role.roleDefinitionId, b.role.roleDefinitionId)

const isGeneral = ({ role }: RankedRole): boolean => generalRoleIds.includes(role.roleDefinitionId)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
