/** What would have allowed it: the smallest roles that grant the action, and the command that assigns one. */

import { builtInRoles } from '../../domain/rbac/built-in-roles.js'
import type { AccessQuestion } from '../../domain/rbac/decision.js'
import { assignmentCommand } from '../../domain/rbac/explain/assignment-command.js'
import type { ExplainedPrincipal, Remedy } from '../../domain/rbac/explain/explanation.js'
import { scopeWords } from '../../domain/rbac/explain/scope-words.js'
import {
  type RankedRole,
  smallestGeneralRole,
  smallestRoles,
} from '../../domain/rbac/least-privilege/smallest-roles.js'
import type { RoleAssignment, RoleDefinition } from '../../domain/rbac/role.js'
import { isSameResource } from '../../domain/resource-id/resource-id.js'
import type { ReadStores } from '../../ports/store.js'
import { rolesAssignableAt } from './roles-assignable-at.js'

export interface Suggestion {
  readonly question: AccessQuestion
  readonly principal: ExplainedPrincipal
  /** Where the role would be assigned. */
  readonly scope: string
  /** What the principal and its groups hold already: a role is assigned once, whatever its condition. */
  readonly held: readonly RoleAssignment[]
  /** May custom roles be named? */
  readonly withCustomRoles: boolean
}

/** The smallest first; the last is the one among the roles that everybody knows. */
export async function suggestRoles(
  read: Pick<ReadStores, 'roleDefinitions' | 'resources' | 'tenants'>,
  { question, principal, scope, held, withCustomRoles }: Suggestion,
): Promise<Remedy[]> {
  const needed = [{ action: question.action, ...(question.isDataAction === true ? { isDataAction: true } : {}) }]
  const custom = withCustomRoles ? (await read.roleDefinitions.list()).filter(await rolesAssignableAt(read, scope)) : []
  const isFree = ({ roleDefinitionId }: RoleDefinition): boolean =>
    !held.some(
      (one) =>
        one.principalId.toLowerCase() === principal.principalId.toLowerCase() &&
        one.roleDefinitionId.toLowerCase() === roleDefinitionId &&
        isSameResource(one.scope, scope),
    )
  const least = smallestGeneralRole(needed)
  const general = least !== undefined && isFree(least.role) ? least : undefined
  const smallest = smallestRoles(needed, [...builtInRoles(), ...custom].filter(isFree), { limit: 2 })
  const ranked = new Map(
    [...smallest, ...(general === undefined ? [] : [general])].map((one) => [one.role.roleName, one]),
  )
  return [...ranked.values()].map((one) => {
    const which =
      one.role === smallest[0]?.role
        ? 'the least that would do'
        : one.role === general?.role
          ? 'the least of the general roles'
          : 'nearly as little'
    return remedy(one, { which, principal, scope })
  })
}

function remedy(
  { role }: RankedRole,
  { which, principal, scope }: { readonly which: string } & Pick<Suggestion, 'principal' | 'scope'>,
): Remedy {
  const custom = role.type === 'CustomRole' ? ', a custom role' : ''
  return {
    role: role.roleName,
    roleDefinitionId: role.roleDefinitionId,
    scope,
    sentence: `${role.roleName} at ${scopeWords(scope)} would allow it: ${which}${custom}`,
    command: assignmentCommand({ principal, role: role.roleName, scope }).join(' '),
  }
}
