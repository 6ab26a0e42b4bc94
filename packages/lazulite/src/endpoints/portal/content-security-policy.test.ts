import { describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from './content-security-policy.js'

const directivesOf = (host: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    contentSecurityPolicy({ host, nonce: 'N0nce+/=' })
      .split('; ')
      .map((directive) => [directive.split(' ', 1)[0] ?? '', directive.replace(/^\S+ /, '')]),
  )

describe('the policy of the page', () => {
  it('lets nothing in but its own files and styles of its nonce', () => {
    expect(directivesOf('localhost:4430')).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' 'nonce-N0nce+/='",
      'img-src': "'self' data:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'report-uri': '/csp-report',
    })
  })

  it.each(['portal.azure.com', 'portal.azure.com:443', 'Portal.Azure.com.', 'portal.azure.com.:443'])(
    'lets the page of %s ask the services at their public names',
    (host) => {
      expect(directivesOf(host)['connect-src']).toBe(
        "'self' https://management.azure.com https://graph.microsoft.com https://login.microsoftonline.com wss://management.azure.com",
      )
    },
  )

  it.each(['localhost', '127.0.0.1:4430', '[::1]:4430', 'portal.azure.com.evil.example', 'xportal.azure.com', ''])(
    'lets the page of %j ask its own origin only',
    (host) => expect(directivesOf(host)['connect-src']).toBe("'self'"),
  )

  it('never lets scripts in by text', () => {
    for (const host of ['localhost', 'portal.azure.com']) {
      expect(contentSecurityPolicy({ host, nonce: 'x' })).not.toMatch(/unsafe-|\*|script-src[^;]*(nonce|data:|http)/)
    }
  })
})
