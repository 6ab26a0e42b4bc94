/**
 * Lists of role definitions: built-in roles, and the custom roles that can be assigned at the scope; with
 * `atScopeAndBelow()` also those that can be assigned somewhere below it (OpenAPI 2022-04-01). `roleName eq` compares
 * without case (recorded). In 2015 lists without a filter held roles of lower scopes, too; today they do not.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { builtInRoles } from '../../../domain/rbac/built-in-roles.js'
import type { RoleDefinition } from '../../../domain/rbac/role.js'
import { isWithinScope } from '../../../domain/resource-id/resource-id.js'
import { rolesAssignableAt } from '../../../operations/access/roles-assignable-at.js'
import type { ReadStores } from '../../../ports/store.js'
import { refusesUnknownFilters } from '../api-versions.js'
import { parseFilterTerms } from '../filter-terms.js'

export interface RoleDefinitionFilter {
  readonly isBelowToo: boolean
  readonly roleName?: string
  readonly type?: RoleDefinition['type']
}

const types: ReadonlyMap<string, RoleDefinition['type']> = new Map([
  ['builtinrole', 'BuiltInRole'],
  ['customrole', 'CustomRole'],
])

/** @throws ArmError `UnsupportedQuery`, since 2016-07-01; before, a filter that is not understood counts for nothing */
export function parseRoleDefinitionFilter(text: string | undefined, apiVersion: string): RoleDefinitionFilter {
  const filter = readFilter(text)
  if (filter !== undefined) return filter
  if (!refusesUnknownFilters(apiVersion)) return { isBelowToo: false }
  throw new ArmError('UnsupportedRoleDefinitionFilter', { filter: text ?? '' })
}

/** @returns `undefined` when the filter is not one that Azure knows. */
function readFilter(text: string | undefined): RoleDefinitionFilter | undefined {
  const terms = parseFilterTerms(text)
  if (terms === undefined) return undefined
  let filter: RoleDefinitionFilter = { isBelowToo: false }
  for (const term of terms) {
    if (term.kind === 'comparison' && term.field === 'rolename' && filter.roleName === undefined) {
      filter = { ...filter, roleName: term.value }
    } else if (term.kind === 'comparison' && term.field === 'type' && filter.type === undefined) {
      const type = types.get(term.value.toLowerCase())
      if (type === undefined) return undefined
      filter = { ...filter, type }
    } else if (term.kind === 'call' && term.name === 'atscopeandbelow' && term.argument === undefined) {
      filter = { ...filter, isBelowToo: true }
    } else {
      return undefined
    }
  }
  return filter
}

/** Custom roles by age, then built-in roles by name. Decision: recorded lists begin with custom roles; the rest of Azure's order is unknown. */
export async function listRoleDefinitions(
  read: Pick<ReadStores, 'roleDefinitions' | 'resources' | 'tenants'>,
  scope: string,
  { isBelowToo, roleName, type }: RoleDefinitionFilter,
): Promise<readonly RoleDefinition[]> {
  const isAssignable = await rolesAssignableAt(read, scope)
  const isAvailable = (role: RoleDefinition): boolean =>
    isAssignable(role) || (isBelowToo && role.assignableScopes.some((assignable) => isWithinScope(assignable, scope)))
  const custom = type === 'BuiltInRole' ? [] : (await read.roleDefinitions.list()).filter(isAvailable).toSorted(byAge)
  const all = type === 'CustomRole' ? custom : [...custom, ...builtInRoles()]
  const name = roleName?.toLowerCase()
  return name === undefined ? all : all.filter((role) => role.roleName.toLowerCase() === name)
}

const byAge = (a: RoleDefinition, b: RoleDefinition): number =>
  a.createdAt - b.createdAt || (a.roleDefinitionId < b.roleDefinitionId ? -1 : 1)
