/** A deployment: how it ended or how far it is, what it made, and why not. Looks again by itself until it has ended. */
import { Button, makeStyles, mergeClasses, Spinner, Subtitle1, Subtitle2, tokens } from '@fluentui/react-components'
import {
  ArrowSyncRegular,
  CheckmarkCircleFilled,
  DeleteRegular,
  DismissCircleFilled,
  DismissCircleRegular,
  SubtractCircleFilled,
} from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArm, useArmList } from '../../api/queries.js'
import { ServiceError } from '../../api/service-error.js'
import { useDisplayNames } from '../../api/subscriptions.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { Time } from '../../controls/time.js'
import { useRefreshCommand } from '../../controls/use-refresh.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import {
  type Deployment,
  type DeploymentOperation,
  durationText,
  factsOfError,
  phaseOf,
  sentenceOf,
  startOf,
} from './deployment.js'
import { deploymentsApiVersion as apiVersion } from './description.js'
import { OperationTable } from './operation-table.js'
import { useCancelDeployment, useDeleteDeployment } from './use-deployment-operations.js'

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: '12px', marginBlock: '8px 16px', minBlockSize: '40px' },
  sign: { fontSize: '32px', flexShrink: 0 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  grey: { color: tokens.colorNeutralForeground3 },
  next: { marginBlockStart: '16px' },
})

export default function Overview({ resource }: BladeProps) {
  const styles = useStyles()
  const { id, name, subscriptionId, resourceGroup } = resource
  const deployment = useArm<Deployment>(id, { apiVersion })
  const operations = useArmList<DeploymentOperation>(`${id}/operations`, { apiVersion })
  const { refetch } = operations
  // operations that begin later are in no list that was read before: each look at the deployment is one at them as well
  // biome-ignore lint/correctness/useExhaustiveDependencies: the time of the look is the cause
  useEffect(() => void refetch(), [deployment.dataUpdatedAt, refetch])
  const displayName = useDisplayNames()
  const refresh = useRefreshCommand()
  const mayDelete = usePermission(id, 'Microsoft.Resources/deployments/delete')
  const mayCancel = usePermission(id, 'Microsoft.Resources/deployments/cancel/action')
  const [isAsking, setIsAsking] = useState(false)
  const remove = useDeleteDeployment()
  const cancel = useCancelDeployment()
  const subscription = `/subscriptions/${subscriptionId}`
  const group = resourceGroup === undefined ? undefined : `${subscription}/resourceGroups/${resourceGroup}`
  // gone before its deletion has ended: the page stays until it is left
  if (deployment.error !== null && !remove.isRunning) return <ErrorPanel error={deployment.error} />
  if (deployment.data === undefined) return <Loading />
  const { properties } = deployment.data
  const phase = phaseOf(properties.provisioningState)
  const history = linkTo.resource(group ?? subscription, 'deployments')
  const confirm = async () => {
    if ((await remove.start({ id, name })) !== undefined) navigate(history, { replace: true })
  }
  const commands = [
    {
      label: 'Delete',
      icon: DeleteRegular,
      onClick: () => setIsAsking(true),
      reason: mayDelete.reason ?? (phase === 'underway' ? 'It is in progress: cancel it first.' : undefined),
    },
    {
      label: 'Cancel',
      icon: DismissCircleRegular,
      onClick: () => void cancel.start({ id, name }),
      reason: mayCancel.reason ?? (phase === 'underway' ? undefined : 'It has ended.'),
    },
    {
      label: 'Redeploy',
      icon: ArrowSyncRegular,
      onClick: () => {},
      reason: 'Not part of this portal: `az deployment group create` deploys the template again.',
    },
    refresh,
  ]
  return (
    <>
      <CommandBar commands={commands} />
      <div className={styles.head} role="status">
        {phase === 'underway' ? (
          <Spinner size="small" aria-hidden />
        ) : phase === 'complete' ? (
          <CheckmarkCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.good)} />
        ) : phase === 'failed' ? (
          <DismissCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.bad)} />
        ) : (
          <SubtractCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.grey)} />
        )}
        <Subtitle1 as="h2" style={{ margin: 0 }}>
          {sentenceOf(properties.provisioningState)}
        </Subtitle1>
      </div>
      {properties.error === undefined ? null : (
        <ErrorPanel error={new ServiceError(factsOfError(properties.error, id))} />
      )}
      <Essentials
        facts={[
          { name: 'Deployment name', value: name, copy: name },
          { name: 'Start time', value: <Time at={startOf(properties)} /> },
          {
            name: 'Subscription',
            value: <Link to={linkTo.resource(subscription)}>{displayName(subscription) ?? subscriptionId}</Link>,
          },
          { name: 'Duration', value: durationText(properties.duration) },
          ...(group === undefined
            ? []
            : [{ name: 'Resource group', value: <Link to={linkTo.resource(group)}>{resourceGroup}</Link> }]),
          { name: 'Correlation ID', value: properties.correlationId, copy: properties.correlationId },
        ]}
      />
      <Subtitle2 as="h2">Deployment details</Subtitle2>
      <OperationTable deployment={id} operations={operations.data} error={operations.error} />
      {phase !== 'complete' || group === undefined ? null : (
        <div className={styles.next}>
          <Button appearance="primary" onClick={() => navigate(linkTo.resource(group))}>
            Go to resource group
          </Button>
        </div>
      )}
      <ConfirmDialog
        title="Delete deployment"
        isOpen={isAsking}
        action="Delete"
        onClose={() => setIsAsking(false)}
        onConfirm={() => void confirm()}
      >
        The history of '{name}' is deleted. The resources that were deployed stay.
      </ConfirmDialog>
    </>
  )
}
