/** "Resource groups": all that whoever is signed in may see, in every subscription. */
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useMemo, useState } from 'react'
import { useListOfAll } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Page } from '../../controls/page.js'
import { TagList } from '../../controls/tag-list.js'
import { tagTexts } from '../../controls/tags.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { useLocationNames } from '../locations.js'
import { DeleteGroups } from './delete-groups.js'
import { resourceGroups } from './description.js'

interface Group {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties?: { readonly provisioningState?: string }
}

export default function BrowseGroups() {
  const { rows, error } = useListOfAll<Group>('/resourcegroups', resourceGroups)
  const refresh = useRefreshCommand()
  const locationName = useLocationNames(rows?.[0]?.subscription.subscriptionId)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isDeleting, setIsDeleting] = useState(false)
  // a group that is gone is no longer chosen
  const selected = useMemo(() => (rows ?? []).filter(({ id }) => chosen.has(id)), [rows, chosen])
  const commands = [
    { label: 'Create', icon: AddRegular, onClick: () => navigate(linkTo.create(resourceGroups.type)) },
    refresh,
    {
      label: 'Delete',
      icon: DeleteRegular,
      onClick: () => setIsDeleting(true),
      ...(selected.length === 0 ? { reason: 'Choose one or more resource groups first.' } : {}),
    },
  ]
  return (
    <Page title="Resource groups" commands={<CommandBar commands={commands} />}>
      <DataGrid
        label="Resource groups"
        filterLabel="Filter for any field"
        rows={rows}
        error={error}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        selection={{ chosen, onChange: setChosen }}
        empty="No resource groups to display"
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          {
            label: 'Subscription',
            text: ({ subscription }) => subscription.displayName,
            render: ({ subscription: { id, displayName } }) => <Link to={linkTo.resource(id)}>{displayName}</Link>,
          },
          {
            label: 'Location',
            text: ({ location }) => locationName(location),
            render: ({ location, properties }) =>
              properties?.provisioningState === 'Deleting'
                ? `${locationName(location)} (deleting)`
                : locationName(location),
          },
          {
            label: 'Tags',
            text: ({ tags }) => tagTexts(tags).join(' '),
            render: ({ tags }) => <TagList tags={tags} />,
            isMinor: true,
          },
        ]}
      />
      <DeleteGroups groups={selected} isOpen={isDeleting} onClose={() => setIsDeleting(false)} />
    </Page>
  )
}
