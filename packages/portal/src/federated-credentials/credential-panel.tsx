/** "Add a credential": a scenario, what it asks for, and the issuer and subject that come of it. */
import { Button, Dropdown, Field, Input, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { ErrorPanel } from '../controls/error-panel.js'
import { GatedButton } from '../controls/gated-button.js'
import { SidePanel } from '../controls/side-panel.js'
import {
  type CredentialForm,
  emptyForm,
  fieldsOf,
  gitHubEntities,
  problemsOf,
  providers,
  scenarioHints,
  scenarioLabels,
  scenarios,
  type Trust,
  trustOf,
} from './scenarios.js'

export interface NewCredential extends Trust {
  readonly name: string
  readonly audience: string
}

export interface CredentialPanelProps {
  readonly isOpen: boolean
  /** What is edited; its name stays. `undefined`: a new one. */
  readonly edited?: CredentialForm | undefined
  readonly error: Error | null
  readonly isRunning: boolean
  /** Why it cannot be saved, whatever is typed. */
  readonly reason: string | undefined
  /** The caller closes the panel when it is done. */
  readonly onSave: (credential: NewCredential) => void
  readonly onClose: () => void
}

const useStyles = makeStyles({
  form: { display: 'grid', gap: '12px' },
  built: {
    display: 'grid',
    gap: '4px',
    padding: '12px',
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    overflowWrap: 'anywhere',
  },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, direction: 'ltr' },
})

export function CredentialPanel(props: CredentialPanelProps) {
  const title = props.edited === undefined ? 'Add Federated Credential' : 'Edit Federated Credential'
  // the form starts anew with each opening
  return props.isOpen ? <OpenPanel key={props.edited?.name} title={title} {...props} /> : null
}

function OpenPanel(props: CredentialPanelProps & { readonly title: string }) {
  const { title, edited, error, isRunning, reason, onSave, onClose } = props
  const styles = useStyles()
  const [form, setForm] = useState(edited ?? emptyForm)
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const problems = problemsOf(form)
  const trust = trustOf(form)
  const change = (typed: Partial<CredentialForm>) => {
    setForm({ ...form, ...typed })
    setTouched(new Set([...touched, ...Object.keys(typed)]))
  }
  const problem = (name: keyof typeof problems) =>
    touched.has(name) && problems[name] !== undefined ? { validationMessage: problems[name] } : {}
  const save = () => onSave({ ...trust, name: form.name.trim(), audience: form.audience.trim() })
  const firstProblem = Object.values(problems)[0]
  return (
    <SidePanel
      title={title}
      isOpen
      onClose={onClose}
      footer={
        <>
          <GatedButton
            appearance="primary"
            reason={reason ?? (isRunning ? 'It is being saved.' : firstProblem)}
            onClick={save}
          >
            {edited === undefined ? 'Add' : 'Update'}
          </GatedButton>
          <Button onClick={onClose}>Cancel</Button>
        </>
      }
    >
      <div className={styles.form}>
        {error === null ? null : <ErrorPanel error={error} />}
        <Choice
          label="Federated credential scenario"
          hint={scenarioHints[form.scenario]}
          value={form.scenario}
          options={scenarios}
          textOf={(scenario) => scenarioLabels[scenario]}
          onChange={(scenario) => change({ scenario })}
        />
        {form.scenario === 'provider' ? (
          <Choice
            label="Identity provider"
            value={form.provider}
            options={providers}
            onChange={(provider) => change({ provider })}
          />
        ) : null}
        {fieldsOf(form)
          .filter(({ name }) => name !== 'entityName')
          .map(({ name, label, hint }) => (
            <Field key={name} label={label} required {...(hint === undefined ? {} : { hint })} {...problem(name)}>
              <Input value={form[name]} onChange={(_, { value }) => change({ [name]: value })} />
            </Field>
          ))}
        {form.scenario === 'github' ? (
          <>
            <Choice
              label="Entity"
              value={form.entity}
              options={gitHubEntities}
              onChange={(entity) => change({ entity })}
            />
            {form.entity === 'Pull request' ? null : (
              <Field label={`${form.entity} name`} required {...problem('entityName')}>
                <Input value={form.entityName} onChange={(_, { value }) => change({ entityName: value })} />
              </Field>
            )}
          </>
        ) : null}
        <Field label="Name" required hint="Cannot be changed later" {...problem('name')}>
          <Input
            value={form.name}
            disabled={edited !== undefined}
            onChange={(_, { value }) => change({ name: value })}
          />
        </Field>
        <Field label="Audience" required hint="What the outside token is for" {...problem('audience')}>
          <Input value={form.audience} onChange={(_, { value }) => change({ audience: value })} />
        </Field>
        <section className={styles.built} aria-label="What will be trusted">
          <Text size={200}>Issuer</Text>
          <span className={styles.code}>{trust.issuer || '-'}</span>
          <Text size={200}>Subject identifier</Text>
          <span className={styles.code}>{trust.subject || '-'}</span>
        </section>
      </div>
    </SidePanel>
  )
}

interface ChoiceProps<Value extends string> {
  readonly label: string
  readonly hint?: string
  readonly value: Value
  readonly options: readonly Value[]
  readonly textOf?: (value: Value) => string
  readonly onChange: (value: Value) => void
}

function Choice<Value extends string>({ label, hint, value, options, textOf, onChange }: ChoiceProps<Value>) {
  const text = textOf ?? ((one: Value): string => one)
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Dropdown
        value={text(value)}
        selectedOptions={[value]}
        onOptionSelect={(_, { optionValue }) => {
          const chosen = options.find((one) => one === optionValue)
          if (chosen !== undefined) onChange(chosen)
        }}
      >
        {options.map((one) => (
          <Option key={one} value={one}>
            {text(one)}
          </Option>
        ))}
      </Dropdown>
    </Field>
  )
}
