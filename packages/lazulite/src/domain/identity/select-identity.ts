/**
 * Which of a resource's managed identities answers the metadata service.
 *
 * Without a selector: the system-assigned identity when there is one, else the only user-assigned one; with several
 * the client has to say which (managed identities FAQ, "What identity will IMDS default to if I don't specify the
 * identity in the request?"). Ids compare without case.
 */
import { isSameResource } from '../resource-id/resource-id.js'
import type { IdentityIds, ResourceIdentity } from './resource-identity.js'

export type IdentitySelector =
  | { readonly by: 'default' }
  | { readonly by: 'clientId' | 'objectId' | 'resourceId'; readonly value: string }

export type SelectedIdentity =
  | (IdentityIds & { readonly type: 'SystemAssigned' })
  | (IdentityIds & { readonly type: 'UserAssigned'; readonly resourceId: string })

export type IdentitySelection =
  | { readonly found: true; readonly identity: SelectedIdentity }
  | { readonly found: false; readonly reason: 'notFound' | 'several' }

export function selectIdentity(identity: ResourceIdentity, selector: IdentitySelector): IdentitySelection {
  const system: SelectedIdentity[] = identity.systemAssigned
    ? [{ type: 'SystemAssigned', ...identity.systemAssigned }]
    : []
  const user = identity.userAssigned.map((link): SelectedIdentity => ({ type: 'UserAssigned', ...link }))
  if (selector.by !== 'default') return first([...system, ...user].filter((one) => isSelected(one, selector)))
  if (system.length === 0 && user.length > 1) return { found: false, reason: 'several' }
  return first([...system, ...user])
}

const first = ([identity]: readonly SelectedIdentity[]): IdentitySelection =>
  identity === undefined ? { found: false, reason: 'notFound' } : { found: true, identity }

function isSelected(identity: SelectedIdentity, selector: Exclude<IdentitySelector, { by: 'default' }>): boolean {
  switch (selector.by) {
    case 'clientId':
      return isSameGuid(identity.clientId, selector.value)
    case 'objectId':
      return isSameGuid(identity.principalId, selector.value)
    case 'resourceId': // only user-assigned identities are resources
      return identity.type === 'UserAssigned' && isSameResource(identity.resourceId, selector.value)
  }
}

const isSameGuid = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()
