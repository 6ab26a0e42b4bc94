import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'
import { formatDate, parseDate } from './date-text.js'

describe('dates', () => {
  it.each([
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'P3Y')", '4/7/2023 2:53:14 PM'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', '-P9D')", '3/29/2020 2:53:14 PM'],
    ["dateTimeAdd('2020-04-07 14:53:14Z', 'PT1H')", '4/7/2020 3:53:14 PM'],
    ["dateTimeAdd('2020-04-07T14:53:14Z', 'P1DT2H3M4.5S', 'o')", '2020-04-08T16:56:18.5000000Z'],
    ["dateTimeAdd('20200407T145314Z', 'PT1H', 'yyyy-MM-ddTHH:mm:ssZ')", '2020-04-07T15:53:14Z'],
    ["dateTimeAdd('4/7/2020 2:53:14 PM', 'PT0S', 'u')", '2020-04-07 14:53:14Z'],
    ["dateTimeAdd('2020-04-07T14:53:14+02:00', 'PT0S', 's')", '2020-04-07T12:53:14'],
    ["dateTimeAdd('2020-01-31', 'P1M', 'd')", '3/1/2020'],
    ['dateTimeFromEpoch(1680224438)', '2023-03-31T01:00:38Z'],
    ["dateTimeToEpoch('2023-03-31T01:00:38Z')", 1680224438],
    ["dateTimeToEpoch(dateTimeAdd('1970-01-01', 'P1D', 'o'))", 86400],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it.each([
    ['utcNow()', '20300102T030405Z'],
    ["utcNow('d')", '1/2/2030'],
    ["utcNow('M d')", '1 2'],
    ["utcNow('yyyy-MM-ddTHH:mm:ss.fffZ')", '2030-01-02T03:04:05.678Z'],
    ["utcNow('R')", 'Wed, 02 Jan 2030 03:04:05 GMT'],
  ])('%s is %s in the default of a parameter', (text, expected) =>
    expect(valueOfExpression(text, 'parameterDefault')).toBe(expected),
  )

  it.each([
    [
      "dateTimeAdd('2020-04-07', 'PTASDIONS1D')",
      "The template function 'dateTimeAdd' has an invalid parameter. The second parameter 'PTASDIONS1D' is not a valid ISO8601 Duration string. Please see https://aka.ms/arm-syntax-functions .",
    ],
    ["dateTimeAdd('2020-04-07', 'P')", 'is not a valid ISO8601 Duration string.'],
    ["dateTimeAdd('2020-04-07', 'P1DT')", 'is not a valid ISO8601 Duration string.'],
    ["dateTimeAdd('yesterday', 'P1D')", "The parameter 'yesterday' is not a valid date."],
    ["dateTimeAdd('2021-02-29', 'P1D')", 'is not a valid date.'],
    ["dateTimeAdd('9999-12-31', 'P1D')", 'The resulting date is out of range.'],
    ["dateTimeAdd('2020-04-07', 'P1D', 'q')", "The format 'q' is not valid."],
    ['utcNow()', "The template function 'utcNow' is not expected at this location."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  const instant = Date.UTC(2030, 2, 4, 15, 6, 7, 80)
  it.each([
    ['D', 'Monday, March 4, 2030'],
    ['f', 'Monday, March 4, 2030 3:06 PM'],
    ['F', 'Monday, March 4, 2030 3:06:07 PM'],
    ['g', '3/4/2030 3:06 PM'],
    ['m', 'March 4'],
    ['t', '3:06 PM'],
    ['T', '3:06:07 PM'],
    ['y', 'March 2030'],
    ["yy MMM ddd HH 'at' hh", '30 Mar Mon 15 at 03'],
    ['%h', '3'],
    ['h\\h FFFF zzz K', '3h 08 +00:00 Z'],
    ['"quoted" t', 'quoted P'],
  ])('the format %s writes %s', (format, expected) => expect(formatDate(instant, format)).toBe(expected))

  it('reads back every instant that it writes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        fc.constantFrom('o', 'u', 'G', 'yyyyMMddTHHmmssZ'),
        (time, format) => {
          const exact = format === 'o' ? time : Math.floor(time / 1000) * 1000
          expect(parseDate(formatDate(time, format) ?? '')).toBe(exact)
        },
      ),
    )
  })
})
