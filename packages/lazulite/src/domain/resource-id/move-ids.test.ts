import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movedId, withMovedIds } from './move-ids.js'

const from = '/subscriptions/s/resourceGroups/a/providers/N/t/x'
const to = '/subscriptions/s/resourceGroups/b/providers/N/t/x'

describe('movedId', () => {
  it.each([
    [from, to, 'the resource itself'],
    [from.toUpperCase(), from.toUpperCase().replace('/A/', '/b/'), 'in any case, which it keeps'],
    [`${from}/u/Y`, `${to}/u/Y`, 'a child'],
    [`${from}/providers/M/locks/l`, `${to}/providers/M/locks/l`, 'an extension'],
    [`${from}2`, `${from}2`, 'a longer sibling name stays'],
    ['/subscriptions/s/resourceGroups/a', '/subscriptions/s/resourceGroups/a', 'the group stays'],
    ['no id', 'no id', 'other texts stay'],
    ['', '', 'nothing stays'],
  ])('%s: %s (%s)', (id, expected) => expect(movedId(id, { from, to })).toBe(expected))
})

describe('withMovedIds', () => {
  it('reaches texts at any depth, and the names of members', () => {
    const links = { identities: { [`${from}/u/1`]: { on: true, list: [from, 'text', null, 3] } }, other: undefined }
    expect(withMovedIds(links, [{ from, to }])).toEqual({
      identities: { [`${to}/u/1`]: { on: true, list: [to, 'text', null, 3] } },
      other: undefined,
    })
  })
  it('is undone by the move back', () => {
    const text = fc.constantFrom(from, `${from}/u/1`, '/subscriptions/s', 'text', `${from}2`)
    const json = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, text, fc.integer(), fc.array(tie('any')), fc.dictionary(text, tie('any'))),
    })).any
    fc.assert(
      fc.property(json, (document) => {
        const value = document as never // built of texts, numbers, lists and objects alone
        expect(withMovedIds(withMovedIds(value, [{ from, to }]), [{ from: to, to: from }])).toEqual(value)
      }),
    )
  })
})
