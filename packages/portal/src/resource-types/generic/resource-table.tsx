/** Resources of any type in one table: in a group, in a subscription, everywhere. */
import { Checkbox, makeStyles } from '@fluentui/react-components'
import { parseResourceReference } from '../../api/resource-reference.js'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { linkTo } from '../../routing/route.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { describeType } from '../index.js'
import { isHiddenType } from '../resource-groups/group-rules.js'

export interface ListedResource {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly location?: string
}

export interface ResourceTableProps<Row extends ListedResource> {
  readonly label: string
  readonly rows: readonly Row[] | undefined
  readonly error: Error | null
  readonly locationName: (name: string | undefined) => string
  readonly empty: string
  /** Where the resources are of several groups. */
  readonly showsGroup?: boolean
  /** Where they are of several subscriptions: the name of the one that a row is in. */
  readonly subscriptionOf?: (row: Row) => string
}

const useStyles = makeStyles({
  type: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
  icon: { flexShrink: 0 },
})

const TypeName = ({ type }: { readonly type: string }) => {
  const styles = useStyles()
  const { icon: Icon, singular } = describeType(type)
  return (
    <span className={styles.type}>
      <Icon aria-hidden className={styles.icon} /> {singular}
    </span>
  )
}

export function ResourceTable<Row extends ListedResource>(props: ResourceTableProps<Row>) {
  const { label, rows, error, locationName, empty, showsGroup = false, subscriptionOf } = props
  const [hidden, setHidden] = useRouteParameter('hidden')
  const showsHidden = hidden === 'true'
  const hiddenCount = (rows ?? []).filter(({ type }) => isHiddenType(type)).length
  const groupOf = ({ id }: ListedResource) => parseResourceReference(id)?.resourceGroup ?? ''
  return (
    <DataGrid
      label={label}
      filterLabel="Filter for any field"
      rows={showsHidden ? rows : rows?.filter(({ type }) => !isHiddenType(type))}
      error={error}
      keyOf={({ id }) => id}
      empty={empty}
      tools={
        <Checkbox
          label={hiddenCount === 0 ? 'Show hidden types' : `Show hidden types (${hiddenCount})`}
          checked={showsHidden}
          onChange={() => setHidden(showsHidden ? undefined : 'true')}
        />
      }
      columns={[
        {
          label: 'Name',
          text: ({ name }) => name,
          render: ({ id, name }) => <Link to={linkTo.resource(id)}>{name}</Link>,
        },
        {
          label: 'Type',
          text: ({ type }) => describeType(type).singular,
          render: ({ type }) => <TypeName type={type} />,
        },
        ...(showsGroup
          ? [
              {
                label: 'Resource group',
                text: groupOf,
                render: (row: Row) => (
                  <Link to={linkTo.resource(row.id.replace(/\/providers\/.*$/i, ''))}>{groupOf(row)}</Link>
                ),
              },
            ]
          : []),
        {
          label: 'Location',
          text: ({ location }) => locationName(location),
          render: ({ location }) => (location === undefined ? '-' : locationName(location)),
          isMinor: true,
        },
        ...(subscriptionOf === undefined
          ? []
          : [{ label: 'Subscription', text: subscriptionOf, render: subscriptionOf, isMinor: true }]),
      ]}
    />
  )
}
