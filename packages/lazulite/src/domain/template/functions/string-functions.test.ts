import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateText } from '../expression/evaluate.js'
import { escapeLiteral } from '../expression/expression.js'
import { refusalOf, scopeAt, valueOfExpression } from '../template-fixture.js'

describe('strings', () => {
  it.each([
    ["base64('one, two, three')", 'b25lLCB0d28sIHRocmVl'],
    ["base64ToString('b25lLCB0d28sIHRocmVl')", 'one, two, three'],
    ['base64ToJson(base64(\'{"one":"a"}\'))', { one: 'a' }],
    ["dataUri('Hello')", 'data:text/plain;charset=utf8;base64,SGVsbG8='],
    ["dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", 'Hello, World!'],
    ["dataUriToString('data:,a%20b')", 'a b'],
    ["endsWith('abcdef', 'EF')", true],
    ["startsWith('abcdef', 'AB')", true],
    ["startsWith('abcdef', 'e')", false],
    ["join(createArray('a', 1, 'c'), '-')", 'a-1-c'],
    ["padLeft('123', 10, '0')", '0000000123'],
    ['padLeft(123, 5)', '  123'],
    ["padLeft('123', 2, '0')", '123'],
    ["replace('a.b.A', 'a', '$&')", '$&.b.A'],
    ["replace('abc', '', 'x')", 'abc'],
    ["split('one,two;three', createArray(',', ';'))", ['one', 'two', 'three']],
    ["split('a.b', '.')", ['a', 'b']],
    ["split('a.b', '')", ['a.b']],
    ["string(createObject('a', createArray(1, true())))", '{"a":[1,true]}'],
    ['string(true())', 'True'],
    ['string(5)', '5'],
    ['string(null())', ''],
    ["substring('one two three', 4, 3)", 'two'],
    ["substring('one two', 4)", 'two'],
    ["substring('abc', 3)", ''],
    ["toLower('AbC')", 'abc'],
    ["toUpper('AbC')", 'ABC'],
    ["trim('  a b ')", 'a b'],
    ["uri('http://contoso.org/firstpath', 'myscript.sh')", 'http://contoso.org/myscript.sh'],
    ["uri('http://contoso.org/firstpath/', 'myscript.sh')", 'http://contoso.org/firstpath/myscript.sh'],
    ["uri('http://contoso.org/a/b', '/c')", 'http://contoso.org/c'],
    [
      "uriComponent('http://contoso.com/resources/nested(1).json')",
      'http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%281%29.json',
    ],
    ["uriComponentToString('http%3A%2F%2Fcontoso.com')", 'http://contoso.com'],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    [
      'base64(100)',
      "The template language function 'base64' expects its parameter to be of type 'String'. The provided value is of type 'Integer'.",
    ],
    [
      "base64ToString('YWJj@')",
      "The template language function 'base64ToString' was invoked with a parameter that is not valid. The value cannot be decoded from base64 representation.",
    ],
    ["base64ToJson(base64('{'))", 'The value cannot be parsed as JSON.'],
    [
      "dataUriToString('Hi 0!')",
      "expects its parameter to be formatted as a valid data URI. The provided value 'Hi 0!' was not formatted correctly.",
    ],
    ["dataUriToString('data:;base64,@')", 'The value cannot be converted to the target type.'],
    [
      "substring('1234567890', 0, 11)",
      "The index and length parameters must refer to a location within the string. The index parameter: '0', the length parameter: '11', the length of the string parameter: '10'.",
    ],
    ["substring('one', -1, 3)", "The index parameter cannot be less than zero. The index: '-1'."],
    [
      "uri('github.com', 'Azure/bicep')",
      "expects its first argument to be a uri string. The provided value is 'github.com'.",
    ],
    [
      'split(createObject(), 1)',
      "The template language function 'split' expects its first parameter to be of type 'String'. The provided value is of type 'Object'.",
    ],
    ["split('a', createArray(1))", "The provided value is of type 'Integer'."],
    ["padLeft('a', 3, 'xy')", 'The padding must be a single character.'],
    ['padLeft(true(), 3)', "The provided value is of type 'Boolean'."],
    ['guid(createObject())', "The provided value is of type 'Object'."],
    ['newGuid()', "The template function 'newGuid' is not expected at this location."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  it('makes a new GUID in the default of a parameter', () =>
    expect(valueOfExpression('newGuid()', 'parameterDefault')).toBe('44444444-4444-4444-4444-444444444444'))

  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
  it('gives back every text that it encodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(valueOfExpression(`base64ToString(base64(${quoted(text)}))`)).toBe(text)
        expect(valueOfExpression(`dataUriToString(dataUri(${quoted(text)}))`)).toBe(text)
        expect(valueOfExpression(`uriComponentToString(uriComponent(${quoted(text)}))`)).toBe(text)
      }),
    )
  })

  it('takes and skips to the whole, for every text and count', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -3, max: 12 }), (text, count) => {
        expect(valueOfExpression(`concat(take(${quoted(text)}, ${count}), skip(${quoted(text)}, ${count}))`)).toBe(text)
      }),
    )
  })

  it('leaves an escaped literal as it was, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `[${text}]`),
        ),
        (text) => {
          expect(evaluateText(escapeLiteral(text), scopeAt('body'))).toBe(text)
        },
      ),
    )
  })
})
