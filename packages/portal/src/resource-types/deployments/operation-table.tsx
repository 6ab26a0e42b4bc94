/** "Deployment details": what a deployment did, resource by resource, each with the provider's own answer in a panel. */
import { Link as FluentLink } from '@fluentui/react-components'
import { ServiceError } from '../../api/service-error.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { JsonView } from '../../controls/json-view.js'
import { Link } from '../../controls/link.js'
import { SidePanel } from '../../controls/side-panel.js'
import { Time } from '../../controls/time.js'
import { linkTo } from '../../routing/route.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { describeType } from '../index.js'
import { type DeploymentOperation, durationText, errorIn, factsOfError, statusOf } from './deployment.js'
import { DeploymentState } from './deployment-state.js'

export interface OperationTableProps {
  readonly deployment: string
  readonly operations: readonly DeploymentOperation[] | undefined
  readonly error: Error | null
}

const nameOf = ({ properties, operationId }: DeploymentOperation): string =>
  properties.targetResource?.resourceName ?? properties.provisioningOperation ?? operationId

export function OperationTable({ deployment, operations, error }: OperationTableProps) {
  const [opened, open] = useRouteParameter('operation')
  const operation = operations?.find(({ operationId }) => operationId === opened)
  return (
    <>
      <DataGrid
        label="Deployment details"
        // the evaluation of outputs has no resource and is not shown in Azure's portal either
        rows={operations?.filter(({ properties }) => properties.targetResource !== undefined)}
        error={error}
        keyOf={({ operationId }) => operationId}
        empty="No resource has been written yet."
        columns={[
          {
            label: 'Resource',
            text: nameOf,
            render: (row) => {
              const id = row.properties.targetResource?.id
              return id === undefined ? nameOf(row) : <Link to={linkTo.resource(id)}>{nameOf(row)}</Link>
            },
          },
          {
            label: 'Type',
            text: ({ properties }) => describeType(properties.targetResource?.resourceType ?? '').singular,
            render: ({ properties }) => describeType(properties.targetResource?.resourceType ?? '').singular,
            isMinor: true,
          },
          {
            label: 'Status',
            text: statusOf,
            render: (row) => <DeploymentState state={row.properties.provisioningState ?? ''} text={statusOf(row)} />,
          },
          {
            label: 'Operation details',
            render: (row) => (
              <FluentLink
                as="button"
                aria-label={`Operation details of ${nameOf(row)}`}
                onClick={() => open(row.operationId)}
              >
                Operation details
              </FluentLink>
            ),
          },
        ]}
      />
      <SidePanel title="Operation details" isOpen={operation !== undefined} onClose={() => open(undefined)}>
        {operation === undefined ? null : <OperationDetails deployment={deployment} operation={operation} />}
      </SidePanel>
    </>
  )
}

interface OperationDetailsProps {
  readonly deployment: string
  readonly operation: DeploymentOperation
}

function OperationDetails({ deployment, operation }: OperationDetailsProps) {
  const { operationId, properties } = operation
  const { targetResource, provisioningState = '', statusCode, statusMessage } = properties
  const error = errorIn(statusMessage)
  return (
    <>
      {error === undefined ? null : <ErrorPanel error={new ServiceError(factsOfError(error, deployment))} />}
      <Essentials
        facts={[
          { name: 'Operation ID', value: operationId, copy: operationId },
          { name: 'Tracking ID', value: properties.trackingId, copy: properties.trackingId },
          { name: 'Operation', value: properties.provisioningOperation },
          { name: 'Provisioning state', value: <DeploymentState state={provisioningState} /> },
          { name: 'Status', value: statusCode },
          { name: 'Timestamp', value: <Time at={properties.timestamp} /> },
          { name: 'Duration', value: durationText(properties.duration) },
          ...(targetResource === undefined
            ? []
            : [
                {
                  name: 'Resource',
                  value: <Link to={linkTo.resource(targetResource.id)}>{targetResource.resourceName}</Link>,
                  copy: targetResource.id,
                },
                { name: 'Type', value: targetResource.resourceType },
              ]),
        ]}
      />
      {statusMessage === undefined ? null : <JsonView label="Status message" value={statusMessage} />}
    </>
  )
}
