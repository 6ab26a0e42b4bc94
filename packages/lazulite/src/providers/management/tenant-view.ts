/** What every operation on management groups looks at: the hierarchy, and the subscriptions that are in it. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import { ArmError } from '../../domain/errors/arm-error.js'
import type { Hierarchy, ManagementGroup } from '../../domain/management/hierarchy.js'
import { readHierarchy } from '../../operations/management-hierarchy.js'
import type { ReadStores } from '../../ports/store.js'

export interface TenantView {
  readonly hierarchy: Hierarchy
  readonly subscriptions: readonly Resource[]
  /** Of one group, directly. */
  readonly subscriptionsIn: (name: string) => readonly Resource[]
}

export async function viewTenant(stores: Pick<ReadStores, 'resources' | 'tenants'>): Promise<TenantView> {
  const hierarchy = await readHierarchy(stores)
  const subscriptions = await stores.resources.list({
    scope: '/subscriptions',
    type: 'Microsoft.Resources/subscriptions',
  })
  return {
    hierarchy,
    subscriptions,
    subscriptionsIn: (name) =>
      subscriptions.filter(
        ({ subscriptionId }) => hierarchy.groupOf(subscriptionId).name.toLowerCase() === name.toLowerCase(),
      ),
  }
}

/** @throws ArmError `NotFound` */
export function requireGroup(hierarchy: Hierarchy, name: string): ManagementGroup {
  const group = hierarchy.group(name)
  if (group === undefined) throw new ArmError('ManagementGroupNotFound', { name })
  return group
}
