/** "Resource groups": all that whoever is signed in may see, in every subscription. */

import { useQueries } from '@tanstack/react-query'
import { useArmList } from '../../api/queries.js'
import { subscriptionType } from '../../api/resource-reference.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { useCloudClient } from '../../session/session-context.js'
import { subscriptions } from '../subscriptions/description.js'
import { resourceGroups } from './description.js'

interface Subscription {
  readonly subscriptionId: string
  readonly displayName: string
}
interface Group {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly subscription: string
}

export default function BrowseGroups() {
  const client = useCloudClient()
  const all = useArmList<Subscription>('/subscriptions', subscriptions)
  const lists = useQueries({
    queries: (all.data ?? []).map(({ subscriptionId, displayName }) => ({
      queryKey: [
        'arm',
        'list',
        `/subscriptions/${subscriptionId}/resourcegroups`,
        resourceGroups.apiVersion,
        subscriptionType,
      ],
      queryFn: async () => {
        const groups = await client.armList<Omit<Group, 'subscription'>>(
          `/subscriptions/${subscriptionId}/resourcegroups`,
          resourceGroups,
        )
        return groups.map((group): Group => ({ ...group, subscription: displayName }))
      },
    })),
  })
  const isRead = all.data !== undefined && lists.every(({ isPending }) => !isPending)
  const groups = lists.flatMap(({ data }) => data ?? [])
  return (
    <Page title="Resource groups">
      <DataGrid
        label="Resource groups"
        filterLabel="Filter for any field"
        rows={isRead ? groups : undefined}
        error={all.error}
        keyOf={({ id }) => id}
        empty="No resource groups to display"
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          { label: 'Subscription', text: ({ subscription }) => subscription, render: (row) => row.subscription },
          { label: 'Location', text: ({ location }) => location, render: (row) => row.location },
        ]}
      />
    </Page>
  )
}
