/**
 * Passwords and client secrets, kept only as salted hashes: `scrypt$N$r$p$salt$hash`, salt and hash in base64url.
 *
 * scrypt: RFC 7914. Decision: N = 2^14, r = 8, p = 1, which takes some 40 ms and 16 MiB off the main thread. Client
 * secrets are long and random, and sign-ins are frequent in tests; the parameters are in the string, so that they can grow.
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

const COST = { N: 16_384, r: 8, p: 1 } as const
const SALT_BYTES = 16
const HASH_BYTES = 32

/** What a stored hash may ask of us at most: 128 · N · r = 128 MiB, and p times the work. */
const MOST = { N: 1 << 17, r: 8, p: 4 } as const

const STORED = /^scrypt\$(\d{1,8})\$(\d{1,3})\$(\d{1,3})\$([\w-]{16,128})\$([\w-]{22,128})$/

/** A new hash each time: the salt is random. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, HASH_BYTES, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/**
 * Takes as long for a wrong password as for the right one.
 * @throws Error when `stored` is no hash of ours, or asks for more work than we are willing to do
 */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const { salt, hash, cost } = parse(stored)
  return timingSafeEqual(await derive(password, salt, hash.length, cost), hash)
}

interface Cost {
  readonly N: number
  readonly r: number
  readonly p: number
}

function parse(stored: string): { salt: Buffer; hash: Buffer; cost: Cost } {
  const [, N, r, p, salt, hash] = STORED.exec(stored) ?? []
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const isWithin = cost.N <= MOST.N && cost.r <= MOST.r && cost.p <= MOST.p
  if (salt === undefined || hash === undefined || !isWithin) throw new Error('stored password hash is malformed')
  return { salt: Buffer.from(salt, 'base64url'), hash: Buffer.from(hash, 'base64url'), cost }
}

function derive(password: string, salt: Buffer, length: number, cost: Cost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 128 * cost.N * cost.r * 2 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })
}
