/** Management groups and subscriptions as a table whose names are indented by their place in the tree. */
import { makeStyles } from '@fluentui/react-components'
import { KeyRegular, OrganizationRegular } from '@fluentui/react-icons'
import { DataGrid } from '../../controls/data-grid.js'
import { Link } from '../../controls/link.js'
import { linkTo } from '../../routing/route.js'
import { subscriptionsBelow, type TreeRow } from './tenant-tree.js'

export interface GroupTreeProps {
  readonly rows: readonly TreeRow[] | undefined
  readonly error: Error | null
  readonly label: string
  readonly empty: string
}

const useStyles = makeStyles({
  name: { display: 'flex', alignItems: 'center', gap: '6px' },
  icon: { flexShrink: 0 },
})

/** Pixels by which each level is indented. */
const indent = 20

export function GroupTree({ rows, error, label, empty }: GroupTreeProps) {
  const styles = useStyles()
  const top = Math.min(...(rows ?? []).map(({ level }) => level))
  return (
    <DataGrid
      label={label}
      filterLabel="Search by name or ID"
      rows={rows}
      error={error}
      keyOf={({ id }) => id}
      empty={empty}
      columns={[
        {
          label: 'Name',
          // without a text to sort by: the order is that of the tree
          render: ({ id, displayName, isSubscription, level }) => {
            const Icon = isSubscription ? KeyRegular : OrganizationRegular
            return (
              <span className={styles.name} style={{ paddingInlineStart: (level - top) * indent }}>
                <Icon aria-hidden className={styles.icon} />
                <Link to={linkTo.resource(id)}>{displayName}</Link>
              </span>
            )
          },
        },
        {
          label: 'Type',
          text: ({ displayName, isSubscription }) =>
            `${isSubscription ? 'Subscription' : 'Management group'} ${displayName}`,
          render: ({ isSubscription }) => (isSubscription ? 'Subscription' : 'Management group'),
          isMinor: true,
        },
        { label: 'ID', text: ({ name }) => name, render: ({ name }) => name, isMinor: true },
        {
          label: 'Total subscriptions',
          render: ({ id, isSubscription }) => (isSubscription ? '' : subscriptionsBelow(rows ?? [], id)),
        },
      ]}
    />
  )
}
