/**
 * The body of a token request: `application/x-www-form-urlencoded` (RFC 6749 appendix B).
 * An empty value counts as left out (RFC 6749 section 3.2), a repeated name is refused, and so is what cannot be decoded.
 * A body of another type has no parameters for us, so it is answered with the parameter that is missing, as by Entra.
 */
import { OAuthError } from '../../domain/errors/oauth-error.js'

/** Values by name. */
export type Form = ReadonlyMap<string, string>

const formType = 'application/x-www-form-urlencoded'

/** @throws OAuthError `MalformedRequest`, `DuplicateParameter` */
export function readForm(contentType: string | undefined, body: unknown): Form {
  const [type = ''] = (contentType ?? '').split(';')
  return type.trim().toLowerCase() === formType && typeof body === 'string' ? readPairs(body) : new Map()
}

/** A query string has the same form. @throws OAuthError as above */
export function readPairs(text: string): Form {
  const form = new Map<string, string>()
  const seen = new Set<string>()
  for (const pair of text.split('&').filter(Boolean)) {
    const mark = pair.indexOf('=')
    const name = decode(mark === -1 ? pair : pair.slice(0, mark))
    const value = mark === -1 ? '' : decode(pair.slice(mark + 1))
    if (seen.has(name)) throw new OAuthError('DuplicateParameter', { parameter: name })
    seen.add(name)
    if (value !== '') form.set(name, value)
  }
  return form
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch (cause) {
    throw new OAuthError('MalformedRequest', {}, { cause })
  }
}
