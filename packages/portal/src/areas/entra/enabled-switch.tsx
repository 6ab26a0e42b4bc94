/** "Account enabled": signing in is allowed, or every token is refused. */
import { Field, Switch } from '@fluentui/react-components'
import { ErrorPanel } from '../../controls/error-panel.js'
import { useOperation } from '../../notifications/use-operation.js'

export interface EnabledSwitchProps {
  readonly label: string
  /** Of Microsoft Graph: `/users/{id}`. */
  readonly path: string
  readonly name: string
  readonly isEnabled: boolean
  /** Why it cannot be changed. */
  readonly reason?: string | undefined
}

export function EnabledSwitch({ label, path, name, isEnabled, reason }: EnabledSwitchProps) {
  const change = useOperation<boolean, unknown>({
    title: (accountEnabled) => `${accountEnabled ? 'Enabling' : 'Disabling'} ${name}`,
    success: (accountEnabled) => `${name} is ${accountEnabled ? 'enabled' : 'disabled'}`,
    run: (client, accountEnabled) => client.graph(path, { method: 'PATCH', body: { accountEnabled } }),
  })
  return (
    <>
      {change.error === null ? null : <ErrorPanel error={change.error} />}
      <Field label={label} {...(reason === undefined ? {} : { hint: reason })}>
        <Switch
          checked={isEnabled}
          label={isEnabled ? 'Yes' : 'No'}
          disabled={reason !== undefined || change.isRunning}
          onChange={(_, { checked }) => void change.start(checked)}
        />
      </Field>
    </>
  )
}
