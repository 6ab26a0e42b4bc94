/** Tags, to read: as many as fit into a cell or a line of essentials. */
import { Badge, makeStyles } from '@fluentui/react-components'
import { type Tags, tagTexts } from './tags.js'

const useStyles = makeStyles({
  list: { display: 'inline-flex', flexWrap: 'wrap', gap: '4px', maxInlineSize: '100%' },
  tag: { maxInlineSize: '100%', blockSize: 'auto', overflowWrap: 'anywhere' },
})

export function TagList({ tags }: { readonly tags: Tags | undefined }) {
  const styles = useStyles()
  const texts = tagTexts(tags)
  if (texts.length === 0) return <>-</>
  return (
    <span className={styles.list}>
      {texts.map((text) => (
        <Badge key={text} appearance="tint" color="informative" className={styles.tag}>
          {text}
        </Badge>
      ))}
    </span>
  )
}
