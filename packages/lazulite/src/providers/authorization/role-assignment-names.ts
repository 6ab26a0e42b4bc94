/** What bodies of role assignments call roles and kinds of principals. */
import type { PrincipalKind } from '../../domain/directory/directory-objects.js'

const principalKinds: Readonly<Record<string, PrincipalKind>> = {
  user: 'User',
  group: 'Group',
  serviceprincipal: 'ServicePrincipal',
}

/** In any case. */
export const principalKindNamed = (name: string): PrincipalKind | undefined =>
  Object.hasOwn(principalKinds, name.toLowerCase()) ? principalKinds[name.toLowerCase()] : undefined

/**
 * What stands where the GUID should be. A role is named by its full id, under any scope or none; a bare GUID or a role's
 * name is refused (observed: azure-cli#2458, pulumi-azure-native#779).
 */
export const roleGuidIn = (roleDefinitionId: string): string | undefined =>
  /(?:^|\/)providers\/+microsoft\.authorization\/+roledefinitions\/+([^/]+)\/*$/i.exec(roleDefinitionId)?.[1]
