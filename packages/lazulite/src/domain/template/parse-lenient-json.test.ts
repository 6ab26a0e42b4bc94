import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LenientJsonError, parseLenientJson } from './parse-lenient-json.js'
import { refusalOf } from './template-fixture.js'

describe('what az sends', () => {
  const text = [
    '{"properties": {"parameters": {"name": {"value": "nsg1"}}, "mode": "Incremental", template:{',
    '  "$schema": "https://example.org/schema#", // a comment',
    '  "parameters": {',
    '    "name": { "type": "string" },',
    '    "extra": {',
    '      /** one',
    '          two **/',
    '      "type": "string",',
    '    },',
    '  },',
    '  "resources": [',
    '    { "name": "[concat(\'a\',',
    '        \'b\')]", "a.b": 1 },',
    '  ]',
    '}',
    '}}',
  ].join('\r\n')
  const { value, positionOf } = parseLenientJson(text)

  it('is read with its comments, line breaks in strings, bare names and trailing commas', () =>
    expect(value).toEqual({
      properties: {
        parameters: { name: { value: 'nsg1' } },
        mode: 'Incremental',
        template: {
          $schema: 'https://example.org/schema#',
          parameters: { name: { type: 'string' }, extra: { type: 'string' } },
          resources: [{ name: "[concat('a',\r\n        'b')]", 'a.b': 1 }],
        },
      },
    }))

  it.each([
    ['', { lineNumber: 1, linePosition: 1 }],
    // An opening bracket: line 18 and column 20 were recorded for `    "extra_param": {`.
    ['properties.template.parameters.extra', { lineNumber: 5, linePosition: 14 }],
    ['properties.template.resources[0]', { lineNumber: 12, linePosition: 5 }],
    // The last character of a text.
    ['properties.template.parameters.name.type', { lineNumber: 4, linePosition: 30 }],
    ['properties.template.resources[0].name', { lineNumber: 13, linePosition: 14 }],
    ["properties.template.resources[0]['a.b']", { lineNumber: 13, linePosition: 24 }],
    ['properties.nothing', undefined],
  ])('knows where %s stands', (path, position) => expect(positionOf(path)).toEqual(position))
})

describe('reading JSON leniently', () => {
  it.each([
    ["{'a': 'it\\'s'}", { a: "it's" }],
    ['\ufeff[1, -2.5e3, .5, true, false, null]', [1, -2500, 0.5, true, false, null]],
    ['"\\u0041\\n\\/"', 'A\n/'],
    ['{"a":1,"a":2}', { a: 2 }],
    ['{"__proto__":1}', JSON.parse('{"__proto__":1}')],
    ['[[],{},]', [[], {}]],
  ])('%s is read', (text, expected) => expect(parseLenientJson(text).value).toEqual(expected))

  it.each([
    ['', "Unexpected end when reading JSON. Path '', line 1, position 1."],
    ['{"a" 1}', "Invalid character after parsing property name. Expected ':' but got: 1. Path '', line 1, position 6."],
    ['{"a": }', "Unexpected character encountered while parsing value: }. Path 'a', line 1, position 7."],
    ['{"a": truth}', "Unexpected character encountered while parsing value: t. Path 'a', line 1, position 7."],
    ['{"a": 1.2.3}', "Unexpected character encountered while parsing value: 1. Path 'a', line 1, position 7."],
    [
      '{\n"a": 1 "b": 2}',
      `After parsing a value an unexpected character was encountered: ". Path 'a', line 2, position 8.`,
    ],
    [
      '{"a": [1 2]}',
      "After parsing a value an unexpected character was encountered: 2. Path 'a[0]', line 1, position 10.",
    ],
    ['{"a": 1', "Unexpected end of content while loading JObject. Path 'a', line 1, position 8."],
    ['{"a": "b', `Unterminated string. Expected delimiter: ". Path 'a', line 1, position 9.`],
    ['"\\q"', "Bad JSON escape sequence: \\q. Path '', line 1, position 4."],
    ['{} {}', "Additional text encountered after finished reading JSON content: {. Path '', line 1, position 4."],
    ['{,}', "Invalid property identifier character: ,. Path '', line 1, position 2."],
    ['/* open', "Unexpected character encountered while parsing value: /. Path '', line 1, position 1."],
    ['['.repeat(502), "The reader's MaxDepth of 500 has been exceeded."],
  ])('%s is refused', (text, message) => {
    expect(refusalOf(() => parseLenientJson(text))).toContain(message)
    expect(() => parseLenientJson(text)).toThrow(LenientJsonError)
  })

  it('reads what JSON.parse reads, and knows where each member stands', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(parseLenientJson(text).value).toEqual(JSON.parse(text))
      }),
    )
  })

  it('reads or refuses every text, and never fails otherwise', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"',
      "'",
      'a',
      '1',
      '//',
      '/*',
      '*/',
      '\n',
      '\\',
      'null',
      '-',
    )
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        try {
          parseLenientJson(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(LenientJsonError)
        }
      }),
    )
  })
})

it('keeps no more positions than memory bears', () => {
  const name = 'k'.repeat(100_000)
  const { value, positionOf } = parseLenientJson(`{"${name}":[${'0,'.repeat(20_000)}1]}`)
  expect(value).toEqual({ [name]: [...Array.from({ length: 20_000 }, () => 0), 1] })
  expect(positionOf(`${name}[0]`)).toEqual({ lineNumber: 1, linePosition: 100_006 })
  expect(positionOf(`${name}[20000]`)).toBeUndefined()
})
