/** "Associated resources": what the identity is attached to, as far as whoever is signed in may see it. */
import { useQuery } from '@tanstack/react-query'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { linkTo } from '../../routing/route.js'
import { useCloudClient } from '../../session/session-context.js'
import type { BladeProps } from '../define.js'
import { describeType } from '../index.js'

interface AssociatedResource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly resourceGroup: string
  readonly subscriptionDisplayName: string
}

/** The only version that has the list. */
const apiVersion = '2022-01-31-preview'

export default function AssociatedResources({ resource }: BladeProps) {
  const client = useCloudClient()
  const { data, error } = useQuery({
    queryKey: ['arm', 'associated', resource.id.toLowerCase()],
    queryFn: ({ signal }) => {
      const path = `${resource.id}/listAssociatedResources`
      return client.armList<AssociatedResource>(path, { method: 'POST', apiVersion, signal })
    },
  })
  const typeOf = ({ type }: AssociatedResource) => describeType(type).singular
  return (
    <DataGrid
      label="Associated resources"
      filterLabel="Filter by name or type"
      rows={data}
      error={error}
      keyOf={({ id }) => id}
      empty="No Azure resources are associated with this managed identity"
      columns={[
        {
          label: 'Name',
          text: ({ name }) => name,
          render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
        },
        { label: 'Type', text: typeOf, render: typeOf },
        { label: 'Resource group', text: (row) => row.resourceGroup, render: (row) => row.resourceGroup },
        {
          label: 'Subscription',
          text: (row) => row.subscriptionDisplayName,
          render: (row) => row.subscriptionDisplayName,
          isMinor: true,
        },
      ]}
    />
  )
}
