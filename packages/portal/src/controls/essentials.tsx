/** Names and values in columns, as the head of an overview has them. Values that are ids can be copied. */
import { makeStyles, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.js'

export interface Fact {
  readonly name: string
  /** `undefined` or empty: shown as a dash. */
  readonly value: ReactNode
  /** What the copy button copies; no button without it. */
  readonly copy?: string | undefined
}

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))',
    columnGap: '32px',
    rowGap: '4px',
    margin: 0,
    marginBlockEnd: '20px',
  },
  row: { display: 'flex', alignItems: 'center', minBlockSize: '28px', gap: '8px' },
  name: { flex: '0 0 auto', inlineSize: '140px', color: tokens.colorNeutralForeground3 },
  value: { display: 'flex', alignItems: 'center', gap: '8px', margin: 0, minInlineSize: 0 },
  text: { minInlineSize: 0, overflowWrap: 'anywhere' },
})

export function Essentials({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles()
  return (
    <dl className={styles.list}>
      {facts.map(({ name, value, copy }) => (
        <div key={name} className={styles.row}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>
            <span className={styles.text}>{value === undefined || value === '' ? '-' : value}</span>
            {copy === undefined || copy === '' ? null : <CopyButton text={copy} label={`Copy ${name}`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
