/**
 * The signing keys of the token service over the store: signs, verifies, publishes and rotates.
 *
 * Decision: `node:crypto` rather than jose. Signing is one call on a second thread, the order of header parameters is
 * ours, and no other algorithm can be reached from here at all; the tests verify with jose.
 * Source of the headers: access token claims reference of the Microsoft identity platform (`x5t` only in 1.0 tokens).
 */
import { sign as signWithCallback, verify as verifySignature } from 'node:crypto'
import { promisify } from 'node:util'
import type { JsonObject } from '../domain/json.js'
import type { Seconds } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'
import type { Ids } from '../ports/ids.js'
import type { KeyRing, SignatureCheck } from '../ports/key-ring.js'
import type { Log } from '../ports/log.js'
import type { SigningKeyReader, SigningKeyWriter } from '../ports/store.js'
import { encodePart, longestToken, parseCompactJws } from './compact-jws.js'
import { currentKey, defaultKeySchedule, type KeySchedule, planRotation, publishedKeys } from './key-schedule.js'
import { makeSigningKey, readSigningKey, type SigningKey } from './signing-key.js'
import { VerificationCache } from './verification-cache.js'

/** The part of the store that the key ring needs; a `Store` is one. */
export interface SigningKeyStore {
  transaction<T>(work: (tx: { readonly signingKeys: SigningKeyWriter }) => Promise<T>): Promise<T>
  readonly read: { readonly signingKeys: SigningKeyReader }
}

/** First rotation after the start, when nobody waits for the processor any more: it makes the first next key. */
const firstRotationAfter: Seconds = 60
/** Also how soon this process learns of a key that another one made; much shorter than a key is published ahead. */
const rotationEvery: Seconds = 3600
const cachedTokens = 2000

export interface OwnedKeyRing extends KeyRing {
  /** Stops the rotation timer; resolves when no rotation is under way. Idempotent. */
  close(): Promise<void>
}

/**
 * Reads the stored keys, or makes the first one (about 0.2 s), and keeps them rotating.
 * @param options.schedule its `longestTokenLifetime` must cover every lifetime that tokens are issued with
 * @throws Error when a stored key is damaged.
 */
export async function openKeyRing(options: {
  readonly store: SigningKeyStore
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly schedule?: KeySchedule
}): Promise<OwnedKeyRing> {
  const ring = new StoredKeyRing({ schedule: defaultKeySchedule, ...options })
  await ring.open()
  return ring
}

const signAsync = promisify(signWithCallback)

class StoredKeyRing implements OwnedKeyRing {
  readonly #options: Required<Parameters<typeof openKeyRing>[0]>
  readonly #verified = new VerificationCache<SignatureCheck & { readonly valid: true }>(cachedTokens)
  #keys: readonly SigningKey[] = []
  #rotating: Promise<void> | undefined
  #cancelTimer: () => void = () => {}
  #closed = false

  constructor(options: Required<Parameters<typeof openKeyRing>[0]>) {
    this.#options = options
  }

  async open(): Promise<void> {
    await this.#load()
    if (this.#current() === undefined) await this.rotate()
    this.#rotateAfter(firstRotationAfter)
  }

  async sign(claims: JsonObject, options: { readonly tokenVersion: '1.0' | '2.0' }): Promise<string> {
    const key = this.#current()
    if (key === undefined) throw new Error('the key ring has no key')
    const { kid } = key.stored
    const header = { typ: 'JWT', alg: 'RS256', ...(options.tokenVersion === '1.0' ? { x5t: kid } : {}), kid }
    const signedText = `${encodePart(header)}.${encodePart(claims)}`
    const signature = await signAsync('RSA-SHA256', Buffer.from(signedText), key.privateKey)
    return `${signedText}.${signature.toString('base64url')}`
  }

  async verify(token: string): Promise<SignatureCheck> {
    if (token.length > longestToken) return { valid: false, reason: 'malformed' }
    const known = this.#verified.get(token)
    const jws = known ?? parseCompactJws(token)
    if (jws === undefined) return { valid: false, reason: 'malformed' }
    if (jws.header.alg !== 'RS256') return { valid: false, reason: 'algorithm' }
    const key = this.#published().find((candidate) => candidate.stored.kid === jws.header.kid)
    if (key === undefined) return { valid: false, reason: 'unknownKey' }
    if (known !== undefined) return known
    if (!('signature' in jws) || !isSignedBy(key, jws)) return { valid: false, reason: 'signature' }
    const check = { valid: true, header: jws.header, claims: jws.claims } as const
    this.#verified.set(token, check)
    return check
  }

  async published() {
    return this.#published().map((key) => key.published)
  }

  rotate(): Promise<void> {
    this.#rotating ??= this.#rotate().finally(() => {
      this.#rotating = undefined
    })
    return this.#rotating
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#cancelTimer()
    await this.#rotating?.catch(() => undefined) // whoever asked for the rotation has been told
  }

  async #rotate(): Promise<void> {
    const { store, clock, ids, log, schedule } = this.#options
    const now = clock.nowMillis()
    const usedFrom = planRotation(await store.read.signingKeys.list(), now, schedule).makeKeyUsedFrom
    const made =
      usedFrom === undefined ? undefined : await makeSigningKey({ now, usedFrom, id: ids.guid('certificate') })
    const facts = await store.transaction(async ({ signingKeys }) => {
      // planned again: another process may have been faster, and then our new key is not needed
      const stored = await signingKeys.list()
      const plan = planRotation(stored, now, schedule)
      for (const { kid, at } of plan.retire) {
        const key = stored.find((candidate) => candidate.kid === kid)
        if (key !== undefined) await signingKeys.put({ ...key, retiredAt: at })
      }
      for (const kid of plan.remove) await signingKeys.delete(kid)
      const added = plan.makeKeyUsedFrom === usedFrom ? made : undefined
      if (added !== undefined) await signingKeys.put(added)
      return { made: added?.kid, retired: plan.retire.map((key) => key.kid), removed: plan.remove }
    })
    if (facts.made !== undefined || facts.retired.length > 0 || facts.removed.length > 0) {
      log.info(facts, 'signing keys made or retired')
    }
    await this.#load()
  }

  async #load(): Promise<void> {
    const stored = await this.#options.store.read.signingKeys.list()
    const known = new Map(this.#keys.map((key) => [key.stored.kid, key]))
    this.#keys = stored.map((key) => {
      const parsed = known.get(key.kid)
      return parsed === undefined ? readSigningKey(key) : { ...parsed, stored: key }
    })
  }

  #rotateAfter(delay: Seconds): void {
    if (this.#closed) return
    this.#cancelTimer = this.#options.clock.after(delay, () => {
      this.#rotateAfter(rotationEvery)
      // the keys in use stay good for long; the next turn tries again
      this.rotate().catch((error: unknown) => this.#options.log.error({ error }, 'signing keys could not be rotated'))
    })
  }

  #current(): SigningKey | undefined {
    return this.#find(currentKey(this.#stored(), this.#options.clock.nowMillis())?.kid)
  }

  #published(): SigningKey[] {
    const { clock, schedule } = this.#options
    return publishedKeys(this.#stored(), clock.nowMillis(), schedule).flatMap((key) => this.#find(key.kid) ?? [])
  }

  #stored = () => this.#keys.map((key) => key.stored)
  #find = (kid: string | undefined) => this.#keys.find((key) => key.stored.kid === kid)
}

const isSignedBy = (key: SigningKey, jws: { readonly signedText: string; readonly signature: Buffer }): boolean =>
  verifySignature('RSA-SHA256', Buffer.from(jws.signedText), key.publicKey, jws.signature)
