/** "Properties": every id that other tools ask for, to copy. */
import { useArm } from '../../api/queries.js'
import { resourceGroupType, subscriptionType } from '../../api/resource-reference.js'
import { useDisplayNames } from '../../api/subscriptions.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials, type Fact } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import { describeType } from '../index.js'
import { useLocationNames } from '../locations.js'

interface AnyResource {
  readonly location?: string
  readonly kind?: string
  readonly managedBy?: string
  readonly identity?: { readonly type?: string; readonly principalId?: string }
  readonly properties?: { readonly provisioningState?: string }
}

export default function PropertiesBlade({ resource }: BladeProps) {
  const { id, name, type, subscriptionId, resourceGroup } = resource
  const { apiVersion } = describeType(type)
  const { data, error } = useArm<AnyResource>(id, { apiVersion })
  const displayName = useDisplayNames()
  const locationName = useLocationNames(subscriptionId)
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const subscription = `/subscriptions/${subscriptionId}`
  const group = `${subscription}/resourceGroups/${resourceGroup}`
  const copied = (label: string, text: string | undefined): readonly Fact[] =>
    text === undefined ? [] : [{ name: label, value: text, copy: text }]
  const isScope = type === subscriptionType || type === resourceGroupType
  return (
    <Essentials
      facts={[
        ...copied('Name', type === subscriptionType ? displayName(id) : name),
        ...copied('Type', type),
        ...copied('Location', data.location === undefined ? undefined : locationName(data.location)),
        ...copied('Location ID', data.location),
        ...copied('Resource ID', id),
        ...copied('Kind', data.kind),
        ...copied('Provisioning state', data.properties?.provisioningState),
        ...copied('Managed by', data.managedBy),
        ...copied('Principal ID', data.identity?.principalId),
        ...(resourceGroup === undefined || isScope
          ? []
          : [
              { name: 'Resource group', value: <Link to={linkTo.resource(group)}>{resourceGroup}</Link> },
              ...copied('Resource group ID', group),
            ]),
        ...(subscriptionId === undefined
          ? []
          : [
              {
                name: 'Subscription',
                value: <Link to={linkTo.resource(subscription)}>{displayName(subscription) ?? subscriptionId}</Link>,
              },
              ...copied('Subscription ID', subscriptionId),
            ]),
      ]}
    />
  )
}
