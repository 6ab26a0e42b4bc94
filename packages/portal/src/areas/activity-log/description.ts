import { HistoryRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const activityLog: AreaDescription = {
  id: 'activity-log',
  label: 'Activity log',
  icon: HistoryRegular,
  load: () => import('./activity-log-page.js'),
}
