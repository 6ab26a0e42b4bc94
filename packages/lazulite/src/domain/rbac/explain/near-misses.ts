/**
 * What nearly allowed an action: assignments that would have granted it where they do not reach, and questions that
 * cannot mean what they say.
 *
 * Rules behind the sentences: scope names are compared whole and downwards only (Azure RBAC scope overview); actions and
 * data actions are asked apart (Azure role definitions).
 */
import { isWithinScope, resourceKey, segmentsOf } from '../../resource-id/resource-id.js'
import type { Asked, RoleLookup } from '../evaluate-access.js'
import { findingOf } from '../evaluate-access.js'
import type { RoleAssignment, RoleDefinition } from '../role.js'
import type { NearMiss } from './explanation.js'
import { isKnownNamespace, knownAction, similarActions } from './known-actions.js'
import { roleName } from './refusal-sentence.js'
import { scopeWords } from './scope-words.js'

export interface Elsewhere {
  readonly scope: string
  readonly asked: Asked
  /** Of the principal and its groups, at every scope that does not cover `scope`. */
  readonly assignments: readonly RoleAssignment[]
  readonly roleOf: RoleLookup
  /** ` through group team`, or nothing. */
  readonly through: (assignment: RoleAssignment) => string
}

/** Those that would have granted the action, nearest scope first. */
export function missesElsewhere({ scope, asked, assignments, roleOf, through }: Elsewhere): NearMiss[] {
  const grants = grantsByRole(asked, roleOf)
  return assignments
    .filter((assignment) => grants(assignment) !== undefined)
    .map((assignment) => ({ assignment, nearness: nearnessOf(assignment.scope, scope) }))
    .sort((a, b) => b.nearness - a.nearness || (a.assignment.scope < b.assignment.scope ? -1 : 1))
    .map(({ assignment }) => {
      const role = grants(assignment)?.roleName ?? ''
      return {
        kind: 'elsewhere',
        sentence: `${role}${through(assignment)} at ${relation(assignment.scope, scope)}`,
        ...{ roleAssignment: assignment.name, role, scope: assignment.scope },
      }
    })
}

/** The role, when it grants; asked once for each role and condition, since one principal can hold thousands of assignments. */
function grantsByRole(asked: Asked, roleOf: RoleLookup): (assignment: RoleAssignment) => RoleDefinition | undefined {
  const known = new Map<string, RoleDefinition | undefined>()
  return (assignment) => {
    const key = `${assignment.roleDefinitionId.toLowerCase()} ${assignment.condition ?? ''}`
    if (!known.has(key)) {
      const { effect, role } = findingOf(assignment, roleOf(assignment.roleDefinitionId), asked)
      known.set(key, effect === 'grants' ? role : undefined)
    }
    return known.get(key)
  }
}

/** How much two ids have in common: whole segments, then the beginning of the first that differs. */
function nearnessOf(a: string, b: string): number {
  const [left, right] = [lower(a), lower(b)]
  const differs = left.findIndex((segment, index) => segment !== right[index])
  const same = differs === -1 ? left.length : differs
  return same + (isBeginning(left[same], right[same]) ? 0.5 : 0)
}

/** `resource group rg1 does not cover resource group rg10: names are compared whole`. */
function relation(held: string, asked: string): string {
  const words = scopeWords(held)
  if (isWithinScope(held, asked)) return `${words} holds there and below, not at ${scopeWords(asked)} above it`
  const [left, right] = [lower(held), lower(asked)]
  const differs = left.findIndex((segment, index) => segment !== right[index])
  const isName = differs % 2 === 1
  const name = isName ? segmentsOf(asked)[differs] : undefined
  if (left[0] === 'subscriptions' && differs === 1) return `${words} does not reach another subscription`
  if (left[0] === 'providers' && right[0] === 'subscriptions')
    return `${words} does not hold: it is not above ${scopeWords(asked)}`
  const end = differs + 1
  const other = name === undefined ? scopeWords(asked) : scopeWords(`/${segmentsOf(asked).slice(0, end).join('/')}`)
  const why = isName && isBeginning(left[differs], right[differs]) ? ': names are compared whole' : ''
  return `${words} does not cover ${other}${why}`
}

const lower = (id: string): string[] => segmentsOf(id.toLowerCase())

const isBeginning = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a))

/** What is odd about the action itself. */
export function missesOfAction({ action, isDataAction = false }: Asked): NearMiss[] {
  if (action.includes('*')) {
    return [
      {
        kind: 'wildcardAction',
        sentence: `${action} is a pattern: wildcards stand in roles; ask about one action`,
      },
    ]
  }
  if (!action.includes('/')) {
    const like = 'actions are written Namespace/type/verb, such as Microsoft.Compute/virtualMachines/read'
    return [{ kind: 'noAction', sentence: `${action} is no action: ${like}` }]
  }
  const known = knownAction(action)
  if (known === undefined) return [unknownAction(action)]
  const { name } = known
  if (!isDataAction && !known.isAction) {
    return [
      {
        kind: 'dataAction',
        sentence: `${name} is a data action, and was asked as an action: dataActions of roles grant it`,
        actions: [name],
      },
    ]
  }
  if (isDataAction && !known.isDataAction) {
    return [
      {
        kind: 'managementAction',
        sentence: `${name} is an action, and was asked as a data action: actions of roles grant it`,
        actions: [name],
      },
    ]
  }
  return []
}

function unknownAction(action: string): NearMiss {
  const actions = similarActions(action)
  const meant = actions.length === 0 ? '' : `; did you mean ${actions.join(', ')}?`
  const [namespace = ''] = action.split('/')
  const what = isKnownNamespace(action)
    ? `no action ${action} is known of ${namespace}`
    : `no provider ${namespace} is known, so its actions are not`
  return { kind: 'unknownAction', sentence: `${what}${meant}`, actions }
}

/** An assignment that covers the scope and grants, but is not in effect yet. */
export const pendingMiss = (assignment: RoleAssignment, role: RoleDefinition | undefined): NearMiss => ({
  kind: 'pending',
  sentence: `${roleName({ assignment, ...(role === undefined ? {} : { role }) })} at ${scopeWords(assignment.scope)} would grant it, but is not in effect yet: changes take their time here`,
  roleAssignment: assignment.name,
  ...(role === undefined ? {} : { role: role.roleName }),
  scope: assignment.scope,
})

/** An assignment to the principal's client id: a GUID that no token carries as `oid`. */
export const clientIdMiss = (assignment: RoleAssignment, role: RoleDefinition | undefined): NearMiss => ({
  kind: 'assignedToClientId',
  sentence: `${roleName({ assignment, ...(role === undefined ? {} : { role }) })} at ${scopeWords(assignment.scope)} is assigned to the client id ${assignment.principalId}; roles go to object ids`,
  roleAssignment: assignment.name,
  ...(role === undefined ? {} : { role: role.roleName }),
  scope: assignment.scope,
})

/** Of several assignments of the same role at the same scope, one is enough. */
export function withoutRepeats(misses: readonly NearMiss[]): NearMiss[] {
  const seen = new Set<string>()
  return misses.filter(({ kind, role, scope }) => {
    if (scope === undefined) return true
    const key = `${kind} ${role ?? ''} ${resourceKey(scope)}`
    return seen.has(key) ? false : seen.add(key)
  })
}
