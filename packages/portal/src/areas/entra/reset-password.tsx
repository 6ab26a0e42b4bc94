/** "Reset password": a new one is made here, set, and shown once. */
import { Button, MessageBar, MessageBarBody, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { nameOf, type User } from './directory-object.js'
import { generatePassword, passwordProfileOf, secureRandom } from './new-objects.js'
import { ShownOnce } from './shown-once.js'

export interface ResetPasswordProps {
  readonly user: User
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function ResetPassword({ user, isOpen, onClose }: ResetPasswordProps) {
  const [password, setPassword] = useState<string>()
  const reset = useOperation<string, unknown>({
    title: () => `Resetting the password of ${nameOf(user)}`,
    success: () => `${nameOf(user)} has a new password`,
    run: (client, wanted) =>
      client.graph(`/users/${user.id}`, { method: 'PATCH', body: { passwordProfile: passwordProfileOf(wanted) } }),
  })
  const run = async () => {
    const wanted = generatePassword(secureRandom)
    if ((await reset.start(wanted)) !== undefined) setPassword(wanted)
  }
  const close = () => {
    setPassword(undefined)
    reset.reset()
    onClose()
  }
  return (
    <SidePanel
      title="Reset password"
      isOpen={isOpen}
      onClose={close}
      footer={
        <>
          {password === undefined ? (
            <GatedButton
              appearance="primary"
              reason={reset.isRunning ? 'It is being done.' : undefined}
              onClick={() => void run()}
            >
              Reset password
            </GatedButton>
          ) : null}
          <Button onClick={close}>{password === undefined ? 'Cancel' : 'Done'}</Button>
        </>
      }
    >
      {reset.error === null ? null : <ErrorPanel error={reset.error} />}
      {password === undefined ? (
        <Text>{`The password of ${user.userPrincipalName} will be replaced by a generated one.`}</Text>
      ) : (
        <>
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>Hand the new password to the user now: it will not be shown again.</MessageBarBody>
          </MessageBar>
          <ShownOnce label="New password" text={password} />
        </>
      )}
    </SidePanel>
  )
}
