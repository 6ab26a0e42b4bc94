/**
 * What the portal's page may load and whom it may ask: its own files, and the services under the names by which they are
 * reached from where the portal is served.
 *
 * Source: Content Security Policy Level 3. No script but our files runs: none inline, none evaluated, and no text becomes
 * markup (Trusted Types). Styles are made while the page runs, so their elements carry a nonce that changes with every
 * answer. Nobody may frame the page, and no form leaves it.
 */
import { armHost, graphHost, portalHost, signInHost } from '../../domain/public-names.js'

export const violationReportPath = '/csp-report'

/**
 * @param host  the Host header: at the public name the services have theirs, elsewhere all have the page's own origin
 * @param nonce of the page's style elements; base64, new for each answer
 */
export function contentSecurityPolicy({ host, nonce }: { readonly host: string; readonly nonce: string }): string {
  const isPublic = host.toLowerCase().replace(/\.?(:\d*)?$/, '') === portalHost
  const services = isPublic ? [armHost, graphHost, signInHost].map((name) => `https://${name}`) : []
  const terminals = isPublic ? [`wss://${armHost}`] : []
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    ["connect-src 'self'", ...services, ...terminals].join(' '),
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `report-uri ${violationReportPath}`,
  ].join('; ')
}
