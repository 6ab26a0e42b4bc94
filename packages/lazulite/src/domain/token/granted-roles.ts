/**
 * The `roles` claim of an app-only token: values of the application permissions that the principal was granted on the
 * resource (access tokens, "Application permissions"; a managed identity gets them by app role assignment too).
 */
import { findAppRole } from '../directory/app-roles.js'
import type { ServicePrincipal } from '../directory/directory-objects.js'

/** Sorted; roles without a value, disabled ones and those that are gone name nothing. */
export function grantedRoles(
  principal: Pick<ServicePrincipal, 'appRoleAssignments'>,
  resource: Pick<ServicePrincipal, 'principalId' | 'clientId' | 'graphProperties'>,
): readonly string[] {
  const values = (principal.appRoleAssignments ?? [])
    .filter((assignment) => assignment.resourcePrincipalId === resource.principalId)
    .map((assignment) => findAppRole(resource, assignment.appRoleId))
    .filter((role) => role?.isEnabled === true)
    .map((role) => role?.value)
    .filter((value) => typeof value === 'string' && value !== '')
  return [...new Set(values)].map(String).sort()
}
