import {
  ArrowUploadRegular,
  BoxMultipleRegular,
  DocumentArrowDownRegular,
  InfoRegular,
  MoneyRegular,
  ShieldTaskRegular,
} from '@fluentui/react-icons'
import { resourceGroupType } from '../../api/resource-reference.js'
import type { ResourceTypeDescription } from '../define.js'

export const resourceGroups: ResourceTypeDescription = {
  type: resourceGroupType,
  singular: 'Resource group',
  plural: 'Resource groups',
  icon: BoxMultipleRegular,
  apiVersion: '2024-11-01',
  browse: { load: () => import('./browse-groups.js') },
  create: { load: () => import('./create-group.js') },
  blades: [
    { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
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
      id: 'costanalysis',
      label: 'Cost analysis',
      group: 'Monitoring',
      icon: MoneyRegular,
      unavailable: 'Not part of this cloud: nothing here costs anything.',
    },
    {
      id: 'exporttemplate',
      label: 'Export template',
      group: 'Automation',
      icon: DocumentArrowDownRegular,
      load: () => import('./export-template.js'),
    },
  ],
}
