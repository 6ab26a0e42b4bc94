/**
 * What "Create User Assigned Managed Identity" asks for and sends.
 *
 * Rules: naming rules of Azure resources (`Microsoft.ManagedIdentity`: 3 to 128 characters); the sentence is that of Azure's
 * page; body: `userAssignedIdentities` PUT, 2024-11-30.
 */

export interface NewIdentity {
  readonly subscriptionId: string
  readonly resourceGroup: string
  /** The group does not exist yet and is made first, in the same region. */
  readonly isNewGroup: boolean
  readonly region: string
  readonly name: string
  readonly tags: readonly { readonly name: string; readonly value: string }[]
}

export type IdentityField = 'subscriptionId' | 'resourceGroup' | 'region' | 'name'

/** What is missing or wrong on "Basics", by field. */
export function problemsOf(identity: NewIdentity): Readonly<Partial<Record<IdentityField, string>>> {
  const { subscriptionId, resourceGroup, isNewGroup, region, name } = identity
  return {
    ...(subscriptionId === '' ? { subscriptionId: 'Select a subscription.' } : {}),
    ...(resourceGroup === ''
      ? { resourceGroup: isNewGroup ? 'Enter a name for the new resource group.' : 'Select a resource group.' }
      : isNewGroup && !isGroupName(resourceGroup)
        ? { resourceGroup: groupRule }
        : {}),
    ...(region === '' ? { region: 'Select a region.' } : {}),
    ...(isIdentityName(name) ? {} : { name: nameRule }),
  }
}

const nameRule =
  "The name must begin with a letter or number, and contain from 3 to 128 characters. It can only contain letters, numbers, '-' and '_'."
const groupRule =
  'Resource group names only allow alphanumeric characters, periods, underscores, hyphens and parenthesis and cannot end in a period.'

export const isIdentityName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{2,127}$/i.test(name)

const isGroupName = (name: string): boolean => /^[\p{L}\p{N}._()-]{1,90}$/u.test(name) && !name.endsWith('.')

/** The same name twice, or a value without a name. */
export function problemOfTags(tags: NewIdentity['tags']): string | undefined {
  const names = tags.map(({ name }) => name.trim().toLowerCase()).filter((name) => name !== '')
  if (new Set(names).size < names.length) return 'A tag name occurs twice.'
  if (tags.some(({ name, value }) => name.trim() === '' && value !== '')) return 'A tag has a value but no name.'
  return undefined
}

export const groupIdOf = ({ subscriptionId, resourceGroup }: NewIdentity): string =>
  `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`

export const identityIdOf = (identity: NewIdentity): string =>
  `${groupIdOf(identity)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${identity.name}`

export function bodyOf({ region, tags }: NewIdentity): object {
  const named = tags.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value])
  return { location: region, ...(named.length === 0 ? {} : { tags: Object.fromEntries(named) }) }
}
