/** A resource or role as the service has it, to read and to copy. */
import { makeStyles, tokens } from '@fluentui/react-components'
import { CopyButton } from './copy-button.js'

const useStyles = makeStyles({
  frame: { position: 'relative', border: `1px solid ${tokens.colorNeutralStroke2}` },
  copy: { position: 'absolute', insetBlockStart: '4px', insetInlineEnd: '4px' },
  scroller: { overflowX: 'auto' },
  text: {
    margin: 0,
    padding: '12px',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    // JSON reads from left to right in every language
    direction: 'ltr',
    textAlign: 'left',
  },
})

export function JsonView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const styles = useStyles()
  const text = JSON.stringify(value, null, 2)
  return (
    <div className={styles.frame}>
      <div className={styles.copy}>
        <CopyButton text={text} label="Copy JSON" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className={styles.scroller}>
        <pre className={styles.text}>{text}</pre>
      </section>
    </div>
  )
}
