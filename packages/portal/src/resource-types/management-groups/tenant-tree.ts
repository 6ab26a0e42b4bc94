/**
 * The tree of management groups and subscriptions, put together from what each group says of its children.
 *
 * Source: `GET …/managementGroups/{root}?$expand=children&$recurse=true` (2021-04-01). Whoever may not read the root sees
 * the groups that are listed for them, flat.
 */

/** As the service answers; `children` of a recursive look hold theirs. */
export interface GroupNode {
  readonly id: string
  readonly name: string
  readonly type?: string
  readonly displayName?: string
  readonly children?: readonly GroupNode[]
}

export interface ManagementGroup {
  readonly id: string
  readonly name: string
  readonly properties: {
    readonly displayName?: string
    readonly tenantId?: string
    readonly children?: readonly GroupNode[]
  }
}

/** A line of the tree, in the order in which it is shown. */
export interface TreeRow {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly isSubscription: boolean
  /** 0 for the root. */
  readonly level: number
  readonly parent?: string
}

export const isSubscriptionNode = ({ id }: Pick<GroupNode, 'id'>): boolean => /^\/subscriptions\//i.test(id)

/** Groups before subscriptions, each by name. */
export function rowsOfTree(root: ManagementGroup): readonly TreeRow[] {
  const { displayName, children = [] } = root.properties
  return rowsOfNode({ id: root.id, name: root.name, displayName: displayName ?? root.name, children }, 0)
}

function rowsOfNode(node: GroupNode, level: number, parent?: string): readonly TreeRow[] {
  const { id, name, displayName = name, children = [] } = node
  const rank = (one: GroupNode): number => (isSubscriptionNode(one) ? 1 : 0)
  const sorted = children.toSorted(
    (a, b) => rank(a) - rank(b) || (a.displayName ?? a.name).localeCompare(b.displayName ?? b.name),
  )
  return [
    {
      id,
      name,
      displayName,
      isSubscription: isSubscriptionNode(node),
      level,
      ...(parent === undefined ? {} : { parent }),
    },
    ...sorted.flatMap((child) => rowsOfNode(child, level + 1, id)),
  ]
}

/** For whoever sees some groups but not the root. */
export const flatRows = (groups: readonly ManagementGroup[]): readonly TreeRow[] =>
  groups.map(({ id, name, properties }) => ({
    ...{ id, name, level: 0, isSubscription: false },
    displayName: properties.displayName ?? name,
  }))

/** How many subscriptions are below a group, at any depth. */
export function subscriptionsBelow(rows: readonly TreeRow[], id: string): number {
  const children = rows.filter(({ parent }) => parent === id)
  return children.reduce((sum, child) => sum + (child.isSubscription ? 1 : subscriptionsBelow(rows, child.id)), 0)
}
