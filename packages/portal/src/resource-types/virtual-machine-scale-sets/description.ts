import { ServerMultipleRegular } from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'
import { identityBlades } from '../virtual-machines/description.js'

export const virtualMachineScaleSets: ResourceTypeDescription = {
  type: 'Microsoft.Compute/virtualMachineScaleSets',
  singular: 'Virtual machine scale set',
  plural: 'Virtual machine scale sets',
  icon: ServerMultipleRegular,
  apiVersion: '2024-07-01',
  blades: identityBlades,
}
