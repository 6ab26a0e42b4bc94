/** "App registrations": the applications that this tenant has registered. */
import { AddRegular } from '@fluentui/react-icons'
import { useGraphList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { Time } from '../../controls/time.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { type Application, nameOf } from './directory-object.js'

/** What the list says of certificates and secrets. */
function credentialsOf({ passwordCredentials = [], keyCredentials = [] }: Application): string {
  const ends = [...passwordCredentials, ...keyCredentials].flatMap(({ endDateTime }) => endDateTime ?? [])
  if (ends.length === 0) return '-'
  return ends.some((end) => Date.parse(end) > Date.now()) ? 'Current' : 'Expired'
}

export default function Applications() {
  const { data, error } = useGraphList<Application>('/applications')
  return (
    <Page
      title="App registrations"
      subtitle="All applications"
      commands={
        <CommandBar
          commands={[
            {
              label: 'New registration',
              icon: AddRegular,
              onClick: () => navigate(linkTo.view('entra', ['applications', 'new'])),
            },
          ]}
        />
      }
    >
      <DataGrid
        label="App registrations"
        filterLabel="Search by display name or application (client) ID"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No applications are registered"
        columns={[
          {
            label: 'Display name',
            text: nameOf,
            render: (row) => <Link to={linkTo.view('entra', ['applications', row.id])}>{nameOf(row)}</Link>,
          },
          { label: 'Application (client) ID', text: ({ appId }) => appId, render: ({ appId }) => appId },
          {
            label: 'Created on',
            text: ({ createdDateTime = '' }) => createdDateTime,
            render: ({ createdDateTime }) => <Time at={createdDateTime} />,
            isMinor: true,
          },
          { label: 'Certificates & secrets', text: credentialsOf, render: credentialsOf, isMinor: true },
        ]}
      />
    </Page>
  )
}
