import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWithinDepth, type Json, type JsonObject, mergePatch, objectAt, textAt, withoutNulls } from './json.js'

describe('objectAt and textAt', () => {
  const value = { a: { b: { c: 'd' }, n: 1, list: [] } }
  it.each([
    [['a', 'b'], { c: 'd' }],
    [['a', 'n'], undefined],
    [['a', 'list'], undefined],
    [['x', 'y'], undefined],
    [[], value],
  ])('object at %j', (path, expected) => expect(objectAt(value, ...path)).toEqual(expected))

  it.each([
    [['a', 'b', 'c'], 'd'],
    [['a', 'n'], undefined],
    [['a', 'b'], undefined],
    [['x'], undefined],
  ])('text at %j', (path, expected) => expect(textAt(value, ...path)).toBe(expected))
})

describe('mergePatch', () => {
  // RFC 7396, appendix A
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j patched by %j is %j', (target, patch, result) => expect(mergePatch(target, patch)).toEqual(result))

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (target, patch) => {
        const once = mergePatch(target as Json, patch as Json)
        expect(mergePatch(once, patch as Json)).toEqual(once)
      }),
    )
  })

  it('treats __proto__ as a name like any other', () => {
    const patch = JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject
    expect(JSON.stringify(mergePatch({}, patch))).toBe('{"__proto__":{"polluted":true}}')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

it('withoutNulls leaves out what says nothing, at any depth', () => {
  expect(withoutNulls({ a: null, b: { c: null, d: 1 }, e: [{ f: null, g: 0 }, null], h: '' })).toEqual({
    b: { d: 1 },
    e: [{ g: 0 }, null],
    h: '',
  })
})

describe('isWithinDepth', () => {
  it.each<[unknown, number, boolean]>([
    ['text', 0, true],
    [null, 0, true],
    [[], 0, true],
    [[1], 0, false],
    [{ a: [1] }, 2, true],
    [{ a: [[1]] }, 2, false],
    [[[], { a: { b: { c: 1 } } }], 3, false],
  ])('%j within %i is %s', (value, limit, expected) => expect(isWithinDepth(value, limit)).toBe(expected))

  it('looks at any depth without exhausting the stack', () =>
    expect(isWithinDepth(JSON.parse(`${'['.repeat(500_000)}${']'.repeat(500_000)}`), 64)).toBe(false))
})
