/** Inside the transaction that writes a resource: its group is still there and not being deleted. */
import { ArmError } from '../domain/errors/arm-error.js'
import { resourceGroupScope } from '../domain/resource-id/resource-id.js'
import type { Tx } from '../ports/store.js'

/**
 * The endpoint has checked this before; a deletion may have begun since.
 * @throws ArmError `ResourceGroupNotFound`, `ResourceGroupBeingDeleted`
 */
export async function requireWritableGroup(
  tx: Tx,
  { subscriptionId = '', resourceGroup = '' }: { readonly subscriptionId?: string; readonly resourceGroup?: string },
): Promise<void> {
  const group = await tx.resources.get(resourceGroupScope(subscriptionId, resourceGroup))
  if (group === undefined) throw new ArmError('ResourceGroupNotFound', { name: resourceGroup })
  if (group.provisioningState === 'Deleting') throw new ArmError('ResourceGroupBeingDeleted', { name: group.name })
}
