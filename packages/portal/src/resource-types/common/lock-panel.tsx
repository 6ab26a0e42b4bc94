/** "Add lock" and the editing of one: name, type, notes. */
import { Button, Dropdown, Field, Input, makeStyles, Option, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { bodyOfLock, type Lock, type LockLevel, lockTypes, problemOfLockName } from './locks.js'

export const lockApiVersion = '2020-05-01'

export interface LockPanelProps {
  /** What is locked. */
  readonly scope: string
  /** The one that is edited; `undefined`: a new one. */
  readonly lock: Lock | undefined
  /** Names that are taken. */
  readonly others: readonly string[]
  readonly reason: string | undefined
  readonly onClose: () => void
}

interface WrittenLock {
  readonly name: string
  readonly level: LockLevel
  readonly notes: string
}

const useStyles = makeStyles({ form: { display: 'grid', gap: '16px' }, choice: { minWidth: 0 } })

export function LockPanel({ scope, lock, others, reason, onClose }: LockPanelProps) {
  const styles = useStyles()
  const [name, setName] = useState(lock?.name ?? '')
  const [level, setLevel] = useState(lock?.properties.level)
  const [notes, setNotes] = useState(lock?.properties.notes ?? '')
  const isNew = lock === undefined
  const write = useOperation<WrittenLock, unknown>({
    title: (written) => `${isNew ? 'Adding' : 'Updating'} lock '${written.name}'`,
    success: (written) => `${isNew ? 'Added' : 'Updated'} lock '${written.name}'`,
    run: (client, written) =>
      client.arm(`${scope}/providers/Microsoft.Authorization/locks/${encodeURIComponent(written.name)}`, {
        ...{ apiVersion: lockApiVersion, method: 'PUT' as const },
        body: bodyOfLock(written),
      }),
  })
  const nameProblem = isNew ? problemOfLockName(name, others) : undefined
  const type = lockTypes.find((one) => one.level === level)
  const notReady = nameProblem ?? (level === undefined ? 'Choose a lock type.' : undefined)
  const submit = async () => {
    if (level !== undefined && (await write.start({ name, level, notes })) !== undefined) onClose()
  }
  return (
    <SidePanel
      title={isNew ? 'Add lock' : 'Edit lock'}
      isOpen
      size="small"
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={reason ?? (write.isRunning ? 'It is being written.' : notReady)}
            onClick={() => void submit()}
          >
            OK
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        {write.error === null ? null : <ErrorPanel error={write.error} />}
        <Field
          label="Lock name"
          required
          {...(name !== '' && nameProblem !== undefined ? { validationMessage: nameProblem } : {})}
        >
          <Input value={name} readOnly={!isNew} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label="Lock type" required {...(type === undefined ? {} : { hint: type.effect })}>
          <Dropdown
            className={styles.choice}
            placeholder="Select a lock type"
            value={type?.label ?? ''}
            selectedOptions={level === undefined ? [] : [level]}
            onOptionSelect={(_, { optionValue }) => setLevel(lockTypes.find((one) => one.level === optionValue)?.level)}
          >
            {lockTypes.map((one) => (
              <Option key={one.level} value={one.level}>
                {one.label}
              </Option>
            ))}
          </Dropdown>
        </Field>
        <Field label="Notes">
          <Textarea value={notes} maxLength={512} resize="vertical" onChange={(_, { value }) => setNotes(value)} />
        </Field>
      </div>
    </SidePanel>
  )
}
