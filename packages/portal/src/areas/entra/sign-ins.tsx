/** "Sign-in logs": every sign-in and every refusal, by who signs in. The open tab is part of the link. */
import { makeStyles, Tab, TabList } from '@fluentui/react-components'
import { Page } from '../../controls/page.js'
import { useRouteParameter } from '../../routing/use-route.js'
import { signInKinds } from '../../sign-in-log/sign-in.js'
import { SignInTable } from '../../sign-in-log/sign-in-table.js'

const useStyles = makeStyles({ tabs: { flexWrap: 'wrap', marginBlockEnd: '12px' } })

const who = {
  interactiveUser: 'User',
  nonInteractiveUser: 'User',
  servicePrincipal: 'Service principal',
  managedIdentity: 'Managed identity',
} as const

export default function SignIns() {
  const styles = useStyles()
  const [asked, setAsked] = useRouteParameter('tab')
  const { id: kind, label } = signInKinds.find(({ id }) => id === asked) ?? signInKinds[0]
  return (
    <Page title="Sign-in logs" subtitle="Microsoft Entra ID">
      <TabList
        className={styles.tabs}
        aria-label="Kinds of sign-ins"
        selectedValue={kind}
        onTabSelect={(_, { value }) => setAsked(String(value))}
      >
        {signInKinds.map((one) => (
          <Tab key={one.id} value={one.id}>
            {one.label}
          </Tab>
        ))}
      </TabList>
      <div role="tabpanel" aria-label={label}>
        <SignInTable key={kind} who={who[kind]} question={{ kind }} />
      </div>
    </Page>
  )
}
