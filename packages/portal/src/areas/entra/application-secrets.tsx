/** "Client secrets": made here, told once, then known only by their first characters. */
import {
  Button,
  Dropdown,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Option,
} from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { CommandBar } from '../../controls/command-bar.js'
import { ConfirmDialog } from '../../controls/confirm-dialog.js'
import { CopyButton } from '../../controls/copy-button.js'
import { DataGrid } from '../../controls/data-grid.js'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { Time } from '../../controls/time.js'
import { useOperation } from '../../notifications/use-operation.js'
import type { PasswordCredential } from './directory-object.js'
import { bodyOfSecret, secretLifetimes } from './new-objects.js'

export interface ApplicationSecretsProps {
  readonly secrets: readonly PasswordCredential[]
  /** Of Microsoft Graph. */
  readonly path: string
  readonly reason: string | undefined
}

type MadeSecret = PasswordCredential & { readonly secretText: string }

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px' },
  value: { display: 'flex', alignItems: 'center', gap: '4px', overflowWrap: 'anywhere' },
  note: { marginBlockEnd: '8px' },
})

export function ApplicationSecrets({ secrets, path, reason }: ApplicationSecretsProps) {
  const styles = useStyles()
  const [isAdding, setIsAdding] = useState(false)
  const [doomed, setDoomed] = useState<PasswordCredential>()
  // kept while the page is open, and nowhere else
  const [made, setMade] = useState<ReadonlyMap<string, string>>(new Map())
  const add = useOperation<{ readonly displayName: string; readonly days: number }, MadeSecret>({
    title: () => 'Adding client secret',
    success: ({ displayName }) => `Added client secret ${displayName}`,
    run: (client, wanted) =>
      client.graph(`${path}/addPassword`, { method: 'POST', body: bodyOfSecret({ ...wanted, now: Date.now() }) }),
  })
  const remove = useOperation<PasswordCredential, unknown>({
    title: () => 'Deleting client secret',
    success: ({ displayName, keyId }) => `Deleted client secret ${displayName ?? keyId}`,
    run: (client, { keyId }) => client.graph(`${path}/removePassword`, { method: 'POST', body: { keyId } }),
  })
  const onAdd = async (wanted: { readonly displayName: string; readonly days: number }) => {
    const done = await add.start(wanted)
    if (done === undefined) return
    setMade(new Map([...made, [done.output.keyId, done.output.secretText]]))
    setIsAdding(false)
  }
  return (
    <>
      <CommandBar
        commands={[
          {
            ...{ label: 'New client secret', icon: AddRegular, reason },
            onClick: () => {
              add.reset()
              setIsAdding(true)
            },
          },
        ]}
      />
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      {made.size === 0 ? null : (
        <MessageBar intent="warning" layout="multiline" className={styles.note}>
          <MessageBarBody>
            Copy the value of the new client secret now: it cannot be shown again after you leave this page.
          </MessageBarBody>
        </MessageBar>
      )}
      <DataGrid
        label="Client secrets"
        rows={secrets}
        keyOf={({ keyId }) => keyId}
        empty="No client secrets have been created for this application."
        columns={[
          {
            label: 'Description',
            text: ({ displayName }) => displayName ?? '',
            render: (row) => row.displayName ?? '-',
          },
          {
            label: 'Expires',
            text: ({ endDateTime }) => endDateTime ?? '',
            render: ({ endDateTime }) => <Time at={endDateTime ?? undefined} />,
          },
          {
            label: 'Value',
            render: ({ keyId, hint }) => {
              const text = made.get(keyId)
              return text === undefined ? (
                `${hint ?? ''}******************`
              ) : (
                <span className={styles.value}>
                  <code>{text}</code>
                  <CopyButton text={text} label="Copy secret value" />
                </span>
              )
            },
          },
          { label: 'Secret ID', render: ({ keyId }) => keyId, isMinor: true },
          {
            label: 'Delete',
            render: (row) => (
              <GatedButton
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`Delete ${row.displayName ?? row.keyId}`}
                reason={reason}
                onClick={() => setDoomed(row)}
              />
            ),
          },
        ]}
      />
      {isAdding ? (
        <NewSecret
          error={add.error}
          isRunning={add.isRunning}
          onAdd={(wanted) => void onAdd(wanted)}
          onClose={() => setIsAdding(false)}
        />
      ) : null}
      <ConfirmDialog
        title="Delete client secret"
        isOpen={doomed !== undefined}
        action="Delete"
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (doomed !== undefined) void remove.start(doomed)
        }}
      >
        Whatever signs in with this secret will be refused.
      </ConfirmDialog>
    </>
  )
}

interface NewSecretProps {
  readonly error: Error | null
  readonly isRunning: boolean
  readonly onAdd: (wanted: { readonly displayName: string; readonly days: number }) => void
  readonly onClose: () => void
}

function NewSecret({ error, isRunning, onAdd, onClose }: NewSecretProps) {
  const styles = useStyles()
  const [displayName, setDisplayName] = useState('')
  const [lifetime, setLifetime] = useState<(typeof secretLifetimes)[number]>(secretLifetimes[0])
  return (
    <SidePanel
      title="Add a client secret"
      isOpen
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={isRunning ? 'It is being added.' : undefined}
            onClick={() => onAdd({ displayName, days: lifetime.days })}
          >
            Add
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        {error === null ? null : <ErrorPanel error={error} />}
        <Field label="Description">
          <Input value={displayName} onChange={(_, { value }) => setDisplayName(value)} />
        </Field>
        <Field label="Expires">
          <Dropdown
            value={lifetime.label}
            selectedOptions={[lifetime.id]}
            onOptionSelect={(_, { optionValue }) =>
              setLifetime(secretLifetimes.find(({ id }) => id === optionValue) ?? secretLifetimes[0])
            }
          >
            {secretLifetimes.map(({ id, label }) => (
              <Option key={id} value={id}>
                {label}
              </Option>
            ))}
          </Dropdown>
        </Field>
      </div>
    </SidePanel>
  )
}
