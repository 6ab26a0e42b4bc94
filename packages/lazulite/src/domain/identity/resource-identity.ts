/** The managed identities of one resource, in the neutral form in which they are stored. */

export interface IdentityIds {
  readonly principalId: string
  readonly clientId: string
}

export interface UserAssignedLink extends IdentityIds {
  /** Id of the `Microsoft.ManagedIdentity/userAssignedIdentities` resource, display case. */
  readonly resourceId: string
}

/** Both fields empty means: no identity (`type: "None"`). */
export interface ResourceIdentity {
  readonly systemAssigned?: IdentityIds
  readonly userAssigned: readonly UserAssignedLink[]
}

export const noIdentity: ResourceIdentity = { userAssigned: [] }
