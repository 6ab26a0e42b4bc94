/** What bodies of role assignments call a role. */

/**
 * What stands where the GUID should be. A role is named by its full id, under any scope or none; a bare GUID or a role's
 * name is refused (observed: azure-cli#2458, pulumi-azure-native#779).
 */
export const roleGuidIn = (roleDefinitionId: string): string | undefined =>
  /(?:^|\/)providers\/+microsoft\.authorization\/+roledefinitions\/+([^/]+)\/*$/i.exec(roleDefinitionId)?.[1]
