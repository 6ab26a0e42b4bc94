/**
 * What conditions may ask about the caller itself: its custom security attributes (Azure ABAC with custom security
 * attributes). They are read only for a caller of whom some condition asks.
 */
import type { Attributes } from '../../domain/conditions/attributes.js'
import { securityAttributesOf } from '../../domain/directory/custom-security-attributes.js'
import type { AccessCase } from '../../domain/rbac/evaluate-access.js'
import type { Caller } from '../../domain/token/caller.js'
import type { ReadStores } from '../../ports/store.js'

/** No attributes at all when no condition asks. */
export async function principalAttributes(
  read: Pick<ReadStores, 'principals'>,
  { principalId }: Pick<Caller, 'principalId'>,
  held: Pick<AccessCase, 'assignments' | 'denyAssignments' | 'roleOf'>,
): Promise<Pick<Attributes, 'principal'>> {
  if (!conditionsOf(held).some((condition) => /@principal/i.test(condition ?? ''))) return {}
  const principal = await read.principals.get(principalId)
  return principal === undefined ? {} : { principal: securityAttributesOf(principal) }
}

const conditionsOf = ({
  assignments,
  denyAssignments = [],
  roleOf,
}: Pick<AccessCase, 'assignments' | 'denyAssignments' | 'roleOf'>): readonly (string | undefined)[] => [
  ...[...assignments, ...denyAssignments].map(({ condition }) => condition),
  ...[
    ...assignments.flatMap(({ roleDefinitionId }) => roleOf(roleDefinitionId)?.permissions ?? []),
    ...denyAssignments.flatMap(({ permissions }) => permissions),
  ].map(({ condition }) => condition),
]
