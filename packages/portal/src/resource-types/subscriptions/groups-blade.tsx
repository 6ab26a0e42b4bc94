/** "Resource groups" of one subscription. */
import { AddRegular } from '@fluentui/react-icons'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { useLocationNames } from '../locations.js'
import { resourceGroups } from '../resource-groups/description.js'

interface Group {
  readonly id: string
  readonly name: string
  readonly location: string
}

export default function GroupsBlade({ resource: { id, subscriptionId = '' } }: BladeProps) {
  const { data, error } = useArmList<Group>(`${id}/resourcegroups`, resourceGroups)
  const may = usePermission(id, 'Microsoft.Resources/subscriptions/resourceGroups/write')
  const locationName = useLocationNames(subscriptionId)
  const refresh = useRefreshCommand()
  const commands = [
    {
      label: 'Create',
      icon: AddRegular,
      onClick: () => navigate(linkTo.create(resourceGroups.type, { subscriptionId })),
      reason: may.reason,
    },
    refresh,
  ]
  return (
    <>
      <CommandBar commands={commands} />
      <DataGrid
        label="Resource groups"
        filterLabel="Filter for any field"
        rows={data}
        error={error}
        keyOf={(group) => group.id}
        empty="No resource groups to display"
        columns={[
          { label: 'Name', text: nameOf, render: (group) => <Link to={linkTo.resource(group.id)}>{group.name}</Link> },
          {
            label: 'Location',
            text: ({ location }) => locationName(location),
            render: ({ location }) => locationName(location),
          },
        ]}
      />
    </>
  )
}

const nameOf = ({ name }: Group): string => name
