/**
 * What ends together with a resource: the principals that exist because of it, the records below it (its federated
 * credentials, its extensions …) and the role assignments on all of these.
 * Machines below it are marked as going; their records follow when they have ended.
 *
 * To be called for every resource that is deleted, alone or with its group, in the transaction that removes the record
 * (or marks it as going). Role assignments *of* a deleted principal stay behind, and other resources keep their links
 * to a deleted user-assigned identity, both as in Azure.
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { identityIdsOf, isUserAssignedIdentity } from '../domain/identity/user-assigned-identity.js'
import { resourceKey } from '../domain/resource-id/resource-id.js'
import type { Tx } from '../ports/store.js'
import { hostsMachine } from './desired-machine.js'
import { removeResourceIdentity } from './set-resource-identity.js'

/** Idempotent; does not remove the resource's own record. */
export async function releaseResource(tx: Tx, resource: Resource): Promise<void> {
  await removeResourceIdentity(tx, resource)
  if (isUserAssignedIdentity(resource)) await tx.principals.delete(identityIdsOf(resource).principalId)
  for (const child of await tx.resources.list({ scope: resource.id })) {
    if (resourceKey(child.id) === resourceKey(resource.id)) continue
    await releaseResource(tx, child)
    if (hostsMachine(child)) await tx.resources.update({ ...child, provisioningState: 'Deleting' })
    else await tx.resources.delete(child.id)
  }
  await tx.roleAssignments.deleteWithin(resource.id)
  await tx.denyAssignments.deleteWithin(resource.id)
}
