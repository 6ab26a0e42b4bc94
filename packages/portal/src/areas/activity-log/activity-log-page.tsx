/** "Activity log" of a whole subscription, chosen at the top. */
import { Dropdown, Field, makeStyles, Option, Text } from '@fluentui/react-components'
import { useMemo } from 'react'
import { ActivityLog } from '../../activity-log/activity-log.js'
import { useSubscriptions } from '../../api/subscriptions.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { Page } from '../../controls/page.js'
import { useRouteParameter } from '../../routing/use-route.js'

const useStyles = makeStyles({
  scope: { maxInlineSize: '320px', marginBlockEnd: '8px' },
  choice: { minWidth: 0 },
})

export default function ActivityLogPage() {
  const styles = useStyles()
  const { data, error } = useSubscriptions()
  const [chosen, choose] = useRouteParameter('subscription')
  const subscription = data?.find(({ subscriptionId }) => subscriptionId === chosen) ?? data?.[0]
  const subscriptionId = subscription?.subscriptionId
  const scope = useMemo(() => (subscriptionId === undefined ? undefined : { subscriptionId }), [subscriptionId])
  return (
    <Page title="Activity log">
      {error === null ? null : <ErrorPanel error={error} />}
      <Field label="Subscription" className={styles.scope}>
        <Dropdown
          className={styles.choice}
          value={subscription?.displayName ?? ''}
          selectedOptions={subscriptionId === undefined ? [] : [subscriptionId]}
          onOptionSelect={(_, { optionValue }) => choose(optionValue)}
        >
          {(data ?? []).map((one) => (
            <Option key={one.subscriptionId} value={one.subscriptionId}>
              {one.displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      {scope !== undefined ? (
        <ActivityLog scope={scope} />
      ) : error !== null ? null : data === undefined ? (
        <Loading />
      ) : (
        <Text>No subscriptions to display: nothing in any of them is yours to see.</Text>
      )}
    </Page>
  )
}
