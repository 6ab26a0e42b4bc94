/** "Create new user": Basics, Review + create. The generated password is shown here and nowhere else. */
import { Checkbox, Field, Input, makeStyles, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { CopyButton } from '../../controls/copy-button.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { Essentials } from '../../controls/essentials.js'
import { Page } from '../../controls/page.js'
import { Wizard } from '../../controls/wizard.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import type { User } from './directory-object.js'
import { bodyOfUser, generatePassword, type NewUser, problemsOfUser, secureRandom } from './new-objects.js'
import { ShownOnce } from './shown-once.js'
import { primaryDomainOf, useOrganization, useReasonAgainst } from './use-directory.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', maxInlineSize: '560px' },
  input: { minInlineSize: 0 },
})

export default function CreateUser() {
  const styles = useStyles()
  const { organization, error } = useOrganization()
  const reason = useReasonAgainst('manageUsers')
  const [generated] = useState(() => generatePassword(secureRandom))
  const [isGenerated, setIsGenerated] = useState(true)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [typed, setTyped] = useState({ name: '', displayName: '', password: '', isEnabled: true })
  const password = isGenerated ? generated : typed.password
  const user: NewUser = { ...typed, password, domain: primaryDomainOf(organization) }
  const problems = problemsOfUser(user)
  const change = (part: Partial<typeof typed>) => {
    setTyped({ ...typed, ...part })
    setTouched(new Set([...touched, ...Object.keys(part)]))
  }
  const problem = (name: keyof typeof problems) => {
    const message = problems[name]
    return touched.has(name) && message !== undefined ? { validationMessage: message } : {}
  }
  const create = useOperation<NewUser, User>({
    title: ({ displayName }) => `Creating user ${displayName}`,
    success: ({ displayName }) => `Created user ${displayName}`,
    run: (client, wanted) => client.graph('/users', { method: 'POST', body: bodyOfUser(wanted) }),
  })
  const finish = async () => {
    const made = await create.start(user)
    if (made !== undefined) navigate(linkTo.view('entra', ['users', made.output.id]), { replace: true })
  }
  return (
    <Page title="Create new user" subtitle="Create a new internal user in your organization">
      {error === null ? null : <ErrorPanel error={error} />}
      <Wizard
        label="Create new user"
        review="Review + create"
        finish="Create"
        onFinish={() => void finish()}
        onCancel={() => navigate(linkTo.view('entra', ['users']))}
        isRunning={create.isRunning}
        error={create.error}
        reason={reason}
        steps={[
          {
            ...{ id: 'basics', label: 'Basics', problem: Object.values(problems)[0] },
            content: (
              <div className={styles.form}>
                <Field label="User principal name" required {...problem('name')}>
                  <Input
                    className={styles.input}
                    value={user.name}
                    contentAfter={<Text size={200}>{`@${user.domain}`}</Text>}
                    onChange={(_, { value }) => change({ name: value })}
                  />
                </Field>
                <Field label="Display name" required {...problem('displayName')}>
                  <Input value={user.displayName} onChange={(_, { value }) => change({ displayName: value })} />
                </Field>
                {isGenerated ? (
                  <ShownOnce label="Password" text={password} />
                ) : (
                  <Field label="Password" required {...problem('password')}>
                    <Input
                      type="password"
                      autoComplete="new-password"
                      value={typed.password}
                      onChange={(_, { value }) => change({ password: value })}
                    />
                  </Field>
                )}
                <Checkbox
                  label="Auto-generate password"
                  checked={isGenerated}
                  onChange={(_, { checked }) => setIsGenerated(checked === true)}
                />
                <Checkbox
                  label="Account enabled"
                  checked={user.isEnabled}
                  onChange={(_, { checked }) => change({ isEnabled: checked === true })}
                />
              </div>
            ),
          },
          {
            ...{ id: 'review', label: 'Review + create' },
            content: (
              <Essentials
                facts={[
                  { name: 'User principal name', value: `${user.name}@${user.domain}` },
                  { name: 'Display name', value: user.displayName },
                  {
                    name: 'Password',
                    value: (
                      <>
                        {isGenerated ? '(generated) copy it now, it will not be shown again' : '(as typed)'}
                        {isGenerated ? <CopyButton text={password} label="Copy the generated password" /> : null}
                      </>
                    ),
                  },
                  { name: 'Account enabled', value: user.isEnabled ? 'Yes' : 'No' },
                ]}
              />
            ),
          },
        ]}
      />
    </Page>
  )
}
