/** "Managed Identities": all user-assigned ones that whoever is signed in may see, in every subscription. */
import { AddRegular } from '@fluentui/react-icons'
import { useQueries } from '@tanstack/react-query'
import { useArmList } from '../../api/queries.js'
import { parseResourceReference } from '../../api/resource-reference.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { useCloudClient } from '../../session/session-context.js'
import { subscriptions } from '../subscriptions/description.js'
import { userAssignedIdentities } from './description.js'
import type { Identity } from './identity.js'

interface Subscription {
  readonly subscriptionId: string
  readonly displayName: string
}
type Row = Identity & { readonly subscription: Subscription }

const { type, apiVersion } = userAssignedIdentities

export default function BrowseIdentities() {
  const client = useCloudClient()
  const all = useArmList<Subscription>('/subscriptions', subscriptions)
  const lists = useQueries({
    queries: (all.data ?? []).map((subscription) => ({
      queryKey: ['arm', 'list', subscription.subscriptionId, type, apiVersion],
      queryFn: async (): Promise<readonly Row[]> => {
        const path = `/subscriptions/${subscription.subscriptionId}/providers/${type}`
        const identities = await client.armList<Identity>(path, { apiVersion })
        return identities.map((identity) => ({ ...identity, subscription }))
      },
    })),
  })
  const isRead = all.data !== undefined && lists.every(({ isPending }) => !isPending)
  const groupOf = ({ id }: Row) => parseResourceReference(id)?.resourceGroup ?? ''
  const groupId = (row: Row) => `/subscriptions/${row.subscription.subscriptionId}/resourceGroups/${groupOf(row)}`
  return (
    <Page
      title="Managed Identities"
      commands={
        <CommandBar commands={[{ label: 'Create', icon: AddRegular, onClick: () => navigate(linkTo.create(type)) }]} />
      }
    >
      <DataGrid
        label="Managed Identities"
        filterLabel="Filter for any field"
        rows={isRead ? lists.flatMap(({ data }) => data ?? []) : undefined}
        error={all.error ?? lists.find(({ error }) => error !== null)?.error ?? null}
        keyOf={({ id }) => id}
        empty="No managed identities to display"
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          { label: 'Type', render: () => 'Managed Identity', isMinor: true },
          {
            label: 'Resource group',
            text: groupOf,
            render: (row) => <Link to={linkTo.resource(groupId(row))}>{groupOf(row)}</Link>,
          },
          { label: 'Location', text: ({ location }) => location, render: ({ location }) => location },
          {
            label: 'Subscription',
            text: ({ subscription }) => subscription.displayName,
            render: ({ subscription: { subscriptionId, displayName } }) => (
              <Link to={linkTo.resource(`/subscriptions/${subscriptionId}`)}>{displayName}</Link>
            ),
            isMinor: true,
          },
        ]}
      />
    </Page>
  )
}
