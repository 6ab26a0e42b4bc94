/** The pages that every resource has, from a subscription to the smallest part; a type may replace or leave out any. */
import { CodeRegular, InfoRegular, PeopleRegular } from '@fluentui/react-icons'
import type { BladeDescription } from '../define.js'

export const commonBlades: readonly BladeDescription[] = [
  { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
  {
    id: 'users',
    label: 'Access control (IAM)',
    icon: PeopleRegular,
    load: () => import('../../access-control/iam-page.js'),
  },
  {
    id: 'createcustomrole',
    label: 'Create a custom role',
    icon: PeopleRegular,
    isPartOf: 'users',
    load: () => import('../../access-control/custom-role-page.js'),
  },
  { id: 'json', label: 'JSON view', group: 'Settings', icon: CodeRegular, load: () => import('./json-blade.js') },
]
