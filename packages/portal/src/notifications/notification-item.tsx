/** One notification: what it is, how far it is or how it ended. */
import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { CheckmarkCircleRegular } from '@fluentui/react-icons'
import { ErrorPanel } from '../controls/error-panel.js'
import { Link } from '../controls/link.js'
import { Time } from '../controls/time.js'
import type { Notification } from './notifications.js'

const useStyles = makeStyles({
  item: {
    display: 'grid',
    gap: '4px',
    paddingBlockEnd: '12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  done: { color: tokens.colorPaletteGreenForeground1 },
})

export default function NotificationItem({ notification }: { readonly notification: Notification }) {
  const styles = useStyles()
  const { title, state, detail, error, link, percentComplete, startedAt } = notification
  return (
    <div className={styles.item}>
      <Text weight="semibold">
        {state === 'succeeded' ? <CheckmarkCircleRegular className={styles.done} aria-hidden /> : null} {title}
      </Text>
      {state === 'running' ? (
        <ProgressBar aria-label={title} {...(percentComplete === undefined ? {} : { value: percentComplete / 100 })} />
      ) : null}
      {state === 'failed' ? <ErrorPanel error={error} /> : detail === undefined ? null : <Text>{detail}</Text>}
      <Text size={200}>
        <Time at={startedAt} /> {link === undefined ? null : <Link to={link}>Open</Link>}
      </Text>
    </div>
  )
}
