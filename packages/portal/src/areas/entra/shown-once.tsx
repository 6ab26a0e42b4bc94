/** A secret that is on the page this once, to be copied. */
import { Field, Input, makeStyles } from '@fluentui/react-components'
import { CopyButton } from '../../controls/copy-button.js'

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'end', gap: '4px', maxInlineSize: '560px', marginBlock: '12px' },
  field: { flexGrow: 1, minInlineSize: 0 },
  input: { minInlineSize: 0 },
})

export function ShownOnce({ label, text }: { readonly label: string; readonly text: string }) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <Field label={label} className={styles.field}>
        <Input readOnly value={text} className={styles.input} onFocus={(event) => event.target.select()} />
      </Field>
      <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
    </div>
  )
}
