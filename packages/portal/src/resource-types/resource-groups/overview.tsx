/** Overview of a resource group: essentials, and the resources that are in it. */
import { Subtitle2 } from '@fluentui/react-components'
import { AddRegular, ArrowMoveRegular, DeleteRegular, DocumentArrowDownRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArm, useArmList } from '../../api/queries.js'
import { useDisplayNames } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { TagList } from '../../controls/tag-list.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { deploymentsApiVersion } from '../deployments/description.js'
import { type ListedResource, ResourceTable } from '../generic/resource-table.js'
import { useLocationNames } from '../locations.js'
import { DeleteGroups } from './delete-groups.js'
import { resourceGroups } from './description.js'
import { summaryOfDeployments } from './group-rules.js'

interface Group {
  readonly id: string
  readonly name: string
  readonly location: string
  readonly tags?: Readonly<Record<string, string>>
  readonly properties?: { readonly provisioningState?: string }
}

interface Deployment {
  readonly properties?: { readonly provisioningState?: string }
}

export default function Overview({ resource }: BladeProps) {
  const { id, name, subscriptionId = '' } = resource
  const group = useArm<Group>(id, resourceGroups)
  const resources = useArmList<ListedResource>(`${id}/resources`, resourceGroups)
  const deployments = useArmList<Deployment>(`${id}/providers/Microsoft.Resources/deployments`, {
    apiVersion: deploymentsApiVersion,
  })
  const displayName = useDisplayNames()
  const locationName = useLocationNames(subscriptionId)
  const refresh = useRefreshCommand()
  const mayDelete = usePermission(id, 'Microsoft.Resources/subscriptions/resourceGroups/delete')
  const [isDeleting, setIsDeleting] = useState(false)
  // gone before its deletion has ended: the panel stays until it closes
  if (group.error !== null && !isDeleting) return <ErrorPanel error={group.error} />
  if (group.data === undefined) return <Loading />
  const subscription = `/subscriptions/${subscriptionId}`
  const isGoing = group.data.properties?.provisioningState === 'Deleting'
  const commands = [
    {
      label: 'Create',
      icon: AddRegular,
      onClick: () => navigate(linkTo.view('create-resource', [], { subscriptionId, resourceGroup: name })),
    },
    {
      label: 'Delete resource group',
      icon: DeleteRegular,
      onClick: () => setIsDeleting(true),
      reason: isGoing ? 'It is being deleted.' : mayDelete.reason,
    },
    refresh,
    {
      label: 'Export template',
      icon: DocumentArrowDownRegular,
      onClick: () => navigate(linkTo.resource(id, 'exporttemplate')),
    },
    {
      label: 'Move',
      icon: ArrowMoveRegular,
      onClick: () => {},
      reason: 'Not part of this portal: `az resource move` moves resources to another group.',
    },
  ]
  return (
    <>
      <CommandBar commands={commands} />
      <Essentials
        facts={[
          {
            name: 'Subscription',
            value: <Link to={linkTo.resource(subscription)}>{displayName(subscription) ?? subscriptionId}</Link>,
          },
          { name: 'Subscription ID', value: subscriptionId, copy: subscriptionId },
          {
            name: 'Deployments',
            value:
              deployments.data === undefined ? undefined : (
                <Link to={linkTo.resource(id, 'deployments')}>{summaryOfDeployments(deployments.data)}</Link>
              ),
          },
          {
            name: 'Location',
            value: `${locationName(group.data.location)}${isGoing ? ' (the group is being deleted)' : ''}`,
          },
          {
            name: 'Tags',
            value:
              Object.keys(group.data.tags ?? {}).length === 0 ? (
                <Link to={linkTo.resource(id, 'tags')}>Add tags</Link>
              ) : (
                <TagList tags={group.data.tags} />
              ),
          },
        ]}
      />
      <Subtitle2 as="h2">Resources</Subtitle2>
      <ResourceTable
        label="Resources"
        rows={resources.data}
        error={resources.error}
        locationName={locationName}
        empty="No resources match: this resource group has none yet."
      />
      <DeleteGroups groups={[{ id, name }]} isOpen={isDeleting} onClose={() => setIsDeleting(false)} />
    </>
  )
}
