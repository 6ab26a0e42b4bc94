import {
  KeyMultipleRegular,
  LinkMultipleRegular,
  OptionsRegular,
  PersonClockRegular,
  PersonKeyRegular,
  ShieldKeyholeRegular,
} from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'

export const userAssignedIdentities: ResourceTypeDescription = {
  type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  singular: 'Managed Identity',
  plural: 'Managed Identities',
  icon: PersonKeyRegular,
  apiVersion: '2024-11-30',
  browse: { load: () => import('./browse.js') },
  create: { load: () => import('./create.js') },
  blades: [
    { id: 'overview', label: 'Overview', icon: PersonKeyRegular, load: () => import('./overview.js') },
    {
      id: 'azureroleassignments',
      label: 'Azure role assignments',
      icon: ShieldKeyholeRegular,
      load: () => import('./role-assignments.js'),
    },
    {
      id: 'associatedresources',
      label: 'Associated resources',
      icon: LinkMultipleRegular,
      load: () => import('./associated-resources.js'),
    },
    {
      id: 'federatedcredentials',
      label: 'Federated credentials',
      group: 'Settings',
      icon: KeyMultipleRegular,
      load: () => import('./federated-credentials.js'),
    },
    {
      id: 'properties',
      label: 'Properties',
      group: 'Settings',
      icon: OptionsRegular,
      load: () => import('./properties.js'),
    },
    {
      id: 'signins',
      label: 'Sign-in activity',
      group: 'Monitoring',
      icon: PersonClockRegular,
      load: () => import('./sign-ins.js'),
    },
  ],
}
