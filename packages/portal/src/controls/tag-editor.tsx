/** Names and values of tags, a row each and an empty one at the end; on a page of its own and in wizards. */
import { Button, Field, Input, makeStyles, Tooltip } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import { problemOfRow, type TagRow, withEmptyEnd } from './tags.js'

export interface TagEditorProps {
  readonly rows: readonly TagRow[]
  readonly onChange: (rows: readonly TagRow[]) => void
  readonly isReadOnly?: boolean
}

const useStyles = makeStyles({
  list: { display: 'grid', gap: '8px', margin: 0, padding: 0, listStyleType: 'none', maxInlineSize: '760px' },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto minmax(0, 1fr) 32px',
    gap: '8px',
    alignItems: 'start',
  },
  field: { inlineSize: '100%', minInlineSize: 0 },
  colon: { paddingBlockStart: '6px' },
  first: { paddingBlockStart: '32px' },
  bin: { paddingBlockStart: '26px' },
})

export function TagEditor({ rows, onChange, isReadOnly = false }: TagEditorProps) {
  const styles = useStyles()
  const change = (index: number, part: Partial<TagRow>) =>
    onChange(withEmptyEnd(rows.map((row, at) => (at === index ? { ...row, ...part } : row))))
  return (
    <ul className={styles.list} aria-label="Tags">
      {rows.map(({ name, value }, index) => {
        const problem = problemOfRow(rows, index)
        const isFirst = index === 0
        const isLast = index === rows.length - 1
        // only the first row has visible labels, as a table has headings
        const labels = isFirst ? { name: 'Name', value: 'Value' } : {}
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is known by its place; its name is being written
          <li key={index} className={styles.row}>
            <Field
              {...(labels.name === undefined ? {} : { label: labels.name })}
              {...(problem === undefined ? {} : { validationMessage: problem })}
            >
              <Input
                className={styles.field}
                aria-label={`Name of tag ${index + 1}`}
                value={name}
                readOnly={isReadOnly}
                onChange={(_, data) => change(index, { name: data.value })}
              />
            </Field>
            <span className={isFirst ? styles.first : styles.colon} aria-hidden>
              :
            </span>
            <Field {...(labels.value === undefined ? {} : { label: labels.value })}>
              <Input
                className={styles.field}
                aria-label={`Value of tag ${index + 1}`}
                value={value}
                readOnly={isReadOnly}
                onChange={(_, data) => change(index, { value: data.value })}
              />
            </Field>
            {isLast || isReadOnly ? null : (
              <div className={isFirst ? styles.bin : undefined}>
                <Tooltip content={`Delete tag ${name}`} relationship="label">
                  <Button
                    appearance="subtle"
                    icon={<DeleteRegular />}
                    onClick={() => onChange(withEmptyEnd(rows.filter((_, at) => at !== index)))}
                  />
                </Tooltip>
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
