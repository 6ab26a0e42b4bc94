/**
 * How pages are sent: not kept by anybody, not framed, running nothing that is not ours.
 * Browsers hold a redirect that follows a form to `form-action` too, so the application's address has to be in it.
 */
import type { FastifyReply } from 'fastify'
import type { Html } from './html.js'

export interface PageOptions {
  readonly status?: number
  /** Sources beside our own that a form may lead to. */
  readonly formActions?: readonly string[]
  readonly runsOurScript?: true
}

export function writePage(reply: FastifyReply, page: Html, options: PageOptions = {}): FastifyReply {
  return reply
    .code(options.status ?? 200)
    .headers(pageHeaders(options))
    .type('text/html; charset=utf-8')
    .send(page.text)
}

export const pageHeaders = ({ formActions = [], runsOurScript }: PageOptions): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    ...(runsOurScript ? ["script-src 'self'"] : []),
    `form-action ${["'self'", ...formActions].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'unsafe-none', // applications open the page in a window and wait for it
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
})
