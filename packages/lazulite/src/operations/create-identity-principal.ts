/**
 * The service principal behind a managed identity.
 *
 * Azure makes one for each system-assigned identity that is enabled and for each user-assigned identity resource; its
 * names are its client id and an opaque address of the identity service (seen in Microsoft Graph answers for
 * managed identities: `servicePrincipalNames`).
 */
import { createHash } from 'node:crypto'
import type { ManagedIdentityOrigin } from '../domain/directory/directory-objects.js'
import type { IdentityIds } from '../domain/identity/resource-identity.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { Tx } from '../ports/store.js'

export interface IdentityPorts {
  readonly ids: Ids
  readonly clock: Clock
}

/** Inserts the principal, always with fresh ids: an identity that is enabled again is another one. */
export async function createIdentityPrincipal(
  tx: Tx,
  { ids, clock }: IdentityPorts,
  { displayName, origin }: { readonly displayName: string; readonly origin: ManagedIdentityOrigin },
): Promise<IdentityIds> {
  const principalId = ids.guid('principal')
  const clientId = ids.guid('client')
  const address = createHash('sha256').update(ids.guid('identityAddress')).digest('base64')
  await tx.principals.insert({
    kind: 'ServicePrincipal',
    principalId,
    displayName,
    isEnabled: true,
    createdAt: clock.nowMillis(),
    clientId,
    servicePrincipalType: 'ManagedIdentity',
    servicePrincipalNames: [clientId, `https://identity.azure.net/${address}`],
    managedIdentity: origin,
  })
  return { principalId, clientId }
}
