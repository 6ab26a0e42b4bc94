/** The one source of time; settable in tests. */
import type { EpochMillis, EpochSeconds, Seconds } from '../domain/time.js'

export interface Clock {
  now(): EpochSeconds
  nowMillis(): EpochMillis
  /** Calls `f` once, after `delay` of this clock's time. Returns how to cancel it. Pending timers never keep the process alive. */
  after(delay: Seconds, f: () => void): () => void
}

/** A clock that can be set forward, for tests of what takes time. */
export interface MovableClock extends Clock {
  /** How far it has been moved ahead of the clock that it follows. */
  lead(): EpochMillis
  /** Moves time on at once; what becomes due by then runs now, in order. */
  advance(seconds: Seconds): void
}
