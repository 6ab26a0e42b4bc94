import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inLists } from './in-lists.js'

describe('inLists', () => {
  it.each([
    [[], []],
    [['a'], [['a']]],
    [['a', 'a'], [['a']]],
    [['a', 'b', 'c'], [['a', 'b', 'c', 'c']]],
  ])('makes of %j the lists %j', (values, expected) => expect(inLists(values)).toEqual(expected))

  it('holds every value and no other, in lists whose lengths are powers of two up to 512', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), (count) => {
        const values = Array.from({ length: count }, (_, n) => `v${n}`)
        const lists = inLists(values)
        expect(new Set(lists.flat())).toEqual(new Set(values))
        for (const list of lists) expect([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]).toContain(list.length)
        expect(lists.length).toBe(Math.ceil(count / 512))
      }),
      { numRuns: 30 },
    )
  })
})
