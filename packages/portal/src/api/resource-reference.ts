/** Resource ids as the portal needs them: what kind of thing an id names, and which group and subscription it is in. */

export interface ResourceReference {
  /** As it was written. */
  readonly id: string
  /** `Microsoft.Compute/virtualMachines`, `Microsoft.Resources/resourceGroups`, …; of the last part of the id. */
  readonly type: string
  readonly name: string
  readonly subscriptionId?: string
  readonly resourceGroup?: string
}

export const subscriptionType = 'Microsoft.Resources/subscriptions'
export const resourceGroupType = 'Microsoft.Resources/resourceGroups'

/** `undefined` for text that is no id. */
export function parseResourceReference(id: string): ResourceReference | undefined {
  const segments = id.split('/').filter((segment) => segment !== '')
  const at = segments.map((segment) => segment.toLowerCase())
  const [subscriptionId, resourceGroup] = [
    at[0] === 'subscriptions' ? segments[1] : undefined,
    at[2] === 'resourcegroups' ? segments[3] : undefined,
  ]
  const place = {
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
  }
  const provider = at.lastIndexOf('providers')
  if (provider >= 0) {
    const [namespace, ...pairs] = segments.slice(provider + 1)
    const name = pairs.at(-1)
    if (namespace === undefined || name === undefined || pairs.length % 2 !== 0) return undefined
    const types = pairs.filter((_, index) => index % 2 === 0)
    return { id, type: [namespace, ...types].join('/'), name, ...place }
  }
  if (segments.length === 4 && resourceGroup !== undefined) {
    return { id, type: resourceGroupType, name: resourceGroup, ...place }
  }
  if (segments.length === 2 && subscriptionId !== undefined) {
    return { id, type: subscriptionType, name: subscriptionId, ...place }
  }
  return undefined
}

/** The id one level up that is a scope of its own: extension → what it extends; resource → parent or group → subscription. */
export function parentScope(id: string): string | undefined {
  const reference = parseResourceReference(id)
  if (reference === undefined || reference.type === subscriptionType) return undefined
  if (reference.type === resourceGroupType) return `/subscriptions/${reference.subscriptionId}`
  const parent = id.split('/').slice(0, -2).join('/')
  if (/\/providers\//i.test(parent) && parseResourceReference(parent) !== undefined) return parent
  const outside = id.slice(0, id.toLowerCase().lastIndexOf('/providers/'))
  return parseResourceReference(outside) === undefined ? undefined : outside
}

export const isSameId = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Whole segments, without regard to case: `/…/dev` does not cover `/…/dev2`. */
export const isWithin = (scope: string, within: string): boolean =>
  `${scope.toLowerCase()}/`.startsWith(`${within.toLowerCase().replace(/\/+$/, '')}/`)
