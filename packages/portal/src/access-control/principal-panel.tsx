/** "<name> assignments": what one principal may do at the scope, through which assignment, from where, and what is denied. */
import { makeStyles, Subtitle2, Text } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useArmList, useGraph } from '../api/queries.js'
import { DataGrid } from '../controls/data-grid.js'
import { Essentials } from '../controls/essentials.js'
import { Link } from '../controls/link.js'
import { SidePanel } from '../controls/side-panel.js'
import { linkTo } from '../routing/route.js'
import { linkWith, useRoute } from '../routing/use-route.js'
import type { AssignmentRow } from './assignment-rows.js'
import { effectOf } from './deny-assignments-tab.js'
import { PrincipalKind } from './principal-label.js'
import { type DirectoryObject, principalKey } from './principal-names.js'
import { type DenyAssignment, denyApi, rbacPath } from './rbac-records.js'
import { labelOfPlace, placeOf } from './scope-words.js'
import { useAssignmentsAt } from './use-access-data.js'
import { nameType, usePrincipals } from './use-principals.js'
import { WhatIf } from './what-if.js'

const useStyles = makeStyles({ section: { marginBlockStart: '20px', display: 'grid', gap: '4px' } })

interface PrincipalPanelProps {
  readonly scope: string
  readonly principalId: string
  readonly onClose: () => void
}

export function PrincipalPanel({ scope, principalId, onClose }: PrincipalPanelProps) {
  const styles = useStyles()
  const { of, isReady } = usePrincipals(useMemo(() => [principalId], [principalId]))
  const principal = of(principalId)
  const name = isReady ? principal.name : 'Check access'
  return (
    <SidePanel title={`${name} assignments`} isOpen onClose={onClose} size="large">
      <Essentials
        facts={[
          { name: 'Type', value: <PrincipalKind principal={principal} /> },
          { name: principal.type === 'User' ? 'User principal name' : 'Application ID', value: principal.detail },
          { name: 'Object ID', value: principalId, copy: principalId },
        ]}
      />
      {isReady ? (
        <>
          <HeldAssignments scope={scope} principalId={principalId} isGroup={principal.type === 'Group'} />
          <HeldDenies scope={scope} principalId={principalId} isGroup={principal.type === 'Group'} />
        </>
      ) : null}
      <section className={styles.section}>
        <Subtitle2 as="h3">Could they do it?</Subtitle2>
        <Text>
          Ask whether one action is allowed here. The answer says which assignment decides, and what would change it.
        </Text>
        <WhatIf key={principalId} scope={scope} principalId={principalId} />
      </section>
    </SidePanel>
  )
}

interface HeldProps {
  readonly scope: string
  readonly principalId: string
  readonly isGroup: boolean
}

/** Of the assignments that hold here: those of the principal, and of every group that it is in. */
function HeldAssignments({ scope, principalId, isGroup }: HeldProps) {
  const styles = useStyles()
  const route = useRoute()
  const { rows, error } = useAssignmentsAt(scope)
  const kind = usePrincipals(useMemo(() => [principalId], [principalId])).of(principalId).type
  const set = isGroup ? 'groups' : kind === 'User' ? 'users' : 'servicePrincipals'
  const groups = useGraph<{ readonly value: readonly DirectoryObject[] }>(
    kind === 'Unknown' || kind === 'Everyone' ? undefined : `/${set}/${principalId}/transitiveMemberOf?$top=999`,
  )
  const isKnown = kind === 'Unknown' || kind === 'Everyone' || groups.data !== undefined || groups.error !== null
  const held = useMemo(() => {
    const ids = new Set([principalId, ...(groups.data?.value ?? []).map(({ id }) => id)].map(principalKey))
    return isKnown ? rows?.filter(({ principal }) => ids.has(principalKey(principal.principalId))) : undefined
  }, [rows, groups.data, isKnown, principalId])
  const via = ({ principal }: AssignmentRow) =>
    principalKey(principal.principalId) === principalKey(principalId) ? 'Direct' : `Group: ${principal.name}`
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3">{`Role assignments${held === undefined ? '' : ` (${held.length})`}`}</Subtitle2>
      <DataGrid
        label="Role assignments of this principal"
        rows={held}
        error={error ?? groups.error}
        keyOf={({ id }) => id}
        empty="No role assignments found for the selected principal at this scope."
        columns={[
          {
            label: 'Role',
            text: ({ roleName }) => roleName,
            render: ({ roleName, roleGuid }) => <Link to={linkWith(route, { roleview: roleGuid })}>{roleName}</Link>,
          },
          {
            label: 'Scope',
            text: ({ placeLabel }) => placeLabel,
            render: ({ place, placeLabel, assignment }) =>
              place === 'here' || assignment.properties.scope === '/' ? (
                placeLabel
              ) : (
                <Link to={linkTo.resource(assignment.properties.scope, 'users', { tab: 'roleassignments' })}>
                  {placeLabel}
                </Link>
              ),
          },
          { label: 'Assigned', text: via, render: via },
          {
            label: 'Condition',
            text: ({ assignment }) => assignment.properties.condition ?? 'None',
            render: ({ assignment }) => assignment.properties.condition || 'None',
            isMinor: true,
          },
        ]}
      />
    </section>
  )
}

function HeldDenies({ scope, principalId, isGroup }: HeldProps) {
  const styles = useStyles()
  const route = useRoute()
  // a group is assigned what names it, and nothing through its members
  const path = isGroup ? rbacPath.deniesOf(scope, principalId) : rbacPath.deniesFor(scope, principalId)
  const { data, error } = useArmList<DenyAssignment>(path, denyApi)
  const covering = useMemo(
    () => data?.filter(({ properties }) => placeOf(properties.scope, scope) !== 'below'),
    [data, scope],
  )
  const isExcluded = ({ properties }: DenyAssignment) =>
    properties.excludePrincipals.some(({ id }) => principalKey(id) === principalKey(principalId))
  const applies = (deny: DenyAssignment) => (isExcluded(deny) ? 'Excluded' : effectOf(deny))
  const place = ({ properties }: DenyAssignment) => labelOfPlace(properties.scope, scope, nameType)
  return (
    <section className={styles.section}>
      <Subtitle2 as="h3">{`Deny assignments${covering === undefined ? '' : ` (${covering.length})`}`}</Subtitle2>
      <DataGrid
        label="Deny assignments of this principal"
        rows={covering}
        error={error}
        keyOf={({ id }) => id}
        empty="No deny assignments found for the selected principal at this scope."
        columns={[
          {
            label: 'Name',
            text: ({ properties }) => properties.denyAssignmentName,
            render: ({ name, properties }) => (
              <Link to={linkWith(route, { deny: name, principal: undefined })}>{properties.denyAssignmentName}</Link>
            ),
          },
          { label: 'Scope', text: place, render: place },
          { label: 'Effect', text: applies, render: applies },
        ]}
      />
    </section>
  )
}
