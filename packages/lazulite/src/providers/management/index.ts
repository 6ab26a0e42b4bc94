/** Microsoft.Management: the groups above subscriptions. */
import { defineProvider } from '../define.js'
import { managementGroupSubscriptions } from './management-group-subscriptions.js'
import { managementGroups, managementOperationResults } from './management-groups.js'
import { tenantActions } from './tenant-actions.js'

export const management = defineProvider({
  namespace: 'Microsoft.Management',
  registrationPolicy: 'RegistrationRequired',
  types: [managementGroups, managementGroupSubscriptions, managementOperationResults, ...tenantActions],
})
