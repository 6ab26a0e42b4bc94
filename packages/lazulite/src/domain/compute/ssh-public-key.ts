/**
 * Public keys as people give them: one OpenSSH line, or an SSH2 block (RFC 4716). In both is the same wire form (RFC 4253
 * section 6.6), whose first field names the kind.
 *
 * Compute takes RSA of at least 2048 bits and Ed25519 (RFC 8709) for a Linux machine: Azure's page on SSH keys.
 */
const leastRsaBits = 2048

/** Is it one that Compute takes? */
export function isSshPublicKey(text: string): boolean {
  const fields = readFields(sshKeyBlob(text) ?? Buffer.alloc(0))
  const kind = fields?.[0]?.toString('latin1')
  if (fields === undefined || kind === undefined) return false
  if (kind === 'ssh-ed25519') return fields.length === 2 && fields[1]?.length === 32
  return kind === 'ssh-rsa' && fields.length === 3 && bitsOf(fields[2] ?? Buffer.alloc(0)) >= leastRsaBits
}

/** The wire form of a key of any kind; `undefined` for a text that is no public key. */
export function sshKeyBlob(text: string): Buffer | undefined {
  const encoded = encodedKey(text.trim())
  if (encoded === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded.data)) return undefined
  const blob = Buffer.from(encoded.data, 'base64')
  const kind = sshKeyKind(blob)
  return kind === undefined || (encoded.kind !== undefined && encoded.kind !== kind) ? undefined : blob
}

/** The name of a key's kind, from its wire form. */
export function sshKeyKind(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined
  const length = blob.readUInt32BE()
  return length === 0 || length > 64 || blob.length < 4 + length ? undefined : blob.toString('latin1', 4, 4 + length)
}

function encodedKey(text: string): { readonly kind?: string; readonly data: string } | undefined {
  const block = /^---- BEGIN SSH2 PUBLIC KEY ----\s([\s\S]*)---- END SSH2 PUBLIC KEY ----$/.exec(text)?.[1]
  if (block !== undefined) return { data: withoutHeaders(block) }
  const [kind, data, ...comment] = text.split(/[ \t]+/)
  if (kind === undefined || data === undefined || comment.some((word) => /[\r\n]/.test(word))) return undefined
  return { kind, data }
}

/** Header lines have a colon, which base64 has not; a line that ends in a backslash goes on in the next. */
const withoutHeaders = (block: string): string =>
  block
    .replace(/\\\r?\n/g, '')
    .split(/\r?\n/)
    .filter((line) => !line.includes(':'))
    .join('')

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
