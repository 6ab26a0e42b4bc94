/**
 * How many role assignments there can be (Azure RBAC limits): 4,000 in a subscription, at it, its groups and its
 * resources; 500 at a management group, its subscriptions not counted. The tenant root has no limit that anybody names.
 */
import { ArmError } from '../../../domain/errors/arm-error.js'
import { isManagementGroup } from '../../../domain/management/hierarchy.js'
import { segmentsOf, subscriptionScope } from '../../../domain/resource-id/resource-id.js'
import type { ReadStores } from '../../../ports/store.js'

export const limitPerSubscription = 4000
const limitPerManagementGroup = 500

/** @throws ArmError `RoleAssignmentLimitExceeded` */
export async function requireRoomFor(stores: Pick<ReadStores, 'roleAssignments'>, scope: string): Promise<void> {
  const [first, subscriptionId] = segmentsOf(scope)
  if (first?.toLowerCase() === 'subscriptions' && subscriptionId !== undefined) {
    if ((await countInSubscription(stores, subscriptionId)) >= limitPerSubscription) {
      refuse(limitPerSubscription, 'subscription')
    }
  } else if (isManagementGroup(scope)) {
    const held = await stores.roleAssignments.countAtScope(scope, { below: false })
    if (held >= limitPerManagementGroup) refuse(limitPerManagementGroup, 'management group')
  }
}

export const countInSubscription = (
  { roleAssignments }: Pick<ReadStores, 'roleAssignments'>,
  subscriptionId: string,
): Promise<number> => roleAssignments.countAtScope(subscriptionScope(subscriptionId), { below: true })

function refuse(limit: number, kind: string): never {
  throw new ArmError('RoleAssignmentLimitExceeded', { limit: String(limit), kind })
}
