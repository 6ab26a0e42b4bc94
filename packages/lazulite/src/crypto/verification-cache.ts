/**
 * Remembers the outcome of successful signature checks by digest of the token, the most recently used first to stay.
 *
 * Decision: clients send the same token for hours, and looking up a digest is about ten times cheaper than checking an RSA
 * signature. Failures are not remembered: they would let strangers push out what is useful.
 */
import { hash } from 'node:crypto'

export class VerificationCache<V> {
  readonly #capacity: number
  readonly #entries = new Map<string, V>()

  /** @param capacity number of tokens; an entry takes 1 to 4 KiB */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(token: string): V | undefined {
    const key = digest(token)
    const value = this.#entries.get(key)
    if (value === undefined) return undefined
    this.#entries.delete(key)
    this.#entries.set(key, value)
    return value
  }

  set(token: string, value: V): void {
    const key = digest(token)
    this.#entries.delete(key)
    this.#entries.set(key, value)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) break
      this.#entries.delete(oldest)
    }
  }
}

const digest = (token: string): string => hash('sha256', token, 'base64')
