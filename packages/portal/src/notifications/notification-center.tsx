/** The bell: how much runs. The newest outcome is shown for a moment and said aloud; the rest opens with a click. */
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { AlertRegular } from '@fluentui/react-icons'
import { lazy, Suspense, useEffect, useState } from 'react'
import { type Notification, useNotifications } from './notifications.js'

const NotificationItem = lazy(() => import('./notification-item.js'))
const NotificationPanel = lazy(() => import('./notification-panel.js'))

/** Milliseconds for which an outcome is shown by itself. */
const shownFor = 6000

const useStyles = makeStyles({
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
  count: {
    minInlineSize: '16px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    fontSize: tokens.fontSizeBase100,
  },
})

export function NotificationCenter() {
  const styles = useStyles()
  const all = useNotifications()
  const [isOpen, setIsOpen] = useState(false)
  const [wasOpened, setWasOpened] = useState(false)
  const running = all.filter(({ state }) => state === 'running').length
  const popup = usePopup(all)
  return (
    <>
      <Button
        appearance="subtle"
        title="Notifications"
        aria-label={running === 0 ? 'Notifications' : `Notifications, ${running} running`}
        icon={<AlertRegular />}
        onClick={() => {
          setWasOpened(true)
          setIsOpen(true)
        }}
      >
        {running === 0 ? null : <span className={styles.count}>{running}</span>}
      </Button>
      <div role="status" aria-live="polite">
        {popup === undefined || isOpen ? null : (
          <Suspense>
            <div className={styles.popup}>
              <NotificationItem notification={popup} />
            </div>
          </Suspense>
        )}
      </div>
      {wasOpened ? (
        <Suspense>
          <NotificationPanel isOpen={isOpen} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
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
