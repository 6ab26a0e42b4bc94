/**
 * Public keys that Compute takes for a Linux machine: RSA of at least 2048 bits, or Ed25519, as one OpenSSH line or as
 * an SSH2 block. Kinds and length: Azure's page on SSH keys for Linux machines; the encoding: RFC 4253 section 6.6,
 * RFC 8709, RFC 4716 (block).
 */
const leastRsaBits = 2048

export function isSshPublicKey(text: string): boolean {
  const encoded = encodedKey(text.trim())
  if (encoded === undefined) return false
  const { kind, data } = encoded
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(data)) return false
  const fields = readFields(Buffer.from(data, 'base64'))
  const stated = fields?.[0]?.toString('latin1')
  if (fields === undefined || stated === undefined || (kind !== undefined && kind !== stated)) return false
  if (stated === 'ssh-ed25519') return fields.length === 2 && fields[1]?.length === 32
  return stated === 'ssh-rsa' && fields.length === 3 && bitsOf(fields[2] ?? Buffer.alloc(0)) >= leastRsaBits
}

function encodedKey(text: string): { readonly kind?: string; readonly data: string } | undefined {
  const block = /^---- BEGIN SSH2 PUBLIC KEY ----\r?\n([\s\S]*?)\r?\n---- END SSH2 PUBLIC KEY ----$/.exec(text)?.[1]
  if (block !== undefined) {
    const lines = block.split(/\r?\n/)
    return { data: lines.filter((line) => !line.includes(':')).join('') }
  }
  const [kind, data, ...comment] = text.split(/[ \t]+/)
  if (kind === undefined || data === undefined || comment.some((word) => /[\r\n]/.test(word))) return undefined
  return { kind, data }
}

/** Length-prefixed fields; `undefined` when they do not fill the bytes exactly. */
function readFields(bytes: Buffer): Buffer[] | undefined {
  const fields: Buffer[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    fields.push(bytes.subarray(at + 4, end))
    at = end
  }
  return fields
}

/** Of a positive number, most significant byte first, perhaps with a zero byte in front. */
function bitsOf(number: Buffer): number {
  const first = number.findIndex((byte) => byte !== 0)
  return first < 0 ? 0 : (number.length - first - 1) * 8 + (32 - Math.clz32(number[first] ?? 0))
}
