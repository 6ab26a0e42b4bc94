/** "Allowed" or "Denied", with a sign; never the colour alone. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular, ProhibitedRegular, WarningRegular } from '@fluentui/react-icons'
import { type Activity, decisionOf } from './activity.js'

const useStyles = makeStyles({
  root: { display: 'inline-flex', alignItems: 'center', gap: '4px', whiteSpace: 'nowrap' },
  good: { color: tokens.colorPaletteGreenForeground1 },
  bad: { color: tokens.colorPaletteRedForeground1 },
  doubtful: { color: tokens.colorPaletteMarigoldForeground1 },
})

export function DecisionText({ activity }: { readonly activity: Activity }) {
  const styles = useStyles()
  switch (decisionOf(activity)) {
    case 'allowed':
      return (
        <span className={styles.root}>
          <CheckmarkCircleRegular aria-hidden className={styles.good} /> Allowed
        </span>
      )
    case 'denied':
      return (
        <span className={mergeClasses(styles.root, styles.bad)}>
          <ProhibitedRegular aria-hidden /> Denied
        </span>
      )
    case 'unenforced':
      return (
        <span className={styles.root}>
          <WarningRegular aria-hidden className={styles.doubtful} /> Not enforced
        </span>
      )
    default:
      return <>-</>
  }
}
