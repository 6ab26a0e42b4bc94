import { describe, expect, it } from 'vitest'
import { americanTime, deploymentDuration, deploymentTime, statusNumber } from './deployment-time.js'

describe('instants', () => {
  it.each([
    ['2020-12-31T01:22:50.640Z', '2020-12-31T01:22:50.64Z'],
    ['2020-12-31T01:22:50.000Z', '2020-12-31T01:22:50Z'],
    ['2020-12-31T01:22:00.000Z', '2020-12-31T01:22:00Z'],
    ['2020-12-31T00:00:00.100Z', '2020-12-31T00:00:00.1Z'],
  ])('%s is written %s', (instant, expected) => expect(deploymentTime(Date.parse(instant))).toBe(expected))

  it.each([
    ['2019-08-20T06:20:33Z', '8/20/2019 6:20:33 AM'],
    ['2019-12-01T00:05:09Z', '12/1/2019 12:05:09 AM'],
    ['2019-12-01T12:00:00Z', '12/1/2019 12:00:00 PM'],
    ['2019-12-01T23:59:59Z', '12/1/2019 11:59:59 PM'],
  ])('%s is %s in the text of an error', (instant, expected) =>
    expect(americanTime(Date.parse(instant))).toBe(expected),
  )
})

it.each([
  [0, 'PT0S'],
  [33, 'PT0.033S'],
  [3049, 'PT3.049S'],
  [-5, 'PT0S'],
])('%s ms last %s', (millis, expected) => expect(deploymentDuration(millis)).toBe(expected))

describe('numbers of operationStatuses', () => {
  it('are those that Azure gave at the same instant', () => {
    // recorded: begun at 01:23:31.3767314Z, number 08585922290741008493
    expect(statusNumber(Date.parse('2020-12-31T01:23:31.376Z'), 7314)).toMatch(/^0858592229074100849/)
  })

  it('become smaller as time goes on, and differ within a millisecond', () => {
    const numbers = [statusNumber(1000, 0), statusNumber(1000, 1), statusNumber(1001, 0)]
    expect(numbers).toEqual(numbers.toSorted().toReversed())
    expect(new Set(numbers).size).toBe(3)
  })
})
