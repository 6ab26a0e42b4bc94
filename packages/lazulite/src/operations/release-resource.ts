/**
 * What ends together with a resource: the principals that exist because of it, and the role assignments on it.
 *
 * To be called for every resource that is deleted, alone or with its group, in the transaction that removes the record
 * (or marks it as going). Role assignments *of* a deleted principal stay behind, and other resources keep their links
 * to a deleted user-assigned identity, both as in Azure.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { identityIdsOf, isUserAssignedIdentity } from '../domain/identity/user-assigned-identity.js'
import type { Tx } from '../ports/store.js'
import { removeResourceIdentity } from './set-resource-identity.js'

/** Idempotent; does not remove the resource's own record. */
export async function releaseResource(tx: Tx, resource: Resource): Promise<void> {
  await removeResourceIdentity(tx, resource)
  if (isUserAssignedIdentity(resource)) await tx.principals.delete(identityIdsOf(resource).principalId)
  await tx.roleAssignments.deleteWithin(resource.id)
}
