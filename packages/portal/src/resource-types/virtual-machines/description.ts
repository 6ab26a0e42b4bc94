import { DesktopRegular } from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'

export const virtualMachines: ResourceTypeDescription = {
  type: 'Microsoft.Compute/virtualMachines',
  singular: 'Virtual machine',
  plural: 'Virtual machines',
  icon: DesktopRegular,
  apiVersion: '2024-07-01',
}
