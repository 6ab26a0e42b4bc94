import { describe, expect, it } from 'vitest'
import { ArmError } from '../errors/arm-error.js'
import type { Json } from '../json.js'
import { parseTags } from './tags.js'

const refusal = (tags: Json): ArmError => {
  try {
    parseTags(tags)
  } catch (error) {
    if (error instanceof ArmError) return error
  }
  throw new Error('was not refused')
}
const named = (count: number): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, '']))

describe('parseTags', () => {
  it.each<[Json | undefined, unknown]>([
    [undefined, undefined],
    [null, undefined],
    [{}, {}],
    [
      { a: 'b', 'Cost Centre': '1' },
      { a: 'b', 'Cost Centre': '1' },
    ],
    [{ a: null }, { a: '' }],
    [{ ['n'.repeat(512)]: 'v'.repeat(256) }, { ['n'.repeat(512)]: 'v'.repeat(256) }],
  ])('%j is %j', (tags, parsed) => expect(parseTags(tags)).toEqual(parsed))

  it('takes fifty tags', () => expect(Object.keys(parseTags(named(50)) ?? {})).toHaveLength(50))

  it.each<[Json, string, string]>([
    [
      'a=b',
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'tags' property must be an object of strings'.",
    ],
    [
      ['a'],
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'tags' property must be an object of strings'.",
    ],
    [
      { a: 1 },
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The value of the tag 'a' must be a string'.",
    ],
    [
      { 'a/b': '', c: '', 'd%': '' },
      'InvalidTagNameCharacters',
      "The tag names 'a/b, d%' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
    ],
    [
      { '': 'x' },
      'InvalidTagNameCharacters',
      "The tag names '' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
    ],
    [
      { ['n'.repeat(513)]: '' },
      'InvalidTagName',
      `Tag key too large. Following tag name '${'n'.repeat(513)}' exceeded the maximum length. Maximum allowed length for tag name - '512' characters.`,
    ],
    [
      { a: 'v'.repeat(257) },
      'InvalidTagValue',
      `Tag value too large. Following tag value '${'v'.repeat(257)}' exceeded the maximum length. Maximum allowed length for tag value - '256' characters.`,
    ],
    [named(51), 'TooManyTags', "The number of tags '51' exceeds the maximum of '50'."],
    [
      { a: '', A: '' },
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'Tag names that differ only by case are one tag'.",
    ],
  ])('refuses %j as %s', (tags, code, message) => expect(refusal(tags)).toMatchObject({ status: 400, code, message }))
})
