/** A box for the name of an action, with suggestions while one types. */
import { Combobox, Field, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useArmList } from '../api/queries.js'
import {
  collectOperations,
  type KnownOperation,
  type ProviderOperations,
  suggestOperations,
} from './permission-words.js'
import { useRolesAt } from './use-access-data.js'

const shownAtMost = 25
const operationsApi = { apiVersion: '2022-04-01' } as const

const useStyles = makeStyles({
  box: { minInlineSize: 0, maxInlineSize: '100%' },
  // options stand beside the page, where a narrow window must not be widened by a long name
  list: { maxInlineSize: 'calc(100vw - 32px)', maxBlockSize: '320px' },
  option: { display: 'grid', overflowWrap: 'anywhere' },
  title: { color: tokens.colorNeutralForeground3 },
})

/** Everything that has a name, as far as providers and the roles of the scope tell. */
function useOperationNames(scope: string): readonly KnownOperation[] {
  const providers = useArmList<ProviderOperations>(
    '/providers/Microsoft.Authorization/providerOperations?$expand=resourceTypes',
    operationsApi,
  )
  const roles = useRolesAt(scope)
  return useMemo(
    () =>
      collectOperations(providers.data ?? [], roles.data?.flatMap(({ properties }) => properties.permissions) ?? []),
    [providers.data, roles.data],
  )
}

interface ActionBoxProps {
  readonly scope: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly isDataAction: boolean
  readonly onChange: (action: string) => void
  readonly problem?: string | undefined
}

export function ActionBox({ scope, label, hint, value, isDataAction, onChange, problem }: ActionBoxProps) {
  const styles = useStyles()
  const operations = useOperationNames(scope)
  const suggestions = useMemo(
    () => suggestOperations(operations, { typed: value, isDataAction, limit: shownAtMost }),
    [operations, value, isDataAction],
  )
  return (
    <Field
      label={label}
      {...(hint === undefined ? {} : { hint })}
      {...(problem === undefined ? {} : { validationMessage: problem })}
    >
      <Combobox
        className={styles.box}
        freeform
        value={value}
        selectedOptions={[]}
        placeholder="Microsoft.Compute/virtualMachines/read"
        listbox={{ className: styles.list }}
        onChange={(event) => onChange(event.target.value)}
        onOptionSelect={(_, { optionValue }) => {
          if (optionValue !== undefined) onChange(optionValue)
        }}
      >
        {suggestions.map(({ name, displayName }) => (
          <Option key={name} value={name} text={name}>
            <span className={styles.option}>
              {name}
              {displayName === undefined ? null : (
                <Text size={200} className={styles.title}>
                  {displayName}
                </Text>
              )}
            </span>
          </Option>
        ))}
      </Combobox>
    </Field>
  )
}
