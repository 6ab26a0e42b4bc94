/** The tab "Conditions": what a role that assigns roles is limited to, or when a role on stored data holds. */
import {
  Button,
  Field,
  Link,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Radio,
  RadioGroup,
  Text,
  Textarea,
  tokens,
  useRestoreFocusTarget,
} from '@fluentui/react-components'
import { useState } from 'react'
import { ConstrainPanel } from './constrain-panel.js'
import { type ConditionDraft, conditionOf } from './delegation-condition.js'
import type { ConditionSupport, ListedRole } from './role-choice.js'

const useStyles = makeStyles({
  root: { display: 'grid', gap: '16px' },
  part: { display: 'grid', gap: '8px', justifyItems: 'start', minInlineSize: 0 },
  code: { inlineSize: '100%' },
  text: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    textAlign: 'left',
    minBlockSize: '200px',
  },
  shown: {
    margin: 0,
    padding: '12px',
    boxSizing: 'border-box',
    inlineSize: '100%',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    direction: 'ltr',
    textAlign: 'left',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})

/** How the choices are called by Azure's portal. */
const choices = {
  selected: 'Allow user to only assign selected roles to selected principals (fewer privileges)',
  exceptPrivileged:
    'Allow user to assign all roles except privileged administrator roles Owner, UAA, RBAC (Recommended)',
  all: 'Allow user to assign all roles (highly privileged)',
  code: 'Write a condition as code',
} as const

const isChoice = (text: string): text is keyof typeof choices => Object.hasOwn(choices, text)

export interface ConditionsStepProps {
  readonly role: ListedRole | undefined
  readonly support: ConditionSupport | undefined
  readonly roles: readonly ListedRole[]
  readonly draft: ConditionDraft
  readonly onDraft: (draft: ConditionDraft) => void
}

export function ConditionsStep({ role, support, roles, draft, onDraft }: ConditionsStepProps) {
  const styles = useStyles()
  if (support === undefined) {
    return (
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>
          {role === undefined
            ? 'Select a role first: whether there can be a condition depends on the role.'
            : `The role ${role.name} takes no condition here. Conditions are for roles that can assign roles (Owner, User Access Administrator, Role Based Access Control Administrator, …) and for roles on the data of storage accounts.`}
        </MessageBarBody>
      </MessageBar>
    )
  }
  return (
    <div className={styles.root}>
      <Text>A condition is an additional check that narrows what this role assignment allows, and nothing else.</Text>
      {support === 'delegation' ? (
        <Delegating roles={roles} draft={draft} onDraft={onDraft} />
      ) : (
        <Code label="Condition (optional)" draft={draft} onDraft={onDraft} />
      )}
    </div>
  )
}

type DraftProps = Pick<ConditionsStepProps, 'draft' | 'onDraft'>

function Delegating({ roles, draft, onDraft }: DraftProps & Pick<ConditionsStepProps, 'roles'>) {
  const styles = useStyles()
  const restoreFocus = useRestoreFocusTarget()
  const [opening, setOpening] = useState(0)
  const [isOpen, setIsOpen] = useState(false)
  const condition = draft.choice === 'code' ? undefined : conditionOf(draft, 'delegation')
  return (
    <>
      <Field label="What user can do">
        <RadioGroup
          {...(draft.choice === undefined ? { value: '' } : { value: draft.choice })}
          onChange={(_, { value }) => {
            if (isChoice(value)) onDraft({ ...draft, choice: value })
          }}
        >
          {Object.entries(choices).map(([value, label]) => (
            <Radio key={value} value={value} label={label} />
          ))}
        </RadioGroup>
      </Field>
      {draft.choice === 'selected' ? (
        <div className={styles.part}>
          <Button
            {...restoreFocus}
            onClick={() => {
              setOpening(opening + 1)
              setIsOpen(true)
            }}
          >
            Select roles and principals
          </Button>
          <ConstrainPanel
            key={opening}
            isOpen={isOpen}
            roles={roles}
            known={draft.delegation}
            onSave={(delegation) => {
              onDraft({ ...draft, delegation })
              setIsOpen(false)
            }}
            onClose={() => setIsOpen(false)}
          />
        </div>
      ) : null}
      {draft.choice === 'code' ? <Code label="Condition" draft={draft} onDraft={onDraft} /> : null}
      {condition === undefined ? null : (
        <div className={styles.part}>
          <Text weight="semibold">Condition</Text>
          <pre className={styles.shown}>{condition}</pre>
          <Link as="button" onClick={() => onDraft({ ...draft, choice: 'code', code: condition })}>
            Edit as code
          </Link>
        </div>
      )}
    </>
  )
}

function Code({ label, draft, onDraft }: DraftProps & { readonly label: string }) {
  const styles = useStyles()
  return (
    <Field
      label={label}
      className={styles.code}
      hint="Version 2.0 of the condition language. Resource Manager checks it when the role is assigned and says where it is wrong."
    >
      <Textarea
        textarea={{ className: styles.text, spellCheck: false }}
        resize="vertical"
        value={draft.code}
        onChange={(_, { value }) => onDraft({ ...draft, code: value })}
      />
    </Field>
  )
}
