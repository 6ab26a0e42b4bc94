/** The pages that every resource has, from a subscription to the smallest part; a type may replace or leave out any. */
import { CodeRegular, InfoRegular } from '@fluentui/react-icons'
import type { BladeDescription } from '../define.js'

export const commonBlades: readonly BladeDescription[] = [
  { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
  { id: 'json', label: 'JSON view', group: 'Settings', icon: CodeRegular, load: () => import('./json-blade.js') },
]
