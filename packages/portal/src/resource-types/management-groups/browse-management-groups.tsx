/** "Management groups": the tree of the tenant, down to its subscriptions. */
import { AddRegular } from '@fluentui/react-icons'
import { CommandBar } from '../../controls/command-bar.js'
import { Page } from '../../controls/page.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { CreateManagementGroup } from './create-management-group.js'
import { GroupTree } from './group-tree.js'
import { useTenantTree } from './use-tenant-tree.js'

export default function BrowseManagementGroups() {
  const { rows, error } = useTenantTree()
  const refresh = useRefreshCommand()
  const [panel, setPanel] = useRouteParameter('panel')
  const root = rows?.find(({ level, isSubscription }) => level === 0 && !isSubscription)
  const commands = [{ label: 'Create', icon: AddRegular, onClick: () => setPanel('create') }, refresh]
  return (
    <Page
      title="Management groups"
      subtitle="Above the subscriptions: access that is granted on a management group holds for everything below it"
      commands={<CommandBar commands={commands} />}
    >
      <GroupTree
        label="Management groups"
        rows={rows}
        error={error}
        empty="No management groups to display: you have no role on any. A Global Administrator can take one by elevating access."
      />
      <CreateManagementGroup isOpen={panel === 'create'} parent={root} onClose={() => setPanel(undefined)} />
    </Page>
  )
}
