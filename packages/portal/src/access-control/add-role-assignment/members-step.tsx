/** The tab "Members": who receives the role, chosen in one of two panels. */
import {
  Button,
  Field,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  Textarea,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons'
import { useState } from 'react'
import { CopyButton } from '../../controls/copy-button.js'
import { DataGrid } from '../../controls/data-grid.js'
import { type Member, replaceMembers } from './member.js'
import { SelectIdentities } from './select-identities.js'
import { SelectMembers } from './select-members.js'

const useStyles = makeStyles({
  root: { display: 'grid', gap: '16px' },
  part: { display: 'grid', gap: '4px', justifyItems: 'start', minInlineSize: 0 },
  whole: { inlineSize: '100%', minInlineSize: 0 },
  label: { color: tokens.colorNeutralForeground1 },
  link: { paddingInline: 0, minInlineSize: 0, color: tokens.colorBrandForegroundLink },
  id: { display: 'flex', alignItems: 'center', gap: '4px' },
})

export type MemberSource = Member['source']

export interface MembersStepProps {
  readonly roleName: string | undefined
  readonly source: MemberSource
  readonly onSource: (source: MemberSource) => void
  readonly members: readonly Member[]
  readonly onMembers: (members: readonly Member[]) => void
  readonly description: string
  readonly onDescription: (description: string) => void
  readonly subscriptionId: string | undefined
}

/** Characters; what Resource Manager takes. */
const longestDescription = 2048

export function MembersStep(props: MembersStepProps) {
  const { roleName, source, onSource, members, onMembers, description, onDescription, subscriptionId } = props
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  const [isOpen, setIsOpen] = useState(false)
  // a panel that is opened anew shows what is chosen by then
  const [opening, setOpening] = useState(0)
  const open = () => {
    setOpening(opening + 1)
    setIsOpen(true)
  }
  const panel = {
    ...{ isOpen, members },
    onClose: () => setIsOpen(false),
    onSelect: (chosen: readonly Member[]) => {
      onMembers(replaceMembers(members, { source, chosen }))
      setIsOpen(false)
    },
  }
  return (
    <div className={styles.root}>
      <div className={styles.part}>
        <Text weight="semibold">Selected role</Text>
        <Text>{roleName ?? 'None'}</Text>
      </div>
      <Field label="Assign access to">
        <RadioGroup
          value={source}
          onChange={(_, { value }) => onSource(value === 'identity' ? 'identity' : 'directory')}
        >
          <Radio value="directory" label="User, group, or service principal" />
          <Radio value="identity" label="Managed identity" />
        </RadioGroup>
      </Field>
      <div className={styles.part}>
        <Text weight="semibold">Members</Text>
        <Button {...restoreFocus} appearance="transparent" className={styles.link} onClick={open}>
          + Select members
        </Button>
        <div className={styles.whole}>
          <DataGrid
            label="Members"
            rows={members}
            keyOf={({ principalId }) => principalId}
            empty="No members selected"
            columns={[
              { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
              {
                label: 'Object ID',
                text: ({ principalId }) => principalId,
                render: ({ principalId, name }) => (
                  <span className={styles.id}>
                    {principalId}
                    <CopyButton text={principalId} label={`Copy object ID of ${name}`} />
                  </span>
                ),
                isMinor: true,
              },
              { label: 'Type', text: ({ kind }) => kind, render: ({ kind }) => kind },
              {
                label: 'Remove',
                render: (member) => (
                  <Button
                    appearance="subtle"
                    size="small"
                    icon={<DismissRegular />}
                    aria-label={`Remove ${member.name}`}
                    onClick={() => onMembers(members.filter((one) => one !== member))}
                  />
                ),
              },
            ]}
          />
        </div>
      </div>
      <Field label="Description">
        <Textarea
          placeholder="Optional"
          value={description}
          maxLength={longestDescription}
          onChange={(_, { value }) => onDescription(value)}
        />
      </Field>
      {source === 'identity' ? (
        <SelectIdentities key={opening} {...panel} subscriptionId={subscriptionId} />
      ) : (
        <SelectMembers key={opening} {...panel} />
      )}
    </div>
  )
}
