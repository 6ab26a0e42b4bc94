/**
 * What this cloud claims to be: exchanges with types of other providers (metrics, Resource Graph, SQL, application
 * gateways …) are of an area of their own, which is not scored but counted, and their resources and namespaces are cut
 * from lists. What remains is compared.
 */
import type { Exchange } from './prepare.ts'

/** The area of what is not scored. */
export const unclaimedArea = 'not claimed'

const claimed = /^Microsoft\.(Authorization|Compute|ManagedIdentity|Management|Network|Resources)$/i
const missingTypes = /\/providers\/Microsoft\.Network\/applicationGateways/i

export function withClaims(exchange: Exchange): Exchange {
  return isClaimedAddress(exchange.url) ? exchange : { ...exchange, area: unclaimedArea }
}

/** Providers themselves, and their registration, are claimed for every namespace. */
function isClaimedAddress(url: string): boolean {
  const path = decodeURIComponent(url.replace(/\?.*$/s, ''))
  if (missingTypes.test(path)) return false
  const namespaces = [...path.matchAll(/\/providers\/([^/]+)\/(?!(?:un)?register$)/gi)].map(
    ([, namespace = '']) => namespace,
  )
  return namespaces.every((namespace) => claimed.test(namespace))
}

/** Is an item of a list a resource or a namespace that this cloud has? */
export function isClaimedId(id: string): boolean {
  const namespaces = [...id.matchAll(/\/providers\/([^/]+)/gi)].map(([, namespace = '']) => namespace)
  return !missingTypes.test(id) && namespaces.every((namespace) => claimed.test(namespace))
}
