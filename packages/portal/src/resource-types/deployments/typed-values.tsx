/** Names, types and values of a deployment's parameters or outputs. */
import { makeStyles, tokens } from '@fluentui/react-components'
import { CopyButton } from '../../controls/copy-button.js'
import { DataGrid } from '../../controls/data-grid.js'
import { type TypedValue, valueText } from './deployment.js'

export interface TypedValuesProps {
  readonly label: string
  readonly values: Readonly<Record<string, TypedValue>> | undefined
  readonly empty: string
}

const useStyles = makeStyles({
  value: { display: 'flex', alignItems: 'flex-start', gap: '8px' },
  text: { margin: 0, whiteSpace: 'pre-wrap', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
})

export function TypedValues({ label, values = {}, empty }: TypedValuesProps) {
  const styles = useStyles()
  return (
    <DataGrid
      label={label}
      rows={Object.entries(values)}
      keyOf={([name]) => name}
      empty={empty}
      columns={[
        { label: 'Name', text: ([name]) => name, render: ([name]) => name },
        { label: 'Type', text: ([, { type }]) => type, render: ([, { type }]) => type, isMinor: true },
        {
          label: 'Value',
          text: ([, value]) => valueText(value),
          render: ([name, value]) => (
            <div className={styles.value}>
              <span className={styles.text}>{valueText(value)}</span>
              {value.value === undefined ? null : <CopyButton text={valueText(value)} label={`Copy ${name}`} />}
            </div>
          ),
        },
      ]}
    />
  )
}
