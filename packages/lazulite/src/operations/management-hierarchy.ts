/** The tenant's management groups as they are stored: one record per group, and one per subscription that was put into one. */

import { textAt } from '../domain/json.js'
import {
  createHierarchy,
  type Hierarchy,
  managementGroupScope,
  managementGroupSubscriptionType,
  managementGroupType,
} from '../domain/management/hierarchy.js'
import type { ReadStores } from '../ports/store.js'

type Stores = Pick<ReadStores, 'resources' | 'tenants'>

/** Scope of every record of a management group. */
export const managementScope = managementGroupScope('').replace(/\/$/, '')

export async function readHierarchy({ resources, tenants }: Stores): Promise<Hierarchy> {
  const groups = await resources.list({ scope: managementScope, type: managementGroupType })
  const links = await resources.list({ scope: managementScope, type: managementGroupSubscriptionType })
  return createHierarchy({
    tenantId: (await tenants.get())?.tenantId ?? '',
    groups: groups.map(({ name, body }) => {
      const parent = textAt(body, 'parent')
      return { name, displayName: textAt(body, 'displayName') ?? name, ...(parent === undefined ? {} : { parent }) }
    }),
    subscriptions: new Map(links.map(({ name, id }) => [name, id.split('/').at(-3) ?? ''])),
  })
}
