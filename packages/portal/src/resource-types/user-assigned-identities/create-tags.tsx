/** "Tags" of a new identity: names and values, one more row than is filled. */
import { Button, Input, makeStyles, Text } from '@fluentui/react-components'
import { DeleteRegular } from '@fluentui/react-icons'
import type { NewIdentity } from './new-identity.js'

const useStyles = makeStyles({
  rows: { display: 'grid', gap: '8px', maxInlineSize: '720px', marginBlockStart: '12px' },
  row: { display: 'flex', gap: '8px' },
  input: { flex: '1 1 0', minInlineSize: 0 },
})

export interface CreateTagsProps {
  readonly tags: NewIdentity['tags']
  readonly onChange: (tags: NewIdentity['tags']) => void
}

export function CreateTags({ tags, onChange }: CreateTagsProps) {
  const styles = useStyles()
  const rows = tags.at(-1)?.name === '' ? tags : [...tags, { name: '', value: '' }]
  const change = (index: number, tag: Partial<NewIdentity['tags'][number]>) =>
    onChange(rows.map((one, at) => (at === index ? { ...one, ...tag } : one)))
  return (
    <>
      <Text>Tags are name/value pairs by which resources are found and told apart.</Text>
      <div className={styles.rows}>
        {rows.map(({ name, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
          <div key={index} className={styles.row}>
            <Input
              className={styles.input}
              aria-label={`Name of tag ${index + 1}`}
              placeholder="Name"
              value={name}
              onChange={(_, data) => change(index, { name: data.value })}
            />
            <Input
              className={styles.input}
              aria-label={`Value of tag ${index + 1}`}
              placeholder="Value"
              value={value}
              onChange={(_, data) => change(index, { value: data.value })}
            />
            <Button
              appearance="subtle"
              icon={<DeleteRegular />}
              aria-label={`Remove tag ${index + 1}`}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            />
          </div>
        ))}
      </div>
    </>
  )
}
