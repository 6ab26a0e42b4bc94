/** "Azure role assignments" of any principal of the directory, one subscription at a time. */
import { Dropdown, Field, makeStyles, Option } from '@fluentui/react-components'
import { AssignmentsOfPrincipal } from '../../access-control/assignments-of-principal.js'
import { useArmList } from '../../api/queries.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Loading } from '../../controls/loading.js'
import { subscriptions } from '../../resource-types/subscriptions/description.js'
import { useRouteParameter } from '../../routing/use-route.js'

interface Subscription {
  readonly subscriptionId: string
  readonly displayName: string
}

const useStyles = makeStyles({
  field: { maxInlineSize: '360px', marginBlockEnd: '12px' },
  choice: { minInlineSize: 0 },
})

export function PrincipalAssignments({ principalId }: { readonly principalId: string }) {
  const styles = useStyles()
  const { data, error } = useArmList<Subscription>('/subscriptions', subscriptions)
  const [asked, setAsked] = useRouteParameter('subscription')
  if (data === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} />
  const chosen = data.find(({ subscriptionId }) => subscriptionId === asked) ?? data[0]
  if (chosen === undefined) return <>You have no access to any subscription.</>
  return (
    <>
      <Field label="Subscription" className={styles.field}>
        <Dropdown
          className={styles.choice}
          value={chosen.displayName}
          selectedOptions={[chosen.subscriptionId]}
          onOptionSelect={(_, { optionValue }) => setAsked(optionValue)}
        >
          {data.map(({ subscriptionId, displayName }) => (
            <Option key={subscriptionId} value={subscriptionId}>
              {displayName}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <AssignmentsOfPrincipal principalId={principalId} subscriptionId={chosen.subscriptionId} />
    </>
  )
}
