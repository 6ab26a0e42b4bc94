/** The one source of time; settable in tests. */
import type { EpochMillis, EpochSeconds, Seconds } from '../domain/time.js'

export interface Clock {
  now(): EpochSeconds
  nowMillis(): EpochMillis
  /** Calls `f` once, after `delay` of this clock's time. Returns how to cancel it. Pending timers never keep the process alive. */
  after(delay: Seconds, f: () => void): () => void
}
