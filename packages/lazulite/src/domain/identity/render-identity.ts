/**
 * The `identity` member of an answer.
 *
 * Key order and shapes as in recorded answers of Microsoft.Compute 2017-12-01 to 2024-11-01 (Azure CLI, Azure SDK for
 * Java and Cloud Custodian test recordings): `principalId` and `tenantId` belong to the system-assigned identity,
 * a resource without identities has no member at all, and an identity that a write has just attached shows no ids
 * until the write is through.
 */
import type { JsonObject } from '../json.js'
import type { UserAssignedForm } from './identity-block.js'
import type { ResourceIdentity } from './resource-identity.js'

export interface IdentityRendering {
  readonly tenantId: string
  readonly form: UserAssignedForm
  /** Ids just attached by the write that is being answered. */
  readonly justAttached?: readonly string[]
}

/** Undefined when there is no identity to show. */
export function renderIdentity(identity: ResourceIdentity | undefined, how: IdentityRendering): JsonObject | undefined {
  const type = identityTypeOf(identity)
  if (identity === undefined || type === 'None') return undefined
  return {
    type,
    ...(identity.systemAssigned === undefined
      ? {}
      : { principalId: identity.systemAssigned.principalId, tenantId: how.tenantId }),
    ...(identity.userAssigned.length === 0 ? {} : renderUserAssigned(identity, how)),
  }
}

/** Azure's spelling of what a resource has; with a blank after the comma. */
export function identityTypeOf(
  identity: ResourceIdentity | undefined,
): 'None' | 'SystemAssigned' | 'UserAssigned' | 'SystemAssigned, UserAssigned' {
  const hasUserAssigned = identity !== undefined && identity.userAssigned.length > 0
  if (identity?.systemAssigned === undefined) return hasUserAssigned ? 'UserAssigned' : 'None'
  return hasUserAssigned ? 'SystemAssigned, UserAssigned' : 'SystemAssigned'
}

function renderUserAssigned(identity: ResourceIdentity, how: IdentityRendering): JsonObject {
  if (how.form === 'list') return { identityIds: identity.userAssigned.map(({ resourceId }) => resourceId) }
  const entries = identity.userAssigned.map(({ resourceId, principalId, clientId }) => [
    resourceId,
    how.justAttached?.includes(resourceId) ? {} : { principalId, clientId },
  ])
  return { userAssignedIdentities: Object.fromEntries(entries) }
}
