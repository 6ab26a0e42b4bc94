import { AddCircleRegular } from '@fluentui/react-icons'
import type { AreaDescription } from '../define.js'

export const createResource: AreaDescription = {
  id: 'create-resource',
  label: 'Create a resource',
  icon: AddCircleRegular,
  load: () => import('./create-resource-page.js'),
}
