/** "Roles and administrators": the directory roles of this tenant. They are no Azure roles: those belong to resources. */
import { Text } from '@fluentui/react-components'
import { useGraphList } from '../../api/queries.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { type DirectoryRole, nameOf } from './directory-object.js'

export default function Roles() {
  const { data, error } = useGraphList<DirectoryRole>('/directoryRoles')
  return (
    <Page title="Roles and administrators" subtitle="Microsoft Entra ID">
      <Text block style={{ marginBlockEnd: 12 }}>
        These roles are for managing the directory. Access to Azure resources is granted on each resource, under Access
        control (IAM).
      </Text>
      <DataGrid
        label="Administrative roles"
        filterLabel="Search by name or description"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No roles"
        columns={[
          {
            label: 'Role',
            text: nameOf,
            render: (role) => <Link to={linkTo.view('entra', ['roles', role.id])}>{nameOf(role)}</Link>,
          },
          {
            label: 'Description',
            text: ({ description }) => description ?? '',
            render: ({ description }) => description ?? '-',
          },
          { label: 'Type', render: () => 'Built-in', isMinor: true },
        ]}
      />
    </Page>
  )
}
