/** "Resource group": one that is there, or "Create new". */
import {
  Button,
  Field,
  Link as FluentLink,
  Input,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Select,
  Text,
} from '@fluentui/react-components'
import { useState } from 'react'
import { GatedButton } from '../../../controls/gated-button.js'
import { fieldProblem, type StepProps } from './form-parts.js'
import { groupProblem } from './machine-form.js'

export interface Group {
  readonly name: string
  readonly location: string
}

const useStyles = makeStyles({
  field: { display: 'grid', gap: '4px', justifyItems: 'start' },
  select: { inlineSize: '100%' },
  popover: { display: 'grid', gap: '12px', inlineSize: 'min(320px, calc(100vw - 64px))' },
  buttons: { display: 'flex', gap: '8px' },
})

export function GroupField({ form, set, problem, groups }: StepProps & { readonly groups: readonly Group[] }) {
  const styles = useStyles()
  const { resourceGroup, isNewGroup } = form
  return (
    <div className={styles.field}>
      <Field label="Resource group" required className={styles.select} {...fieldProblem(problem('resourceGroup'))}>
        <Select
          value={isNewGroup ? '' : resourceGroup}
          onChange={(_, { value }) => set({ resourceGroup: value, isNewGroup: false })}
        >
          <option value="">{isNewGroup ? `(New) ${resourceGroup}` : 'Select existing...'}</option>
          {groups.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      </Field>
      <NewGroup taken={groups} onCreate={(name) => set({ resourceGroup: name, isNewGroup: true })} />
    </div>
  )
}

interface NewGroupProps {
  readonly taken: readonly Group[]
  readonly onCreate: (name: string) => void
}

function NewGroup({ taken, onCreate }: NewGroupProps) {
  const styles = useStyles()
  const [isOpen, setIsOpen] = useState(false)
  const [name, setName] = useState('')
  const isTaken = taken.some((group) => group.name.toLowerCase() === name.toLowerCase())
  const problem = groupProblem(name) ?? (isTaken ? 'A resource group with this name exists already.' : undefined)
  return (
    <Popover trapFocus open={isOpen} onOpenChange={(_, { open }) => setIsOpen(open)}>
      <PopoverTrigger disableButtonEnhancement>
        <FluentLink as="button">Create new</FluentLink>
      </PopoverTrigger>
      <PopoverSurface aria-label="New resource group">
        <div className={styles.popover}>
          <Text>What is in one group is managed and deleted together.</Text>
          <Field label="Name" required {...fieldProblem(name === '' ? undefined : problem)}>
            <Input value={name} onChange={(_, { value }) => setName(value)} />
          </Field>
          <div className={styles.buttons}>
            <GatedButton
              appearance="primary"
              reason={problem}
              onClick={() => {
                onCreate(name)
                setIsOpen(false)
              }}
            >
              OK
            </GatedButton>
            <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          </div>
        </div>
      </PopoverSurface>
    </Popover>
  )
}
