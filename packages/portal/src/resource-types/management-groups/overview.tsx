/** Overview of a management group: its place in the tree, and what is below it. */
import { Subtitle2 } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArm } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate, useRouteParameter } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { CreateManagementGroup } from './create-management-group.js'
import { managementGroups } from './description.js'
import { GroupTree } from './group-tree.js'
import { type ManagementGroup, rowsOfTree, subscriptionsBelow } from './tenant-tree.js'

interface WithParent extends ManagementGroup {
  readonly properties: ManagementGroup['properties'] & {
    readonly details?: {
      readonly parent?: { readonly id: string; readonly displayName?: string; readonly name: string }
    }
  }
}

export default function Overview({ resource: { id, name } }: BladeProps) {
  const { data, error } = useArm<WithParent>(`${id}?$expand=children&$recurse=true`, managementGroups)
  const refresh = useRefreshCommand()
  const mayDelete = usePermission(id, `${managementGroups.type}/delete`)
  const mayWrite = usePermission(id, `${managementGroups.type}/write`)
  const [panel, setPanel] = useRouteParameter('panel')
  const [isAsking, setIsAsking] = useState(false)
  const remove = useOperation<string, unknown>({
    title: (displayName) => `Deleting management group '${displayName}'`,
    success: (displayName) => `Deleted management group '${displayName}'`,
    run: (client, _, onProgress) =>
      client.armOperation(id, { apiVersion: managementGroups.apiVersion, method: 'DELETE', onProgress }),
  })
  // gone before its deletion has ended: the page stays until it is left
  if (error !== null && !remove.isRunning) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const { displayName = name, tenantId, details } = data.properties
  const rows = rowsOfTree(data)
  const below = rows.slice(1)
  const parent = details?.parent
  const notEmpty = below.length === 0 ? undefined : 'It has groups or subscriptions below it: move them first.'
  const commands = [
    { label: 'Create', icon: AddRegular, onClick: () => setPanel('create'), reason: mayWrite.reason },
    {
      label: 'Delete',
      icon: DeleteRegular,
      onClick: () => setIsAsking(true),
      reason: parent === undefined ? 'The root of the tenant stays.' : (notEmpty ?? mayDelete.reason),
    },
    refresh,
  ]
  const confirm = async () => {
    if ((await remove.start(displayName)) !== undefined) {
      navigate(linkTo.browse(managementGroups.type), { replace: true })
    }
  }
  return (
    <>
      <CommandBar commands={commands} />
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      <Essentials
        facts={[
          { name: 'Name', value: displayName },
          { name: 'ID', value: name, copy: name },
          { name: 'Directory', value: tenantId, copy: tenantId },
          {
            name: 'Parent',
            value:
              parent === undefined ? (
                'None: this is the root'
              ) : (
                <Link to={linkTo.resource(parent.id)}>{parent.displayName ?? parent.name}</Link>
              ),
          },
          { name: 'Subscriptions below', value: String(subscriptionsBelow(rows, data.id)) },
          {
            name: 'Access',
            value: <Link to={linkTo.resource(id, 'users')}>Access control (IAM)</Link>,
          },
        ]}
      />
      <Subtitle2 as="h2">Child management groups and subscriptions</Subtitle2>
      <GroupTree label="Children" rows={below} error={null} empty="There is nothing below this group." />
      <CreateManagementGroup
        isOpen={panel === 'create'}
        parent={{ id, displayName }}
        onClose={() => setPanel(undefined)}
      />
      <ConfirmDialog
        title="Delete management group"
        isOpen={isAsking}
        action="Delete"
        onClose={() => setIsAsking(false)}
        onConfirm={() => void confirm()}
      >
        '{displayName}' is deleted, with the roles that were assigned on it.
      </ConfirmDialog>
    </>
  )
}
