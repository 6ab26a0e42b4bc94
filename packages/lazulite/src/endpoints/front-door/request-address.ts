/**
 * Whom a request is for: host and path, from its target and its Host header.
 *
 * Source: RFC 9112, section 3.2: exactly one Host header or 400; with an absolute-form target the target's authority
 * counts and the header is ignored.
 */
import type { IncomingMessage } from 'node:http'

export type RequestAddress =
  | { readonly ok: true; readonly host: string; readonly path: string }
  | { readonly ok: false; readonly reason: 'badHost' | 'badTarget' }

export function requestAddress(request: Pick<IncomingMessage, 'url' | 'rawHeaders'>): RequestAddress {
  const hosts = request.rawHeaders.flatMap((name, i, all) =>
    i % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host' ? [all[i + 1] ?? ''] : [],
  )
  const [host] = hosts
  if (host === undefined || host === '' || hosts.length > 1) return { ok: false, reason: 'badHost' }
  const target = request.url ?? ''
  if (target.startsWith('/')) return { ok: true, host, path: target }
  const absolute = /^https:\/\/([^/?#@]+)([/?].*)?$/is.exec(target)
  if (absolute === null) return { ok: false, reason: 'badTarget' }
  const [, authority = '', rest = '/'] = absolute
  return { ok: true, host: authority, path: rest.startsWith('/') ? rest : `/${rest}` }
}
