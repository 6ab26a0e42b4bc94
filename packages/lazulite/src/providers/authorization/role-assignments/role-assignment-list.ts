/**
 * Lists of role assignments: no filter is everything at, above and below the scope; `atScope()` leaves out what is
 * below; `principalId eq` is one principal without its groups; `assignedTo` is a user or application with the groups it
 * is in (REST reference "List Azure role assignments"). `atScope()` goes together with `assignedTo` only: Azure refuses
 * it with `principalId` (Az PowerShell's source).
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import type { RoleAssignment } from '../../../domain/rbac/role.js'
import { isCoveredBy, isWithinScope, segmentsOf } from '../../../domain/resource-id/resource-id.js'
import { withGroups } from '../../../operations/access/check-access.js'
import { readHierarchy } from '../../../operations/management-hierarchy.js'
import type { ReadStores } from '../../../ports/store.js'
import { parseFilterTerms } from '../filter-terms.js'

export interface RoleAssignmentFilter {
  readonly atScope: boolean
  readonly principalId?: string
  readonly assignedTo?: string
}

/** @throws ArmError `UnsupportedQuery` */
export function parseRoleAssignmentFilter(text: string | undefined): RoleAssignmentFilter {
  const refuse = (): never => {
    throw new ArmError('UnsupportedRoleAssignmentFilter', { filter: text ?? '' })
  }
  let filter: RoleAssignmentFilter = { atScope: false }
  for (const term of parseFilterTerms(text) ?? refuse()) {
    const isFirst = !filter.atScope && filter.principalId === undefined && filter.assignedTo === undefined
    if (term.kind === 'comparison' && term.field === 'principalid' && term.value !== '' && isFirst) {
      filter = { ...filter, principalId: term.value }
    } else if (term.kind === 'call' && term.name === 'assignedto' && term.argument && filter.assignedTo === undefined) {
      filter = { ...filter, assignedTo: term.argument }
    } else if (term.kind === 'call' && term.name === 'atscope' && term.argument === undefined && !filter.atScope) {
      filter = { ...filter, atScope: true }
    } else {
      refuse()
    }
  }
  return filter.principalId !== undefined && (filter.atScope || filter.assignedTo !== undefined) ? refuse() : filter
}

/** In list order. */
export async function listRoleAssignments(
  read: Pick<ReadStores, 'roleAssignments' | 'principals' | 'resources' | 'tenants'>,
  scope: string,
  filter: RoleAssignmentFilter,
): Promise<readonly RoleAssignment[]> {
  const principalIds = await principalsOf(read, filter)
  const above = (await readHierarchy(read)).scopesAbove(scope)
  if (principalIds === undefined) {
    const found = await read.roleAssignments.listAtScope(scope, { covering: true, below: !filter.atScope })
    for (const group of above) {
      found.push(...(await read.roleAssignments.listAtScope(group, { covering: false, below: false })))
    }
    return found.toSorted(inListOrder)
  }
  const held = await read.roleAssignments.listByPrincipals(principalIds)
  return held
    .filter(
      (assignment) =>
        isCoveredBy(scope, assignment.scope, above) || (!filter.atScope && isWithinScope(assignment.scope, scope)),
    )
    .toSorted(inListOrder)
}

async function principalsOf(
  read: Pick<ReadStores, 'principals'>,
  { principalId, assignedTo }: RoleAssignmentFilter,
): Promise<readonly string[] | undefined> {
  if (principalId !== undefined) return [principalId.toLowerCase()]
  return assignedTo === undefined ? undefined : assigneesOf(read, assignedTo)
}

/** Whom `assignedTo` means: a user or application and its groups; nobody for a group. */
export async function assigneesOf(
  read: Pick<ReadStores, 'principals'>,
  assignedTo: string,
): Promise<readonly string[]> {
  const id = assignedTo.toLowerCase()
  const isGroup = (await read.principals.get(id))?.kind === 'Group'
  return isGroup ? [] : withGroups(read, id)
}

/** What decides about the place of an assignment in a list. */
export type Placed = Pick<RoleAssignment, 'scope' | 'createdAt' | 'name'>

/** Broadest scope first, then by age and name. Decision: Azure's order is unknown; this one is stable. */
export const inListOrder = (a: Placed, b: Placed): number =>
  segmentsOf(a.scope).length - segmentsOf(b.scope).length ||
  a.createdAt - b.createdAt ||
  (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)
