/** Management groups as they are shown. Recorded with Azure CLI (2018-03-01-preview); expansions: the specification of 2021-04-01. */
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { JsonObject } from '../../domain/json.js'
import {
  type Hierarchy,
  type ManagementGroup,
  managementGroupScope,
  managementGroupType,
} from '../../domain/management/hierarchy.js'
import { spelt } from './api-versions.js'

export interface GroupRendering {
  readonly apiVersion: string
  readonly hierarchy: Hierarchy
  /** The group's record; the root has none until somebody changes it. */
  readonly record: Resource | undefined
  /** Subscriptions by the name of their group. */
  readonly subscriptionsIn: (name: string) => readonly Resource[]
  /** From `$expand` and `$recurse`. */
  readonly children: 'none' | 'direct' | 'all'
  readonly showsPath: boolean
}

export const named = ({ name }: ManagementGroup, apiVersion: string): JsonObject => ({
  id: managementGroupScope(name),
  type: spelt(managementGroupType, apiVersion),
  name,
})

export function renderGroup(group: ManagementGroup, how: GroupRendering): JsonObject {
  const { hierarchy, record, apiVersion } = how
  const above = hierarchy.ancestorsOf(group.name)
  const [parent] = above
  const { version, updatedTime, updatedBy } = record?.body ?? {}
  const chain = above.map(({ name, displayName }) => ({ name, displayName }))
  const details: JsonObject = {
    version: version ?? 1,
    ...(updatedTime === undefined ? {} : { updatedTime }),
    ...(updatedBy === undefined ? {} : { updatedBy }),
    ...(parent === undefined
      ? {}
      : { parent: { id: managementGroupScope(parent.name), name: parent.name, displayName: parent.displayName } }),
    ...(how.showsPath ? { path: [...chain].reverse(), managementGroupAncestorsChain: chain } : {}),
  }
  const children = how.children === 'none' ? [] : renderChildren(group, how)
  return {
    ...named(group, apiVersion),
    properties: {
      tenantId: hierarchy.root.name,
      displayName: group.displayName,
      details,
      ...(children.length === 0 ? {} : { children }),
    },
  }
}

function renderChildren(group: ManagementGroup, how: GroupRendering): JsonObject[] {
  const groups = how.hierarchy.childrenOf(group.name).map((child): JsonObject => {
    const below = how.children === 'all' ? renderChildren(child, how) : []
    const { displayName } = child
    return { ...named(child, how.apiVersion), displayName, ...(below.length === 0 ? {} : { children: below }) }
  })
  const subscriptions = how.subscriptionsIn(group.name).map(({ id, name, body }): JsonObject => {
    return { id, type: '/subscriptions', name, displayName: body.displayName ?? name }
  })
  return [...groups, ...subscriptions]
}
