/** Microsoft.Authorization: role assignments, role definitions, the caller's permissions, management locks. */
import { defineProvider } from '../define.js'
import { locks } from './locks.js'
import { permissions } from './permissions.js'
import { roleAssignments } from './role-assignments.js'
import { roleDefinitions } from './role-definitions.js'

export const authorization = defineProvider({
  namespace: 'Microsoft.Authorization',
  registrationPolicy: 'RegistrationFree',
  types: [roleAssignments, roleDefinitions, permissions, locks],
})
