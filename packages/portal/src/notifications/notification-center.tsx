/** The bell: what runs and what has ended. The newest outcome is also said aloud and shown for a moment. */
import { Button, CounterBadge, makeStyles, ProgressBar, Text, Tooltip, tokens } from '@fluentui/react-components'
import { AlertRegular, CheckmarkCircleRegular } from '@fluentui/react-icons'
import { useEffect, useState } from 'react'
import { ErrorPanel } from '../controls/error-panel.js'
import { Link } from '../controls/link.js'
import { SidePanel } from '../controls/side-panel.js'
import { Time } from '../controls/time.js'
import { type Notification, notifications, useNotifications } from './notifications.js'

/** Milliseconds for which an outcome is shown by itself. */
const shownFor = 6000

const useStyles = makeStyles({
  list: { display: 'grid', gap: '12px' },
  item: {
    display: 'grid',
    gap: '4px',
    paddingBlockEnd: '12px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  popup: {
    position: 'fixed',
    insetBlockStart: '52px',
    insetInlineEnd: '12px',
    inlineSize: 'min(360px, calc(100vw - 24px))',
    boxSizing: 'border-box',
    padding: '12px',
    zIndex: 5,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
    borderRadius: tokens.borderRadiusMedium,
  },
  done: { color: tokens.colorPaletteGreenForeground1 },
})

export function NotificationCenter() {
  const styles = useStyles()
  const all = useNotifications()
  const [isOpen, setIsOpen] = useState(false)
  const running = all.filter(({ state }) => state === 'running').length
  const popup = usePopup(all)
  return (
    <>
      <Tooltip content="Notifications" relationship="label">
        <Button appearance="subtle" icon={<AlertRegular />} onClick={() => setIsOpen(true)}>
          {running === 0 ? null : <CounterBadge count={running} size="small" />}
        </Button>
      </Tooltip>
      <div role="status" aria-live="polite">
        {popup === undefined || isOpen ? null : (
          <div className={styles.popup}>
            <Item notification={popup} />
          </div>
        )}
      </div>
      <SidePanel
        title="Notifications"
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        footer={<Button onClick={() => notifications.dismissFinished()}>Dismiss all</Button>}
      >
        <div className={styles.list}>
          {all.length === 0 ? <Text>No new notifications</Text> : null}
          {all.map((notification) => (
            <Item key={notification.id} notification={notification} />
          ))}
        </div>
      </SidePanel>
    </>
  )
}

function Item({ notification }: { readonly notification: Notification }) {
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

/** The newest notification, until it has been seen for a moment. */
function usePopup(all: readonly Notification[]): Notification | undefined {
  const newest = all[0]
  const [hidden, setHidden] = useState<string>()
  const version = newest === undefined ? undefined : `${newest.id} ${newest.state}`
  useEffect(() => {
    if (version === undefined) return
    const timer = setTimeout(() => setHidden(version), shownFor)
    return () => clearTimeout(timer)
  }, [version])
  return version === hidden ? undefined : newest
}
