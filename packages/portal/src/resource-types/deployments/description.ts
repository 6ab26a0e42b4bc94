import {
  ArrowDownloadRegular,
  ArrowUploadRegular,
  CodeRegular,
  DocumentRegular,
  InfoRegular,
} from '@fluentui/react-icons'
import type { ResourceTypeDescription } from '../define.js'

export const deploymentsApiVersion = '2025-04-01'

export const deployments: ResourceTypeDescription = {
  type: 'Microsoft.Resources/deployments',
  singular: 'Deployment',
  plural: 'Deployments',
  icon: ArrowUploadRegular,
  apiVersion: deploymentsApiVersion,
  isPart: true,
  without: ['eventlogs', 'users', 'tags', 'properties', 'locks'],
  blades: [
    { id: 'overview', label: 'Overview', icon: InfoRegular, load: () => import('./overview.js') },
    { id: 'inputs', label: 'Inputs', icon: ArrowDownloadRegular, load: () => import('./inputs.js') },
    { id: 'outputs', label: 'Outputs', icon: ArrowUploadRegular, load: () => import('./outputs.js') },
    { id: 'template', label: 'Template', icon: DocumentRegular, load: () => import('./template.js') },
    {
      id: 'json',
      label: 'JSON view',
      group: 'Settings',
      icon: CodeRegular,
      load: () => import('../common/json-blade.js'),
    },
  ],
}
