/** Public keys as people give them, compared by their wire form: an OpenSSH line, or a block of RFC 4716. */

/** @returns `undefined` for a text that is no public key */
export function keyBlobOf(text: string): Buffer | undefined {
  const block = /^---- BEGIN SSH2 PUBLIC KEY ----\s([\s\S]*)---- END SSH2 PUBLIC KEY ----\s*$/.exec(text.trim())?.[1]
  if (block !== undefined) return blobOf(withoutHeaders(block))
  const [kind, data] = text.trim().split(/\s+/)
  if (kind === undefined || data === undefined) return undefined
  const blob = blobOf(data)
  return blob !== undefined && kindIn(blob) === kind ? blob : undefined
}

/** Is it one of the keys that may sign in? Keys are public: nothing is learnt from how long this takes. */
export const isAuthorized = (offered: Buffer, keys: readonly string[]): boolean =>
  keys.some((key) => keyBlobOf(key)?.equals(offered) === true)

/** Header lines have a colon, which base64 has not; a line that ends in a backslash goes on in the next. */
const withoutHeaders = (block: string): string =>
  block
    .replace(/\\\r?\n/g, '')
    .split(/\r?\n/)
    .filter((line) => !line.includes(':'))
    .join('')

function blobOf(base64: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/]+=*$/.test(base64)) return undefined
  const blob = Buffer.from(base64, 'base64')
  return kindIn(blob) === undefined ? undefined : blob
}

/** The first field of a key is the name of its kind (RFC 4253 section 6.6). */
export function kindIn(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined
  const length = blob.readUInt32BE()
  return length === 0 || length > 64 || blob.length < 4 + length ? undefined : blob.toString('latin1', 4, 4 + length)
}
