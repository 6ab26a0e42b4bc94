/** The list of a type that has none of its own: every resource of it that whoever is signed in may see. */

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
import { describeType } from '../index.js'
import { resourceGroups } from '../resource-groups/description.js'
import { subscriptions } from '../subscriptions/description.js'

interface ListedResource {
  readonly id: string
  readonly name: string
  readonly location?: string
}

export default function Browse({ type }: { readonly type: string }) {
  const client = useCloudClient()
  const description = describeType(type)
  const { data: all, error } = useArmList<{ readonly subscriptionId: string }>('/subscriptions', subscriptions)
  const lists = useQueries({
    queries: (all ?? []).map(({ subscriptionId }) => {
      const path = `/subscriptions/${subscriptionId}/resources?$filter=${encodeURIComponent(`resourceType eq '${type}'`)}`
      return {
        queryKey: ['arm', 'list', path, resourceGroups.apiVersion],
        queryFn: () => client.armList<ListedResource>(path, resourceGroups),
      }
    }),
  })
  const isRead = all !== undefined && lists.every(({ isPending }) => !isPending)
  const groupOf = ({ id }: ListedResource) => parseResourceReference(id)?.resourceGroup ?? ''
  const groupId = ({ id }: ListedResource) => id.replace(/\/providers\/.*$/i, '')
  const commands = [
    ...(description.create === undefined
      ? []
      : [{ label: 'Create', icon: AddRegular, onClick: () => navigate(linkTo.create(type)) }]),
  ]
  return (
    <Page title={description.plural} commands={<CommandBar commands={commands} />}>
      <DataGrid
        label={description.plural}
        filterLabel="Filter for any field"
        rows={isRead ? lists.flatMap(({ data }) => data ?? []) : undefined}
        error={error ?? lists.find((list) => list.error !== null)?.error ?? null}
        keyOf={({ id }) => id}
        empty={`No ${description.plural.toLowerCase()} to display`}
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          {
            label: 'Resource group',
            text: groupOf,
            render: (row) => <Link to={linkTo.resource(groupId(row))}>{groupOf(row)}</Link>,
          },
          { label: 'Location', text: ({ location = '' }) => location, render: (row) => row.location ?? '-' },
        ]}
      />
    </Page>
  )
}
