/** A filter beside the search box of a table: what it is about, and the choice. */
import { Dropdown, Label, makeStyles, Option, useId } from '@fluentui/react-components'

export interface ToolChoiceProps {
  readonly label: string
  readonly options: readonly { readonly id: string; readonly label: string }[]
  /** Id of the option that is chosen. */
  readonly chosen: string
  readonly onChange: (id: string) => void
}

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', maxInlineSize: '100%' },
  label: { whiteSpace: 'nowrap' },
  choice: { minInlineSize: 0, inlineSize: '200px', maxInlineSize: '100%' },
})

export function ToolChoice({ label, options, chosen, onChange }: ToolChoiceProps) {
  const styles = useStyles()
  const id = useId('tool-choice')
  return (
    <div className={styles.root}>
      <Label id={id} className={styles.label}>
        {label}
      </Label>
      <Dropdown
        aria-labelledby={id}
        className={styles.choice}
        value={options.find((option) => option.id === chosen)?.label ?? ''}
        selectedOptions={[chosen]}
        onOptionSelect={(_, { optionValue }) => {
          if (optionValue !== undefined) onChange(optionValue)
        }}
      >
        {options.map((option) => (
          <Option key={option.id} value={option.id}>
            {option.label}
          </Option>
        ))}
      </Dropdown>
    </div>
  )
}
