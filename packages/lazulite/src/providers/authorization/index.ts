/** Microsoft.Authorization: role and deny assignments, role definitions, permissions, access checks, locks, what can be done. */
import { defineProvider } from '../define.js'
import { checkAccessType } from './access/check-access.js'
import { elevateAccess } from './access/elevate-access.js'
import { permissions } from './access/permissions.js'
import { classicAdministrators } from './classic-administrators.js'
import { denyAssignments } from './deny-assignments/deny-assignments.js'
import { locks } from './locks.js'
import { providerOperations } from './provider-operations.js'
import { roleAssignments } from './role-assignments/role-assignments.js'
import { usageMetrics } from './role-assignments/usage-metrics.js'
import { roleDefinitions } from './role-definitions/role-definitions.js'

export const authorization = defineProvider({
  namespace: 'Microsoft.Authorization',
  registrationPolicy: 'RegistrationFree',
  types: [
    roleAssignments,
    roleDefinitions,
    denyAssignments,
    permissions,
    checkAccessType,
    elevateAccess,
    usageMetrics,
    locks,
    providerOperations,
    classicAdministrators,
  ],
})
