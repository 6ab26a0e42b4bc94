/**
 * How a client presents itself: `client_id` with `client_secret` or `client_assertion` in the form, or HTTP Basic with id
 * and secret form-encoded (RFC 6749 section 2.3.1), never a secret in both.
 */
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { PresentedClient } from '../../operations/sign-in/authenticate-client.js'
import { decode, type Form } from './read-form.js'

/** @throws OAuthError `MalformedRequest` when the header cannot be read, or contradicts or doubles the form */
export function readClient(form: Form, authorization: string | undefined): PresentedClient {
  const assertion = { assertion: form.get('client_assertion'), assertionType: form.get('client_assertion_type') }
  const posted = { clientId: form.get('client_id'), clientSecret: form.get('client_secret'), ...assertion }
  const encoded = /^basic +([a-z0-9+/]+=*)\s*$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) {
    if (authorization !== undefined && /^basic\b/i.test(authorization)) throw new OAuthError('MalformedRequest')
    return posted
  }
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const mark = pair.indexOf(':')
  if (mark === -1) throw new OAuthError('MalformedRequest')
  const clientId = decode(pair.slice(0, mark))
  const clientSecret = decode(pair.slice(mark + 1))
  const contradicts = posted.clientId !== undefined && posted.clientId.toLowerCase() !== clientId.toLowerCase()
  if (contradicts || posted.clientSecret !== undefined) throw new OAuthError('MalformedRequest')
  return { clientId: clientId || undefined, clientSecret: clientSecret || undefined, ...assertion }
}

/**
 * Capabilities that the client declares in `claims`: `{"access_token":{"xms_cc":{"values":["CP1"]}}}`.
 * Decision: a `claims` that cannot be read declares nothing.
 */
export function readClientCapabilities(claims: string | undefined): readonly string[] {
  if (claims === undefined) return []
  try {
    const values: unknown = JSON.parse(claims)?.access_token?.xms_cc?.values
    if (!Array.isArray(values)) return []
    return values.some((value) => typeof value === 'string' && value.toUpperCase() === 'CP1') ? ['CP1'] : []
  } catch {
    return []
  }
}
