/**
 * SSH key pairs in the files that OpenSSH reads, without a library and without `ssh-keygen`.
 *
 * Public keys: RFC 4253 section 6.6, RFC 5656 (ECDSA), RFC 8709 (Ed25519). Private Ed25519 keys have no other form than
 * OpenSSH's own, `openssh-key-v1` (PROTOCOL.key in the OpenSSH sources); ECDSA keys are SEC 1 PEM, which it reads too.
 */
import { createHash, generateKeyPair, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

export interface SshKeyPair {
  /** The text of a private key file, without a passphrase. */
  readonly privateKey: string
  /** `ssh-ed25519 AAAA…`, without a comment. */
  readonly publicKey: string
}

const generate = promisify(generateKeyPair)

export async function newEd25519Keys(comment = ''): Promise<SshKeyPair> {
  const { publicKey, privateKey } = await generate('ed25519')
  // JSON Web Keys (RFC 8037) hold the two 32-byte numbers as they are
  const point = fromJwk(publicKey.export({ format: 'jwk' }).x)
  const seed = fromJwk(privateKey.export({ format: 'jwk' }).d)
  const blob = Buffer.concat([field('ssh-ed25519'), field(point)])
  return { privateKey: opensshKeyFile({ blob, point, seed, comment }), publicKey: publicLine('ssh-ed25519', blob) }
}

export async function newEcdsaKeys(): Promise<SshKeyPair> {
  const { publicKey, privateKey } = await generate('ec', { namedCurve: 'P-256' })
  const { x, y } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.of(4), fromJwk(x), fromJwk(y)]) // uncompressed, SEC 1 section 2.3.3
  const kind = 'ecdsa-sha2-nistp256'
  return {
    privateKey: privateKey.export({ format: 'pem', type: 'sec1' }).toString(),
    publicKey: publicLine(kind, Buffer.concat([field(kind), field('nistp256'), field(point)])),
  }
}

/** `SHA256:…` as `ssh-keygen -l` prints it; `blob` is the key's wire form. */
export const fingerprintOf = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`

const publicLine = (kind: string, blob: Buffer): string => `${kind} ${blob.toString('base64')}`

const fromJwk = (part: string | undefined): Buffer => Buffer.from(part ?? '', 'base64url')

/** A `string` of RFC 4251 section 5. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const magic = Buffer.from('openssh-key-v1\0', 'latin1')
const blockSize = 8
const lineLength = 70

function opensshKeyFile(key: {
  readonly blob: Buffer
  readonly point: Buffer
  readonly seed: Buffer
  readonly comment: string
}): string {
  const check = randomBytes(4)
  const parts = [
    check,
    check,
    field('ssh-ed25519'),
    field(key.point),
    field(Buffer.concat([key.seed, key.point])),
    field(key.comment),
  ]
  const bare = Buffer.concat(parts)
  const padding = Buffer.from(Array.from({ length: -bare.length & (blockSize - 1) }, (_, index) => index + 1))
  const content = Buffer.concat([
    magic,
    ...[field('none'), field('none'), field(''), number(1), field(key.blob)],
    field(Buffer.concat([bare, padding])),
  ])
  const lines = content.toString('base64').match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** The public half that a private key file of `newEd25519Keys` holds. @throws Error when it is no such file */
export function publicKeyIn(privateKey: string): string {
  const content = Buffer.from(privateKey.replace(/-----[A-Z ]+-----|\s/g, ''), 'base64')
  if (!content.subarray(0, magic.length).equals(magic)) throw new Error('not an OpenSSH private key')
  let at = magic.length
  const next = (): Buffer => {
    const end = at + 4 + content.readUInt32BE(at)
    const found = content.subarray(at + 4, end)
    at = end
    return found
  }
  for (const _ of ['cipher', 'key derivation', 'its options']) next()
  at += 4 // how many keys: one
  const blob = next()
  const kind = blob.toString('latin1', 4, 4 + blob.readUInt32BE(0))
  if (kind !== 'ssh-ed25519') throw new Error('not an Ed25519 key')
  return publicLine(kind, blob)
}
