import { PersonKeyRegular } from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'

export const userAssignedIdentities: ResourceTypeDescription = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  singular: 'Managed Identity',
  plural: 'Managed Identities',
  icon: PersonKeyRegular,
  apiVersion: '2024-11-30',
}
