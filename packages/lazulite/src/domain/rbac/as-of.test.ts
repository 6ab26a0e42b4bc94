import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordChange } from './access-change.js'
import { asOf, formerVersions, groupsKnownUntil, settledUntil } from './as-of.js'

interface Thing {
  readonly key: string
  readonly version: number
}
const keyOf = ({ key }: Thing): string => key
const a1: Thing = { key: 'a', version: 1 }
const a2: Thing = { key: 'a', version: 2 }
const b1: Thing = { key: 'b', version: 1 }

const then = (current: readonly Thing[], changes: readonly RecordChange<Thing>[], moment: number): readonly Thing[] =>
  asOf(current, formerVersions(changes, moment, keyOf), keyOf).toSorted((x, y) => (x.key < y.key ? -1 : 1))

describe('asOf', () => {
  const made = { at: 100, after: a1 }
  const changed = { at: 200, before: a1, after: a2 }
  const removed = { at: 300, before: a2 }
  const madeAgain = { at: 400, after: a1 }

  it.each<[string, readonly Thing[], readonly RecordChange<Thing>[], number, readonly Thing[]]>([
    ['nothing changed: all that there is', [a1, b1], [], 0, [a1, b1]],
    ['before it was made: nothing', [a1], [made], 99, []],
    ['when it was made: it is there', [a1], [made], 100, [a1]],
    ['before it was changed: as it was', [a2], [made, changed], 199, [a1]],
    ['when it was changed: as it is', [a2], [made, changed], 200, [a2]],
    ['before it was removed: still there', [], [made, changed, removed], 299, [a2]],
    ['when it was removed: gone', [], [made, changed, removed], 300, []],
    ['between removal and the next: gone', [a1], [made, changed, removed, madeAgain], 399, []],
    ['before a removal that was taken back: as it was', [a1], [removed, madeAgain], 299, [a2]],
    ['before all of it: nothing', [a1], [made, changed, removed, madeAgain], 99, []],
    ['others stay as they are', [a2, b1], [changed], 150, [a1, b1]],
    [
      'two changes at once count as one',
      [a2],
      [
        { at: 5, after: a1 },
        { at: 5, before: a1, after: a2 },
      ],
      5,
      [a2],
    ],
    [
      'two changes at once are undone together',
      [a2],
      [
        { at: 5, after: a1 },
        { at: 5, before: a1, after: a2 },
      ],
      4,
      [],
    ],
    [
      'a clock that was set back: the order counts',
      [],
      [
        { at: 50, before: a1, after: a2 },
        { at: 20, before: a2 },
      ],
      30,
      [a1],
    ],
  ])('%s', (_, current, changes, moment, expected) => {
    expect(then(current, changes, moment)).toEqual(expected)
  })

  it('looks at the changed record under any of its spellings', () => {
    const loudly = { key: 'A', version: 1 }
    const caseless = ({ key }: Thing): string => key.toLowerCase()
    expect(asOf([loudly], formerVersions([made], 99, caseless), caseless)).toEqual([])
  })
})

describe('settledUntil', () => {
  it.each([
    ['one millisecond before the delay has passed', 299_999, false],
    ['when it has passed', 300_000, true],
  ])('a change of 300 s is in effect %s: %i ms', (_, elapsed, expected) => {
    const changedAt = 1_000_000
    expect(changedAt <= settledUntil(changedAt + elapsed, 300)).toBe(expected)
  })
})

describe('groupsKnownUntil', () => {
  const issuedAt = 1_000
  it.each([
    ['before the token', 999_999, true],
    ['within the second of issue', 1_000_999, true],
    ['in the next second', 1_001_000, false],
  ])('a token knows a change %s: at %i', (_, changedAt, expected) => {
    expect(changedAt <= groupsKnownUntil(1_002_000, 86_400, issuedAt)).toBe(expected)
  })

  it('a token learns of a change when the delay has passed', () => {
    const changedAt = 1_001_000
    expect(changedAt <= groupsKnownUntil(changedAt + 59_999, 60, issuedAt)).toBe(false)
    expect(changedAt <= groupsKnownUntil(changedAt + 60_000, 60, issuedAt)).toBe(true)
  })

  it('whoever has no token yet knows all', () => {
    expect(groupsKnownUntil(1_234_567, 86_400)).toBeGreaterThanOrEqual(1_234_567)
  })
})

/** Puts (`version`) and removals of three keys at growing times, with what they leave behind. */
const histories = fc
  .array(fc.record({ wait: fc.nat(5), key: fc.constantFrom('a', 'b', 'c'), version: fc.option(fc.nat(9)) }))
  .map((steps) => {
    const current = new Map<string, Thing>()
    const states: { readonly at: number; readonly things: readonly Thing[] }[] = [{ at: 0, things: [] }]
    const changes: RecordChange<Thing>[] = []
    let at = 1
    for (const { wait, key, version } of steps) {
      at += wait
      const before = current.get(key)
      const after = version === null ? undefined : { key, version }
      if (before === undefined && after === undefined) continue
      if (after === undefined) current.delete(key)
      else current.set(key, after)
      changes.push({ at, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) })
      states.push({ at, things: [...current.values()] })
    }
    return { changes, current: [...current.values()], states, last: at }
  })

const sorted = (things: readonly Thing[]): readonly Thing[] => things.toSorted((x, y) => (x.key < y.key ? -1 : 1))

describe('the laws of delay', () => {
  it('what is in effect is what was there that long ago', () => {
    fc.assert(
      fc.property(histories, fc.nat(60), fc.nat(30), ({ changes, current, states }, now, delay) => {
        const past = states.findLast(({ at }) => at <= now - delay) ?? { things: [] }
        expect(then(current, changes, now - delay)).toEqual(sorted(past.things))
      }),
    )
  })

  it('without a delay everything is as it is now', () => {
    fc.assert(
      fc.property(histories, ({ changes, current, last }) => {
        expect(then(current, changes, settledUntil(last, 0))).toEqual(sorted(current))
      }),
    )
  })

  it('when the delay after the last change has passed, everything is as it is now, and stays so', () => {
    fc.assert(
      fc.property(histories, fc.nat(1000), fc.nat(1000), ({ changes, current, last }, delay, later) => {
        const now = last + delay * 1000 + later
        expect(then(current, changes, settledUntil(now, delay))).toEqual(sorted(current))
      }),
    )
  })

  it('nothing is there twice', () => {
    fc.assert(
      fc.property(histories, fc.nat(60), ({ changes, current }, moment) => {
        const keys = then(current, changes, moment).map(keyOf)
        expect(new Set(keys).size).toBe(keys.length)
      }),
    )
  })

  it('what was there all the time is there whatever the delay', () => {
    fc.assert(
      fc.property(histories, fc.nat(60), ({ changes, current }, moment) => {
        const constant = { key: 'constant', version: 0 }
        expect(then([...current, constant], changes, moment)).toContainEqual(constant)
      }),
    )
  })

  it('changes that are forgotten once they are settled make no difference', () => {
    fc.assert(
      fc.property(histories, fc.nat(60), ({ changes, current }, moment) => {
        const kept = changes.filter(({ at }) => at > moment)
        expect(then(current, kept, moment)).toEqual(then(current, changes, moment))
      }),
    )
  })
})
