import {
  AppsListRegular,
  ArrowUploadRegular,
  BoxMultipleRegular,
  CubeMultipleRegular,
  InfoRegular,
  KeyRegular,
  MoneyRegular,
  ShieldTaskRegular,
} from '@fluentui/react-icons'
import { subscriptionType } from '../../api/resource-reference.js'
import type { ResourceTypeDescription } from '../define.js'

export const subscriptions: ResourceTypeDescription = {
  type: subscriptionType,
  singular: 'Subscription',
  plural: 'Subscriptions',
  icon: KeyRegular,
  apiVersion: '2022-12-01',
  browse: { load: () => import('./browse-subscriptions.js') },
  blades: [
    { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
    {
      id: 'costanalysis',
      label: 'Cost analysis',
      group: 'Monitoring',
      icon: MoneyRegular,
      unavailable: 'Not part of this cloud: nothing here costs anything.',
    },
    {
      id: 'resourcegroups',
      label: 'Resource groups',
      group: 'Settings',
      icon: BoxMultipleRegular,
      load: () => import('./groups-blade.js'),
    },
    {
      id: 'resources',
      label: 'Resources',
      group: 'Settings',
      icon: CubeMultipleRegular,
      load: () => import('./resources-blade.js'),
    },
    {
      id: 'deployments',
      label: 'Deployments',
      group: 'Settings',
      icon: ArrowUploadRegular,
      load: () => import('../deployments/deployments-blade.js'),
    },
    {
      id: 'policies',
      label: 'Policies',
      group: 'Settings',
      icon: ShieldTaskRegular,
      unavailable: 'Not part of this cloud: Azure Policy decides what may be made; here access control and locks do.',
    },
    {
      id: 'resourceproviders',
      label: 'Resource providers',
      group: 'Settings',
      icon: AppsListRegular,
      load: () => import('./providers-blade.js'),
    },
  ],
}
