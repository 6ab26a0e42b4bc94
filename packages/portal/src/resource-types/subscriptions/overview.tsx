/** Overview of a subscription: its ids, where it is in the tree of management groups, how much is in it. */
import { Subtitle2 } from '@fluentui/react-components'
import { EditRegular, PersonProhibitedRegular } from '@fluentui/react-icons'
import { useArm, useArmList } from '../../api/queries.js'
import type { Subscription } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { TagList } from '../../controls/tag-list.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import type { ListedResource } from '../generic/resource-table.js'
import { describeType } from '../index.js'
import { useTenantTree } from '../management-groups/use-tenant-tree.js'
import { resourceGroups } from '../resource-groups/description.js'
import { subscriptions } from './description.js'
import { useMyRoles } from './my-roles.js'

export default function Overview({ resource }: BladeProps) {
  const { id } = resource
  const subscription = useArm<Subscription>(id, subscriptions)
  const groups = useArmList<{ readonly id: string }>(`${id}/resourcegroups`, resourceGroups)
  const resources = useArmList<ListedResource>(`${id}/resources`, resourceGroups)
  const myRole = useMyRoles([id])
  const refresh = useRefreshCommand()
  const { parentOf } = useTenantTree()
  if (subscription.error !== null) return <ErrorPanel error={subscription.error} />
  if (subscription.data === undefined) return <Loading />
  const { displayName, subscriptionId, tenantId, state, tags } = subscription.data
  const parent = parentOf(id)
  const commands = [
    {
      label: 'Cancel subscription',
      icon: PersonProhibitedRegular,
      onClick: () => {},
      reason: 'Not part of this cloud: its subscriptions are those of its configuration.',
    },
    {
      label: 'Rename',
      icon: EditRegular,
      onClick: () => {},
      reason: 'Not part of this cloud: its subscriptions are those of its configuration.',
    },
    refresh,
  ]
  const byType = [...Map.groupBy(resources.data ?? [], ({ type }) => type.toLowerCase()).values()]
  return (
    <>
      <CommandBar commands={commands} />
      <Essentials
        facts={[
          { name: 'Subscription name', value: displayName, copy: displayName },
          { name: 'Subscription ID', value: subscriptionId, copy: subscriptionId },
          { name: 'Directory', value: tenantId, copy: tenantId },
          { name: 'My role', value: myRole(id) },
          { name: 'Status', value: state === 'Enabled' ? 'Active' : state },
          {
            name: 'Management group',
            value: parent === undefined ? undefined : <Link to={linkTo.resource(parent.id)}>{parent.displayName}</Link>,
          },
          {
            name: 'Resource groups',
            value: <Link to={linkTo.resource(id, 'resourcegroups')}>{groups.data?.length ?? '-'}</Link>,
          },
          { name: 'Tags', value: tags === undefined ? undefined : <TagList tags={tags} /> },
        ]}
      />
      <Subtitle2 as="h2">Resources by type</Subtitle2>
      <DataGrid
        label="Resources by type"
        rows={resources.data === undefined ? undefined : byType}
        error={resources.error}
        keyOf={(rows) => rows[0]?.type ?? ''}
        empty="This subscription has no resources yet."
        columns={[
          {
            label: 'Type',
            text: (rows) => describeType(rows[0]?.type ?? '').plural,
            render: (rows) => {
              const { type, plural } = describeType(rows[0]?.type ?? '')
              return <Link to={linkTo.browse(type)}>{plural}</Link>
            },
          },
          { label: 'Count', text: (rows) => String(rows.length), render: (rows) => rows.length },
        ]}
      />
    </>
  )
}
