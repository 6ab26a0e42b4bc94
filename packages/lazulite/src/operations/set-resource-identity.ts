/**
 * Gives a resource the identities that a request asks for, in the transaction that writes the resource.
 *
 * System-assigned: the principal is made and deleted with the identity; role assignments of a deleted principal stay
 * behind, orphaned, as in Azure. User-assigned: links to identity resources, with the ids these had when attached.
 * A link to an identity that has since been deleted stays until it is removed (Decision: Azure shows it too).
 */
import type { Resource } from '../domain/arm-resource/resource.js'
import { ArmError } from '../domain/errors/arm-error.js'
import type { RequestedIdentity } from '../domain/identity/identity-block.js'
import {
  type IdentityIds,
  noIdentity,
  type ResourceIdentity,
  type UserAssignedLink,
} from '../domain/identity/resource-identity.js'
import { identityIdsOf } from '../domain/identity/user-assigned-identity.js'
import type { Tx } from '../ports/store.js'
import { createIdentityPrincipal, type IdentityPorts } from './create-identity-principal.js'

type Host = Pick<Resource, 'id' | 'name' | 'identity' | 'location'>

/**
 * @param resource  as it is stored, or as it is about to be (then without identity)
 * @returns what to store as the resource's `identity`
 * @throws ArmError `FailedIdentityOperation` (400) when an identity to attach does not exist
 */
export async function setResourceIdentity(
  tx: Tx,
  ports: IdentityPorts,
  resource: Host,
  requested: RequestedIdentity,
): Promise<ResourceIdentity> {
  const current = resource.identity ?? noIdentity
  const userAssigned: UserAssignedLink[] = []
  for (const id of requested.userAssigned) {
    const known = current.userAssigned.find(({ resourceId }) => resourceId === id)
    userAssigned.push(known ?? { resourceId: id, ...(await idsToAttach(tx, resource, id)) })
  }
  const systemAssigned = await setSystemAssigned(tx, ports, resource, requested.systemAssigned)
  return { ...(systemAssigned === undefined ? {} : { systemAssigned }), userAssigned }
}

/** For a resource that goes away: its system-assigned identity's principal is deleted, its links end with it. */
export async function removeResourceIdentity(tx: Tx, resource: Pick<Resource, 'identity'>): Promise<void> {
  const { systemAssigned } = resource.identity ?? noIdentity
  if (systemAssigned !== undefined) await tx.principals.delete(systemAssigned.principalId)
}

async function setSystemAssigned(
  tx: Tx,
  ports: IdentityPorts,
  resource: Host,
  wanted: boolean,
): Promise<IdentityIds | undefined> {
  const current = resource.identity?.systemAssigned
  if (!wanted) {
    await removeResourceIdentity(tx, resource)
    return undefined
  }
  if (current !== undefined) return current
  return createIdentityPrincipal(tx, ports, {
    displayName: resource.name,
    origin: { type: 'SystemAssigned', resourceId: resource.id },
  })
}

async function idsToAttach(tx: Tx, host: Host, identityId: string): Promise<IdentityIds> {
  const identity = await tx.resources.get(identityId)
  if (identity === undefined || identity.provisioningState === 'Deleting') {
    // The identity service names the resource in its own spelling of ids.
    const spelt = identityId.replace(/\/resourcegroups\//i, '/resourcegroups/')
    throw new ArmError('FailedIdentityOperation', { resourceId: host.id, identityId: spelt })
  }
  if (identity.body.isolationScope === 'Regional' && identity.location !== host.location) {
    throw new ArmError('BadRequest', {
      // Decision: Azure refuses this; its words are not known.
      detail: `The identity '${identity.id}' is restricted to resources in the location '${identity.location ?? ''}'.`,
    })
  }
  return identityIdsOf(identity)
}
