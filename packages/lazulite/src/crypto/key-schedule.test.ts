import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currentKey, type KeySchedule, planRotation, publishedKeys, type RotationPlan } from './key-schedule.js'

const day = 86_400
const schedule: KeySchedule = { usedFor: 90 * day, publishedAheadBy: day, longestTokenLifetime: day, clockSkew: 300 }
const at = (days: number, seconds = 0) => (days * day + seconds) * 1000
const key = (kid: string, fromDay: number, retiredDay?: number) => ({
  kid,
  usedFrom: at(fromDay),
  ...(retiredDay === undefined ? {} : { retiredAt: at(retiredDay) }),
})
const kids = (keys: readonly { readonly kid: string }[]) => keys.map(({ kid }) => kid)

type Keys = ReturnType<typeof key>[]

describe('currentKey', () => {
  it.each<[Keys, number, string | undefined, string]>([
    [[], 0, undefined, 'none without keys'],
    [[key('a', 0)], 0, 'a', 'the only one'],
    [[key('b', 90), key('a', 0)], 89.9, 'a', 'the next one waits'],
    [[key('b', 90), key('a', 0)], 90, 'b', 'the next one takes over at its time, in any order'],
    [[key('a', 0, 90), key('b', 90)], 200, 'b', 'long after its life for want of another'],
    [[key('b', 90), key('a', 80)], 10, 'a', 'the first one when the clock was set back'],
    [[key('a', 0, 90), key('b', 90)], 10, 'b', 'never a retired one'],
  ])('of %j on day %d is %s: %s', (keys, now, expected) => {
    expect(currentKey(keys, at(now))?.kid).toBe(expected)
  })
})

describe('publishedKeys', () => {
  it.each<[Keys, number, string[], string]>([
    [[key('a', 0)], at(0), ['a'], 'the current one'],
    [[key('b', 90), key('a', 0)], at(1), ['a', 'b'], 'the next one after the current'],
    [
      [key('a', 0), key('b', 90), key('c', 180)],
      at(90),
      ['b', 'c', 'a'],
      'a retired one last, though not yet recorded',
    ],
    [[key('a', 0, 90), key('b', 90)], at(91, 299), ['b', 'a'], 'a retired one until its tokens have expired'],
    [[key('a', 0, 90), key('b', 90)], at(91, 300), ['b'], 'no longer'],
    [[key('a', 0), key('b', 90)], at(91, 300), ['b'], 'no longer, though its end was not recorded'],
    [[], at(0), [], 'nothing'],
  ])('of %j at %d are %j: %s', (keys, now, expected) => {
    expect(kids(publishedKeys(keys, now, schedule))).toEqual(expected)
  })
})

describe('planRotation', () => {
  it.each<[Keys, number, RotationPlan, string]>([
    [[], at(7), { retire: [], remove: [], makeKeyUsedFrom: at(7) }, 'the first key is used at once'],
    [
      [key('a', 0)],
      at(0, 60),
      { retire: [], remove: [], makeKeyUsedFrom: at(90) },
      'a next key is made at the first chance',
    ],
    [
      [key('a', 0)],
      at(89.5),
      { retire: [], remove: [], makeKeyUsedFrom: at(90.5) },
      'but is published for a day first',
    ],
    [[key('a', 0)], at(300), { retire: [], remove: [], makeKeyUsedFrom: at(301) }, 'however late it is'],
    [[key('a', 0), key('b', 90)], at(89), { retire: [], remove: [] }, 'nothing while both are there'],
    [
      [key('a', 0), key('b', 90)],
      at(90, 30),
      { retire: [{ kid: 'a', at: at(90) }], remove: [], makeKeyUsedFrom: at(180) },
      'after a change of keys the old one is retired as of that change',
    ],
    [
      [key('a', 0, 90), key('b', 90), key('c', 180)],
      at(91, 300),
      { retire: [], remove: ['a'] },
      'a retired key is removed when its tokens have expired',
    ],
    [
      [key('a', 0), key('b', 90), key('c', 180)],
      at(400),
      { retire: [], remove: ['a', 'b'], makeKeyUsedFrom: at(401) },
      'after a long sleep all that is over is removed at once',
    ],
  ])('of %j at %d is %j: %s', (keys, now, expected) => {
    expect(planRotation(keys, now, schedule)).toEqual(expected)
  })

  it('publishes every key at least a day before it signs and until its last token has expired, whenever it runs', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 60 * day }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(pauses, (seconds) => {
        let now = 0
        let keys: { kid: string; usedFrom: number; publishedAt: number; retiredAt?: number }[] = []
        const lastSigned = new Map<string, number>()
        const rotate = () => {
          const plan = planRotation(keys, now, schedule)
          keys = keys
            .filter(({ kid }) => !plan.remove.includes(kid))
            .map((stored) => {
              const retired = plan.retire.find(({ kid }) => kid === stored.kid)
              return retired === undefined ? stored : { ...stored, retiredAt: retired.at }
            })
          if (plan.makeKeyUsedFrom !== undefined) {
            keys.push({ kid: `k${now}`, usedFrom: plan.makeKeyUsedFrom, publishedAt: now })
          }
        }
        rotate()
        for (const pause of seconds) {
          now += pause * 1000
          const signer = currentKey(keys, now)
          if (signer === undefined) throw new Error('no key signs')
          if (signer.publishedAt > 0) expect(now - signer.publishedAt).toBeGreaterThanOrEqual(day * 1000)
          lastSigned.set(signer.kid, now)
          rotate()
          const again = planRotation(keys, now, schedule)
          expect(again).toEqual({ retire: [], remove: [] })
          const published = kids(publishedKeys(keys, now, schedule))
          for (const [kid, time] of lastSigned) if (now - time < day * 1000) expect(published).toContain(kid)
        }
      }),
    )
  })
})
