/** The tab "Permissions" of a custom role: add and exclude permissions by name, wildcards too; take them away. */
import { Button, makeStyles, Radio, RadioGroup, Subtitle2, Switch, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { type FormEvent, useMemo, useState } from 'react'
import { DataGrid } from '../controls/data-grid.js'
import { ActionBox } from './action-box.js'
import { problemOfPermission, withoutPermission, withPermission } from './custom-role.js'
import type { RoleStepProps } from './custom-role-basics.js'
import {
  describePermission,
  kindLabels,
  linesOf,
  type PermissionKind,
  type PermissionLine,
} from './permission-words.js'

const useStyles = makeStyles({
  form: { display: 'grid', gap: '8px', maxInlineSize: '640px', marginBlockEnd: '20px' },
  row: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
})

function kindOf(isExcluded: boolean, isDataAction: boolean): PermissionKind {
  if (isExcluded) return isDataAction ? 'notDataActions' : 'notActions'
  return isDataAction ? 'dataActions' : 'actions'
}

export function PermissionsStep({ draft, onChange, scope }: RoleStepProps) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const [isExcluded, setIsExcluded] = useState(false)
  const [isDataAction, setIsDataAction] = useState(false)
  const [problem, setProblem] = useState<string>()
  const lines = useMemo(() => linesOf(draft.permissions), [draft.permissions])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = problemOfPermission(typed)
    setProblem(wrong)
    if (wrong !== undefined) return
    onChange(withPermission(draft, kindOf(isExcluded, isDataAction), typed))
    setTyped('')
  }
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <RadioGroup
          layout="horizontal"
          aria-label="What to do with the permission"
          value={isExcluded ? 'exclude' : 'add'}
          onChange={(_, { value }) => setIsExcluded(value === 'exclude')}
        >
          <Radio value="add" label="Add permissions" />
          <Radio value="exclude" label="Exclude permissions" />
        </RadioGroup>
        <ActionBox
          scope={scope}
          label="Permission"
          hint="Choose or type one. A * stands for anything: Microsoft.Compute/*/read"
          value={typed}
          isDataAction={isDataAction}
          onChange={setTyped}
          problem={problem}
        />
        <div className={styles.row}>
          <Switch
            label="Data action"
            checked={isDataAction}
            onChange={(_, { checked }) => setIsDataAction(checked === true)}
          />
          <Button type="submit">{isExcluded ? 'Exclude' : 'Add'}</Button>
        </div>
      </form>
      <Subtitle2 as="h2" block>
        {`Permissions of this role (${lines.length})`}
      </Subtitle2>
      <DataGrid
        label="Permissions of this role"
        rows={lines}
        keyOf={({ block, kind, permission }) => `${block} ${kind} ${permission}`}
        empty="This role permits nothing yet."
        columns={[
          {
            label: 'Permission',
            text: ({ permission }) => permission,
            render: ({ permission, condition }) => (
              <>
                {permission}
                <Text size={200} block>
                  {describePermission(permission)}
                </Text>
                {condition === undefined ? null : (
                  <Text size={200} block>
                    {`Only where: ${condition}`}
                  </Text>
                )}
              </>
            ),
          },
          { label: 'Permission type', text: ({ kind }) => kindLabels[kind], render: ({ kind }) => kindLabels[kind] },
          {
            label: 'Remove',
            render: (line: PermissionLine) => (
              <Button
                appearance="subtle"
                size="small"
                icon={<DeleteRegular />}
                aria-label={`Remove ${line.permission}`}
                onClick={() => onChange(withoutPermission(draft, line))}
              />
            ),
          },
        ]}
      />
    </>
  )
}
