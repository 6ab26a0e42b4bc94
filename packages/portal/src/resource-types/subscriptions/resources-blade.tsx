/** "Resources" of one subscription. */
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import type { BladeProps } from '../define.js'
import { type ListedResource, ResourceTable } from '../generic/resource-table.js'
import { useLocationNames } from '../locations.js'
import { resourceGroups } from '../resource-groups/description.js'

export default function ResourcesBlade({ resource: { id, subscriptionId } }: BladeProps) {
  const { data, error } = useArmList<ListedResource>(`${id}/resources`, resourceGroups)
  const locationName = useLocationNames(subscriptionId)
  const refresh = useRefreshCommand()
  return (
    <>
      <CommandBar commands={[refresh]} />
      <ResourceTable
        label="Resources"
        rows={data}
        error={error}
        locationName={locationName}
        showsGroup
        empty="No resources to display"
      />
    </>
  )
}
