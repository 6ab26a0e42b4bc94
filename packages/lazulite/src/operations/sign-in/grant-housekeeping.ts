/** Expired grants are dropped along with new ones being made, at most once an hour. */
import type { EpochMillis } from '../../domain/time.js'
import type { Tx } from '../../ports/store.js'

const everyHour = 3_600_000

/** Called in the transaction that inserts a grant. */
export type SweepGrants = (tx: Pick<Tx, 'grants'>, now: EpochMillis) => Promise<void>

export function grantSweeper(): SweepGrants {
  let sweptAt: EpochMillis | undefined
  return async (tx, now) => {
    if (sweptAt !== undefined && now >= sweptAt && now - sweptAt < everyHour) return
    sweptAt = now
    await tx.grants.deleteExpired(now)
  }
}
