/** "Users": everybody in the tenant. */
import { AddRegular } from '@fluentui/react-icons'
import { useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { nameOf, type User } from './directory-object.js'
import { useReasonAgainst } from './use-directory.js'

const members = 'id,displayName,userPrincipalName,userType,accountEnabled,createdDateTime'

export default function Users() {
  const { data, error } = useGraphList<User>(`/users?$select=${members}`)
  const reason = useReasonAgainst('manageUsers')
  return (
    <Page
      title="Users"
      subtitle="Microsoft Entra ID"
      commands={
        <CommandBar
          commands={[
            {
              label: 'New user',
              icon: AddRegular,
              reason,
              onClick: () => navigate(linkTo.view('entra', ['users', 'new'])),
            },
          ]}
        />
      }
    >
      <DataGrid
        label="Users"
        filterLabel="Search"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No users found"
        columns={[
          {
            label: 'Display name',
            text: nameOf,
            render: (user) => <Link to={linkTo.view('entra', ['users', user.id])}>{nameOf(user)}</Link>,
          },
          {
            label: 'User principal name',
            text: ({ userPrincipalName }) => userPrincipalName,
            render: ({ userPrincipalName }) => userPrincipalName,
          },
          {
            label: 'User type',
            text: ({ userType }) => userType ?? '',
            render: ({ userType }) => userType ?? '-',
            isMinor: true,
          },
          {
            label: 'Account enabled',
            text: ({ accountEnabled }) => (accountEnabled ? 'Yes' : 'No'),
            render: ({ accountEnabled }) => (accountEnabled ? 'Yes' : 'No'),
            isMinor: true,
          },
        ]}
      />
    </Page>
  )
}
