import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { userType } from '../directory/graph-types.js'
import { GraphError } from '../errors/graph-error.js'
import type { JsonObject } from '../json.js'
import { parseFilter } from './parse-filter.js'
import { parseSearch } from './search-expression.js'
import { project, selectPage } from './select-page.js'

const objects = (...names: string[]): JsonObject[] =>
  names.map((displayName, index) => ({ id: `${index}`, displayName }))
const all = { sort: [], pageSize: 100 }
const namesOf = (items: readonly JsonObject[]) => items.map(({ displayName }) => displayName)

describe('selectPage', () => {
  it('filters, orders and counts before it cuts', () => {
    const page = selectPage(objects('b', 'C', 'a', 'x'), {
      filter: parseFilter("displayName ne 'x'"),
      sort: [{ property: 'displayName', isDescending: false }],
      pageSize: 2,
    })
    expect(namesOf(page.items)).toEqual(['a', 'b'])
    expect(page.total).toBe(3)
  })

  it('orders by several members, nothing first', () => {
    const items = [
      { id: '1', a: 'x', b: '2' },
      { id: '2', a: 'x', b: '1' },
      { id: '3', a: null, b: '9' },
    ]
    const sort = [
      { property: 'a', isDescending: false },
      { property: 'b', isDescending: true },
    ]
    expect(selectPage(items, { sort, pageSize: 9 }).items.map(({ id }) => id)).toEqual(['3', '1', '2'])
  })

  it.each([
    ['"displayName:web"', ['Web Shop', 'my-website']],
    ['"displayName:shop web"', ['Web Shop']],
    ['"displayName:ebs"', []],
    ['"displayName:shop" OR "displayName:other"', ['Web Shop', 'Other']],
    ['"displayName:web" AND "displayName:shop" OR "displayName:other"', ['Web Shop', 'Other']],
  ])('searches %s by the beginnings of words', (search, expected) => {
    const items = objects('Web Shop', 'my-website', 'Other')
    const page = selectPage(items, { ...all, search: parseSearch(search, userType) })
    expect(namesOf(page.items)).toEqual(expected)
  })

  it('shows every object exactly once, whatever the size of the pages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 }), (count, pageSize) => {
        const items = objects(...Array.from({ length: count }, (_, index) => `n${index}`))
        const seen: JsonObject[] = []
        let skipToken: string | undefined
        do {
          const page = selectPage(items, { sort: [], pageSize, ...(skipToken === undefined ? {} : { skipToken }) })
          seen.push(...page.items)
          skipToken = page.skipToken
        } while (skipToken !== undefined)
        expect(seen).toEqual(items)
      }),
    )
  })

  it('goes on after the last object seen, though others came before it or it is gone itself', () => {
    const items = objects('a', 'b', 'c', 'd')
    const { skipToken = '' } = selectPage(items, { ...all, pageSize: 2 })
    expect(namesOf(selectPage([{ id: 'new', displayName: 'new' }, ...items], { ...all, skipToken }).items)).toEqual([
      'c',
      'd',
    ])
    expect(namesOf(selectPage(items.toSpliced(1, 1), { ...all, skipToken }).items)).toEqual(['d'])
  })

  it.each(['', 'x', Buffer.from('{}').toString('base64url'), Buffer.from('{"at":-1}').toString('base64url')])(
    'refuses the skip token %j',
    (skipToken) => expect(() => selectPage([], { ...all, skipToken })).toThrow(new GraphError('InvalidSkipToken')),
  )
})

describe('project', () => {
  const user = { '@odata.type': '#x', id: '1', displayName: 'a', accountEnabled: true }
  it('leaves out what is only answered when selected', () => {
    expect(Object.keys(project(user, {}, userType))).toEqual(['@odata.type', 'id', 'displayName'])
  })
  it('answers what is selected in the order of the selection, and null for what is not there', () => {
    expect(JSON.stringify(project(user, { select: ['accountEnabled', 'mail', 'id'] }, userType))).toBe(
      '{"@odata.type":"#x","accountEnabled":true,"mail":null,"id":"1"}',
    )
  })
})
