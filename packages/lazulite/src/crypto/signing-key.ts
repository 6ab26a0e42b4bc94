/**
 * One token signing key: how it is made, and its public face in the keys documents.
 *
 * RSA-2048 with a self-signed certificate, as Entra publishes them: `x5c` holds the certificate, and `kid` and `x5t`
 * are both the base64url SHA-1 of its DER form (RFC 7517, section 4.8; RFC 7515, section 4.1.7). SHA-1 is a name
 * here, not a protection. Decision: subject `CN=Lazulite token signing`.
 */
import { createHash, createPrivateKey, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import type { EpochMillis, Seconds } from '../domain/time.js'
import type { PublishedKey } from '../ports/key-ring.js'
import type { StoredSigningKey } from '../ports/store.js'
import { loadX509 } from './x509-library.js'

/** Far beyond any use of the key, which its schedule ends: a verifier that looks at the certificate must not object first. */
const certificateLifetime: Seconds = 5 * 365 * 86_400
/** For verifiers whose clock is behind. */
const backdatedBy: Seconds = 86_400

const rs256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
const makeKeyPair = promisify(generateKeyPair)

/** Takes about 0.1 s of a second thread's time. @param options.id a GUID, the certificate's serial number */
export async function makeSigningKey(options: {
  readonly now: EpochMillis
  readonly usedFrom: EpochMillis
  readonly id: string
}): Promise<StoredSigningKey> {
  const { now, usedFrom } = options
  const [x509, keys] = await Promise.all([
    loadX509(),
    makeKeyPair('rsa', { modulusLength: 2048, publicExponent: 65_537 }),
  ])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: options.id.replaceAll('-', ''),
    name: 'CN=Lazulite token signing',
    notBefore: wholeSeconds(now - backdatedBy * 1000),
    notAfter: wholeSeconds(usedFrom + certificateLifetime * 1000),
    keys: {
      privateKey: keys.privateKey.toCryptoKey(rs256, true, ['sign']),
      publicKey: keys.publicKey.toCryptoKey(rs256, true, ['verify']),
    },
    extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true)],
  })
  const der = Buffer.from(certificate.rawData)
  return {
    kid: createHash('sha1').update(der).digest('base64url'),
    use: 'token',
    privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: der.toString('base64'),
    publishedAt: now,
    usedFrom,
  }
}

/** A stored key, parsed once. */
export interface SigningKey {
  readonly stored: StoredSigningKey
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly published: PublishedKey
}

/** @throws Error when the stored key is damaged; the message names the key and nothing of its content. */
export function readSigningKey(stored: StoredSigningKey): SigningKey {
  try {
    const certificate = new X509Certificate(Buffer.from(stored.certificate, 'base64'))
    const privateKey = createPrivateKey(stored.privateKey)
    if (!certificate.checkPrivateKey(privateKey)) throw new Error('certificate and private key differ')
    const { n, e } = certificate.publicKey.export({ format: 'jwk' })
    if (typeof n !== 'string' || typeof e !== 'string') throw new Error('not an RSA key')
    return {
      stored,
      privateKey,
      publicKey: certificate.publicKey,
      published: { kid: stored.kid, x5t: stored.kid, n, e, x5c: [stored.certificate] },
    }
  } catch (cause) {
    throw new Error(`stored signing key ${stored.kid} cannot be read`, { cause })
  }
}

const wholeSeconds = (time: EpochMillis): Date => new Date(Math.floor(time / 1000) * 1000)
