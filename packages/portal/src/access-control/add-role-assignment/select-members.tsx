/** The panel "Select members": users, groups and applications of the directory. */
import { Button, Field, makeStyles, SearchBox } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../../controls/error-panel.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import type { Member } from './member.js'
import { PickList } from './pick-list.js'
import type { SelectPanelProps } from './select-identities.js'
import { useDirectorySearch } from './use-directory-search.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px', alignContent: 'start' },
  control: { minInlineSize: 0, inlineSize: '100%', maxInlineSize: '100%' },
})

export function SelectMembers({ isOpen, members, onSelect, onClose }: SelectPanelProps) {
  const [chosen, setChosen] = useState<readonly Member[]>(() => members.filter(({ source }) => source === 'directory'))
  const hadNone = !members.some(({ source }) => source === 'directory')
  return (
    <SidePanel
      title="Select members"
      isOpen={isOpen}
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={hadNone && chosen.length === 0 ? 'Choose at least one member.' : undefined}
            onClick={() => onSelect(chosen)}
          >
            Select
          </GatedButton>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <DirectoryPicker chosen={chosen} onChange={setChosen} />
    </SidePanel>
  )
}

export interface DirectoryPickerProps {
  readonly chosen: readonly Member[]
  readonly onChange: (chosen: readonly Member[]) => void
}

export function DirectoryPicker({ chosen, onChange }: DirectoryPickerProps) {
  const styles = useStyles()
  const [text, setText] = useState('')
  const { data, error } = useDirectorySearch(text)
  return (
    <div className={styles.form}>
      <Field label="Select">
        <SearchBox
          className={styles.control}
          placeholder="Search by name, email address or object ID"
          value={text}
          onChange={(_, { value }) => setText(value)}
        />
      </Field>
      {error === null ? null : <ErrorPanel error={error} />}
      <PickList
        label="Users, groups and applications"
        candidates={data}
        chosen={chosen}
        onChange={onChange}
        empty={`No users, groups or applications found for "${text.trim()}".`}
      />
    </div>
  )
}
