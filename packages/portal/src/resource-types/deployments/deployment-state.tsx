/** The state of a deployment or of one of its operations: a sign and the word, never the colour alone. */
import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components'
import { CheckmarkCircleFilled, DismissCircleFilled, SubtractCircleFilled } from '@fluentui/react-icons'
import { phaseOf } from './deployment.js'

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: '6px', whiteSpace: 'nowrap' },
  sign: { flexShrink: 0 },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  grey: { color: tokens.colorNeutralForeground3 },
})

export interface StateProps {
  readonly state: string
  /** Default: the state itself. */
  readonly text?: string
}

export function DeploymentState({ state, text = state }: StateProps) {
  const styles = useStyles()
  const phase = phaseOf(state)
  return (
    <span className={styles.root}>
      {phase === 'underway' ? (
        <Spinner size="extra-tiny" aria-hidden />
      ) : phase === 'complete' ? (
        <CheckmarkCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.good)} />
      ) : phase === 'failed' ? (
        <DismissCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.bad)} />
      ) : (
        <SubtractCircleFilled aria-hidden className={mergeClasses(styles.sign, styles.grey)} />
      )}
      {text}
    </span>
  )
}
