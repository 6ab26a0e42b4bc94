/**
 * A new SSH key pair, made in the browser: the private half is never sent anywhere.
 *
 * Public line: RFC 4253 section 6.6, RFC 8709 (Ed25519). Private file: `openssh-key-v1` (PROTOCOL.key in the OpenSSH
 * sources), without a passphrase. Numbers come from JSON Web Keys (RFC 7518 section 6.3, RFC 8037).
 */

export type KeyKind = 'rsa' | 'ed25519'

export interface NewKeys {
  readonly publicKey: string
  /** The text of the file. */
  readonly privateKey: string
}

/** Azure's own key pairs have this many. */
const rsaBits = 3072
const blockSize = 8
/** Characters in a line of the file. */
const lineLength = 70

/** @throws DOMException where the browser cannot make this kind */
export async function newKeys(kind: KeyKind, comment: string): Promise<NewKeys> {
  const { blob, secret } = kind === 'rsa' ? await rsaKeys() : await ed25519Keys()
  const name = kind === 'rsa' ? 'ssh-rsa' : 'ssh-ed25519'
  const check = crypto.getRandomValues(new Uint8Array(4))
  const open = join([check, check, field(name), ...secret, field(comment)])
  const padding = Uint8Array.from(
    { length: (blockSize - (open.length % blockSize)) % blockSize },
    (_, index) => index + 1,
  )
  const file = join([
    utf8('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), number(1), field(blob)],
    field(join([open, padding])),
  ])
  const lines = base64(file).match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []
  return {
    publicKey: `${name} ${base64(blob)} ${comment}`,
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
  }
}

interface KeyParts {
  readonly blob: Uint8Array
  /** Fields of the private part, after the name of the kind. */
  readonly secret: readonly Uint8Array[]
}

async function rsaKeys(): Promise<KeyParts> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: rsaBits,
    publicExponent: Uint8Array.of(1, 0, 1),
  }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const { n, e, d, qi, p, q } = await crypto.subtle.exportKey('jwk', privateKey)
  const part = (text: string | undefined) => field(positive(fromBase64Url(text)))
  return {
    blob: join([field('ssh-rsa'), part(e), part(n)]),
    secret: [part(n), part(e), part(d), part(qi), part(p), part(q)],
  }
}

async function ed25519Keys(): Promise<KeyParts> {
  const made = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  if (!('privateKey' in made)) throw new TypeError('an Ed25519 key is a pair')
  const { x, d } = await crypto.subtle.exportKey('jwk', made.privateKey)
  const point = fromBase64Url(x)
  return {
    blob: join([field('ssh-ed25519'), field(point)]),
    secret: [field(point), field(join([fromBase64Url(d), point]))],
  }
}

/** What a public key line is, by its first word; `undefined` for a text that is none. */
export function publicKeyProblem(text: string): string | undefined {
  const line = text.trim()
  if (line === '') return 'The value must not be empty.'
  if (/^---- BEGIN SSH2 PUBLIC KEY ----/.test(line)) return undefined
  if (/PRIVATE KEY/.test(line)) return 'This is a private key. Paste the public one.'
  const [kind, data = ''] = line.split(/\s+/)
  const isKey = (kind === 'ssh-rsa' || kind === 'ssh-ed25519') && /^AAAA[A-Za-z0-9+/]+={0,2}$/.test(data)
  return isKey
    ? undefined
    : 'The SSH public key must be an RSA or Ed25519 key in OpenSSH format (ssh-rsa or ssh-ed25519).'
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function number(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** A `string` of RFC 4251 section 5. */
function field(content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? utf8(content) : content
  return join([number(bytes.length), bytes])
}

/** An `mpint` of RFC 4251 section 5: a zero byte in front of one whose first bit is set. */
function positive(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0)
  const rest = first < 0 ? new Uint8Array(0) : bytes.subarray(first)
  return (rest[0] ?? 0) >= 0x80 ? join([Uint8Array.of(0), rest]) : rest
}

const fromBase64Url = (text = ''): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const base64 = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
