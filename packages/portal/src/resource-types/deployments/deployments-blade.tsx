/** "Deployments" of a resource group or a subscription: the history, newest first. */
import { DeleteRegular, DismissCircleRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArmList } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { Time } from '../../controls/time.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import { type Deployment, durationText, phaseOf } from './deployment.js'
import { DeploymentState } from './deployment-state.js'
import { deploymentsApiVersion } from './description.js'
import { useCancelDeployment, useDeleteDeployment } from './use-deployment-operations.js'

export default function Deployments({ resource }: BladeProps) {
  const { data, error } = useArmList<Deployment>(`${resource.id}/providers/Microsoft.Resources/deployments`, {
    apiVersion: deploymentsApiVersion,
  })
  const refresh = useRefreshCommand()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isAsking, setIsAsking] = useState(false)
  const selected = (data ?? []).filter(({ id }) => chosen.has(id))
  const mayDelete = usePermission(resource.id, 'Microsoft.Resources/deployments/delete')
  const mayCancel = usePermission(resource.id, 'Microsoft.Resources/deployments/cancel/action')
  const remove = useDeleteDeployment()
  const cancel = useCancelDeployment()
  const none = selected.length === 0 ? 'Choose one or more deployments first.' : undefined
  const running = selected.filter(({ properties }) => phaseOf(properties.provisioningState) === 'underway')
  const commands = [
    refresh,
    {
      label: 'Cancel',
      icon: DismissCircleRegular,
      onClick: () => {
        for (const deployment of running) void cancel.start(deployment)
      },
      reason: mayCancel.reason ?? none ?? (running.length === 0 ? 'None of the chosen is in progress.' : undefined),
    },
    {
      label: 'Delete',
      icon: DeleteRegular,
      onClick: () => setIsAsking(true),
      reason:
        mayDelete.reason ??
        none ??
        (running.length > 0 ? 'A deployment in progress has to be canceled first.' : undefined),
    },
  ]
  return (
    <>
      <CommandBar commands={commands} />
      <DataGrid
        label="Deployments"
        filterLabel="Filter by deployment name or state"
        rows={data}
        error={error}
        keyOf={({ id }) => id}
        nameOf={({ name }) => name}
        selection={{ chosen, onChange: setChosen }}
        empty="No deployments: nothing has been made here from a template yet."
        columns={[
          {
            label: 'Deployment name',
            text: ({ name }) => name,
            render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
          },
          {
            label: 'Status',
            text: ({ properties }) => properties.provisioningState,
            render: ({ properties }) => <DeploymentState state={properties.provisioningState} />,
          },
          {
            label: 'Last modified',
            text: ({ properties }) => properties.timestamp ?? '',
            render: ({ properties }) => <Time at={properties.timestamp} />,
            isMinor: true,
          },
          {
            label: 'Duration',
            render: ({ properties }) => durationText(properties.duration),
            isMinor: true,
          },
        ]}
      />
      <ConfirmDialog
        title={selected.length === 1 ? 'Delete deployment' : 'Delete deployments'}
        isOpen={isAsking}
        action="Delete"
        onClose={() => setIsAsking(false)}
        onConfirm={() => {
          for (const deployment of selected) void remove.start(deployment)
          setChosen(new Set())
        }}
      >
        {selected.map(({ name }) => name).join(', ')}: the history is deleted. The resources that were deployed stay.
      </ConfirmDialog>
    </>
  )
}
