/** The pages that every resource has, from a subscription to the smallest part; a type may replace or leave out any. */
import {
  CodeRegular,
  HistoryRegular,
  InfoRegular,
  LockClosedRegular,
  PeopleAddRegular,
  PeopleRegular,
  TagRegular,
  TextBulletListRegular,
} from '@fluentui/react-icons'
import type { BladeDescription } from '../define.js'

export const commonBlades: readonly BladeDescription[] = [
  { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
  { id: 'eventlogs', label: 'Activity log', icon: HistoryRegular, load: () => import('./activity-log-blade.js') },
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
  { id: 'tags', label: 'Tags', icon: TagRegular, load: () => import('./tags-blade.js') },
  {
    id: 'properties',
    label: 'Properties',
    group: 'Settings',
    icon: TextBulletListRegular,
    load: () => import('./properties-blade.js'),
  },
  { id: 'locks', label: 'Locks', group: 'Settings', icon: LockClosedRegular, load: () => import('./locks-blade.js') },
  { id: 'json', label: 'JSON view', group: 'Settings', icon: CodeRegular, load: () => import('./json-blade.js') },
  {
    id: 'addroleassignment',
    label: 'Add role assignment',
    icon: PeopleAddRegular,
    load: () => import('../../access-control/add-role-assignment/add-role-assignment.js'),
    isPartOf: 'users',
    isTitledByLabel: true,
  },
]
