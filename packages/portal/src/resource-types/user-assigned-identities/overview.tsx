/** Overview: the ids of an identity, each to be copied, and its end. */
import { Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { usePermission } from '../../api/access.js'
import { useArm } from '../../api/queries.js'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { BladeProps } from '../define.js'
import { subscriptions } from '../subscriptions/description.js'
import { userAssignedIdentities } from './description.js'
import { useIdentity } from './identity.js'

const { type, apiVersion } = userAssignedIdentities

export default function Overview({ resource }: BladeProps) {
  const { id, name, subscriptionId = '', resourceGroup = '' } = resource
  const { data, error } = useIdentity(id)
  const subscriptionPath = `/subscriptions/${subscriptionId}`
  const subscription = useArm<{ readonly displayName: string }>(subscriptionPath, subscriptions)
  const mayDelete = usePermission(id, `${type}/delete`)
  const [isAsking, setIsAsking] = useState(false)
  const remove = useOperation<void, unknown>({
    title: () => `Deleting managed identity ${name}`,
    success: () => `Deleted managed identity ${name}`,
    run: (client) => client.armOperation(id, { method: 'DELETE', apiVersion }),
  })
  const confirm = async () => {
    if ((await remove.start()) !== undefined) navigate(linkTo.browse(type), { replace: true })
  }
  if (error !== null && data === undefined) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const { principalId, clientId, tenantId } = data.properties
  const copied = (label: string, value: string) => ({ name: label, value, copy: value })
  return (
    <>
      <CommandBar
        commands={[
          { label: 'Delete', icon: DeleteRegular, reason: mayDelete.reason, onClick: () => setIsAsking(true) },
        ]}
      />
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      <Essentials
        facts={[
          {
            name: 'Resource group',
            value: (
              <Link to={linkTo.resource(`${subscriptionPath}/resourceGroups/${resourceGroup}`)}>{resourceGroup}</Link>
            ),
          },
          { name: 'Type', value: 'User assigned managed identity' },
          { name: 'Location', value: data.location },
          copied('Client ID', clientId),
          {
            name: 'Subscription',
            value: (
              <Link to={linkTo.resource(subscriptionPath)}>{subscription.data?.displayName ?? subscriptionId}</Link>
            ),
          },
          copied('Object (principal) ID', principalId),
          copied('Subscription ID', subscriptionId),
          copied('Tenant ID', tenantId),
          { name: 'Isolation scope', value: data.properties.isolationScope ?? 'None' },
          {
            name: 'Enterprise application',
            value: <Link to={linkTo.view('entra', ['enterprise-applications', principalId])}>{name}</Link>,
          },
        ]}
      />
      <ConfirmDialog
        title={`Delete ${name}`}
        isOpen={isAsking}
        action="Delete"
        onClose={() => setIsAsking(false)}
        onConfirm={() => void confirm()}
      >
        <Text>
          Resources that use this identity will not be able to get tokens for it any more. Its role assignments stay,
          without a principal. This cannot be undone.
        </Text>
      </ConfirmDialog>
    </>
  )
}
