/**
 * Tickets: what a websocket is opened with, because a browser cannot send a token along with one, and a token does not
 * belong into an address.
 *
 * A ticket is given to a caller who has proved who it is and may do it; it is good once, for a minute, and says nothing.
 * Decision: only its hash is kept, and compared in constant time besides, so that neither memory nor time tells of it.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { EpochMillis, Seconds } from '../../domain/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Ids } from '../../ports/ids.js'

export const ticketLifetime: Seconds = 60
/** Tickets that nobody has used yet; the oldest is void when there would be more. */
const mostTickets = 1_000

interface Issued<T> {
  readonly hash: Buffer
  readonly admission: T
  readonly expiresAt: EpochMillis
}

export class TerminalTickets<T> {
  readonly #clock: Clock
  readonly #ids: Pick<Ids, 'secret'>
  readonly #issued = new Map<string, Issued<T>>()

  constructor({ clock, ids }: { readonly clock: Clock; readonly ids: Pick<Ids, 'secret'> }) {
    this.#clock = clock
    this.#ids = ids
  }

  issue(admission: T): string {
    this.#forgetExpired()
    const [oldest] = this.#issued.keys()
    if (this.#issued.size >= mostTickets && oldest !== undefined) this.#issued.delete(oldest)
    const ticket = this.#ids.secret('ticket')
    const hash = hashOf(ticket)
    const expiresAt = this.#clock.nowMillis() + ticketLifetime * 1000
    this.#issued.set(hash.toString('base64url'), { hash, admission, expiresAt })
    return ticket
  }

  /** What the ticket is good for; it is not any more. `undefined`: unknown, used before, or too late. */
  take(ticket: string): T | undefined {
    const hash = hashOf(ticket)
    const key = hash.toString('base64url')
    const found = this.#issued.get(key)
    if (found === undefined || !timingSafeEqual(found.hash, hash)) return undefined
    this.#issued.delete(key)
    return this.#clock.nowMillis() < found.expiresAt ? found.admission : undefined
  }

  #forgetExpired(): void {
    const now = this.#clock.nowMillis()
    for (const [key, { expiresAt }] of this.#issued) if (expiresAt <= now) this.#issued.delete(key)
  }
}

const hashOf = (ticket: string): Buffer => createHash('sha256').update(ticket).digest()
