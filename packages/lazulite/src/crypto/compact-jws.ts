/**
 * Reads the compact serialization of a signed JSON object (RFC 7515, section 3.1; RFC 7519, section 7.2), strictly:
 * base64url in its one canonical form, UTF-8 without faults, JSON objects, no header parameter twice
 * (RFC 7515, section 4), a bounded length. Nothing here says that the signature is good.
 */
import { isJsonObject, type JsonObject } from '../domain/json.js'

/** Real tokens are 1 to 3 KiB; HTTP servers take headers of about this size. Unit: characters. */
export const longestToken = 16 * 1024

export interface CompactJws {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** What the signature covers. */
  readonly signedText: string
  /** Empty for an unsecured token (`alg` none). */
  readonly signature: Buffer
}

/** `undefined` when the text has another form. Header and claims are frozen: they may be shared between callers. */
export function parseCompactJws(token: string): CompactJws | undefined {
  if (token.length > longestToken) return undefined
  const [header, claims, signature, ...more] = token.split('.')
  if (header === undefined || claims === undefined || signature === undefined || more.length > 0) return undefined
  const signatureBytes = decode(signature)
  const headerObject = parseObject(header)
  const claimsObject = parseObject(claims)
  if (signatureBytes === undefined || headerObject === undefined || claimsObject === undefined) return undefined
  return { header: headerObject, claims: claimsObject, signedText: `${header}.${claims}`, signature: signatureBytes }
}

/** Base64url of the object's JSON: a header or claims part. */
export const encodePart = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function decode(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url')
  return bytes.toString('base64url') === part ? bytes : undefined
}

function parseObject(part: string): JsonObject | undefined {
  const bytes = decode(part)
  if (bytes === undefined) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const value: unknown = JSON.parse(text, (_key, part: unknown) => Object.freeze(part))
    return isJsonObject(value) && countKeys(value) === countKeyTexts(text) ? value : undefined
  } catch {
    return undefined // not UTF-8, not JSON, or nested too deeply
  }
}

/** `JSON.parse` keeps the last of equal keys silently; then the object has fewer keys than the text. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const children = Object.values(value).reduce((sum: number, child) => sum + countKeys(child), 0)
  return Array.isArray(value) ? children : children + Object.keys(value).length
}

/** In valid JSON, quotes occur only around strings, and only keys are followed by a colon. */
const countKeyTexts = (json: string): number =>
  json.match(/"(?:[^"\\]|\\.)*"(?:[ \t\r\n]*:)?/g)?.filter((text) => text.endsWith(':')).length ?? 0
