/**
 * What "Create User Assigned Managed Identity" asks for and sends.
 *
 * Rules: naming rules of Azure resources (`Microsoft.ManagedIdentity`: 3 to 128 characters); the sentence is that of Azure's
 * page; body: `userAssignedIdentities` PUT, 2024-11-30.
 */

import { type TagRow, tagsOf } from '../../controls/tags.js'
import { problemOfGroupName } from '../resource-groups/group-rules.js'

export interface NewIdentity {
  readonly subscriptionId: string
  readonly resourceGroup: string
  /** The group does not exist yet and is made first, in the same region. */
  readonly isNewGroup: boolean
  readonly region: string
  readonly name: string
  readonly tags: readonly TagRow[]
}

export type IdentityField = 'subscriptionId' | 'resourceGroup' | 'region' | 'name'

/** What is missing or wrong on "Basics", by field. */
export function problemsOf(identity: NewIdentity): Readonly<Partial<Record<IdentityField, string>>> {
  const { subscriptionId, resourceGroup, isNewGroup, region, name } = identity
  return {
    ...(subscriptionId === '' ? { subscriptionId: 'Select a subscription.' } : {}),
    ...(resourceGroup === ''
      ? { resourceGroup: isNewGroup ? 'Enter a name for the new resource group.' : 'Select a resource group.' }
      : isNewGroup
        ? newGroupProblem(resourceGroup)
        : {}),
    ...(region === '' ? { region: 'Select a region.' } : {}),
    ...(isIdentityName(name) ? {} : { name: nameRule }),
  }
}

function newGroupProblem(name: string): { readonly resourceGroup?: string } {
  const problem = problemOfGroupName(name)
  return problem === undefined ? {} : { resourceGroup: problem }
}

const nameRule =
  "The name must begin with a letter or number, and contain from 3 to 128 characters. It can only contain letters, numbers, '-' and '_'."

export const isIdentityName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{2,127}$/i.test(name)

export const groupIdOf = ({ subscriptionId, resourceGroup }: NewIdentity): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`

export const identityIdOf = (identity: NewIdentity): string =>
  `${groupIdOf(identity)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identity.name}`

export function bodyOf({ region, tags }: NewIdentity): object {
  const named = tagsOf(tags)
  return { location: region, ...(Object.keys(named).length === 0 ? {} : { tags: named }) }
}
