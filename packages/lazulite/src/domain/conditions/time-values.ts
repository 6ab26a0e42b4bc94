/**
 * Times in conditions, in units of 100 nanoseconds, the precision of `yyyy-mm-ddThh:mm:ss.fffffffZ`.
 *
 * Source: Azure role assignment condition format (dates and times; the full precision counts, `.0Z` occurs). Times of day
 * are `hh:mm` or `hh:mm:ss` (microsoft/regorus, languages/azure_rbac; not in the published format).
 */
const perSecond = 10_000_000

/** Since 1970-01-01T00:00:00Z; `undefined` when the text is no such time. */
export function dateTimeTicks(text: string): bigint | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,7}))?Z$/i.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  // Date.UTC takes the 30th of February for the first of March, and the years before 100 for the last century
  if (!new Date(time).toISOString().startsWith(text.slice(0, 19).toUpperCase())) return undefined
  return BigInt(time / 1000) * BigInt(perSecond) + BigInt(fraction(match[7]))
}

/** Since midnight; of a date with time, its time (UTC). */
export function timeOfDayTicks(text: string): number | undefined {
  if (dateTimeTicks(text) !== undefined) return timeOfDayTicks(text.slice(11, -1))
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?$/.exec(text)
  if (match === null) return undefined
  const [hour = 0, minute = 0, second = 0] = match.slice(1, 4).map((part) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 59) return undefined
  return ((hour * 60 + minute) * 60 + second) * perSecond + fraction(match[4])
}

/** Digits behind the point, in units of 100 nanoseconds. */
const fraction = (digits = ''): number => Number(digits.padEnd(7, '0'))
