/**
 * "Azure role assignments" of one principal: every role that it holds in a subscription, itself or through a group, at
 * whatever scope. The pages of identities show it.
 */
import { useMemo } from 'react'
import { useArmList } from '../api/queries.js'
import { DataGrid } from '../controls/data-grid.js'
import { Link } from '../controls/link.js'
import { linkTo } from '../routing/route.js'
import {
  type RoleAssignment,
  type RoleDefinition,
  rbacApi,
  rbacPath,
  roleDefinitionActions,
  roleGuidOf,
  rolesApi,
} from './rbac-records.js'
import { kindOfScope, nameOfScope } from './scope-words.js'
import { nameType, usePrincipals } from './use-principals.js'

export interface AssignmentsOfPrincipalProps {
  /** Object id of a user, group, application or managed identity. */
  readonly principalId: string
  readonly subscriptionId: string
}

export function AssignmentsOfPrincipal({ principalId, subscriptionId }: AssignmentsOfPrincipalProps) {
  const scope = `/subscriptions/${subscriptionId}`
  // `assignedTo` counts the groups that a principal is in, but answers nothing for a group itself
  const held = useArmList<RoleAssignment>(rbacPath.assignedTo(scope, principalId), rbacApi)
  const own = useArmList<RoleAssignment>(rbacPath.assignmentsOf(scope, principalId), rbacApi)
  const roles = useArmList<RoleDefinition>(rbacPath.rolesAtAndBelow(scope), {
    ...rolesApi,
    changesWith: roleDefinitionActions,
  })
  const assignments = useMemo(() => {
    if (held.data === undefined || own.data === undefined) return undefined
    return [...new Map([...held.data, ...own.data].map((one) => [one.id.toLowerCase(), one])).values()]
  }, [held.data, own.data])
  const ids = useMemo(() => assignments?.map(({ properties }) => properties.principalId), [assignments])
  const principals = usePrincipals(ids)
  const roleNames = useMemo(
    () => new Map(roles.data?.map(({ name, properties }) => [name.toLowerCase(), properties.roleName])),
    [roles.data],
  )
  const roleOf = ({ properties }: RoleAssignment) => {
    const guid = roleGuidOf(properties.roleDefinitionId)
    return roleNames.get(guid) ?? guid
  }
  const kindOf = ({ properties }: RoleAssignment) => kindOfScope(properties.scope, nameType)
  const placeOf = ({ properties }: RoleAssignment) => nameOfScope(properties.scope)
  const assigneeOf = ({ properties }: RoleAssignment) =>
    principals.of(properties.principalId, properties.principalType).name
  const rows = roles.isPending || !principals.isReady ? undefined : assignments
  return (
    <DataGrid
      label="Azure role assignments"
      filterLabel="Filter for any field"
      rows={rows}
      error={held.error ?? own.error}
      keyOf={({ id }) => id}
      empty="No role assignments found for the selected subscription."
      columns={[
        { label: 'Role', text: roleOf, render: roleOf },
        {
          label: 'Resource name',
          text: placeOf,
          render: (row) =>
            row.properties.scope === '/' ? (
              placeOf(row)
            ) : (
              <Link to={linkTo.resource(row.properties.scope, 'users', { tab: 'roleassignments' })}>
                {placeOf(row)}
              </Link>
            ),
        },
        { label: 'Resource type', text: kindOf, render: kindOf },
        { label: 'Assigned to', text: assigneeOf, render: assigneeOf, isMinor: true },
        {
          label: 'Condition',
          text: ({ properties }) => properties.condition ?? 'None',
          render: ({ properties }) =>
            properties.condition === null || properties.condition === undefined ? 'None' : properties.condition,
          isMinor: true,
        },
      ]}
    />
  )
}
