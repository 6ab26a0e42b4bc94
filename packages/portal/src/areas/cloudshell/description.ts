import { WindowConsoleRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const cloudShell: AreaDescription = {
  id: 'cloudshell',
  label: 'Cloud Shell',
  icon: WindowConsoleRegular,
  load: () => import('./cloud-shell-page.js'),
}
