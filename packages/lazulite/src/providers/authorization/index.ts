/** Microsoft.Authorization: role assignments, role definitions, permissions, locks, what can be done. */
import { defineProvider } from '../define.js'
import { classicAdministrators } from './classic-administrators.js'
import { locks } from './locks.js'
import { permissions } from './permissions.js'
import { providerOperations } from './provider-operations.js'
import { roleAssignments } from './role-assignments.js'
import { roleDefinitions } from './role-definitions.js'

export const authorization = defineProvider({
  namespace: 'Microsoft.Authorization',
  registrationPolicy: 'RegistrationFree',
  types: [roleAssignments, roleDefinitions, permissions, locks, providerOperations, classicAdministrators],
})
