/**
 * Management groups: a tree of groups above the subscriptions of a tenant, with the tenant's own group as its root.
 *
 * Rules: Azure's page on management groups: one root, whose name is the tenant's id; six levels below it; every group
 * and every subscription has one parent, the root unless it was put elsewhere; what is granted at a group holds below.
 */
import { resourceKey, segmentsOf } from '../resource-id/resource-id.js'

export const managementGroupType = 'Microsoft.Management/managementGroups'
export const managementGroupSubscriptionType = `${managementGroupType}/subscriptions`

/** Levels of groups below the root. */
export const deepestLevel = 6

export interface ManagementGroup {
  readonly name: string
  readonly displayName: string
  /** Name of the group above; absent only for the root. */
  readonly parent?: string
}

export interface HierarchyFacts {
  readonly tenantId: string
  /** Without the root. A group whose parent is missing counts as below the root. */
  readonly groups: readonly ManagementGroup[]
  /** Names of the groups of those subscriptions that are not directly below the root, by subscription id. */
  readonly subscriptions: ReadonlyMap<string, string>
}

export interface Hierarchy {
  readonly root: ManagementGroup
  /** By name, in any case; the root too. */
  group(name: string): ManagementGroup | undefined
  /** Groups directly below. */
  childrenOf(name: string): readonly ManagementGroup[]
  /** Groups above, nearest first, the root last; none above the root. */
  ancestorsOf(name: string): readonly ManagementGroup[]
  /** The group that a subscription is in. */
  groupOf(subscriptionId: string): ManagementGroup
  /** Ids of the groups that cover a scope beyond what its id says: those above its subscription, or above its own group. Nearest first. */
  scopesAbove(scope: string): readonly string[]
}

export const managementGroupScope = (name: string): string => `/providers/${managementGroupType}/${name}`

/** The group that a scope is or lies in: `/providers/Microsoft.Management/managementGroups/{name}/…`. */
export function managementGroupIn(scope: string): string | undefined {
  const [providers, namespace, type, name] = segmentsOf(scope)
  const isGroup =
    `/${providers}/${namespace}/${type}`.toLowerCase() === resourceKey(`/providers/${managementGroupType}`)
  return isGroup ? name : undefined
}

/** Is the scope a management group itself, not something that lies in one? */
export const isManagementGroup = (scope: string): boolean =>
  managementGroupIn(scope) !== undefined && segmentsOf(scope).length === 4

export function createHierarchy({ tenantId, groups, subscriptions }: HierarchyFacts): Hierarchy {
  const root: ManagementGroup = { name: tenantId, displayName: 'Tenant Root Group' }
  const byName = new Map([root, ...groups].map((group) => [group.name.toLowerCase(), group] as const))
  const group = (name: string): ManagementGroup | undefined => byName.get(name.toLowerCase())
  const parentOf = (of: ManagementGroup): ManagementGroup | undefined =>
    of === root ? undefined : (group(of.parent ?? '') ?? root)
  const inGroup = new Map([...subscriptions].map(([id, name]) => [id.toLowerCase(), name]))
  const groupOf = (subscriptionId: string): ManagementGroup =>
    group(inGroup.get(subscriptionId.toLowerCase()) ?? '') ?? root
  const ancestorsOf = (name: string): ManagementGroup[] => {
    const above: ManagementGroup[] = []
    let current = group(name)
    // No tree of ours is deeper, and a damaged one must not go round for ever.
    while (current !== undefined && above.length <= groups.length) {
      current = parentOf(current)
      if (current !== undefined) above.push(current)
    }
    return above
  }
  return {
    root,
    group,
    childrenOf: (name) => groups.filter((one) => parentOf(one)?.name.toLowerCase() === name.toLowerCase()),
    ancestorsOf,
    groupOf,
    scopesAbove(scope) {
      const [first, subscriptionId] = segmentsOf(scope)
      if (first?.toLowerCase() === 'subscriptions' && subscriptionId !== undefined) {
        const own = groupOf(subscriptionId)
        return [own, ...ancestorsOf(own.name)].map(({ name }) => managementGroupScope(name))
      }
      const name = managementGroupIn(scope)
      return name === undefined ? [] : ancestorsOf(name).map((above) => managementGroupScope(above.name))
    },
  }
}
