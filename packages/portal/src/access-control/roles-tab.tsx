/** "Roles": everything that can be assigned at the scope; roles of one's own are cloned, edited and deleted here. */
import {
  Button,
  Link as FluentLink,
  Menu,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Select,
  Tab,
  TabList,
} from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { usePermission } from '../api/access.js'
import { ConfirmDialog } from '../controls/confirm-dialog.js'
import { type Column, DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedMenuItem } from '../controls/gated-menu-item.js'
import { Link } from '../controls/link.js'
import { useOperation } from '../notifications/use-operation.js'
import { linkTo } from '../routing/route.js'
import { linkWith, navigate, setRouteParameters, useRoute } from '../routing/use-route.js'
import { isInView, isPrivilegedRole, type RoleView } from './assignment-rows.js'
import { customRoleScope } from './custom-role.js'
import { deleteRoleAction, writeRoleAction } from './iam-commands.js'
import { type RoleDefinition, rbacPath, rolesApi } from './rbac-records.js'
import { useAssignmentsAt, useRolesAt } from './use-access-data.js'

const views: readonly { readonly id: RoleView; readonly label: string }[] = [
  { id: 'all', label: 'All' },
  { id: 'job', label: 'Job function roles' },
  { id: 'privileged', label: 'Privileged administrator roles' },
]

const useStyles = makeStyles({ views: { flexWrap: 'wrap', marginBlockEnd: '8px' } })

const isCustom = ({ properties }: RoleDefinition): boolean => properties.type === 'CustomRole'

export function RolesTab({ scope }: { readonly scope: string }) {
  const styles = useStyles()
  const route = useRoute()
  const { data, error } = useRolesAt(scope)
  const { rows } = useAssignmentsAt(scope)
  const [doomed, setDoomed] = useState<RoleDefinition>()
  const deletion = useOperation<RoleDefinition, void>({
    title: () => 'Deleting custom role',
    success: ({ properties }) => `Deleted ${properties.roleName}`,
    run: (client, { name }) => client.arm(rbacPath.role(scope, name), { ...rolesApi, method: 'DELETE' }),
  })
  const view = views.find(({ id }) => id === route.parameters.view)?.id ?? 'all'
  const type = route.parameters.type ?? ''
  const shown = useMemo(
    () =>
      data
        ?.filter((role) => isInView(isPrivilegedRole(role), view) && (type === '' || role.properties.type === type))
        .toSorted((one, other) => one.properties.roleName.localeCompare(other.properties.roleName)),
    [data, view, type],
  )
  const counts = useMemo(() => Map.groupBy(rows ?? [], ({ roleGuid }) => roleGuid), [rows])
  const countOf = ({ name }: RoleDefinition) => counts.get(name.toLowerCase())?.length ?? 0
  const columns: readonly Column<RoleDefinition>[] = [
    {
      label: 'Name',
      text: ({ properties }) => properties.roleName,
      render: ({ name, properties }) => <Link to={linkWith(route, { roleview: name })}>{properties.roleName}</Link>,
    },
    {
      label: 'Description',
      text: ({ properties }) => properties.description ?? '',
      render: ({ properties }) => properties.description ?? '',
      isMinor: true,
    },
    { label: 'Type', text: ({ properties }) => properties.type, render: ({ properties }) => properties.type },
    {
      label: 'Assignments',
      text: (role) => String(countOf(role)),
      render: (role) => (rows === undefined ? '' : countOf(role)),
      isMinor: true,
    },
    {
      label: 'Details',
      render: ({ name, properties }) => (
        <FluentLink href={linkWith(route, { roleview: name })} aria-label={`View ${properties.roleName}`}>
          View
        </FluentLink>
      ),
      isMinor: true,
    },
    { label: 'Actions', render: (role) => <RoleMenu scope={scope} role={role} onDelete={() => setDoomed(role)} /> },
  ]
  return (
    <>
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
          </Tab>
        ))}
      </TabList>
      {deletion.error === null ? null : <ErrorPanel error={deletion.error} />}
      <DataGrid
        label="Roles"
        filterLabel="Search by role name or description"
        rows={shown}
        error={error}
        columns={columns}
        keyOf={({ name }) => name}
        empty="No role matches the filters."
        tools={
          <Select
            aria-label="Type"
            value={type}
            onChange={(_, { value }) => setRouteParameters({ type: value === '' ? undefined : value })}
          >
            <option value="">Type: All</option>
            <option value="BuiltInRole">Type: BuiltInRole</option>
            <option value="CustomRole">Type: CustomRole</option>
          </Select>
        }
      />
      <ConfirmDialog
        title="Delete custom role"
        isOpen={doomed !== undefined}
        action="Yes"
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (doomed !== undefined) void deletion.start(doomed)
        }}
      >
        {`Do you want to delete the custom role "${doomed?.properties.roleName}"?`}
      </ConfirmDialog>
    </>
  )
}

interface RoleMenuProps {
  readonly scope: string
  readonly role: RoleDefinition
  readonly onDelete: () => void
}

function RoleMenu({ scope, role, onDelete }: RoleMenuProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Menu open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          size="small"
          icon={<MoreHorizontalRegular />}
          aria-label={`More actions for ${role.properties.roleName}`}
        />
      </MenuTrigger>
      <MenuPopover>{isOpen ? <RoleMenuItems scope={scope} role={role} onDelete={onDelete} /> : null}</MenuPopover>
    </Menu>
  )
}

/** Asks for the rights only when the menu is open: a scope has hundreds of roles. */
function RoleMenuItems({ scope, role, onDelete }: RoleMenuProps) {
  const writing = usePermission(customRoleScope(scope), writeRoleAction)
  const deleting = usePermission(customRoleScope(scope), deleteRoleAction)
  const builtIn = isCustom(role) ? undefined : 'Built-in roles cannot be changed. Clone it into a custom role.'
  const open = (parameters: Readonly<Record<string, string>>) =>
    navigate(linkTo.resource(scope, 'createcustomrole', parameters))
  return (
    <MenuList>
      <GatedMenuItem reason={writing.reason} onClick={() => open({ clone: role.name })}>
        Clone
      </GatedMenuItem>
      <GatedMenuItem reason={builtIn ?? writing.reason} onClick={() => open({ edit: role.name })}>
        Edit
      </GatedMenuItem>
      <GatedMenuItem reason={builtIn ?? deleting.reason} onClick={onDelete}>
        Delete
      </GatedMenuItem>
    </MenuList>
  )
}
