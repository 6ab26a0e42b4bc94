/** Microsoft.Authorization: role and deny assignments, role definitions, permissions, access checks, locks, what can be done. */
import { defineProvider } from '../define.js'
import { checkAccessType } from './check-access.js'
import { classicAdministrators } from './classic-administrators.js'
import { denyAssignments } from './deny-assignments.js'
import { elevateAccess } from './elevate-access.js'
import { locks } from './locks.js'
import { permissions } from './permissions.js'
import { providerOperations } from './provider-operations.js'
import { roleAssignments } from './role-assignments.js'
import { roleDefinitions } from './role-definitions.js'
import { usageMetrics } from './usage-metrics.js'

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
