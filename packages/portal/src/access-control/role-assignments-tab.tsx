/** "Role assignments": everything that holds at the scope, filtered and grouped; what was made here can be removed here. */
import { makeStyles, Select, Tab, TabList, Text, tokens } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { usePermission } from '../api/access.js'
import { useArm } from '../api/queries.js'
import { parseResourceReference } from '../api/resource-reference.js'
import { type Column, DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedButton } from '../controls/gated-button.js'
import { Link } from '../controls/link.js'
import { linkTo } from '../routing/route.js'
import { linkWith, setRouteParameters, useRoute } from '../routing/use-route.js'
import {
  type AssignmentFilter,
  type AssignmentRow,
  filterAssignments,
  type Grouping,
  groupingBy,
  lockOf,
  type RoleView,
} from './assignment-rows.js'
import { unassignAction } from './iam-commands.js'
import { PrincipalKind, PrincipalLabel } from './principal-label.js'
import { RemoveDialog, useRemoval } from './remove-assignments.js'
import { useAssignmentsAt } from './use-access-data.js'

const views: readonly { readonly id: RoleView; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'job', label: 'Job function roles' },
  { id: 'privileged', label: 'Privileged administrator roles' },
]
const groupings: readonly { readonly id: Grouping; readonly label: string }[] = [
  { id: 'role', label: 'Role' },
  { id: 'type', label: 'Type' },
  { id: 'scope', label: 'Scope' },
  { id: 'none', label: 'None' },
]

const useStyles = makeStyles({
  count: { color: tokens.colorNeutralForeground3, marginBlockEnd: '4px' },
  views: { flexWrap: 'wrap', marginBlockEnd: '8px' },
  select: { maxInlineSize: '240px' },
})

export function RoleAssignmentsTab({ scope }: { readonly scope: string }) {
  const styles = useStyles()
  const route = useRoute()
  const { rows, error } = useAssignmentsAt(scope)
  const remove = usePermission(scope, unassignAction)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isAsking, setIsAsking] = useState(false)
  const removal = useRemoval()
  const { view, type, role, place, grouping } = readFilter(route.parameters)
  const shown = useMemo(
    () => (rows === undefined ? undefined : filterAssignments(rows, { view, type, role, place })),
    [rows, view, type, role, place],
  )
  const groupOf = useMemo(() => groupingBy(grouping, shown ?? []), [grouping, shown])
  const selected = (rows ?? []).filter(({ id }) => chosen.has(id))
  const countIn = (one: RoleView) =>
    rows === undefined ? '' : ` (${filterAssignments(rows, { view: one, type, role, place }).length})`
  const columns: readonly Column<AssignmentRow>[] = [
    {
      label: 'Name',
      text: ({ principal: { name, detail = '', principalId } }) => `${name} ${detail} ${principalId}`,
      render: ({ principal, assignment }) => (
        <PrincipalLabel principal={principal} to={linkWith(route, { assignment: assignment.name })} />
      ),
    },
    {
      label: 'Type',
      text: ({ principal }) => `${principal.type} ${principal.resourceKind ?? ''}`,
      render: ({ principal }) => <PrincipalKind principal={principal} />,
      isMinor: true,
    },
    {
      label: 'Role',
      text: ({ roleName }) => roleName,
      render: ({ roleName, roleGuid }) => <Link to={linkWith(route, { roleview: roleGuid })}>{roleName}</Link>,
    },
    { label: 'Scope', text: ({ placeLabel }) => placeLabel, render: (row) => <PlaceOf row={row} /> },
    {
      label: 'Condition',
      text: ({ assignment }) => assignment.properties.condition ?? 'None',
      render: ({ assignment: { name, properties } }) =>
        properties.condition ? <Link to={linkWith(route, { assignment: name })}>View</Link> : 'None',
      isMinor: true,
    },
  ]
  return (
    <>
      <Usage scope={scope} />
      <TabList
        className={styles.views}
        size="small"
        aria-label="Kinds of roles"
        selectedValue={view}
        onTabSelect={(_, { value }) => setRouteParameters({ view: value === 'all' ? undefined : String(value) })}
      >
        {views.map(({ id, label }) => (
          <Tab key={id} value={id}>
            {label}
            {countIn(id)}
          </Tab>
        ))}
      </TabList>
      {removal.error === null ? null : <ErrorPanel error={removal.error} />}
      <DataGrid
        label="Role assignments"
        filterLabel="Search by assignment name or email"
        rows={shown}
        error={error}
        columns={columns}
        keyOf={({ id }) => id}
        nameOf={({ principal, roleName }) => `${principal.name}, ${roleName}`}
        empty={
          rows?.length === 0 ? 'No role assignments found at this scope.' : 'No role assignment matches the filters.'
        }
        selection={{ chosen, onChange: setChosen }}
        lockOf={lockOf}
        {...(groupOf === undefined ? {} : { groupOf })}
        tools={
          <>
            <Filter
              label="Type"
              value={type}
              name="type"
              options={optionsOf(rows, ({ principal }) => principal.type)}
            />
            <Filter
              label="Role"
              value={role}
              name="role"
              options={optionsOf(
                rows,
                ({ roleGuid }) => roleGuid,
                ({ roleName }) => roleName,
              )}
            />
            <Filter
              label="Scope"
              value={place}
              name="scope"
              options={[
                ['here', 'This resource'],
                ['inherited', 'Inherited'],
              ]}
            />
            <Select
              className={styles.select}
              aria-label="Group by"
              value={grouping}
              onChange={(_, { value }) => setRouteParameters({ groupby: value === 'role' ? undefined : value })}
            >
              {groupings.map(({ id, label }) => (
                <option key={id} value={id}>{`Group by: ${label}`}</option>
              ))}
            </Select>
            <GatedButton
              icon={<DeleteRegular />}
              reason={remove.reason ?? (selected.length === 0 ? 'Select the role assignments to remove.' : undefined)}
              onClick={() => setIsAsking(true)}
            >
              Remove
            </GatedButton>
          </>
        }
      />
      <RemoveDialog
        rows={isAsking ? selected : []}
        onClose={() => setIsAsking(false)}
        onConfirm={(wanted) => {
          setChosen(new Set())
          void removal.start(wanted)
        }}
      />
    </>
  )
}

