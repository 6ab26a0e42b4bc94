/** Signatures of client assertions: RS256 and PS256 (RFC 7518 sections 3.3 and 3.5), whatever else is refused. */
import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import type { JsonObject } from '../domain/json.js'
import type { Assertions } from '../ports/client-assertions.js'
import { type CompactJws, parseCompactJws } from './compact-jws.js'

/** Shorter keys prove nothing (RFC 7518 section 3.3). */
const leastModulusLength = 2048

export const assertions: Assertions = {
  parse(assertion) {
    const jws = parseCompactJws(assertion)
    return jws === undefined ? undefined : { header: jws.header, claims: jws.claims }
  },

  isSignedByCertificate(assertion, certificate) {
    const jws = parseCompactJws(assertion)
    const key = keyOf(() => new X509Certificate(Buffer.from(certificate, 'base64')).publicKey)
    return jws !== undefined && key !== undefined && isSigned(jws, key)
  },

  isSignedByKey(assertion, { kty, n, e }) {
    const jws = parseCompactJws(assertion)
    if (jws?.header.alg !== 'RS256') return false
    if (kty !== 'RSA' || typeof n !== 'string' || typeof e !== 'string') return false
    const key = keyOf(() => createPublicKey({ key: { kty, n, e } satisfies JsonObject, format: 'jwk' }))
    return key !== undefined && isSigned(jws, key)
  },
}

function keyOf(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read()
    const isStrong = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastModulusLength
    return key.asymmetricKeyType === 'rsa' && isStrong ? key : undefined
  } catch {
    return undefined
  }
}

function isSigned({ header, signedText, signature }: CompactJws, key: KeyObject): boolean {
  if (header.crit !== undefined) return false // an extension that we would have to understand (RFC 7515 section 4.1.11)
  const text = Buffer.from(signedText)
  if (header.alg === 'RS256') return verify('sha256', text, key, signature)
  if (header.alg !== 'PS256') return false
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('sha256', text, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature)
}
