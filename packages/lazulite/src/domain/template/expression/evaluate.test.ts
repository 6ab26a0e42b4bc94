import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../json.js'
import { refusalOf, scopeAt, valueOfExpression } from '../template-fixture.js'
import { evaluateJson, evaluateText } from './evaluate.js'
import { isExpressionText, printExpression } from './expression.js'
import { NotYetKnown } from './expression-error.js'
import { parseExpression } from './parse-expression.js'
import { partiallyEvaluate } from './partial-evaluate.js'
import { isSameValue } from './template-value.js'

const object = 'json(\'{"Name":"x","list":[10,[20]],"nothing":null}\')'

describe('reading members', () => {
  it.each([
    [`${object}.name`, 'x'],
    [`${object}['NAME']`, 'x'],
    [`${object}.list[0]`, 10],
    [`${object}.list[1][0]`, 20],
    [`${object}.nothing`, null],
    [`${object}['li' ]`, undefined],
  ])('%s is %j', (text, expected) => {
    if (expected === undefined) expect(() => valueOfExpression(text)).toThrow()
    else expect(valueOfExpression(text)).toEqual(expected)
  })

  it.each([
    [
      `${object}.x`,
      "The language expression property 'x' doesn't exist, available properties are 'Name, list, nothing'.",
    ],
    [`${object}.name.x`, "The language expression property 'x' can't be evaluated."],
    [`${object}.nothing.x`, "The language expression property 'x' can't be evaluated."],
    [`${object}[0]`, "The language expression property '0' can't be evaluated, property name must be a string."],
    [
      `${object}.list['a']`,
      "The language expression property 'a' can't be evaluated, property name must be an integer.",
    ],
    [`${object}.list[2]`, "The language expression property array index '2' is out of bounds."],
    [`${object}.list[-1]`, "The language expression property array index '-1' is out of bounds."],
    [`${object}.name[0]`, "The language expression property '0' can't be evaluated."],
    [
      'nothingLikeIt()',
      "The template function 'nothingLikeIt' is not valid. Please see https://aka.ms/arm-template-expressions for usage details.",
    ],
    ['contoso.f()', "The template function 'contoso.f' is not valid."],
    ["reference('x')", "The template function 'reference' is not expected at this location."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  it('finds functions without regard to case', () => expect(valueOfExpression("TOLOWER(ToUpper('Ab'))")).toBe('ab'))
})

describe('values of a template', () => {
  it('are evaluated at any depth, names too', () =>
    expect(
      evaluateJson(
        { "[concat('a', 'b')]": ['[add(1, 2)]', { c: '[[kept]' }], n: 1, b: true, z: null },
        scopeAt('body'),
      ),
    ).toEqual({
      ab: [3, { c: '[kept]' }],
      n: 1,
      b: true,
      z: null,
    }))

  it('refuse a name that is no text', () =>
    expect(refusalOf(() => evaluateJson({ '[add(1, 2)]': 1 }, scopeAt('body')))).toContain(
      'does not evaluate to a string',
    ))

  it('without expressions are themselves', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('['))
        expect(evaluateJson(value as Json, scopeAt('body'))).toEqual(value)
      }),
    )
  })
})

describe('sameness', () => {
  it('is that of JSON, whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const reversed = JSON.parse(JSON.stringify(one)) as Json
        expect(isSameValue(one as Json, reversed)).toBe(true)
        expect(isSameValue(one as Json, other as Json)).toBe(isSameValue(other as Json, one as Json))
      }),
    )
  })
})

describe('partial evaluation', () => {
  const scope = scopeAt('body', {
    runtime: {
      find: () => undefined,
      findLoop: () => undefined,
      ask: (request) => {
        throw new NotYetKnown(request)
      },
    },
    loops: [{ name: 'inner', index: undefined, isDefault: true }],
    parameter: (name) => (name === 'list' ? ['a', "it's"] : true),
  })
  const rest = (text: string) => printExpression(partiallyEvaluate(parseExpression(text), scope))
  const asked = "reference('/x', '2020-01-01').a"

  it.each([
    ["concat('a', 'b')", "'ab'"],
    [`concat(toUpper('a'), ${asked})`, `concat('A', ${asked})`],
    ["concat(parameters('list')[1], string(copyIndex()))", "concat('it''s', string(copyIndex()))"],
    [`if(parameters('yes'), ${asked}, reference('/y', '1'))`, asked],
    [`if(parameters('yes'), 'known', ${asked})`, "'known'"],
    [`if(${asked}, parameters('list'), null())`, `if(${asked}, createArray('a', 'it''s'), null())`],
    [
      `createArray(json('{"a":[1.5,false]}'), ${asked})`,
      `createArray(createObject('a', createArray(json('1.5'), false())), ${asked})`,
    ],
    [
      `map(parameters('list'), lambda('x', concat(lambdaVariables('x'), toUpper('b'), ${asked})))`,
      `map(createArray('a', 'it''s'), lambda('x', concat(lambdaVariables('x'), 'B', ${asked})))`,
    ],
    ["reference('/x', '2020-01-01')[concat('a', 'b')]", "reference('/x', '2020-01-01')['ab']"],
    ["listKeys('/x', '2020-01-01').keys[sub(1, 1)]", "listKeys('/x', '2020-01-01').keys[0]"],
  ])('%s leaves %s', (text, expected) => expect(rest(text)).toBe(expected))

  it('changes nothing when done twice', () => {
    const parts = fc.constantFrom("'a'", "toLower('B')", 'copyIndex()', asked, "parameters('list')[0]")
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1 }), (chosen) => {
        const once = rest(`concat(${chosen.join(', ')})`)
        expect(rest(once)).toBe(once)
      }),
    )
  })

  it('of what is known is its value', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), (number, text) => {
        const source = `[createArray(add(${number}, 1), '${text.replaceAll("'", "''")}')]`
        fc.pre(isExpressionText(source))
        const value = evaluateText(source, scope)
        expect(evaluateText(`[${rest(source.slice(1, -1))}]`, scope)).toEqual(value)
      }),
    )
  })
})
