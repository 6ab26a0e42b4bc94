/** "Notifications": everything of this tab, newest first. */
import { Button, makeStyles, Text } from '@fluentui/react-components'
import { SidePanel } from '../controls/side-panel.js'
import NotificationItem from './notification-item.js'
import { notifications, useNotifications } from './notifications.js'

const useStyles = makeStyles({ list: { display: 'grid', gap: '12px' } })

export default function NotificationPanel({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const styles = useStyles()
  const all = useNotifications()
  return (
    <SidePanel
      title="Notifications"
      isOpen={isOpen}
      onClose={onClose}
      footer={<Button onClick={() => notifications.dismissFinished()}>Dismiss all</Button>}
    >
      <div className={styles.list}>
        {all.length === 0 ? <Text>No new notifications</Text> : null}
        {all.map((notification) => (
          <NotificationItem key={notification.id} notification={notification} />
        ))}
      </div>
    </SidePanel>
  )
}
