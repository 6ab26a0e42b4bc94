import { InfoRegular, OrganizationRegular } from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'

export const managementGroups: ResourceTypeDescription = {
  type: 'Microsoft.Management/managementGroups',
  singular: 'Management group',
  plural: 'Management groups',
  icon: OrganizationRegular,
  apiVersion: '2021-04-01',
  browse: { load: () => import('./browse-management-groups.js') },
  // an extension of subscriptions, groups and resources only
  without: ['eventlogs', 'tags', 'locks', 'properties'],
  blades: [{ id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') }],
}
