/**
 * What a stored `…/userAssignedIdentities/federatedIdentityCredentials` record says: its `body` is
 * `{ issuer, subject, audiences }`. The provider writes it, the token service reads it.
 */
import type { Resource } from '../arm-resource/resource.js'
import type { FederatedCredential } from '../directory/directory-objects.js'
import { userAssignedIdentityType } from './user-assigned-identity.js'

export const federatedCredentialType = `${userAssignedIdentityType}/federatedIdentityCredentials`

/** @throws Error when the record is no federated credential: a defect of the caller or of the store. */
export function federatedCredentialOf(resource: Resource): FederatedCredential {
  const { issuer, subject, audiences } = resource.body
  if (typeof issuer !== 'string' || typeof subject !== 'string' || !Array.isArray(audiences)) {
    throw new Error(`no federated credential: ${resource.id}`)
  }
  return {
    credentialId: resource.id,
    name: resource.name,
    issuer,
    subject,
    audiences: audiences.filter((audience) => typeof audience === 'string'),
  }
}
