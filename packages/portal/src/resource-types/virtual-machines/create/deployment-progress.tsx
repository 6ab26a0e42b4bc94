/** "Deployment is underway", "Your deployment is complete": what is made, while it is made. Can be left and come back to. */
import { makeStyles, ProgressBar, Subtitle2, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, ErrorCircleRegular } from '@fluentui/react-icons'
import { useArm, useArmList } from '../../../api/queries.js'
import { parseResourceReference } from '../../../api/resource-reference.js'
import { ServiceError } from '../../../api/service-error.js'
import { DataGrid } from '../../../controls/data-grid.js'
import { ErrorPanel } from '../../../controls/error-panel.js'
import { Essentials } from '../../../controls/essentials.js'
import { GatedButton } from '../../../controls/gated-button.js'
import { Link } from '../../../controls/link.js'
import { Page } from '../../../controls/page.js'
import { Time } from '../../../controls/time.js'
import { linkTo } from '../../../routing/route.js'
import { navigate } from '../../../routing/use-route.js'
import { groupIdOf, groupNameOf, lastSegment, machineType } from '../machine.js'
import { deploymentVersion } from './machine-template.js'

interface Deployment {
  readonly name: string
  readonly properties: {
    readonly provisioningState: string
    readonly timestamp?: string
    readonly correlationId?: string
    readonly error?: { readonly code: string; readonly message: string; readonly details?: readonly ErrorDetail[] }
  }
}
interface ErrorDetail {
  readonly code: string
  readonly message: string
}

interface DeploymentOperation {
  readonly operationId: string
  readonly properties: {
    readonly provisioningState: string
    readonly statusCode?: string
    readonly targetResource?: { readonly id: string; readonly resourceType: string }
  }
}

const useStyles = makeStyles({
  title: { display: 'flex', alignItems: 'center', gap: '8px', marginBlock: '4px 16px' },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  bar: { marginBlockEnd: '16px', blockSize: '2px' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', marginBlock: '20px' },
})

export function DeploymentProgress({ id }: { readonly id: string }) {
  const styles = useStyles()
  const deployment = useArm<Deployment>(id, { apiVersion: deploymentVersion })
  const operations = useArmList<DeploymentOperation>(`${id}/operations`, { apiVersion: deploymentVersion })
  const { provisioningState = 'Running', timestamp, correlationId, error } = deployment.data?.properties ?? {}
  const targets = operations.data?.filter(({ properties }) => properties.targetResource !== undefined)
  const machine = targets?.find(({ properties }) => properties.targetResource?.resourceType === machineType)
  const machineId = machine?.properties.targetResource?.id
  const isDone = /^succeeded$/i.test(provisioningState)
  const isFailed = /^(failed|canceled)$/i.test(provisioningState)
  return (
    <Page title={lastSegment(id)} subtitle="Deployment">
      {deployment.error === null ? null : <ErrorPanel error={deployment.error} />}
      <Subtitle2 as="h2" className={styles.title}>
        {isDone ? <CheckmarkCircleRegular className={styles.good} aria-hidden /> : null}
        {isFailed ? <ErrorCircleRegular className={styles.bad} aria-hidden /> : null}
        <span role="status">
          {isDone ? 'Your deployment is complete' : isFailed ? 'Your deployment failed' : 'Deployment is underway'}
        </span>
      </Subtitle2>
      <div className={styles.bar}>
        {isDone || isFailed ? null : <ProgressBar aria-label="Deployment is underway" />}
      </div>
      {error === undefined ? null : <ErrorPanel error={failureOf(error, id, correlationId)} />}
      <Essentials
        facts={[
          { name: 'Deployment name', value: <Link to={linkTo.resource(id)}>{lastSegment(id)}</Link> },
          { name: 'Start time', value: <Time at={timestamp} /> },
          {
            name: 'Subscription',
            value: parseResourceReference(id)?.subscriptionId,
          },
          { name: 'Correlation ID', value: correlationId, copy: correlationId },
          {
            name: 'Resource group',
            value: <Link to={linkTo.resource(groupIdOf(id))}>{groupNameOf(id)}</Link>,
          },
        ]}
      />
      <DataGrid
        label="Deployment details"
        rows={targets}
        error={operations.error}
        keyOf={({ operationId }) => operationId}
        empty="Nothing has been started yet"
        columns={[
          {
            label: 'Resource',
            render: ({ properties: { targetResource } }) =>
              targetResource === undefined ? (
                '-'
              ) : (
                <Link to={linkTo.resource(targetResource.id)}>{lastSegment(targetResource.id)}</Link>
              ),
          },
          { label: 'Type', render: ({ properties }) => properties.targetResource?.resourceType ?? '-', isMinor: true },
          { label: 'Status', render: ({ properties }) => properties.statusCode ?? properties.provisioningState },
        ]}
      />
      {isDone ? (
        <>
          <Text as="h2" block weight="semibold">
            Next steps
          </Text>
          <Text block>Connect to the virtual machine, or give its identity a role in "Access control (IAM)".</Text>
        </>
      ) : null}
      <div className={styles.buttons}>
        <GatedButton
          appearance="primary"
          reason={isDone && machineId !== undefined ? undefined : 'The virtual machine is not there yet.'}
          onClick={() => {
            if (machineId !== undefined) navigate(linkTo.resource(machineId))
          }}
        >
          Go to resource
        </GatedButton>
        <GatedButton onClick={() => navigate(linkTo.create(machineType))}>Create another VM</GatedButton>
      </div>
    </Page>
  )
}

/** What failed after the deployment was accepted, as an error of the service. */
function failureOf(
  error: { readonly code: string; readonly message: string; readonly details?: readonly ErrorDetail[] },
  id: string,
  correlationId: string | undefined,
): ServiceError {
  return new ServiceError({
    ...{ code: error.code, message: error.message, status: 200 },
    request: { method: 'GET', url: id },
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(error.details === undefined ? {} : { details: error.details }),
  })
}
