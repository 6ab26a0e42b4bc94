/** The ring's tokens are judged by jose, a library that is not ours, on nothing but the published keys. */
import { createHash, createHmac, createPublicKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../domain/json.js'
import type { PublishedKey } from '../ports/key-ring.js'
import type { SigningKeyWriter, StoredSigningKey } from '../ports/store.js'
import { type FakeClock, fakeClock } from '../testing/fake-clock.js'
import { sequentialIds } from '../testing/sequential-ids.js'
import { rememberingLog, silentLog } from '../testing/silent-log.js'
import { encodePart } from './compact-jws.js'
import { type OwnedKeyRing, openKeyRing, type SigningKeyStore } from './key-ring.js'

const day = 86_400
const start = Date.parse('2030-01-01T00:00:00Z')

/** Keys in memory; a transaction that fails leaves nothing. */
function memoryStore(): SigningKeyStore & { failing: boolean; stored(): StoredSigningKey[] } {
  let keys = new Map<string, StoredSigningKey>()
  const store = {
    failing: false,
    stored: () => [...keys.values()],
    read: { signingKeys: { list: async () => [...keys.values()] } },
    async transaction<T>(work: (tx: { readonly signingKeys: SigningKeyWriter }) => Promise<T>): Promise<T> {
      if (store.failing) throw new Error('disk full')
      const draft = new Map(keys)
      const result = await work({
        signingKeys: {
          list: async () => [...draft.values()],
          put: async (key) => void draft.set(key.kid, key),
          delete: async (kid) => void draft.delete(kid),
        },
      })
      keys = draft
      return result
    },
  }
  return store
}

const rings: OwnedKeyRing[] = []
afterEach(async () => {
  for (const ring of rings.splice(0)) await ring.close()
})
async function open(store: SigningKeyStore = memoryStore(), clock: FakeClock = fakeClock(), log = silentLog) {
  const ring = await openKeyRing({ store, clock, ids: sequentialIds(), log })
  rings.push(ring)
  return ring
}
const kids = async (ring: OwnedKeyRing) => (await ring.published()).map((key) => key.kid)
const claims: JsonObject = { aud: 'https://management.azure.com', sub: 'x', groups: ['a', 'b'] }
const jwks = (keys: readonly PublishedKey[]) =>
  createLocalJWKSet({ keys: keys.map((key) => ({ kty: 'RSA', use: 'sig', ...key, x5c: [...key.x5c] })) })
const verifiedByJose = async (token: string, keys: readonly PublishedKey[]) =>
  (await jwtVerify(token, jwks(keys), { algorithms: ['RS256'], currentDate: new Date(start) })).payload

// one ring for everything that does not move time
const shared = await openKeyRing({ store: memoryStore(), clock: fakeClock(), ids: sequentialIds(), log: silentLog })

describe('sign', () => {
  it.each(['1.0', '2.0'] as const)(
    'makes %s tokens that jose verifies with the published keys',
    async (tokenVersion) => {
      const token = await shared.sign(claims, { tokenVersion })
      expect(await verifiedByJose(token, await shared.published())).toEqual(claims)
    },
  )

  it('names the key as x5t and kid in 1.0 tokens, as kid alone in 2.0 tokens, in that order', async () => {
    const [kid] = await kids(shared)
    const headerOf = async (tokenVersion: '1.0' | '2.0') =>
      Buffer.from((await shared.sign(claims, { tokenVersion })).split('.')[0] ?? '', 'base64url').toString()
    expect(await headerOf('1.0')).toBe(`{"typ":"JWT","alg":"RS256","x5t":"${kid}","kid":"${kid}"}`)
    expect(await headerOf('2.0')).toBe(`{"typ":"JWT","alg":"RS256","kid":"${kid}"}`)
  })
})

describe('published', () => {
  it('gives an RSA-2048 key whose kid and x5t are the SHA-1 of its self-signed certificate', async () => {
    const [key] = await shared.published()
    if (key === undefined) throw new Error('nothing published')
    const der = Buffer.from(key.x5c[0] ?? '', 'base64')
    const certificate = new X509Certificate(der)
    const thumbprint = createHash('sha1').update(der).digest('base64url')
    expect(key).toEqual({
      kid: thumbprint,
      x5t: thumbprint,
      e: 'AQAB',
      n: certificate.publicKey.export({ format: 'jwk' }).n,
      x5c: [der.toString('base64')],
    })
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
    expect(certificate.subject).toBe('CN=Lazulite token signing')
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.validFromDate.getTime()).toBeLessThan(start)
    expect(certificate.validToDate.getTime()).toBeGreaterThan(start + 365 * day * 1000)
  })
})

