/** What the tabs of "Access control (IAM)" have in common: the assignments that hold at a scope, the roles, who holds them. */
import { useMemo } from 'react'
import { useArmList } from '../api/queries.js'
import { type AssignmentRow, joinAssignments, rolesByGuid } from './assignment-rows.js'
import {
  type RoleAssignment,
  type RoleDefinition,
  rbacApi,
  rbacPath,
  roleDefinitionActions,
  rolesApi,
} from './rbac-records.js'
import { nameType, usePrincipals } from './use-principals.js'

export interface AssignmentRows {
  /** `undefined` while they are being read. */
  readonly rows: readonly AssignmentRow[] | undefined
  readonly error: Error | null
}

export function useRolesAt(scope: string) {
  return useArmList<RoleDefinition>(rbacPath.rolesAt(scope), { ...rolesApi, changesWith: roleDefinitionActions })
}

/** Everything that holds at the scope: what is assigned there and above it. */
export const useAssignmentsAt = (scope: string): AssignmentRows =>
  useJoinedAssignments(scope, useArmList<RoleAssignment>(rbacPath.assignmentsAt(scope), rbacApi))

interface Read {
  readonly data: readonly RoleAssignment[] | undefined
  readonly error: Error | null
}

/** @param here the scope of the page, from which places are named */
export function useJoinedAssignments(here: string, { data: assignments, error }: Read): AssignmentRows {
  const roles = useRolesAt(here)
  const ids = useMemo(() => assignments?.map(({ properties }) => properties.principalId), [assignments])
  const principals = usePrincipals(ids)
  const byGuid = useMemo(() => rolesByGuid(roles.data ?? []), [roles.data])
  const rows = useMemo(() => {
    // what is known is shown with ids where names may not be read
    if (assignments === undefined || roles.isPending || !principals.isReady) return undefined
    return joinAssignments({ assignments, roles: byGuid, principalOf: principals.of, here, nameType })
  }, [assignments, roles.isPending, byGuid, principals.isReady, principals.of, here])
  return { rows, error }
}
