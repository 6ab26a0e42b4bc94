/**
 * What a stored `Microsoft.ManagedIdentity/userAssignedIdentities` record says of its principal.
 *
 * Its `body` is `{ principalId, clientId }`; whoever attaches the identity to another resource copies them from here.
 */
import type { Resource } from '../arm-resource/resource.js'
import type { IdentityIds } from './resource-identity.js'

export const userAssignedIdentityType = 'Microsoft.ManagedIdentity/userAssignedIdentities'

export const isUserAssignedIdentity = (resource: Resource): boolean =>
  resource.type.toLowerCase() === userAssignedIdentityType.toLowerCase()

/** @throws Error when the record is no user-assigned identity: a defect of the caller or of the store. */
export function identityIdsOf(resource: Resource): IdentityIds {
  const { principalId, clientId } = resource.body
  if (!isUserAssignedIdentity(resource) || typeof principalId !== 'string' || typeof clientId !== 'string') {
    throw new Error(`no user-assigned identity: ${resource.id}`)
  }
  return { principalId, clientId }
}
