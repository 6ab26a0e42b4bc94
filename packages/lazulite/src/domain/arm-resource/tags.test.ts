import { describe, expect, it } from 'vitest'
import { ArmError } from '../errors/arm-error.js'
import type { Json } from '../json.js'
import { readTags } from './tags.js'

const refusal = (tags: Json): ArmError => {
  try {
    readTags(tags)
  } catch (error) {
    if (error instanceof ArmError) return error
  }
  throw new Error('was not refused')
}
const named = (count: number): Json =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, '']))

describe('readTags', () => {
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
  ])('%j is %j', (tags, parsed) => expect(readTags(tags)).toEqual(parsed))

  it('takes fifty tags', () => expect(Object.keys(readTags(named(50)) ?? {})).toHaveLength(50))

  it.each<[Json, string, string]>([
    [
      'a=b',
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'tags' property must be an object'.",
    ],
    [
      ['a'],
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The 'tags' property must be an object'.",
    ],
    [
      { a: 1 },
      'InvalidRequestContent',
      "The request content was invalid and could not be deserialized: 'The value of tag 'a' must be a string'.",
    ],
    [
      { 'a/b': '', c: '', 'd%': '' },
      'InvalidTagNameCharacters',
      "The tag names 'a/b, d%' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
    ],
    [
      { 'a\n': '' },
      'InvalidTagNameCharacters',
      "The tag names 'a\n' have reserved characters '<,>,%,&,\\,?,/' or control characters.",
    ],
    [{ '': 'x' }, 'InvalidTag', 'A tag name must have 1 to 512 characters.'],
    [{ ['n'.repeat(513)]: '' }, 'InvalidTag', 'A tag name must have 1 to 512 characters.'],
    [{ a: 'v'.repeat(257) }, 'InvalidTag', "The value of tag 'a' has more than 256 characters."],
    [named(51), 'InvalidTag', 'The number of tags exceeds the maximum allowed, 50.'],
    [{ a: '', A: '' }, 'InvalidTag', "The tag name 'A' is given twice; tag names compare without case."],
  ])('refuses %j as %s', (tags, code, message) => expect(refusal(tags)).toMatchObject({ status: 400, code, message }))
})
