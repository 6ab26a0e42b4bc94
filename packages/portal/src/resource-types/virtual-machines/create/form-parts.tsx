/** What the steps of "Create a virtual machine" share: how they read and change the form, and how they are laid out. */
import { Checkbox, makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { MachineForm } from './machine-form.js'

export interface StepProps {
  readonly form: MachineForm
  readonly set: (change: Partial<MachineForm>) => void
  /** What is wrong with a field that has been filled in, or with any once the review was opened. */
  readonly problem: (field: keyof MachineForm) => string | undefined
}

const useStyles = makeStyles({
  section: {
    display: 'grid',
    // a long option may not make the column wider than the page
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& .fui-Field': { gridTemplateColumns: 'minmax(0, 1fr)' },
    gap: '12px',
    marginBlockEnd: '24px',
    maxInlineSize: '640px',
  },
  title: { marginBlock: 0 },
  text: { color: tokens.colorNeutralForeground2 },
  missing: { display: 'grid' },
  reason: { color: tokens.colorNeutralForeground3, paddingInlineStart: '32px' },
})

interface SectionProps {
  readonly title: string
  readonly text?: string
  readonly children: ReactNode
}

export function Section({ title, text, children }: SectionProps) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Subtitle2 as="h2" className={styles.title}>
        {title}
      </Subtitle2>
      {text === undefined ? null : <Text className={styles.text}>{text}</Text>}
      {children}
    </section>
  )
}

/** An option that Azure has and this cloud has not. */
export function MissingOption({ label, reason }: { readonly label: string; readonly reason: string }) {
  const styles = useStyles()
  return (
    <div className={styles.missing}>
      <Checkbox label={label} disabled />
      <Text size={200} className={styles.reason}>
        {`Not part of this cloud: ${reason}`}
      </Text>
    </div>
  )
}

/** Of Fluent's `Field`: nothing at all without a problem. */
export const fieldProblem = (problem: string | undefined) =>
  problem === undefined ? {} : { validationState: 'error' as const, validationMessage: problem }
