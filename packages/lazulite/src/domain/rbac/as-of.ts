/**
 * The past from the present: records as they were at a moment, from what they are now and what has changed since.
 *
 * Each change says what was there before it; whatever changed after the moment is, as of the moment, what its first
 * such change found. A delay is this with a moment that lies that long ago: a change takes effect exactly when its age
 * reaches the delay, and between two changes there is always one version, never two and never none.
 */
import type { EpochMillis, EpochSeconds, Seconds } from '../time.js'
import type { RecordChange } from './access-change.js'

/** A record's version at the moment; `version` is absent where there was none. */
export interface Former<T> {
  readonly key: string
  readonly version?: T
}

/**
 * What was different at `moment`: one entry for each record that changed after it.
 * @param changes  in the order in which they were made
 */
export function formerVersions<T>(
  changes: readonly RecordChange<T>[],
  moment: EpochMillis,
  keyOf: (record: T) => string,
): ReadonlyMap<string, Former<T>> {
  const former = new Map<string, Former<T>>()
  for (const { at, before, after } of changes) {
    if (at <= moment) continue
    const record = before ?? after
    if (record === undefined) continue
    const key = keyOf(record)
    if (!former.has(key)) former.set(key, before === undefined ? { key } : { key, version: before })
  }
  return former
}

/**
 * The records as of the moment that `former` was taken for; the same array when nothing was different.
 * @param current  the records, or those of them that somebody asked for
 */
export function asOf<T>(
  current: readonly T[],
  former: ReadonlyMap<string, Former<T>>,
  keyOf: (record: T) => string,
): readonly T[] {
  if (former.size === 0) return current
  const unchanged = current.filter((record) => !former.has(keyOf(record)))
  return [...unchanged, ...[...former.values()].flatMap(({ version }) => version ?? [])]
}

/** Changes up to this instant are in effect; the delay is whole: at exactly its end they are. */
export const settledUntil = (now: EpochMillis, delay: Seconds): EpochMillis => now - delay * 1000

/**
 * Changes of groups up to this instant are seen: all that the delay has let through, and those that were there when the
 * token was made. Tokens count whole seconds: what changed within the second of issue counts as before it.
 * @param issuedAt  absent: a token is not there yet, and would be made now
 */
export const groupsKnownUntil = (
  now: EpochMillis,
  delay: Seconds,
  issuedAt: EpochSeconds = Math.floor(now / 1000),
): EpochMillis => Math.max(settledUntil(now, delay), (issuedAt + 1) * 1000 - 1)
