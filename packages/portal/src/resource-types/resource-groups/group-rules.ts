/**
 * What the pages of resource groups decide by themselves: names that the service will take, the body of a new group,
 * which resources count as hidden, and what their deployments amount to.
 *
 * Names: Azure's naming rules (1 to 90 letters, digits, underscores, parentheses, hyphens and periods, no period at the end).
 */
import type { Tags } from '../../controls/tags.js'

/** As a sentence; `undefined` for a good name. @param others names that are taken in the subscription */
export function problemOfGroupName(name: string, others: readonly string[] = []): string | undefined {
  if (name === '') return 'The value must not be empty.'
  if (name.length > 90) return 'The name has at most 90 characters.'
  if (/[^\p{L}\p{N}\-.()_]/u.test(name)) {
    return 'Resource group names only allow letters, digits, underscores, parentheses, hyphens and periods.'
  }
  if (name.endsWith('.')) return 'The name must not end with a period.'
  const isTaken = others.some((other) => other.toLowerCase() === name.toLowerCase())
  return isTaken ? `A resource group named '${name}' exists already in this subscription.` : undefined
}

export const bodyOfGroup = ({ location, tags }: { readonly location: string; readonly tags: Tags }) => ({
  location,
  ...(Object.keys(tags).length === 0 ? {} : { tags }),
})

/** Parts of other resources are listed only on demand, as Azure's "Show hidden types" does. */
export const isHiddenType = (type: string): boolean => type.split('/').length > 2

interface HasState {
  readonly properties?: { readonly provisioningState?: string }
}

/** "1 Failed, 3 Succeeded": what is under way and what failed first. */
export function summaryOfDeployments(deployments: readonly HasState[]): string {
  if (deployments.length === 0) return 'No deployments'
  const order = ['Failed', 'Canceled', 'Succeeded']
  const states = Map.groupBy(deployments, ({ properties }) => {
    const state = properties?.provisioningState ?? ''
    return order.includes(state) ? state : 'Deploying'
  })
  return ['Deploying', ...order]
    .flatMap((state) => {
      const count = states.get(state)?.length
      return count === undefined ? [] : [`${count} ${state}`]
    })
    .join(', ')
}
