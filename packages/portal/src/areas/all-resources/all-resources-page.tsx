/** "All resources": of every type, group and subscription that whoever is signed in may see. */
import { AddRegular } from '@fluentui/react-icons'
import { type InSubscription, useListOfAll } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { Page } from '../../controls/page.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { type ListedResource, ResourceTable } from '../../resource-types/generic/resource-table.js'
import { useLocationNames } from '../../resource-types/locations.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'

export default function AllResourcesPage() {
  const { rows, error } = useListOfAll<ListedResource>('/resources', { apiVersion: '2024-11-01' })
  const locationName = useLocationNames(rows?.[0]?.subscription.subscriptionId)
  const refresh = useRefreshCommand()
  const create = { label: 'Create', icon: AddRegular, onClick: () => navigate(linkTo.view('create-resource')) }
  return (
    <Page title="All resources" commands={<CommandBar commands={[create, refresh]} />}>
      <ResourceTable<InSubscription<ListedResource>>
        label="All resources"
        rows={rows}
        error={error}
        locationName={locationName}
        showsGroup
        subscriptionOf={({ subscription }) => subscription.displayName}
        empty="No resources to display"
      />
    </Page>
  )
}