/** "This resource", or where it is inherited from, which leads there. */
function PlaceOf({ row: { place, placeLabel, assignment } }: { readonly row: AssignmentRow }) {
  const { scope } = assignment.properties
  if (place === 'here' || parseResourceReference(scope) === undefined) return <>{placeLabel}</>
  return <Link to={linkTo.resource(scope, 'users', { tab: 'roleassignments' })}>{placeLabel}</Link>
}

type Options = readonly (readonly [value: string, label: string])[]

const optionsOf = (
  rows: readonly AssignmentRow[] = [],
  idOf: (row: AssignmentRow) => string,
  labelOf: (row: AssignmentRow) => string = idOf,
): Options =>
  [...new Map(rows.map((row) => [idOf(row), labelOf(row)]))].toSorted(([, one], [, other]) => one.localeCompare(other))

interface FilterProps {
  readonly label: string
  readonly value: string
  /** Of the link's parameter. */
  readonly name: string
  readonly options: Options
}

function Filter({ label, value, name, options }: FilterProps) {
  const styles = useStyles()
  return (
    <Select
      className={styles.select}
      aria-label={label}
      value={value}
      onChange={(_, data) => setRouteParameters({ [name]: data.value === '' ? undefined : data.value })}
    >
      <option value="">{`${label}: All`}</option>
      {options.map(([one, text]) => (
        <option key={one} value={one}>{`${label}: ${text}`}</option>
      ))}
    </Select>
  )
}

function readFilter(parameters: Readonly<Record<string, string>>): AssignmentFilter & { readonly grouping: Grouping } {
  const { view, type = '', role = '', scope, groupby } = parameters
  return {
    ...{ type, role },
    view: views.find(({ id }) => id === view)?.id ?? 'all',
    place: scope === 'here' || scope === 'inherited' ? scope : '',
    grouping: groupings.find(({ id }) => id === groupby)?.id ?? 'role',
  }
}

interface UsageMetrics {
  readonly roleAssignmentsLimit: number
  readonly roleAssignmentsCurrentCount: number
}

/** How many assignments the subscription has, and may have. */
function Usage({ scope }: { readonly scope: string }) {
  const styles = useStyles()
  const { subscriptionId } = parseResourceReference(scope) ?? {}
  const path =
    subscriptionId === undefined
      ? undefined
      : `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignmentsUsageMetrics`
  const { data } = useArm<UsageMetrics>(path, { apiVersion: '2019-08-01-preview' })
  if (path === undefined) return null
  return (
    <Text block size={200} className={styles.count}>
      {`Number of role assignments for this subscription: ${
        data === undefined ? '…' : `${data.roleAssignmentsCurrentCount} of ${data.roleAssignmentsLimit}`
      }`}
    </Text>
  )
}
