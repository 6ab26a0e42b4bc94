/**
 * A user-assigned identity as each api-version shows it, and where its old secret would be.
 *
 * Recorded with Azure CLI, 2015-08-31-preview to 2023-01-31: ids with lower-case `resourcegroups`, `tags` always there,
 * no provisioning state; `clientSecretUrl` only in 2015-08-31-preview.
 */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { IdentityIds } from '../../domain/identity/resource-identity.js'
import { identityIdsOf } from '../../domain/identity/user-assigned-identity.js'
import type { JsonObject } from '../../domain/json.js'

export interface IdentityResourceRendering {
  readonly apiVersion: string
  readonly tenantId: string
}

export function renderIdentityResource(
  identity: Resource,
  { apiVersion, tenantId }: IdentityResourceRendering,
): JsonObject {
  const ids = identityIdsOf(identity)
  const { isolationScope } = identity.body
  return {
    id: identity.id,
    name: identity.name,
    type: identity.type,
    location: identity.location,
    tags: identity.tags ?? {},
    properties: {
      tenantId,
      principalId: ids.principalId,
      clientId: ids.clientId,
      ...(apiVersion >= '2018' ? {} : { clientSecretUrl: clientSecretUrl(identity, ids, tenantId) }),
      ...(apiVersion < '2024-11-30' || isolationScope === undefined ? {} : { isolationScope }),
    },
  }
}

/** The address at which Azure's machines once fetched the identity's certificate; nothing answers there. */
export function clientSecretUrl(
  resource: Pick<Resource, 'id' | 'location'>,
  { principalId, clientId }: IdentityIds,
  tenantId: string,
): string {
  return `https://control-${resource.location ?? ''}.identity.azure.net${resource.id}/credentials?tid=${tenantId}&oid=${principalId}&aid=${clientId}`
}
