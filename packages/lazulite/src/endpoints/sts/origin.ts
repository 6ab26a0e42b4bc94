/**
 * Under which origin the token service names its own addresses.
 *
 * Decision: endpoint addresses in discovery documents use the origin that the client addressed, so that an SDK with a
 * custom authority (`https://localhost:4430`) stays there; issuers keep the public names, because they are in every
 * token and must not depend on who asks. `sts.windows.net` only names an issuer, its documents lead to the sign-in host.
 */
import { issuerHost, signInHost } from '../../domain/public-names.js'

/** `host`, `host:port`, `[v6]:port`; anything else in a `Host` header is not repeated to anybody. */
const plainHost = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/

/** @param hostHeader  value of `Host`, as sent */
export function addressedHost(hostHeader: string | undefined): string {
  const host = (hostHeader ?? '').toLowerCase().replace(/:443$/, '')
  return !plainHost.test(host) || host === issuerHost ? signInHost : host
}

export const originOf = (hostHeader: string | undefined): string => `https://${addressedHost(hostHeader)}`
