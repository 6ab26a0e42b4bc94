/** "Groups": all of the tenant; here they are security groups. */
import { AddRegular } from '@fluentui/react-icons'
import { useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { type Group, nameOf } from './directory-object.js'

export default function Groups() {
  const { data, error } = useGraphList<Group>('/groups?$select=id,displayName,description,securityEnabled')
  return (
    <Page
      title="Groups"
      subtitle="Microsoft Entra ID"
      commands={
        <CommandBar
          commands={[
            {
              label: 'New group',
              icon: AddRegular,
              onClick: () => navigate(linkTo.view('entra', ['groups', 'new'])),
            },
          ]}
        />
      }
    >
      <DataGrid
        label="Groups"
        filterLabel="Search"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No groups found"
        columns={[
          {
            label: 'Name',
            text: nameOf,
            render: (group) => <Link to={linkTo.view('entra', ['groups', group.id])}>{nameOf(group)}</Link>,
          },
          { label: 'Object Id', text: ({ id }) => id, render: ({ id }) => id, isMinor: true },
          { label: 'Group type', render: () => 'Security', isMinor: true },
          {
            label: 'Description',
            text: ({ description }) => description ?? '',
            render: ({ description }) => description || '-',
          },
        ]}
      />
    </Page>
  )
}
