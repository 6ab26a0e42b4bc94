/** Overview of a type that has none of its own: what all resources have. */
import { useArm } from '../../api/queries.js'
import { useDisplayNames } from '../../api/subscriptions.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Link } from '../../controls/link.js'
import { Loading } from '../../controls/loading.js'
import { linkTo } from '../../routing/route.js'
import type { BladeProps } from '../define.js'
import { describeType } from '../index.js'
import { useLocationNames } from '../locations.js'

interface AnyResource {
  readonly location?: string
  readonly kind?: string
  readonly properties?: { readonly provisioningState?: string }
}

export default function Overview({ resource }: BladeProps) {
  const { apiVersion, singular } = describeType(resource.type)
  const { data, error } = useArm<AnyResource>(resource.id, { apiVersion })
  const displayName = useDisplayNames()
  const locationName = useLocationNames(resource.subscriptionId)
  if (error !== null) return <ErrorPanel error={error} />
  if (data === undefined) return <Loading />
  const { subscriptionId, resourceGroup } = resource
  const subscription = `/subscriptions/${subscriptionId}`
  return (
    <Essentials
      facts={[
        ...(resourceGroup === undefined
          ? []
          : [
              {
                name: 'Resource group',
                value: (
                  <Link to={linkTo.resource(`${subscription}/resourceGroups/${resourceGroup}`)}>{resourceGroup}</Link>
                ),
              },
            ]),
        { name: 'Type', value: singular },
        { name: 'Location', value: locationName(data.location) },
        { name: 'Status', value: data.properties?.provisioningState },
        ...(subscriptionId === undefined
          ? []
          : [
              {
                name: 'Subscription',
                value: <Link to={linkTo.resource(subscription)}>{displayName(subscription) ?? subscriptionId}</Link>,
              },
              { name: 'Subscription ID', value: subscriptionId, copy: subscriptionId },
            ]),
        { name: 'Resource ID', value: resource.id, copy: resource.id },
      ]}
    />
  )
}
