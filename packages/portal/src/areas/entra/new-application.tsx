/** "Register an application": its name, who can use it, where its sign-ins lead back to. */
import {
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Page } from '../../controls/page.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { Application } from './directory-object.js'
import { bodyOfApplication, type NewApplication, platforms, problemsOfApplication } from './new-objects.js'
import { useOrganization } from './use-directory.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px', maxInlineSize: '640px' },
  platform: { minInlineSize: 0, inlineSize: '100%' },
  buttons: { display: 'flex', gap: '8px' },
  hint: { color: tokens.colorNeutralForeground3 },
})

/** In the order of Azure's page; only the first one means something to a cloud with one tenant. */
const elsewhere = [
  'Accounts in any organizational directory (Any Microsoft Entra ID tenant - Multitenant)',
  'Accounts in any organizational directory and personal Microsoft accounts',
  'Personal Microsoft accounts only',
]

export default function RegisterApplication() {
  const styles = useStyles()
  const { organization } = useOrganization()
  const [application, setApplication] = useState<NewApplication>({
    ...{ displayName: '', platform: 'web', redirectUri: '' },
  })
  const problems = problemsOfApplication(application)
  const create = useOperation<NewApplication, Application>({
    title: ({ displayName }) => `Registering ${displayName}`,
    success: ({ displayName }) => `Registered ${displayName}`,
    async run(client, wanted) {
      const made = await client.graph<Application>('/applications', { method: 'POST', body: bodyOfApplication(wanted) })
      // as Azure's page does: the tenant's own principal of the application comes with it
      await client.graph('/servicePrincipals', { method: 'POST', body: { appId: made.appId } })
      return made
    },
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const made = await create.start(application)
    if (made !== undefined) navigate(linkTo.view('entra', ['applications', made.output.id]), { replace: true })
  }
  const platform = platforms.find(({ id }) => id === application.platform) ?? platforms[0]
  const reason = Object.values(problems)[0] ?? (create.isRunning ? 'It is being done.' : undefined)
  return (
    <Page title="Register an application" subtitle="App registrations">
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {create.error === null ? null : <ErrorPanel error={create.error} />}
        <Field label="Name" required hint="The user-facing display name for this application. It can be changed later.">
          <Input
            value={application.displayName}
            onChange={(_, { value }) => setApplication({ ...application, displayName: value })}
          />
        </Field>
        <Field label="Supported account types" hint="Not part of this cloud: other tenants and personal accounts.">
          <RadioGroup value="one">
            <Radio
              value="one"
              label={`Accounts in this organizational directory only (${organization?.displayName ?? '…'} only - Single tenant)`}
            />
            {elsewhere.map((label) => (
              <Radio key={label} value={label} label={label} disabled />
            ))}
          </RadioGroup>
        </Field>
        <Field label="Platform of the redirect URI">
          <Dropdown
            className={styles.platform}
            value={platform.label}
            selectedOptions={[platform.id]}
            onOptionSelect={(_, { optionValue }) => {
              const chosen = platforms.find(({ id }) => id === optionValue)
              if (chosen !== undefined) setApplication({ ...application, platform: chosen.id })
            }}
          >
            {platforms.map(({ id, label }) => (
              <Option key={id} value={id}>
                {label}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field
          label="Redirect URI (optional)"
          {...(problems.redirectUri === undefined ? {} : { validationMessage: problems.redirectUri })}
        >
          <Input
            placeholder="e.g. https://example.com/auth"
            value={application.redirectUri}
            onChange={(_, { value }) => setApplication({ ...application, redirectUri: value })}
          />
        </Field>
        <Text size={200} className={styles.hint}>
          Whoever registers an application owns it.
        </Text>
        <div className={styles.buttons}>
          <GatedButton type="submit" appearance="primary" reason={reason}>
            Register
          </GatedButton>
          <Button onClick={() => navigate(linkTo.view('entra', ['applications']))}>Cancel</Button>
        </div>
      </form>
    </Page>
  )
}
