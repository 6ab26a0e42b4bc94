/** A role: what it permits, as JSON, and who holds it at the scope. */
import { makeStyles, Tab, TabList, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { useArm } from '../api/queries.js'
import { DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { JsonView } from '../controls/json-view.js'
import { Loading } from '../controls/loading.js'
import { SidePanel } from '../controls/side-panel.js'
import { PermissionTable } from './permission-table.js'
import { PrincipalKind, PrincipalLabel } from './principal-label.js'
import { type RoleDefinition, rbacPath, rolesApi } from './rbac-records.js'
import { useAssignmentsAt } from './use-access-data.js'

const useStyles = makeStyles({ tabs: { marginBlock: '12px' } })

interface RolePanelProps {
  readonly scope: string
  readonly guid: string
  readonly onClose: () => void
}

export function RolePanel({ scope, guid, onClose }: RolePanelProps) {
  const styles = useStyles()
  const [tab, setTab] = useState('permissions')
  const { data: role, error } = useArm<RoleDefinition>(rbacPath.role(scope, guid), rolesApi)
  return (
    <SidePanel title={role?.properties.roleName ?? 'Role'} isOpen onClose={onClose} size="large">
      {error === null ? null : <ErrorPanel error={error} />}
      {role === undefined ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <>
          <Text block>{role.properties.description}</Text>
          <TabList
            className={styles.tabs}
            aria-label="Role"
            selectedValue={tab}
            onTabSelect={(_, { value }) => setTab(String(value))}
          >
            <Tab value="permissions">Permissions</Tab>
            <Tab value="json">JSON</Tab>
            <Tab value="assignments">Assignments</Tab>
          </TabList>
          {tab === 'permissions' ? (
            <PermissionTable label="Permissions" permissions={role.properties.permissions} />
          ) : tab === 'json' ? (
            <JsonView label="Role JSON" value={role} />
          ) : (
            <Holders scope={scope} guid={guid} />
          )}
        </>
      )}
    </SidePanel>
  )
}

function Holders({ scope, guid }: { readonly scope: string; readonly guid: string }) {
  const { rows, error } = useAssignmentsAt(scope)
  return (
    <DataGrid
      label="Assignments of this role"
      rows={rows?.filter(({ roleGuid }) => roleGuid === guid.toLowerCase())}
      error={error}
      keyOf={({ id }) => id}
      empty="Nobody holds this role at this scope."
      columns={[
        {
          label: 'Name',
          text: ({ principal }) => principal.name,
          render: ({ principal }) => <PrincipalLabel principal={principal} />,
        },
        {
          label: 'Type',
          text: ({ principal }) => principal.type,
          render: ({ principal }) => <PrincipalKind principal={principal} />,
        },
        { label: 'Scope', text: ({ placeLabel }) => placeLabel, render: ({ placeLabel }) => placeLabel },
      ]}
    />
  )
}
