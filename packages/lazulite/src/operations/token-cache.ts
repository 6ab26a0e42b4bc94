/**
 * Issued tokens that may be handed out again: bounded, and one issue at a time per key.
 *
 * The metadata service keeps tokens per identity and resource until they are nearly over, so a client that asks again
 * gets the same string with fewer seconds left (managed identities FAQ).
 */
import type { EpochSeconds, Seconds } from '../domain/time.js'
import type { Clock } from '../ports/clock.js'

export interface CacheableToken {
  readonly notBefore: EpochSeconds
  readonly issuedAt: EpochSeconds
  readonly expiresOn: EpochSeconds
}

/**
 * A cached token is replaced this long before it expires, but never earlier than at half its life.
 * Decision: Azure's margin is not documented. 20 minutes is the longest lead with which known clients renew (Terraform);
 * MSAL takes a token with under 5 minutes left for expired and would ask over and over if it got the same one.
 */
export const renewalMargin: Seconds = 20 * 60

export class TokenCache<Token extends CacheableToken> {
  private readonly tokens = new Map<string, Token>()
  private readonly pending = new Map<string, Promise<Token>>()
  private readonly clock: Clock
  private readonly capacity: number

  constructor(clock: Clock, capacity: number) {
    this.clock = clock
    this.capacity = capacity
  }

  /**
   * The cached token, else the one that `issue` makes. Callers that need the same new token share one `issue`.
   * @param isFresh  leave the cached token aside and issue anew
   */
  get(key: string, issue: () => Promise<Token>, options: { readonly isFresh: boolean }): Promise<Token> {
    const cached = options.isFresh ? undefined : this.usable(key)
    if (cached !== undefined) return Promise.resolve(cached)
    const running = this.pending.get(key)
    if (running !== undefined) return running
    const issuing = issue()
      .then((token) => this.keep(key, token))
      .finally(() => this.pending.delete(key))
    this.pending.set(key, issuing)
    return issuing
  }

  /** Forgets every token whose key begins so. */
  forget(keyPrefix: string): void {
    for (const key of this.tokens.keys()) if (key.startsWith(keyPrefix)) this.tokens.delete(key)
  }

  private usable(key: string): Token | undefined {
    const token = this.tokens.get(key)
    if (token === undefined) return undefined
    this.tokens.delete(key)
    const now = this.clock.now()
    const margin = Math.min(renewalMargin, (token.expiresOn - token.issuedAt) / 2)
    // a clock that was set back makes tokens of the future, which nobody would accept
    if (now < token.notBefore || token.expiresOn - now <= margin) return undefined
    this.tokens.set(key, token) // last used stays longest
    return token
  }

  private keep(key: string, token: Token): Token {
    this.tokens.delete(key)
    this.tokens.set(key, token)
    for (const oldest of this.tokens.keys()) {
      if (this.tokens.size <= this.capacity) break
      this.tokens.delete(oldest)
    }
    return token
  }
}
