/** Role assignments as rows: joined with their roles and principals, filtered, and grouped as "Role assignments" shows them. */
import type { NamedPrincipal } from './principal-names.js'
import { type RoleAssignment, type RoleDefinition, roleGuidOf } from './rbac-records.js'
import { labelOfPlace, type NameType, type Place, placeOf } from './scope-words.js'

export interface AssignmentRow {
  readonly id: string
  readonly assignment: RoleAssignment
  readonly principal: NamedPrincipal
  readonly roleGuid: string
  readonly roleName: string
  readonly isPrivileged: boolean
  readonly place: Place
  /** "This resource", "Subscription (Inherited)". */
  readonly placeLabel: string
}

interface Join {
  readonly assignments: readonly RoleAssignment[]
  readonly roles: ReadonlyMap<string, RoleDefinition>
  readonly principalOf: (principalId: string, principalType?: string) => NamedPrincipal
  /** The scope of the page. */
  readonly here: string
  readonly nameType: NameType
}

export const rolesByGuid = (roles: readonly RoleDefinition[]): ReadonlyMap<string, RoleDefinition> =>
  new Map(roles.map((role) => [role.name.toLowerCase(), role]))

/** By role, then name, as Azure lists them. */
export function joinAssignments({ assignments, roles, principalOf, here, nameType }: Join): readonly AssignmentRow[] {
  return assignments
    .map((assignment): AssignmentRow => {
      const { roleDefinitionId, principalId, principalType, scope } = assignment.properties
      const roleGuid = roleGuidOf(roleDefinitionId)
      const role = roles.get(roleGuid)
      return {
        ...{ id: assignment.id, assignment, roleGuid },
        principal: principalOf(principalId, principalType),
        roleName: role?.properties.roleName ?? roleGuid,
        isPrivileged: role !== undefined && isPrivilegedRole(role),
        place: placeOf(scope, here),
        placeLabel: labelOfPlace(scope, here, nameType),
      }
    })
    .toSorted((one, other) => byText(one.roleName, other.roleName) || byText(one.principal.name, other.principal.name))
}

const collator = new Intl.Collator(undefined, { numeric: true })
const byText = (one: string, other: string): number => collator.compare(one, other)

/** Built-in roles that Azure calls "Privileged administrator roles" ("Azure built-in roles for Privileged"). */
const privilegedNames: ReadonlySet<string> = new Set([
  ...['Access Review Operator Service Role', 'Azure File Sync Administrator', 'Contributor', 'Owner'],
  ...['Reservations Administrator', 'Role Based Access Control Administrator', 'User Access Administrator'],
])

/** Actions that make a custom role one ("List or manage privileged administrator role assignments"). */
const privilegedActions: ReadonlySet<string> = new Set([
  ...['*', '*/delete', '*/write', 'microsoft.authorization/*'],
  ...['microsoft.authorization/*/delete', 'microsoft.authorization/*/write'],
  ...['denyassignments', 'roleassignments', 'roledefinitions'].flatMap((type) => [
    `microsoft.authorization/${type}/delete`,
    `microsoft.authorization/${type}/write`,
  ]),
])

export function isPrivilegedRole({ properties }: RoleDefinition): boolean {
  if (properties.type !== 'CustomRole') return privilegedNames.has(properties.roleName)
  return properties.permissions.some(({ actions = [] }) =>
    actions.some((action) => privilegedActions.has(action.toLowerCase())),
  )
}

export type RoleView = 'all' | 'job' | 'privileged'

export const isInView = (isPrivileged: boolean, view: RoleView): boolean =>
  view === 'all' || (view === 'privileged') === isPrivileged

/** What the filters above the list say; empty: all. */
export interface AssignmentFilter {
  readonly view: RoleView
  readonly type: string
  /** GUID. */
  readonly role: string
  readonly place: '' | 'here' | 'inherited'
}

export const filterAssignments = (
  rows: readonly AssignmentRow[],
  { view, type, role, place }: AssignmentFilter,
): readonly AssignmentRow[] =>
  rows.filter(
    (row) =>
      isInView(row.isPrivileged, view) &&
      (type === '' || row.principal.type === type) &&
      (role === '' || row.roleGuid === role.toLowerCase()) &&
      (place === '' || row.place === place),
  )

export type Grouping = 'role' | 'type' | 'scope' | 'none'

/** Text of the heading under which a row comes; `undefined`: no headings. */
export function groupingBy(
  grouping: Grouping,
  rows: readonly AssignmentRow[],
): ((row: AssignmentRow) => string) | undefined {
  if (grouping === 'none') return undefined
  const textOf = (row: AssignmentRow): string =>
    grouping === 'role' ? row.roleName : grouping === 'type' ? row.principal.type : row.placeLabel
  const counts = Map.groupBy(rows, textOf)
  return (row) => `${textOf(row)} (${counts.get(textOf(row))?.length ?? 0})`
}

/** Why it cannot be removed from where it is seen. */
export const lockOf = ({ place, placeLabel }: AssignmentRow): string | undefined =>
  place === 'inherited'
    ? `This assignment is inherited: ${placeLabel.replace(/ \(Inherited\)$/, '').toLowerCase()}. Remove it at the scope where it was made.`
    : undefined
