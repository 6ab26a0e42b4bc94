/** "Create management group": an id that stays, and a name for people. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { managementGroups } from './description.js'
import type { TreeRow } from './tenant-tree.js'

export interface CreateManagementGroupProps {
  readonly isOpen: boolean
  /** The group below which it is made; `undefined`: the service puts it below the root. */
  readonly parent: Pick<TreeRow, 'id' | 'displayName'> | undefined
  readonly onClose: () => void
}

interface NewGroup {
  readonly name: string
  readonly displayName: string
}

const useStyles = makeStyles({ form: { display: 'grid', gap: '16px' } })

/** Letters, digits and a few signs (Azure's naming rules for management groups). */
const problemOf = (name: string): string | undefined => {
  if (name === '') return 'The ID must not be empty.'
  return /^[\w\-().]{1,90}$/.test(name) && !name.endsWith('.')
    ? undefined
    : 'The ID has at most 90 letters, digits, hyphens, underscores, parentheses and periods, and no period at the end.'
}

export function CreateManagementGroup({ isOpen, parent, onClose }: CreateManagementGroupProps) {
  const styles = useStyles()
  const [name, setName] = useState('')
  const [displayName, setDisplayName] = useState('')
  const create = useOperation<NewGroup, unknown>({
    title: (group) => `Creating management group '${group.name}'`,
    success: (group) => `Created management group '${group.name}'`,
    link: (group) => linkTo.resource(`/providers/${managementGroups.type}/${group.name}`),
    run: (client, group, onProgress) =>
      client.armOperation(`/providers/${managementGroups.type}/${group.name}`, {
        ...{ apiVersion: managementGroups.apiVersion, method: 'PUT', onProgress },
        body: {
          properties: {
            displayName: group.displayName,
            ...(parent === undefined ? {} : { details: { parent: { id: parent.id } } }),
          },
        },
      }),
  })
  const close = () => {
    setName('')
    setDisplayName('')
    create.reset()
    onClose()
  }
  const submit = async () => {
    if ((await create.start({ name, displayName: displayName || name })) !== undefined) close()
  }
  const problem = problemOf(name)
  return (
    <SidePanel
      title="Create management group"
      isOpen={isOpen}
      onClose={close}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={create.isRunning ? 'It is being made.' : problem}
            onClick={() => void submit()}
          >
            Submit
          </GatedButton>
          <Button onClick={close}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        {create.error === null ? null : <ErrorPanel error={create.error} />}
        <Field
          label="Management group ID"
          hint="Cannot be changed later"
          required
          {...(name !== '' && problem !== undefined ? { validationMessage: problem } : {})}
        >
          <Input value={name} onChange={(_, { value }) => setName(value)} />
        </Field>
        <Field label="Management group display name">
          <Input value={displayName} onChange={(_, { value }) => setDisplayName(value)} />
        </Field>
        <Field label="Parent management group">
          <Input readOnly value={parent?.displayName ?? 'Root of the tenant'} />
        </Field>
      </div>
    </SidePanel>
  )
}
