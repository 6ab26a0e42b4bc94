/**
 * Lists of deny assignments (REST reference "List Azure deny assignments"; OpenAPI 2018-07-01-preview and 2022-04-01): no
 * filter is everything at, above and below the scope; `atScope()` leaves out what is below; `assignedTo` is a user or
 * application with its groups, alone or with `atScope()`; `principalId eq` is that principal alone; `gdprExportPrincipalId
 * eq` finds it among the excluded, too; `denyAssignmentName eq` searches the scope itself only (observed:
 * Azure/azure-powershell#16410). At the root a filter is required.
 *
 * Decision: what denies everyone is assigned to each user and application, whoever is excluded; display names compare
 * without case.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { type DenyAssignment, type DenyPrincipal, everyone } from '../../../domain/rbac/deny-assignment.js'
import { isSameResource } from '../../../domain/resource-id/resource-id.js'
import { readHierarchy } from '../../../operations/management-hierarchy.js'
import type { ReadStores } from '../../../ports/store.js'
import { parseFilterTerms } from '../filter-terms.js'
import { assigneesOf, inListOrder } from '../role-assignments/role-assignment-list.js'

export interface DenyAssignmentFilter {
  readonly atScope: boolean
  readonly assignedTo?: string
  /** One comparison, never together with anything else. */
  readonly compared?: { readonly field: ComparedField; readonly value: string }
}

const comparedFields = ['principalid', 'gdprexportprincipalid', 'denyassignmentname'] as const
type ComparedField = (typeof comparedFields)[number]

/** @throws ArmError `UnsupportedQuery`, also for no filter at the root */
export function parseDenyAssignmentFilter(text: string | undefined, scope: string): DenyAssignmentFilter {
  const refuse = (): never => {
    throw new ArmError('UnsupportedDenyAssignmentFilter', { filter: text ?? '' })
  }
  const terms = parseFilterTerms(text) ?? refuse()
  if (terms.length === 0 && scope === '/') throw new ArmError('MissingDenyAssignmentFilter')
  let filter: DenyAssignmentFilter = { atScope: false }
  for (const term of terms) {
    if (term.kind === 'comparison' && terms.length === 1 && term.value !== '') {
      const field = comparedFields.find((known) => known === term.field) ?? refuse()
      filter = { ...filter, compared: { field, value: term.value } }
    } else if (term.kind === 'call' && term.name === 'assignedto' && term.argument && filter.assignedTo === undefined) {
      filter = { ...filter, assignedTo: term.argument }
    } else if (term.kind === 'call' && term.name === 'atscope' && term.argument === undefined && !filter.atScope) {
      filter = { ...filter, atScope: true }
    } else {
      refuse()
    }
  }
  return filter
}

/** Broadest scope first, then by age and name. Decision: as role assignments are listed. */
export async function listDenyAssignments(
  read: Pick<ReadStores, 'denyAssignments' | 'principals' | 'resources' | 'tenants'>,
  scope: string,
  filter: DenyAssignmentFilter,
): Promise<readonly DenyAssignment[]> {
  const found = await read.denyAssignments.listAtScope(scope, { covering: true, below: !filter.atScope })
  for (const group of (await readHierarchy(read)).scopesAbove(scope)) {
    found.push(...(await read.denyAssignments.listAtScope(group, { covering: false, below: false })))
  }
  const isWanted = await predicateOf(read, scope, filter)
  return found.filter(isWanted).toSorted(inListOrder)
}

async function predicateOf(
  read: Pick<ReadStores, 'principals'>,
  scope: string,
  { assignedTo, compared }: DenyAssignmentFilter,
): Promise<(deny: DenyAssignment) => boolean> {
  if (compared !== undefined) return comparison(scope, compared)
  if (assignedTo === undefined) return () => true
  const assignees = await assigneesOf(read, assignedTo)
  if (assignees.length === 0) return () => false
  const ids = new Set([...assignees, everyone.id].map((one) => one.toLowerCase()))
  return ({ principals }) => principals.some((principal) => ids.has(principal.id.toLowerCase()))
}

function comparison(
  scope: string,
  { field, value }: NonNullable<DenyAssignmentFilter['compared']>,
): (deny: DenyAssignment) => boolean {
  const wanted = value.toLowerCase()
  const names = (principals: readonly DenyPrincipal[]): boolean =>
    principals.some(({ id }) => id.toLowerCase() === wanted)
  switch (field) {
    case 'principalid':
      return ({ principals }) => names(principals)
    case 'gdprexportprincipalid':
      return ({ principals, excludePrincipals }) => names(principals) || names(excludePrincipals)
    case 'denyassignmentname':
      return (deny) => deny.displayName.toLowerCase() === wanted && isSameResource(deny.scope, scope)
  }
}
