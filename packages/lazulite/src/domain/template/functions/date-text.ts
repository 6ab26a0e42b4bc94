/**
 * Instants as .NET writes and reads them, in English (United States) and UTC: `utcNow`, `dateTimeAdd` and their formats.
 * Source: the documentation of the date functions and of .NET's standard and custom date format strings.
 */

const months = 'January February March April May June July August September October November December'.split(' ')
const days = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ')

/** Standard formats, by letter. */
const standard: Readonly<Record<string, string>> = {
  d: 'M/d/yyyy',
  D: 'dddd, MMMM d, yyyy',
  f: 'dddd, MMMM d, yyyy h:mm tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  G: 'M/d/yyyy h:mm:ss tt',
  M: 'MMMM d',
  m: 'MMMM d',
  O: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  o: "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
  R: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  r: "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
  s: "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
  t: 'h:mm tt',
  T: 'h:mm:ss tt',
  u: "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
  U: 'dddd, MMMM d, yyyy h:mm:ss tt',
  Y: 'MMMM yyyy',
  y: 'MMMM yyyy',
}

/** @returns `undefined` when the format is not one */
export function formatDate(instant: number, format: string): string | undefined {
  const picture = format.length === 1 ? standard[format] : format.startsWith('%') ? format.slice(1) : format
  if (picture === undefined || picture === '') return undefined
  const date = new Date(instant)
  return picture.replace(
    /'([^']*)'|"([^"]*)"|\\(.)|(y+|M+|d+|H+|h+|m+|s+|f+|F+|t+|z+|K)/gs,
    (_, single?: string, double?: string, escaped?: string, specifier?: string) =>
      single ?? double ?? escaped ?? datePart(date, specifier ?? ''),
  )
}

function datePart(date: Date, specifier: string): string {
  const width = specifier.length
  const padded = (value: number): string => String(value).padStart(Math.min(width, 2), '0')
  switch (specifier.charAt(0)) {
    case 'y': {
      const year = date.getUTCFullYear()
      return width <= 2 ? padded(year % 100) : String(year).padStart(width, '0')
    }
    case 'M':
      return namedOrPadded(width, months[date.getUTCMonth()], padded(date.getUTCMonth() + 1))
    case 'd':
      return namedOrPadded(width, days[date.getUTCDay()], padded(date.getUTCDate()))
    case 'H':
      return padded(date.getUTCHours())
    case 'h':
      return padded(date.getUTCHours() % 12 || 12)
    case 'm':
      return padded(date.getUTCMinutes())
    case 's':
      return padded(date.getUTCSeconds())
    case 'f':
      return fraction(date).slice(0, width)
    case 'F':
      return fraction(date).slice(0, width).replace(/0+$/, '')
    case 't':
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, width)
    case 'z':
      return width === 1 ? '+0' : width === 2 ? '+00' : '+00:00'
    default:
      return 'Z'
  }
}

const namedOrPadded = (width: number, name: string | undefined, padded: string): string =>
  width < 3 ? padded : width === 3 ? (name ?? '').slice(0, 3) : (name ?? '')

const fraction = (date: Date): string => `${String(date.getUTCMilliseconds()).padStart(3, '0')}0000`

/** ISO 8601 (also basic, as `utcNow()` writes it), `u`, and the American short form. Milliseconds; `undefined` when it is none. */
export function parseDate(text: string): number | undefined {
  const iso =
    /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,7}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i
  const match = iso.exec(text.trim())
  if (match !== null) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', part = '', zone = 'Z'] = match
    return instantOf([year, month, day, hour, minute, second].map(Number), Number(`0.${part || '0'}`), zone)
  }
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*(AM|PM))?)?$/i.exec(
    text.trim(),
  )
  if (american === null) return undefined
  const [, month, day, year, hour = '0', minute = '0', second = '0', half] = american
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  return instantOf([Number(year), Number(month), Number(day), hours, Number(minute), Number(second)], 0, 'Z')
}

function instantOf(parts: readonly number[], fractionOfSecond: number, zone: string): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const instant = Date.UTC(year, month - 1, day, hour, minute, second, Math.trunc(fractionOfSecond * 1000))
  const back = new Date(instant)
  const isReal =
    back.getUTCMonth() === month - 1 && back.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  if (!isReal) return undefined
  if (/^z$/i.test(zone)) return instant
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? []
  return instant - (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

const dayMillis = 86_400_000

/**
 * An ISO 8601 duration in milliseconds; `undefined` when it is none.
 * Decision: a year is 365 days and a month 30, as .NET reads such a text into a time span.
 */
export function parseDuration(text: string): number | undefined {
  const match =
    /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (match === null || text.endsWith('T') || text.endsWith('P')) return undefined
  const [, sign, ...numbers] = match
  const units = [365 * dayMillis, 30 * dayMillis, 7 * dayMillis, dayMillis, 3_600_000, 60_000, 1000]
  const total = units.reduce((sum, unit, index) => sum + Number(numbers[index] ?? 0) * unit, 0)
  return sign === undefined ? total : -total
}
