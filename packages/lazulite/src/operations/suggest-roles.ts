/** What would have allowed it: the smallest roles that grant the action, and the command that assigns one. */
import { assignmentCommand } from '../domain/rbac/assignment-command.js'
import { builtInRoles } from '../domain/rbac/built-in-roles.js'
import type { AccessQuestion } from '../domain/rbac/decision.js'
import type { ExplainedPrincipal, Remedy } from '../domain/rbac/explanation.js'
import { scopeWords } from '../domain/rbac/scope-words.js'
import { type RankedRole, smallestGeneralRole, smallestRoles } from '../domain/rbac/smallest-roles.js'
import { isWithinScope } from '../domain/resource-id/resource-id.js'
import type { ReadStores } from '../ports/store.js'

export interface Suggestion {
  readonly question: AccessQuestion
  readonly principal: ExplainedPrincipal
  /** Where the role would be assigned. */
  readonly scope: string
}

/** The smallest first; the last is the one among the roles that everybody knows. */
export async function suggestRoles(
  { roleDefinitions }: Pick<ReadStores, 'roleDefinitions'>,
  { question, principal, scope }: Suggestion,
): Promise<Remedy[]> {
  const needed = [{ action: question.action, ...(question.isDataAction === true ? { isDataAction: true } : {}) }]
  const custom = (await roleDefinitions.list()).filter(({ assignableScopes }) =>
    assignableScopes.some((assignable) => isWithinScope(scope, assignable)),
  )
  const general = smallestGeneralRole(needed)
  const smallest = smallestRoles(needed, [...builtInRoles(), ...custom], { limit: 2 })
  const ranked = new Map(
    [...smallest, ...(general === undefined ? [] : [general])].map((one) => [one.role.roleName, one]),
  )
  return [...ranked.values()].map((one) => remedy(one, { isGeneral: one.role === general?.role, principal, scope }))
}

function remedy(
  { role }: RankedRole,
  { isGeneral, principal, scope }: { readonly isGeneral: boolean } & Pick<Suggestion, 'principal' | 'scope'>,
): Remedy {
  const what = role.type === 'CustomRole' ? 'a custom role' : isGeneral ? 'a general role' : 'a role for the purpose'
  return {
    role: role.roleName,
    roleDefinitionId: role.roleDefinitionId,
    scope,
    sentence: `${role.roleName} at ${scopeWords(scope)} would allow it (${what})`,
    command: assignmentCommand({ principal, role: role.roleName, scope }).join(' '),
  }
}
