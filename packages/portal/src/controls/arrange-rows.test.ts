import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrangeRows } from './arrange-rows.js'

interface Row {
  readonly name: string
  readonly place: string
}
const columns = [
  { label: 'Name', text: ({ name }: Row) => name, render: () => null },
  { label: 'Place', text: ({ place }: Row) => place, render: () => null },
  { label: 'Picture', render: () => null },
]
const rows = [
  { name: 'web-10', place: 'west' },
  { name: 'web-2', place: 'east' },
  { name: 'Data', place: 'west' },
]
const nothing = { rows, columns, filter: '', sort: undefined, groupOf: undefined }
const names = (arranged: readonly Row[]) => arranged.map(({ name }) => name)

describe('arrangeRows', () => {
  it('leaves rows as they come', () => expect(arrangeRows(nothing)).toEqual(rows))

  it.each([
    ['west', ['web-10', 'Data']],
    ['WEB west', ['web-10']],
    ['west web', ['web-10']],
    ['  ', ['web-10', 'web-2', 'Data']],
    ['north', []],
  ])('filtered by %j shows %j', (filter, expected) => {
    expect(names(arrangeRows({ ...nothing, filter }))).toEqual(expected)
  })

  it('finds no word across two columns', () => {
    expect(arrangeRows({ ...nothing, filter: 'web-10west' })).toEqual([])
  })

  it.each([
    [false, ['Data', 'web-2', 'web-10']],
    [true, ['web-10', 'web-2', 'Data']],
  ])('sorts names as people count, descending: %s', (isDescending, expected) => {
    expect(names(arrangeRows({ ...nothing, sort: { column: 'Name', isDescending } }))).toEqual(expected)
  })

  it('does not sort by a column that has no text', () => {
    expect(arrangeRows({ ...nothing, sort: { column: 'Picture', isDescending: true } })).toEqual(rows)
  })

  it('brings together what is alike, in the order of its first row', () => {
    expect(names(arrangeRows({ ...nothing, groupOf: ({ place }) => place }))).toEqual(['web-10', 'Data', 'web-2'])
  })

  it('shows each row once or not at all', () => {
    const row = fc.record({ name: fc.string(), place: fc.constantFrom('east', 'west', 'north') })
    const sort = fc.option(fc.record({ column: fc.constant('Name'), isDescending: fc.boolean() }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(row), sort, fc.boolean(), (some, order, isGrouped) => {
        const groupOf = isGrouped ? ({ place }: Row) => place : undefined
        const arranged = arrangeRows({ rows: some, columns, filter: '', sort: order, groupOf })
        return arranged.length === some.length && new Set(arranged).size === new Set(some).size
      }),
    )
  })
})
