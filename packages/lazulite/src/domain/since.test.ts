import { expect, it } from 'vitest'
import { parseSince } from './since.js'

const now = Date.parse('2030-01-10T12:00:00Z')

it.each([
  ['90s', '2030-01-10T11:58:30.000Z'],
  ['30m', '2030-01-10T11:30:00.000Z'],
  ['1h', '2030-01-10T11:00:00.000Z'],
  ['2D', '2030-01-08T12:00:00.000Z'],
  ['1w', '2030-01-03T12:00:00.000Z'],
  [' 0s ', '2030-01-10T12:00:00.000Z'],
  ['2030-01-01', '2030-01-01T00:00:00.000Z'],
  ['2030-01-01T10:30', '2030-01-01T10:30:00.000Z'],
  ['2030-01-01 10:30:15', '2030-01-01T10:30:15.000Z'],
  ['2030-01-01T10:30:15.250Z', '2030-01-01T10:30:15.250Z'],
  ['2030-01-01T10:30:15.1234567z', '2030-01-01T10:30:15.123Z'],
  ['2030-01-01T10:30+02:00', '2030-01-01T08:30:00.000Z'],
])('%j is %s', (text, expected) => {
  const since = parseSince(text, now)
  expect(since === undefined ? undefined : new Date(since).toISOString()).toBe(expected)
})

it.each(['', '1', 'h', '-1h', '1.5h', '1y', 'yesterday', '2030', '2030-13-01', '2030-01-01T25:00', '1893456000'])(
  '%j is no point in the past',
  (text) => expect(parseSince(text, now)).toBeUndefined(),
)
