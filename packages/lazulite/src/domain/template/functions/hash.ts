/**
 * The two hashes of the template language, and the SHA-1 one of them rests on.
 *
 * `uniqueString`: the 64-bit variant of MurmurHash that the service uses, as published in Microsoft's Terraform provider azapi;
 * its vector and Bicep's are in the tests. `guid`: UUID version 5 (RFC 9562, section 5.5) with the namespace
 * that real role assignments agree with. SHA-1: RFC 3174; written here because the domain imports nothing.
 */

const [a, b] = [597_399_067, 2_869_860_233]

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits))

const mix = (lane: number, first: number, bits: number, second: number): number =>
  Math.imul(rotate(Math.imul(lane, first), bits), second)

function finish(lane: number): number {
  let value = Math.imul(lane ^ (lane >>> 16), 2_246_822_507)
  value = Math.imul(value ^ (value >>> 13), 3_266_489_909)
  return value ^ (value >>> 16)
}

/** Unsigned, 64 bits. */
export function hash64(text: string): bigint {
  const bytes = new TextEncoder().encode(text)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [h1, h2] = [0, 0]
  const blocks = bytes.length >>> 3
  for (let block = 0; block < blocks; block++) {
    h1 ^= mix(view.getUint32(block * 8, true), a, 15, b)
    h1 = Math.imul(rotate(h1, 19) + h2, 5) + 1_444_728_091
    h2 ^= mix(view.getUint32(block * 8 + 4, true), b, 17, a)
    h2 = Math.imul(rotate(h2, 13) + h1, 5) + 197_830_471
  }
  const tail = bytes.subarray(blocks * 8)
  if (tail.length > 0) h1 ^= mix(littleEndian(tail.subarray(0, 4)), a, 15, b)
  if (tail.length > 4) h2 ^= mix(littleEndian(tail.subarray(4)), b, 17, a)
  h1 ^= bytes.length
  h2 ^= bytes.length
  h1 = (h1 + h2) | 0
  h2 = (h2 + h1) | 0
  h1 = finish(h1)
  h2 = finish(h2)
  h1 = (h1 + h2) | 0
  h2 = (h2 + h1) | 0
  return (BigInt(h2 >>> 0) << 32n) | BigInt(h1 >>> 0)
}

const littleEndian = (bytes: Uint8Array): number => bytes.reduceRight((sum, byte) => (sum << 8) | byte, 0)

/** 13 characters of `a-z2-7`, the top five bits first; the last character carries four bits and a zero. */
export function uniqueString(text: string): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  const bits = hash64(text) << 1n
  return Array.from({ length: 13 }, (_, index) => alphabet.charAt(Number((bits >> BigInt(60 - index * 5)) & 31n))).join(
    '',
  )
}

const guidNamespace = '11fb06fb712d4ddd98c7e71bbd588830'

/** Lower case, with hyphens. */
export function nameBasedGuid(text: string): string {
  const namespace = Uint8Array.from(guidNamespace.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  const digest = sha1(Uint8Array.from([...namespace, ...new TextEncoder().encode(text)])).slice(0, 16)
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** 20 bytes. For names only: SHA-1 is no protection. */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((message.length + 8) >>> 6) + 1) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n)
  const state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0])
  for (let block = 0; block < padded.length; block += 64) sha1Block(view, block, state)
  const digest = new DataView(new ArrayBuffer(20))
  state.forEach((word, index) => {
    digest.setInt32(index * 4, word)
  })
  return new Uint8Array(digest.buffer)
}

function sha1Block(view: DataView, offset: number, state: Int32Array): void {
  const words = new Int32Array(80)
  for (let t = 0; t < 16; t++) words[t] = view.getInt32(offset + t * 4)
  for (let t = 16; t < 80; t++) {
    words[t] = rotate((words[t - 3] ?? 0) ^ (words[t - 8] ?? 0) ^ (words[t - 14] ?? 0) ^ (words[t - 16] ?? 0), 1)
  }
  let [v0 = 0, v1 = 0, v2 = 0, v3 = 0, v4 = 0] = state
  for (let t = 0; t < 80; t++) {
    const [f, k] =
      t < 20
        ? [(v1 & v2) | (~v1 & v3), 0x5a827999]
        : t < 40
          ? [v1 ^ v2 ^ v3, 0x6ed9eba1]
          : t < 60
            ? [(v1 & v2) | (v1 & v3) | (v2 & v3), 0x8f1bbcdc]
            : [v1 ^ v2 ^ v3, 0xca62c1d6]
    const next = (rotate(v0, 5) + f + v4 + k + (words[t] ?? 0)) | 0
    ;[v4, v3, v2, v1, v0] = [v3, v2, rotate(v1, 30), v0, next]
  }
  ;[v0, v1, v2, v3, v4].forEach((word, index) => {
    state[index] = ((state[index] ?? 0) + word) | 0
  })
}
