/** Federated credentials of an identity or an application: which outside tokens it trusts. */
import { makeStyles, Text } from '@fluentui/react-components'
import { AddRegular, DeleteRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { CommandBar } from '../controls/command-bar.js'
import { ConfirmDialog } from '../controls/confirm-dialog.js'
import { DataGrid } from '../controls/data-grid.js'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedButton } from '../controls/gated-button.js'
import type { Operation } from '../notifications/use-operation.js'
import { CredentialPanel, type NewCredential } from './credential-panel.js'
import { formOf, scenarioOf } from './scenarios.js'

export interface ListedCredential extends NewCredential {
  /** By which the service knows it. */
  readonly id: string
}

export interface SavedCredential extends NewCredential {
  /** Of the one that is changed. */
  readonly id?: string
}

export interface CredentialListProps {
  /** What trusts: "identity", "application". */
  readonly noun: string
  /** `undefined` while they are being read. */
  readonly credentials: readonly ListedCredential[] | undefined
  readonly error: Error | null
  readonly save: Operation<SavedCredential, unknown>
  readonly remove: Operation<ListedCredential, unknown>
  /** Why none can be added or changed; removed. */
  readonly saveReason?: string | undefined
  readonly removeReason?: string | undefined
}

const useStyles = makeStyles({
  name: { minInlineSize: 0, textAlign: 'start', justifyContent: 'flex-start', paddingInline: 0 },
  intro: { marginBlockEnd: '12px', maxInlineSize: '720px' },
})

export function CredentialList(props: CredentialListProps) {
  const { noun, credentials, error, save, remove, saveReason, removeReason } = props
  const styles = useStyles()
  const [edited, setEdited] = useState<ListedCredential | 'new'>()
  const [doomed, setDoomed] = useState<ListedCredential>()
  const open = (credential: ListedCredential | 'new') => {
    save.reset()
    setEdited(credential)
  }
  const onSave = async (credential: NewCredential) => {
    const id = edited === undefined || edited === 'new' ? {} : { id: edited.id }
    if ((await save.start({ ...credential, ...id })) !== undefined) setEdited(undefined)
  }
  const form = edited === undefined || edited === 'new' ? undefined : formOf(edited.name, edited, edited.audience)
  return (
    <>
      <Text block className={styles.intro}>
        {`Let a workload outside of Azure act as this ${noun} without a secret: it proves itself by a token of an issuer that is trusted here. Up to 20 credentials.`}
      </Text>
      <CommandBar
        commands={[{ label: 'Add credential', icon: AddRegular, reason: saveReason, onClick: () => open('new') }]}
      />
      {remove.error === null ? null : <ErrorPanel error={remove.error} />}
      <DataGrid
        label="Federated credentials"
        rows={credentials}
        error={error}
        keyOf={({ id }) => id}
        empty="No federated credentials have been added"
        columns={[
          {
            label: 'Name',
            text: ({ name }) => name,
            render: (row) => (
              <GatedButton appearance="transparent" className={styles.name} onClick={() => open(row)}>
                {row.name}
              </GatedButton>
            ),
          },
          { label: 'Scenario', text: scenarioOf, render: scenarioOf, isMinor: true },
          { label: 'Issuer', text: ({ issuer }) => issuer, render: ({ issuer }) => issuer, isMinor: true },
          {
            label: 'Subject Identifier',
            text: ({ subject }) => subject,
            render: ({ subject }) => subject,
          },
          {
            label: 'Delete',
            render: (row) => (
              <GatedButton
                appearance="subtle"
                icon={<DeleteRegular />}
                aria-label={`Delete ${row.name}`}
                reason={removeReason}
                onClick={() => setDoomed(row)}
              />
            ),
          },
        ]}
      />
      <CredentialPanel
        isOpen={edited !== undefined}
        edited={form}
        error={save.error}
        isRunning={save.isRunning}
        reason={saveReason}
        onSave={(credential) => void onSave(credential)}
        onClose={() => setEdited(undefined)}
      />
      <ConfirmDialog
        title="Delete federated credential"
        isOpen={doomed !== undefined}
        action="Delete"
        onClose={() => setDoomed(undefined)}
        onConfirm={() => {
          if (doomed !== undefined) void remove.start(doomed)
        }}
      >
        {`Tokens of ${doomed?.issuer ?? ''} with the subject ${doomed?.subject ?? ''} will no longer be accepted for this ${noun}.`}
      </ConfirmDialog>
    </>
  )
}
