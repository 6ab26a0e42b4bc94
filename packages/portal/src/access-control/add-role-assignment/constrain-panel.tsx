/** The panel "Add role assignment condition": a template, then the roles and principals that fill it. */
import { Button, Checkbox, Field, makeStyles, Radio, RadioGroup, Text } from '@fluentui/react-components'
import { useState } from 'react'
import { DataGrid } from '../../controls/data-grid.js'
import { GatedButton } from '../../controls/gated-button.js'
import { SidePanel } from '../../controls/side-panel.js'
import { type Delegation, delegationProblem, type PrincipalType } from './delegation-condition.js'
import type { Member } from './member.js'
import type { ListedRole } from './role-choice.js'
import { DirectoryPicker } from './select-members.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '16px', alignContent: 'start' },
  part: { display: 'grid', gap: '4px', minInlineSize: 0 },
  types: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  heading: { margin: 0 },
})

/** Azure's names of its templates. */
const templates = {
  roles: { label: 'Constrain roles', says: 'Allow user to only assign the roles you select' },
  rolesAndTypes: {
    label: 'Constrain roles and principal types',
    says: 'Allow user to only assign the roles you select, to the types of principals you select',
  },
  rolesAndPrincipals: {
    label: 'Constrain roles and principals',
    says: 'Allow user to only assign the roles you select, to the principals you select',
  },
  allExcept: {
    label: 'Allow all except specific roles',
    says: 'Allow user to assign all roles but the ones you select',
  },
} as const satisfies Record<Delegation['template'], unknown>

type Template = Delegation['template']
const isTemplate = (text: string): text is Template => Object.hasOwn(templates, text)

const principalTypes: readonly { readonly type: PrincipalType; readonly label: string }[] = [
  { type: 'User', label: 'Users' },
  { type: 'Group', label: 'Groups' },
  { type: 'ServicePrincipal', label: 'Service principals' },
]

export interface ConstrainPanelProps {
  readonly isOpen: boolean
  readonly roles: readonly ListedRole[]
  /** What was saved before. */
  readonly known: Delegation | undefined
  readonly onSave: (delegation: Delegation) => void
  readonly onClose: () => void
}

export function ConstrainPanel({ isOpen, roles, known, onSave, onClose }: ConstrainPanelProps) {
  const styles = useStyles()
  const [template, setTemplate] = useState<Template>(known?.template ?? 'roles')
  const [chosenRoles, setChosenRoles] = useState<ReadonlySet<string>>(() => new Set(known?.roles))
  const [types, setTypes] = useState<ReadonlySet<PrincipalType>>(
    () => new Set(known?.template === 'rolesAndTypes' ? known.principalTypes : []),
  )
  const [principals, setPrincipals] = useState<readonly Member[]>(() =>
    known?.template === 'rolesAndPrincipals' ? known.principalIds.map(unnamed) : [],
  )
  const delegation = delegationOf(template, {
    roles: [...chosenRoles],
    principalTypes: principalTypes.flatMap(({ type }) => (types.has(type) ? [type] : [])),
    principalIds: principals.map(({ principalId }) => principalId),
  })
  const names = roles.filter(({ role }) => chosenRoles.has(role.name)).map(({ name }) => name)
  return (
    <SidePanel
      title="Add role assignment condition"
      isOpen={isOpen}
      onClose={onClose}
      size="large"
      footer={
        <>
          <GatedButton appearance="primary" reason={delegationProblem(delegation)} onClick={() => onSave(delegation)}>
            Save
          </GatedButton>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className={styles.form}>
        <Field label="Condition template">
          <RadioGroup
            value={template}
            onChange={(_, { value }) => {
              if (isTemplate(value)) setTemplate(value)
            }}
          >
            {Object.entries(templates).map(([value, { label, says }]) => (
              <Radio
                key={value}
                value={value}
                label={
                  <>
                    {label}
                    <br />
                    <Text size={200}>{says}</Text>
                  </>
                }
              />
            ))}
          </RadioGroup>
        </Field>
        {template === 'rolesAndTypes' ? (
          <Field label="Principal types">
            <div className={styles.types}>
              {principalTypes.map(({ type, label }) => (
                <Checkbox
                  key={type}
                  label={label}
                  checked={types.has(type)}
                  onChange={(_, { checked }) => setTypes(withOrWithout(types, { value: type, isIn: checked === true }))}
                />
              ))}
            </div>
          </Field>
        ) : null}
        {template === 'rolesAndPrincipals' ? (
          <section className={styles.part} aria-label="Principals">
            <Text as="h3" weight="semibold" className={styles.heading}>
              Principals
            </Text>
            <DirectoryPicker chosen={principals} onChange={setPrincipals} />
          </section>
        ) : null}
        <section className={styles.part} aria-label="Roles">
          <Text as="h3" weight="semibold" className={styles.heading}>
            {template === 'allExcept' ? 'Excluded roles' : 'Roles'}
          </Text>
          <Text>{names.length === 0 ? 'No roles selected' : names.join(', ')}</Text>
          <DataGrid
            label="Roles of the condition"
            filterLabel="Search by role name"
            rows={roles}
            keyOf={({ role }) => role.name}
            nameOf={({ name }) => name}
            selection={{ chosen: chosenRoles, onChange: setChosenRoles, isByRow: true }}
            columns={[
              { label: 'Name', text: ({ name }) => name, render: ({ name }) => name },
              { label: 'Type', text: ({ type }) => type, render: ({ type }) => type, isMinor: true },
            ]}
          />
        </section>
      </div>
    </SidePanel>
  )
}

interface Parts {
  readonly roles: readonly string[]
  readonly principalTypes: readonly PrincipalType[]
  readonly principalIds: readonly string[]
}

function delegationOf(template: Template, { roles, principalTypes: types, principalIds }: Parts): Delegation {
  switch (template) {
    case 'rolesAndTypes':
      return { template, roles, principalTypes: types }
    case 'rolesAndPrincipals':
      return { template, roles, principalIds }
    default:
      return { template, roles }
  }
}

/** One that was saved by its id alone. */
const unnamed = (principalId: string): Member => ({
  ...{ principalId, name: principalId, principalType: 'User', kind: 'Principal', source: 'directory' },
})

function withOrWithout<T>(set: ReadonlySet<T>, { value, isIn }: { readonly value: T; readonly isIn: boolean }) {
  const next = new Set(set)
  if (isIn) next.add(value)
  else next.delete(value)
  return next
}
