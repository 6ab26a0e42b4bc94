/** "New Group": a security group, with its owners and members. */
import { Button, Field, Input, makeStyles, Tag, TagGroup, Text, Textarea } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { Page } from '../../controls/page.js'
import { useOperation } from '../../notifications/use-operation.js'
import { linkTo } from '../../routing/route.js'
import { navigate } from '../../routing/use-route.js'
import { type DirectoryObject, type Group, nameOf } from './directory-object.js'
import { bodyOfGroup, type NewGroup } from './new-objects.js'
import { ObjectPicker } from './object-picker.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', maxInlineSize: '560px' },
  chosen: { display: 'grid', gap: '4px', justifyItems: 'start' },
  tags: { display: 'flex', flexWrap: 'wrap', maxInlineSize: '100%' },
  buttons: { display: 'flex', gap: '8px' },
})

export default function CreateGroup() {
  const styles = useStyles()
  const [displayName, setDisplayName] = useState('')
  const [description, setDescription] = useState('')
  const [owners, setOwners] = useState<readonly DirectoryObject[]>([])
  const [members, setMembers] = useState<readonly DirectoryObject[]>([])
  const create = useOperation<NewGroup, Group>({
    title: (group) => `Creating group ${group.displayName}`,
    success: (group) => `Created group ${group.displayName}`,
    run: (client, group) => client.graph('/groups', { method: 'POST', body: bodyOfGroup(group) }),
  })
  const ids = (objects: readonly DirectoryObject[]) => objects.map(({ id }) => id)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const made = await create.start({ displayName, description, ownerIds: ids(owners), memberIds: ids(members) })
    if (made !== undefined) navigate(linkTo.view('entra', ['groups', made.output.id]), { replace: true })
  }
  const reason = displayName.trim() === '' ? 'Enter a group name.' : create.isRunning ? 'It is being done.' : undefined
  return (
    <Page title="New Group" subtitle="Microsoft Entra ID">
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        {create.error === null ? null : <ErrorPanel error={create.error} />}
        <Field label="Group type" hint="Not part of this cloud: Microsoft 365 groups.">
          <Input value="Security" disabled />
        </Field>
        <Field label="Group name" required>
          <Input value={displayName} onChange={(_, { value }) => setDisplayName(value)} />
        </Field>
        <Field label="Group description">
          <Textarea value={description} onChange={(_, { value }) => setDescription(value)} />
        </Field>
        <Field label="Membership type" hint="Not part of this cloud: members by a rule.">
          <Input value="Assigned" disabled />
        </Field>
        <Chosen label="Owners" kinds={['users', 'servicePrincipals']} objects={owners} onChange={setOwners} />
        <Chosen
          label="Members"
          kinds={['users', 'groups', 'servicePrincipals']}
          objects={members}
          onChange={setMembers}
        />
        <div className={styles.buttons}>
          <GatedButton type="submit" appearance="primary" reason={reason}>
            Create
          </GatedButton>
          <Button onClick={() => navigate(linkTo.view('entra', ['groups']))}>Cancel</Button>
        </div>
      </form>
    </Page>
  )
}

interface ChosenProps {
  readonly label: 'Owners' | 'Members'
  readonly kinds: readonly ('users' | 'groups' | 'servicePrincipals')[]
  readonly objects: readonly DirectoryObject[]
  readonly onChange: (objects: readonly DirectoryObject[]) => void
}

function Chosen({ label, kinds, objects, onChange }: ChosenProps) {
  const styles = useStyles()
  const [isOpen, setIsOpen] = useState(false)
  const noun = label.toLowerCase()
  return (
    <div className={styles.chosen}>
      <Text weight="semibold">{label}</Text>
      {objects.length === 0 ? <Text>{`No ${noun} selected`}</Text> : null}
      <TagGroup
        className={styles.tags}
        aria-label={`Selected ${noun}`}
        onDismiss={(_, { value }) => onChange(objects.filter(({ id }) => id !== value))}
      >
        {objects.map((object) => (
          <Tag key={object.id} value={object.id} dismissible dismissIcon={{ 'aria-label': 'remove' }}>
            {nameOf(object)}
          </Tag>
        ))}
      </TagGroup>
      <GatedButton size="small" onClick={() => setIsOpen(true)}>{`Add ${noun}`}</GatedButton>
      <ObjectPicker
        title={`Add ${noun}`}
        kinds={kinds}
        isOpen={isOpen}
        without={new Set(objects.map(({ id }) => id))}
        onSelect={(chosen) => onChange([...objects, ...chosen])}
        onClose={() => setIsOpen(false)}
      />
    </div>
  )
}
