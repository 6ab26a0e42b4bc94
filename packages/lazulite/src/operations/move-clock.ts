/**
 * Moving the cloud's clock forward, and keeping it there: what was written at the later time must not lie in the future
 * when the server starts again.
 */
import type { EpochMillis, Seconds } from '../domain/time.js'
import type { Caller } from '../domain/token/caller.js'
import type { MovableClock } from '../ports/clock.js'
import type { Ports } from '../ports/ports.js'
import type { ReadStores } from '../ports/store.js'

const setting = 'clock'

/** Most seconds in one step: ten years. */
export const longestStep: Seconds = 315_360_000

/** How far ahead of the host this cloud's clock was last. */
export async function readClockLead(read: Pick<ReadStores, 'settings'>): Promise<EpochMillis> {
  const lead = (await read.settings.get(setting))?.leadMillis
  return typeof lead === 'number' ? lead : 0
}

/** @param seconds  above 0, up to `longestStep` */
export async function advanceClock(
  { store, audit }: Pick<Ports, 'store' | 'audit'>,
  clock: MovableClock,
  { caller, seconds }: { readonly caller: Caller; readonly seconds: Seconds },
): Promise<void> {
  clock.advance(seconds)
  await store.transaction((tx) => tx.settings.put(setting, { leadMillis: clock.lead() }))
  audit({
    time: clock.nowMillis(),
    kind: 'clock.advanced',
    principalId: caller.principalId,
    facts: { seconds, leadSeconds: clock.lead() / 1000 },
  })
}
