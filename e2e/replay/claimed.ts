/**
 * What this cloud claims to be: exchanges with types of other providers (metrics, Resource Graph, application gateways,
 * deployments of what is missing …) are of an area of their own, which is not scored, and such resources and namespaces
 * are cut from lists. What remains is compared. Roles are claimed at every scope; locks only on what is here to be locked.
 */
import type { Exchange } from './prepare.ts'

/** The area of what is not scored. */
export const unclaimedArea = 'not claimed'

const claimed = /^Microsoft\.(Authorization|Compute|ManagedIdentity|Management|Network|Resources)$/i
const missingTypes = /\/providers\/Microsoft\.Network\/applicationGateways/i

export function withClaims(exchange: Exchange): Exchange {
  const { url, requestBody } = exchange
  const path = decodeURIComponent(url.replace(/\?.*$/s, ''))
  // Providers themselves, and their registration, are claimed for every namespace.
  const namespaces = namespacesIn(path, /\/providers\/([^/]+)\/(?!(?:un)?register$)/gi)
  const needed = /\/locks(\/|$)/i.test(path)
    ? namespaces
    : /\/moveResources$/i.test(path)
      ? namespacesIn(JSON.stringify(requestBody))
      : namespaces.slice(-1)
  const isClaimed = !missingTypes.test(path) && needed.every((namespace) => claimed.test(namespace))
  return isClaimed ? exchange : { ...exchange, area: unclaimedArea }
}

/** Is an item of a list a resource or a namespace that this cloud has? */
export function isClaimedId(id: string): boolean {
  return (
    !missingTypes.test(id) &&
    namespacesIn(id)
      .slice(-1)
      .every((namespace) => claimed.test(namespace))
  )
}

const namespacesIn = (text: string, pattern = /\/providers\/([^/"]+)/gi): string[] =>
  [...text.matchAll(pattern)].map(([, namespace = '']) => namespace)
