/**
 * What the claims of a client assertion must say (RFC 7523 section 3; "Microsoft identity platform application
 * authentication certificate credentials"). Signatures are checked elsewhere.
 */
import type { Tenant } from '../directory/directory-objects.js'
import type { JsonObject } from '../json.js'
import { issuerHost, publicNamesOf } from '../public-names.js'
import type { EpochMillis, EpochSeconds, Seconds } from '../time.js'

/** Clocks of clients are allowed to be wrong by this much. */
export const assertionClockSkew: Seconds = 300

export const audiencesOf = ({ aud }: JsonObject): readonly string[] =>
  typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud.filter((one) => typeof one === 'string') : []

/** The facts of a refusal; `undefined`: the assertion is good now. */
export function timeRefusal(
  { exp, nbf }: JsonObject,
  now: EpochSeconds,
): { readonly now: string; readonly from: string; readonly until: string } | undefined {
  const from = typeof nbf === 'number' ? nbf : 0
  const until = typeof exp === 'number' ? exp : 0
  if (now + assertionClockSkew >= from && now - assertionClockSkew < until) return undefined
  return { now: preciseTime(now * 1000), from: preciseTime(from * 1000), until: preciseTime(until * 1000) }
}

/** `2024-10-02T22:05:03.6755165Z`: seven digits of a second, as Entra prints instants in its messages. */
export function preciseTime(time: EpochMillis): string {
  const isPrintable = Math.abs(time) <= 8.64e15
  return new Date(isPrintable ? time : 0).toISOString().replace('Z', '0000Z')
}

/** What may follow the tenant in an audience that names a token endpoint or an issuer of ours. */
const endpointPaths: ReadonlySet<string> = new Set([
  '',
  'v2.0',
  'oauth2/token',
  'oauth2/v2.0/token',
  'oauth2/v2.0',
  'oauth2',
])

/**
 * Does this audience mean our token endpoint, under any of its names? The tenant may be named by id, by domain, or be
 * left open.
 * @param ownHosts  hosts (`localhost:4430`) that are this cloud beside the public names
 */
export function isTokenEndpoint(
  audience: string,
  { tenant, ownHosts }: { readonly tenant: Tenant; readonly ownHosts: readonly string[] },
): boolean {
  if (!URL.canParse(audience)) return false
  const { protocol, host, pathname } = new URL(audience)
  if (protocol !== 'https:' || ![...publicNamesOf('sts'), issuerHost, ...ownHosts].includes(host)) return false
  const [first = '', ...rest] = pathname.toLowerCase().split('/').filter(Boolean)
  const names = [tenant.tenantId.toLowerCase(), tenant.defaultDomain.toLowerCase(), 'common', 'organizations', 'adfs']
  return names.includes(first) && endpointPaths.has(rest.join('/'))
}
