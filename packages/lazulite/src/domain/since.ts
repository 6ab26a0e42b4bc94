/** A point in the past as people write it: how long ago (`90s`, `30m`, `1h`, `7d`), or a date with or without its time (ISO 8601, UTC unless it says otherwise). */
import type { EpochMillis } from './time.js'

const units: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `undefined` when it is neither. */
export function parseSince(text: string, now: EpochMillis): EpochMillis | undefined {
  const [, amount, unit] = /^(\d{1,9})([smhdw])$/i.exec(text.trim()) ?? []
  if (amount !== undefined && unit !== undefined) return now - Number(amount) * (units[unit.toLowerCase()] ?? 0)
  const [, date, time, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/i.exec(text.trim()) ?? []
  if (date === undefined) return undefined
  const instant = Date.parse(`${date}T${time ?? '00:00'}${zone ?? 'Z'}`)
  return Number.isNaN(instant) ? undefined : instant
}
