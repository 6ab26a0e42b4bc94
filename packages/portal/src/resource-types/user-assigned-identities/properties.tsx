/** "Properties": everything that names the identity, to be copied. */
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Loading } from '../../controls/loading.js'
import type { BladeProps } from '../define.js'
import { useIdentity } from './identity.js'

export default function Properties({ resource }: BladeProps) {
  const { data, error } = useIdentity(resource.id)
  if (data === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const { tenantId, principalId, clientId, isolationScope = 'None' } = data.properties
  const copied = (name: string, value: string) => ({ name, value, copy: value })
  return (
    <Essentials
      facts={[
        copied('Name', data.name),
        copied('Resource ID', data.id),
        copied('Location ID', data.location),
        copied('Subscription ID', resource.subscriptionId ?? ''),
        copied('Tenant ID', tenantId),
        copied('Principal ID', principalId),
        copied('Client ID', clientId),
        { name: 'Isolation scope', value: isolationScope },
      ]}
    />
  )
}
