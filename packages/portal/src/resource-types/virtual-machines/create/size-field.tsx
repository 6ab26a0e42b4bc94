/** "Size": the usual ones in a list, all of them in a panel. */
import { Button, Field, Link as FluentLink, makeStyles, Select } from '@fluentui/react-components'
import { useState } from 'react'
import { SidePanel } from '../../../controls/side-panel.js'
import { describeSize, type MachineSize, SizeTable } from '../size-table.js'
import { fieldProblem, type StepProps } from './form-parts.js'
import { usualSizes } from './machine-form.js'

const useStyles = makeStyles({
  field: { display: 'grid', gap: '4px', justifyItems: 'start' },
  select: { inlineSize: '100%' },
})

export interface SizeFieldProps extends StepProps {
  readonly sizes: readonly MachineSize[] | undefined
  readonly error: Error | null
}

export function SizeField({ form, set, problem, sizes, error }: SizeFieldProps) {
  const styles = useStyles()
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState<string>()
  const names = usualSizes.includes(form.size) ? usualSizes : [form.size, ...usualSizes]
  const textOf = (name: string) => {
    const size = sizes?.find((one) => one.name === name)
    return size === undefined ? name : describeSize(size)
  }
  const close = () => {
    setIsOpen(false)
    setChosen(undefined)
  }
  return (
    <div className={styles.field}>
      <Field label="Size" required className={styles.select} {...fieldProblem(problem('size'))}>
        <Select value={form.size} onChange={(_, { value }) => set({ size: value })}>
          {names.map((name) => (
            <option key={name} value={name}>
              {textOf(name)}
            </option>
          ))}
        </Select>
      </Field>
      <FluentLink as="button" onClick={() => setIsOpen(true)}>
        See all sizes
      </FluentLink>
      <SidePanel
        title="Select a VM size"
        size="large"
        isOpen={isOpen}
        onClose={close}
        footer={
          <>
            <Button
              appearance="primary"
              onClick={() => {
                if (chosen !== undefined) set({ size: chosen })
                close()
              }}
            >
              Select
            </Button>
            <Button onClick={close}>Cancel</Button>
          </>
        }
      >
        <SizeTable sizes={sizes} error={error} chosen={chosen ?? form.size} onChoose={setChosen} />
      </SidePanel>
    </div>
  )
}
