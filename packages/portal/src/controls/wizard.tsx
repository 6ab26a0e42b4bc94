/**
 * Steps as tabs, as Azure's "Create" and "Add" pages have them: any tab can be opened at any time, a mark says where
 * something is missing, and the last one reviews and does it. The open tab is part of the link.
 */
import { Button, makeStyles, Tab, TabList, tokens } from '@fluentui/react-components'
import { ErrorCircleRegular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { useRouteParameter } from '../routing/use-route.js'
import { ErrorPanel } from './error-panel.js'
import { GatedButton } from './gated-button.js'

export interface WizardStep {
  /** In the link. */
  readonly id: string
  readonly label: string
  readonly content: ReactNode
  /** What is missing or wrong there, as a sentence. */
  readonly problem?: string | undefined
}

export interface WizardProps {
  readonly label: string
  readonly steps: readonly WizardStep[]
  /** Of the button on the last step, and of the button that leads there: "Review + create", "Create". */
  readonly review: string
  readonly finish: string
  readonly onFinish: () => void
  readonly onCancel: () => void
  readonly isRunning?: boolean
  readonly error?: Error | null
  /** Why finishing is out of reach before it is tried (a missing right). */
  readonly reason?: string | undefined
  /** The browser's Back leads to the tab before, not away. */
  readonly addsToHistory?: boolean
}

const useStyles = makeStyles({
  tabs: { flexWrap: 'wrap', marginBlockEnd: '16px' },
  content: { maxInlineSize: '960px', flexGrow: 1 },
  footer: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '8px',
    position: 'sticky',
    insetBlockEnd: 0,
    paddingBlock: '12px',
    marginBlockStart: '20px',
    backgroundColor: tokens.colorNeutralBackground1,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    zIndex: 1,
  },
  problem: { color: tokens.colorPaletteRedForeground1 },
})

export function Wizard(props: WizardProps) {
  const {
    label,
    steps,
    review,
    finish,
    onFinish,
    onCancel,
    isRunning = false,
    error,
    reason,
    addsToHistory = false,
  } = props
  const styles = useStyles()
  const [asked, open] = useRouteParameter('tab', { addsToHistory })
  const found = steps.findIndex(({ id }) => id === asked)
  const index = found < 0 ? 0 : found
  const step = steps[index]
  const last = steps.length - 1
  if (step === undefined) return null
  const problem = steps.find((one) => one.problem !== undefined)
  const go = (to: number) => open(steps[to]?.id)
  const blocked = problem === undefined ? reason : `${problem.label}: ${problem.problem}`
  return (
    <>
      <TabList
        className={styles.tabs}
        aria-label={label}
        selectedValue={step.id}
        onTabSelect={(_, { value }) => open(String(value))}
      >
        {steps.map(({ id, label: text, problem: wrong }) => (
          <Tab
            key={id}
            value={id}
            {...(wrong !== undefined && index === last
              ? { icon: <ErrorCircleRegular className={styles.problem} /> }
              : {})}
          >
            {text}
          </Tab>
        ))}
      </TabList>
      <div className={styles.content} role="tabpanel" aria-label={step.label}>
        {step.content}
        {error === undefined || error === null ? null : <ErrorPanel error={error} />}
      </div>
      <div className={styles.footer}>
        <GatedButton
          appearance="primary"
          reason={isRunning ? 'It is being done.' : index === last ? blocked : undefined}
          onClick={() => (index === last ? onFinish() : go(last))}
        >
          {index === last ? finish : review}
        </GatedButton>
        <GatedButton reason={index === 0 ? 'This is the first step.' : undefined} onClick={() => go(index - 1)}>
          Previous
        </GatedButton>
        <GatedButton reason={index === last ? 'This is the last step.' : undefined} onClick={() => go(index + 1)}>
          Next
        </GatedButton>
        <Button appearance="subtle" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </>
  )
}