describe('verify', async () => {
  const token = await shared.sign(claims, { tokenVersion: '1.0' })
  const [head = '', body = '', signature = ''] = token.split('.')
  const [ours] = await shared.published()
  if (ours === undefined) throw new Error('nothing published')
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const header = { typ: 'JWT', alg: 'RS256', x5t: ours.kid, kid: ours.kid }
  const publicPem = createPublicKey({ key: { kty: 'RSA', n: ours.n, e: ours.e }, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()

  const unsigned = (changed: JsonObject) => `${encodePart({ ...header, ...changed })}.${body}`
  const withHmac = (text: string) => `${text}.${createHmac('sha256', publicPem).update(text).digest('base64url')}`
  const withForeignKey = (text: string, digest = 'RSA-SHA256') =>
    `${text}.${sign(digest, Buffer.from(text), foreign.privateKey).toString('base64url')}`
  const rawHeader = (text: string) => withForeignKey(`${Buffer.from(text).toString('base64url')}.${body}`)

  it('gives header and claims of a token we signed, the second time as well', async () => {
    const expected = { valid: true, header, claims }
    expect(await shared.verify(token)).toEqual(expected)
    expect(await shared.verify(token)).toEqual(expected)
  })

  it.each([
    ['alg none without a signature', `${unsigned({ alg: 'none' })}.`, 'algorithm'],
    ['alg none with our signature', `${unsigned({ alg: 'none' })}.${signature}`, 'algorithm'],
    ['alg nOnE', `${unsigned({ alg: 'nOnE' })}.`, 'algorithm'],
    ['HS256 with our public key as the secret', withHmac(unsigned({ alg: 'HS256' })), 'algorithm'],
    ['an HMAC that calls itself RS256', withHmac(unsigned({})), 'signature'],
    ['RS512', withForeignKey(unsigned({ alg: 'RS512' }), 'RSA-SHA512'), 'algorithm'],
    ['rs256 in lower case', `${unsigned({ alg: 'rs256' })}.${signature}`, 'algorithm'],
    ['no alg', `${encodePart({ kid: ours.kid })}.${body}.${signature}`, 'algorithm'],
    ['alg as a list', `${encodePart({ ...header, alg: ['RS256'] })}.${body}.${signature}`, 'algorithm'],
    ['a foreign key under our kid', withForeignKey(unsigned({})), 'signature'],
    [
      'a foreign key that it brings along',
      withForeignKey(unsigned({ jwk: foreign.publicKey.export({ format: 'jwk' }) as JsonObject })),
      'signature',
    ],
    ['an unknown kid', withForeignKey(unsigned({ kid: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA' })), 'unknownKey'],
    ['a kid in another case', `${unsigned({ kid: ours.kid.toLowerCase() })}.${signature}`, 'unknownKey'],
    [
      'no kid, only x5t',
      `${encodePart({ typ: 'JWT', alg: 'RS256', x5t: ours.kid })}.${body}.${signature}`,
      'unknownKey',
    ],
    ['a kid that is no text', `${encodePart({ ...header, kid: 1 })}.${body}.${signature}`, 'unknownKey'],
    ['other claims', `${head}.${encodePart({ ...claims, sub: 'y' })}.${signature}`, 'signature'],
    ['another header', `${unsigned({ typ: 'at+jwt' })}.${signature}`, 'signature'],
    ['a truncated signature', token.slice(0, -10), 'signature'],
    ['no signature', `${head}.${body}.`, 'signature'],
    ['a signature of the wrong length', `${head}.${body}.${Buffer.alloc(255, 1).toString('base64url')}`, 'signature'],
    ['a token cut in its claims', token.slice(0, head.length + 20), 'malformed'],
    ['no signature part', `${head}.${body}`, 'malformed'],
    ['a header parameter twice', rawHeader(`{"alg":"none","alg":"RS256","kid":"${ours.kid}"}`), 'malformed'],
    ['a second spelling of the signature', respell(token), 'malformed'],
    ['a huge token', `${head}.${body}.${'A'.repeat(20_000)}`, 'malformed'],
    ['an encrypted token', `${head}.${body}.AA.AA.AA`, 'malformed'],
    ['plain text', 'hello', 'malformed'],
    ['nothing', '', 'malformed'],
  ])('refuses %s', async (_case, forged, reason) => {
    expect(forged).not.toBe(token)
    expect(await shared.verify(forged)).toEqual({ valid: false, reason })
  })

  it('refuses the token of another key ring', async () => {
    const other = await open()
    expect(await shared.verify(await other.sign(claims, { tokenVersion: '2.0' }))).toEqual({
      valid: false,
      reason: 'unknownKey',
    })
  })

  it('does not let a caller change what the next caller sees', async () => {
    const check = await shared.verify(token)
    if (!check.valid) throw new Error(check.reason)
    expect(() => Object.assign(check.claims, { sub: 'y' })).toThrow(TypeError)
    expect(() => (check.claims.groups as string[]).push('admins')).toThrow(TypeError)
  })
})

/** The same signature bytes with another last character: 256 bytes leave four unused bits. */
function respell(token: string): string {
  const last = token.at(-1) ?? ''
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  return token.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1]
}

describe('opening', () => {
  it('makes one key, in use at once, and stores it', async () => {
    const store = memoryStore()
    const ring = await open(store)
    expect(store.stored()).toEqual([
      {
        kid: (await kids(ring))[0],
        use: 'token',
        privateKey: expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/),
        certificate: (await ring.published())[0]?.x5c[0],
        publishedAt: start,
        usedFrom: start,
      },
    ])
  })

  it('takes up the stored keys, so that tokens outlive a restart', async () => {
    const store = memoryStore()
    const first = await open(store)
    const token = await first.sign(claims, { tokenVersion: '1.0' })
    await first.close()
    const second = await open(store)
    expect(await second.published()).toEqual(await first.published())
    expect(await second.verify(token)).toMatchObject({ valid: true })
    expect(store.stored()).toHaveLength(1)
  })

  it('fails without telling the key when a stored key is damaged', async () => {
    const store = memoryStore()
    await (await open(store)).close()
    const [key] = store.stored()
    if (key === undefined) throw new Error('nothing stored')
    const damaged = { ...key, privateKey: key.privateKey.slice(0, 200) }
    await store.transaction(({ signingKeys }) => signingKeys.put(damaged))
    await expect(open(store)).rejects.toThrow(new Error(`stored signing key ${key.kid} cannot be read`))
  })

  it('leaves it at one key when two processes start on an empty store', async () => {
    const store = memoryStore()
    const [one, other] = await Promise.all([open(store), open(store)])
    expect(store.stored()).toHaveLength(1)
    expect(await kids(one)).toEqual(await kids(other))
  })
})

describe('rotation', () => {
  it('follows the clock: next key ahead, change of keys, old key until its tokens have expired', async () => {
    const store = memoryStore()
    const clock = fakeClock()
    const ring = await open(store, clock)
    const [a] = await kids(ring)

    clock.advance(59)
    await ring.published()
    expect(store.stored()).toHaveLength(1)
    clock.advance(1)
    await ring.rotate() // joins the one that the timer began
    const [, b] = await kids(ring)
    expect(await kids(ring)).toEqual([a, b])
    expect(store.stored().find((key) => key.kid === b)).toMatchObject({
      publishedAt: start + 60_000,
      usedFrom: start + 90 * day * 1000,
    })

    clock.advance(90 * day - 61)
    await ring.rotate()
    const old = await ring.sign(claims, { tokenVersion: '1.0' })
    expect(decodeProtectedHeader(old).kid).toBe(a)

    clock.advance(1)
    const fresh = await ring.sign(claims, { tokenVersion: '1.0' })
    expect(decodeProtectedHeader(fresh).kid).toBe(b)
    await ring.rotate()
    const [, c] = await kids(ring)
    expect(await kids(ring)).toEqual([b, c, a])
    expect(await ring.verify(old)).toMatchObject({ valid: true })
    expect(await verifiedByJose(old, await ring.published())).toEqual(claims)

    clock.advance(day + 299)
    await ring.rotate()
    expect(await ring.verify(old)).toMatchObject({ valid: true })
    clock.advance(1)
    expect(await kids(ring)).toEqual([b, c])
    expect(await ring.verify(old)).toEqual({ valid: false, reason: 'unknownKey' })
    expect(await ring.verify(fresh)).toMatchObject({ valid: true })
    await ring.rotate()
    expect(store.stored().map((key) => key.kid)).toEqual([b, c])
  })

  it('does nothing when asked again within a period', async () => {
    const store = memoryStore()
    const ring = await open(store)
    await Promise.all([ring.rotate(), ring.rotate()])
    const before = store.stored()
    await ring.rotate()
    expect(store.stored()).toEqual(before)
    expect(before).toHaveLength(2)
  })

  it('learns of a key that another process made, long before it is used', async () => {
    const store = memoryStore()
    const clock = fakeClock()
    const one = await open(store, clock)
    const other = await open(store, clock)
    await one.rotate()
    await other.rotate()
    expect(await kids(other)).toEqual(await kids(one))
    expect(store.stored()).toHaveLength(2)
  })

  it('reports a rotation that failed, goes on signing, and tries again', async () => {
    const store = memoryStore()
    const clock = fakeClock()
    const log = rememberingLog()
    const ring = await open(store, clock, log)
    store.failing = true
    clock.advance(60)
    await expect(ring.rotate()).rejects.toThrow('disk full')
    await ring.sign(claims, { tokenVersion: '1.0' })
    expect(log.entries.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'signing keys made or retired'],
      ['error', 'signing keys could not be rotated'],
    ])
    store.failing = false
    clock.advance(3600)
    await ring.rotate()
    expect(await kids(ring)).toHaveLength(2)
  })

  it('stops with close, however often', async () => {
    const store = memoryStore()
    const clock = fakeClock()
    const ring = await open(store, clock)
    await ring.close()
    await ring.close()
    clock.advance(day)
    expect(store.stored()).toHaveLength(1)
  })

  it('logs key ids and nothing of the keys', async () => {
    const log = rememberingLog()
    const ring = await open(memoryStore(), fakeClock(), log)
    expect(log.entries).toEqual([
      {
        level: 'info',
        message: 'signing keys made or retired',
        facts: { made: (await kids(ring))[0], retired: [], removed: [] },
      },
    ])
  })
})
