import { WindowConsoleRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

/** `#view/terminal?resource={id}`: reached from a machine's page. */
export const terminal: AreaDescription = {
  id: 'terminal',
  label: 'Terminal',
  icon: WindowConsoleRegular,
  load: () => import('./terminal-page.js'),
  isHidden: true,
}
