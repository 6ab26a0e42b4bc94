import { QuestionCircleRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const explain: AreaDescription = {
  id: 'explain',
  label: 'Explain access',
  icon: QuestionCircleRegular,
  load: () => import('./explain-page.js'),
}
