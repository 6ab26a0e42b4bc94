/** "Subscriptions": those in which whoever is signed in may see anything. */
import { AddRegular } from '@fluentui/react-icons'
import { useSubscriptions } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import { useMyRoles } from './my-roles.js'

export default function BrowseSubscriptions() {
  const { data, error } = useSubscriptions()
  const refresh = useRefreshCommand()
  const myRole = useMyRoles((data ?? []).map(({ id }) => id))
  const commands = [
    {
      label: 'Add',
      icon: AddRegular,
      onClick: () => {},
      reason: 'Not part of this cloud: its subscriptions are those of its configuration.',
    },
    refresh,
  ]
  return (
    <Page title="Subscriptions" commands={<CommandBar commands={commands} />}>
      <DataGrid
        label="Subscriptions"
        filterLabel="Filter for any field"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        empty="No subscriptions to display: nothing in any of them is yours to see."
        columns={[
          {
            label: 'Subscription name',
            text: ({ displayName }) => displayName,
            render: ({ id, displayName }) => <Link to={linkTo.resource(id)}>{displayName}</Link>,
          },
          {
            label: 'Subscription ID',
            text: ({ subscriptionId }) => subscriptionId,
            render: ({ subscriptionId }) => subscriptionId,
          },
          {
            label: 'My role',
            text: ({ id }) => myRole(id) ?? '',
            render: ({ id }) => myRole(id) || '-',
            isMinor: true,
          },
          { label: 'Status', text: stateOf, render: stateOf },
        ]}
      />
    </Page>
  )
}

/** ARM says "Enabled", Azure's portal "Active". */
const stateOf = ({ state }: { readonly state?: string }): string => (state === 'Enabled' ? 'Active' : (state ?? '-'))
