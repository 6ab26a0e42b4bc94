import { describe, expect, it } from 'vitest'
import { isSameTags, problemOfTags, rowsOf, tagsOf, tagTexts, withEmptyEnd } from './tags.js'

const row = (name: string, value = '') => ({ name, value })

it('edits what there is and an empty row, and reads the same tags back', () => {
  const tags = { env: 'dev', owner: '' }
  expect(rowsOf(tags)).toEqual([row('env', 'dev'), row('owner'), row('')])
  expect(tagsOf(rowsOf(tags))).toEqual(tags)
})

it('keeps one empty row at the end', () => {
  expect(withEmptyEnd([row('env', 'dev')])).toEqual([row('env', 'dev'), row('')])
  expect(withEmptyEnd([row('env'), row('')])).toEqual([row('env'), row('')])
})

describe('problemOfTags', () => {
  it.each<[string, ReturnType<typeof rowsOf>, string | undefined]>([
    ['nothing', [row('')], undefined],
    ['a name without a value', [row('env'), row('')], undefined],
    ['a value without a name', [row('', 'dev')], 'A value needs a name.'],
    ['a reserved character', [row('a<b>')], 'A name must not contain < >'],
    ['names that differ by case alone', [row('Env', '1'), row('env', '2')], "There is already a tag 'env'."],
    ['a long value', [row('env', 'x'.repeat(257))], 'A value has at most 256 characters.'],
    ['51 tags', Array.from({ length: 51 }, (_, index) => row(`t${index}`)), 'There can be at most 50 tags.'],
  ])('%s', (_, rows, expected) => expect(problemOfTags(rows)).toBe(expected))
})

it('compares by names and values, not by order', () => {
  expect(isSameTags({ a: '1', b: '2' }, { b: '2', a: '1' })).toBe(true)
  expect(isSameTags({ a: '1' }, { a: '2' })).toBe(false)
  expect(isSameTags({ a: '1' }, {})).toBe(false)
})

it('shows a tag as its name and value', () => expect(tagTexts({ env: 'dev', a: '' })).toEqual(['env : dev', 'a']))
