/**
 * When a signing key is published, used, retired and forgotten.
 *
 * Source: Microsoft identity platform, "Signing key rollover": keys roll periodically, a new one appears in the keys
 * document before it is used, and applications refresh that document about once a day. The lengths are our decision.
 * Which key signs follows from the time alone, so that several processes over one store switch at the same moment.
 */

import type { EpochMillis, Seconds } from '../domain/time.js'
import type { StoredSigningKey } from '../ports/store.js'

export interface KeySchedule {
  /** How long one key signs. */
  readonly usedFor: Seconds
  /** How long a key is published, at least, before it signs. */
  readonly publishedAheadBy: Seconds
  /** The longest-lived token there is: a key that stopped signing stays published so long … */
  readonly longestTokenLifetime: Seconds
  /** … and a little longer, for verifiers whose clock is behind. */
  readonly clockSkew: Seconds
}

export const defaultKeySchedule: KeySchedule = {
  usedFor: 90 * 86_400,
  publishedAheadBy: 86_400,
  longestTokenLifetime: 86_400,
  clockSkew: 300,
}

type Dated = Pick<StoredSigningKey, 'kid' | 'usedFrom' | 'retiredAt'>

/** The key that signs now. Before any key's time (the clock was set back) it is the first one. */
export function currentKey<K extends Dated>(keys: readonly K[], now: EpochMillis): K | undefined {
  const live = keys.filter((key) => key.retiredAt === undefined).sort(byUse)
  return live.findLast((key) => key.usedFrom <= now) ?? live[0]
}

/** Current first, then those that will follow it, then those whose tokens may still be valid. */
export function publishedKeys<K extends Dated>(keys: readonly K[], now: EpochMillis, schedule: KeySchedule): K[] {
  const current = currentKey(keys, now)
  if (current === undefined) return []
  const next = keys.filter((key) => key.retiredAt === undefined && key.usedFrom > current.usedFrom)
  const retired = keys.filter((key) => {
    const since = retiredSince(key, keys, current)
    return since !== undefined && !isForgettable(since, now, schedule)
  })
  return [current, ...next.sort(byUse), ...retired.sort(byUse).reverse()]
}

/** What `rotate` has to do to the stored keys; doing it and planning again yields nothing to do. */
export interface RotationPlan {
  readonly retire: readonly { readonly kid: string; readonly at: EpochMillis }[]
  readonly remove: readonly string[]
  /** When a key that is to be made now starts to sign; absent when there is a next key already. */
  readonly makeKeyUsedFrom?: EpochMillis
}

export function planRotation(keys: readonly Dated[], now: EpochMillis, schedule: KeySchedule): RotationPlan {
  const current = currentKey(keys, now)
  if (current === undefined) return { retire: [], remove: [], makeKeyUsedFrom: now }
  const retired = keys.flatMap((key) => {
    const at = retiredSince(key, keys, current)
    return at === undefined ? [] : [{ kid: key.kid, at, recorded: key.retiredAt !== undefined }]
  })
  const forgettable = retired.filter((key) => isForgettable(key.at, now, schedule))
  const hasNext = keys.some((key) => key.retiredAt === undefined && key.usedFrom > current.usedFrom)
  return {
    retire: retired.filter((key) => !key.recorded && !forgettable.includes(key)).map(({ kid, at }) => ({ kid, at })),
    remove: forgettable.map((key) => key.kid),
    ...(hasNext
      ? {}
      : {
          makeKeyUsedFrom: Math.max(current.usedFrom + schedule.usedFor * 1000, now + schedule.publishedAheadBy * 1000),
        }),
  }
}

/** When the key stopped signing: as recorded, or else when the one after it began. */
function retiredSince(key: Dated, keys: readonly Dated[], current: Dated): EpochMillis | undefined {
  if (key.retiredAt !== undefined) return key.retiredAt
  if (key.usedFrom >= current.usedFrom) return undefined
  return Math.min(...keys.filter((other) => other.usedFrom > key.usedFrom).map((other) => other.usedFrom))
}

const isForgettable = (retiredAt: EpochMillis, now: EpochMillis, schedule: KeySchedule): boolean =>
  now >= retiredAt + (schedule.longestTokenLifetime + schedule.clockSkew) * 1000

const byUse = (a: Dated, b: Dated): number => a.usedFrom - b.usedFrom
