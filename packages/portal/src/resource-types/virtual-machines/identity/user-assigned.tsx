/** The tab "User assigned": the identities that the resource may use beside its own, Add and Remove. */
import { makeStyles, Text } from '@fluentui/react-components'
import { AddRegular, ArrowClockwiseRegular, DeleteRegular } from '@fluentui/react-icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePermission } from '../../../api/access.js'
import { useArmList } from '../../../api/queries.js'
import { parseResourceReference } from '../../../api/resource-reference.js'
import { CommandBar } from '../../../controls/command-bar.js'
import { ConfirmDialog } from '../../../controls/confirm-dialog.js'
import { DataGrid } from '../../../controls/data-grid.js'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { Link } from '../../../controls/link.js'
import { linkTo } from '../../../routing/route.js'
import { useRouteParameter } from '../../../routing/use-route.js'
import { subscriptions } from '../../subscriptions/description.js'
import { groupIdOf, groupNameOf, lastSegment } from '../machine.js'
import { AddIdentityPanel } from './add-identity-panel.js'
import { removeUserAssigned, userAssignedIds } from './identity-change.js'
import type { IdentityTabProps } from './system-assigned.js'
import { useIdentityChange } from './use-identity.js'

const useStyles = makeStyles({ intro: { maxInlineSize: '960px' } })

export function UserAssigned({ resource, identity }: IdentityTabProps) {
  const styles = useStyles()
  const queries = useQueryClient()
  const [panel, setPanel] = useRouteParameter('panel')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isRemoving, setIsRemoving] = useState(false)
  const { data: all } = useArmList<{ readonly subscriptionId: string; readonly displayName: string }>(
    '/subscriptions',
    subscriptions,
  )
  const change = useIdentityChange(resource)
  const may = usePermission(resource.id, `${resource.type}/write`)
  const busy = change.isRunning ? 'It is being saved.' : undefined
  const rows = userAssignedIds(identity).map((id) => ({ id }))
  const leaving = rows.map(({ id }) => id).filter((id) => chosen.has(id))
  const subscriptionOf = ({ id }: { readonly id: string }) => {
    const subscriptionId = parseResourceReference(id)?.subscriptionId ?? ''
    return all?.find((one) => one.subscriptionId === subscriptionId)?.displayName ?? subscriptionId
  }
  const names = leaving.map((id) => `'${lastSegment(id)}'`).join(', ')
  const remove = async () => {
    const done = await change.start({
      patch: removeUserAssigned(identity, leaving),
      title: `Removing user assigned managed identities from '${resource.name}'`,
      success: `Removed ${names} from '${resource.name}'`,
    })
    if (done !== undefined) setChosen(new Set())
  }
  return (
    <>
      <Text block className={styles.intro}>
        User assigned managed identities are resources of their own. One of them can serve many resources, and a
        resource can have many of them. What they may do is granted by role assignments (Azure RBAC).
      </Text>
      <CommandBar
        commands={[
          { label: 'Add', icon: AddRegular, onClick: () => setPanel('add'), reason: may.reason ?? busy },
          {
            label: 'Remove',
            icon: DeleteRegular,
            onClick: () => setIsRemoving(true),
            reason: may.reason ?? busy ?? (leaving.length === 0 ? 'Select one or more identities.' : undefined),
          },
          { label: 'Refresh', icon: ArrowClockwiseRegular, onClick: () => void queries.invalidateQueries() },
        ]}
      />
      {change.error === null ? null : <ErrorPanel error={change.error} />}
      <DataGrid
        label="User assigned managed identities"
        rows={rows}
        keyOf={({ id }) => id}
        nameOf={({ id }) => lastSegment(id)}
        selection={{ chosen, onChange: setChosen }}
        empty="No user assigned managed identities found"
        columns={[
          {
            label: 'Name',
            text: ({ id }) => lastSegment(id),
            render: ({ id }) => <Link to={linkTo.resource(id)}>{lastSegment(id)}</Link>,
          },
          {
            label: 'Resource group',
            text: ({ id }) => groupNameOf(id),
            render: ({ id }) => <Link to={linkTo.resource(groupIdOf(id))}>{groupNameOf(id)}</Link>,
          },
          { label: 'Subscription', text: subscriptionOf, render: subscriptionOf, isMinor: true },
        ]}
      />
      <ConfirmDialog
        title="Remove user assigned managed identities"
        isOpen={isRemoving}
        action="Yes"
        decline="No"
        onClose={() => setIsRemoving(false)}
        onConfirm={() => void remove()}
      >
        {`'${resource.name}' will not be able to use ${names} any more. The identities themselves stay. Do you want to remove them from '${resource.name}'?`}
      </ConfirmDialog>
      {panel === 'add' ? (
        <AddIdentityPanel resource={resource} identity={identity} change={change} onClose={() => setPanel(undefined)} />
      ) : null}
    </>
  )
}
