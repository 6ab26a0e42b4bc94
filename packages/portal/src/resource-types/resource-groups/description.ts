import { BoxMultipleRegular } from '@fluentui/react-icons'
import { resourceGroupType } from '../../api/resource-reference.js'
import type { ResourceTypeDescription } from '../define.js'

export const resourceGroups: ResourceTypeDescription = {
  type: resourceGroupType,
  singular: 'Resource group',
  plural: 'Resource groups',
  icon: BoxMultipleRegular,
  apiVersion: '2024-11-01',
  browse: { load: () => import('./browse-groups.js') },
}
