/**
 * Wrong passwords in a row lock an account for a while.
 *
 * Source: Entra smart lockout: ten failed attempts, then one minute. Decision: the lock does not grow with repetition,
 * so that tests know how long to move the clock.
 */
import type { EpochMillis, Seconds } from '../time.js'

export const lockoutThreshold = 10
export const lockoutDuration: Seconds = 60

/** Of one account; absent: no wrong password since the last right one. */
export interface FailedAttempts {
  readonly count: number
  readonly lockedUntil?: EpochMillis
}

export const isLocked = (attempts: FailedAttempts | undefined, now: EpochMillis): boolean =>
  attempts?.lockedUntil !== undefined && now < attempts.lockedUntil

/** After a lock has passed, counting begins anew. */
export function afterWrongPassword(attempts: FailedAttempts | undefined, now: EpochMillis): FailedAttempts {
  const count = (attempts?.lockedUntil === undefined ? (attempts?.count ?? 0) : 0) + 1
  return count < lockoutThreshold ? { count } : { count, lockedUntil: now + lockoutDuration * 1000 }
}
