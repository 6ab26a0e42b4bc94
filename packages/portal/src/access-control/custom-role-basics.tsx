/** The tab "Basics" of a custom role: what it is called, and what it begins with. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, Select, Text, Textarea } from '@fluentui/react-components'
import { useId, useState } from 'react'
import { setRouteParameters } from '../routing/use-route.js'
import { cloneOf, emptyDraft, parseRoleText, type RoleDraft } from './custom-role.js'
import type { RoleDefinition } from './rbac-records.js'
import { useRolesAt } from './use-access-data.js'

export interface RoleStepProps {
  readonly draft: RoleDraft
  readonly onChange: (draft: RoleDraft) => void
  /** Where the role is made. */
  readonly scope: string
}

type Baseline = 'clone' | 'scratch' | 'json'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px', maxInlineSize: '640px' },
  file: { maxInlineSize: '100%' },
})

interface BasicsProps extends RoleStepProps {
  readonly model?: RoleDefinition
  readonly editing?: RoleDefinition
}

export function BasicsStep({ draft, onChange, scope, model, editing }: BasicsProps) {
  const styles = useStyles()
  const [baseline, setBaseline] = useState<Baseline>(model === undefined ? 'scratch' : 'clone')
  const choose = (next: Baseline) => {
    setBaseline(next)
    if (next === 'scratch') onChange({ ...draft, permissions: emptyDraft(scope).permissions })
  }
  return (
    <div className={styles.form}>
      <Text>
        Custom roles let you allow exactly what is needed. They are assigned to users, groups, applications and managed
        identities like built-in roles.
      </Text>
      <Field label="Custom role name" required>
        <Input value={draft.roleName} onChange={(_, { value }) => onChange({ ...draft, roleName: value })} />
      </Field>
      <Field label="Description">
        <Textarea value={draft.description} onChange={(_, { value }) => onChange({ ...draft, description: value })} />
      </Field>
      {editing === undefined ? (
        <Field label="Baseline permissions">
          <RadioGroup
            value={baseline}
            onChange={(_, { value }) => choose(value === 'clone' || value === 'json' ? value : 'scratch')}
          >
            <Radio value="clone" label="Clone a role" />
            <Radio value="scratch" label="Start from scratch" />
            <Radio value="json" label="Start from JSON" />
          </RadioGroup>
        </Field>
      ) : null}
      {editing === undefined && baseline === 'clone' ? (
        <CloneChoice {...{ draft, onChange, scope }} {...(model === undefined ? {} : { model })} />
      ) : null}
      {editing === undefined && baseline === 'json' ? <FileChoice {...{ draft, onChange, scope }} /> : null}
    </div>
  )
}

function CloneChoice({ draft, onChange, scope, model }: BasicsProps) {
  const { data = [] } = useRolesAt(scope)
  const roles = data.toSorted((one, other) => one.properties.roleName.localeCompare(other.properties.roleName))
  const [chosen, setChosen] = useState(model?.name ?? '')
  return (
    <Field label="Role to clone">
      <Select
        value={chosen}
        onChange={(_, { value }) => {
          setChosen(value)
          const role = data.find(({ name }) => name === value)
          if (role === undefined) return
          const { permissions, description } = cloneOf(role, scope)
          onChange({ ...draft, permissions, description: draft.description || description })
        }}
      >
        <option value="">Choose a role</option>
        {roles.map(({ name, properties }) => (
          <option key={name} value={name}>
            {`${properties.roleName} (${properties.type})`}
          </option>
        ))}
      </Select>
    </Field>
  )
}

function FileChoice({ draft, onChange }: RoleStepProps) {
  const styles = useStyles()
  const id = useId()
  const [problem, setProblem] = useState<string>()
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    const parsed = parseRoleText(await file.text(), draft)
    if ('problem' in parsed) {
      setProblem(parsed.problem)
      return
    }
    setProblem(undefined)
    onChange(parsed.draft)
  }
  return (
    <Field
      label={{ htmlFor: id, children: 'JSON file' }}
      hint="A role as this page's tab JSON shows it, or a file for az role definition create."
      {...(problem === undefined ? {} : { validationMessage: problem })}
    >
      <input
        id={id}
        className={styles.file}
        type="file"
        accept=".json,application/json"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <Button appearance="transparent" onClick={() => setRouteParameters({ tab: 'json' })}>
        Or write it on the tab JSON
      </Button>
    </Field>
  )
}
