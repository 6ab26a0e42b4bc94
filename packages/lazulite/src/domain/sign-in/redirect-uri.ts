/**
 * Where a sign-in may lead back to.
 *
 * Source: "Redirect URI (reply URL) restrictions and limitations" of the Microsoft identity platform; RFC 8252
 * section 7.3: a registered URI matches letter by letter, but for the port of a loopback address over http.
 * Decision: `http://127.0.0.1` and `http://[::1]` count as `http://localhost` for public clients, as RFC 8252 asks.
 */
import type { RedirectUris } from '../directory/directory-objects.js'

/** Which kind of client a redirect URI is registered for; it decides how the code may be redeemed. */
export type RedirectPlatform = keyof RedirectUris

export const noRedirectUris: RedirectUris = { web: [], spa: [], publicClient: [] }

/** `undefined`: nothing registered matches. Single-page applications go first: their codes are the most restricted. */
export function findRedirectPlatform(asked: string, registered: RedirectUris): RedirectPlatform | undefined {
  if (!isUsable(asked)) return undefined
  const platforms: readonly RedirectPlatform[] = ['spa', 'web', 'publicClient']
  return platforms.find((platform) =>
    registered[platform].some((uri) => uri === asked || isSameLoopback(uri, asked, platform)),
  )
}

export const allRedirectUris = (registered: RedirectUris): readonly string[] => [
  ...registered.web,
  ...registered.spa,
  ...registered.publicClient,
]

/**
 * Absolute, without a fragment (RFC 6749 section 3.1.2), and nothing that a browser would run. Printable ASCII only
 * (RFC 3986 section 2): a URL parser drops line breaks and tabs, so an address with them would compare as another one.
 */
function isUsable(uri: string): boolean {
  if (!/^[!-~]+$/.test(uri) || !URL.canParse(uri) || uri.includes('#')) return false
  return !['javascript:', 'data:', 'vbscript:', 'blob:', 'file:'].includes(new URL(uri).protocol)
}

function isSameLoopback(registered: string, asked: string, platform: RedirectPlatform): boolean {
  if (!URL.canParse(registered)) return false
  const [one, other] = [new URL(registered), new URL(asked)]
  if (one.protocol !== 'http:' || other.protocol !== 'http:' || other.username !== '' || other.password !== '') {
    return false
  }
  const mayDiffer = platform === 'publicClient' && isLoopback(one.hostname) && isLoopback(other.hostname)
  const isSameHost = isLoopback(one.hostname) && one.hostname === other.hostname
  return (mayDiffer || isSameHost) && one.pathname === other.pathname && one.search === other.search
}

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)

/**
 * What a page may send its form to, as a source of `form-action`: the origin of a web address, else the scheme alone
 * (`myapp:`). Browsers hold redirects that follow a form to it as well.
 */
export function formActionSource(redirectUri: string): string {
  const { origin, protocol } = new URL(redirectUri)
  return origin === 'null' ? protocol : origin
}
