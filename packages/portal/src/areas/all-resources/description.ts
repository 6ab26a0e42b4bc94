import { GridRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const allResources: AreaDescription = {
  id: 'all-resources',
  label: 'All resources',
  icon: GridRegular,
  load: () => import('./all-resources-page.js'),
}
