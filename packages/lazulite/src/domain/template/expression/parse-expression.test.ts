import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusalOf } from '../template-fixture.js'
import { type Expression, isExpressionText, printExpression, unescapeLiteral } from './expression.js'
import { ExpressionSyntaxError } from './expression-error.js'
import { maximumExpressionLength, parseExpression } from './parse-expression.js'

describe('what is an expression', () => {
  it.each([
    ["[concat('a')]", true],
    ['[]', true],
    ['[[literal]', false],
    ['[test] value', false],
    ['value [test]', false],
    ['[', false],
    ['', false],
  ])('%s: %s', (text, expected) => expect(isExpressionText(text)).toBe(expected))

  it.each([
    ['[[literal]', '[literal]'],
    ['[[[twice]', '[[twice]'],
    ['[test] value', '[test] value'],
    ['[[open', '[[open'],
    ['plain', 'plain'],
  ])('the literal %s means %s', (text, expected) => expect(unescapeLiteral(text)).toBe(expected))
})

describe('parsing', () => {
  it.each<[string, Expression]>([
    ["'it''s'", { kind: 'literal', value: "it's" }],
    ['-5', { kind: 'literal', value: -5 }],
    [' f ( ) ', { kind: 'call', name: 'f', args: [] }],
    [
      "ns.f('a', 1)",
      {
        kind: 'call',
        namespace: 'ns',
        name: 'f',
        args: [
          { kind: 'literal', value: 'a' },
          { kind: 'literal', value: 1 },
        ],
      },
    ],
    [
      "f().a[0]['b']",
      {
        kind: 'index',
        of: {
          kind: 'index',
          of: { kind: 'member', of: { kind: 'call', name: 'f', args: [] }, name: 'a' },
          index: { kind: 'literal', value: 0 },
        },
        index: { kind: 'literal', value: 'b' },
      },
    ],
    ['__bicep.f()', { kind: 'call', namespace: '__bicep', name: 'f', args: [] }],
    ['f(\n  g()\n)', { kind: 'call', name: 'f', args: [{ kind: 'call', name: 'g', args: [] }] }],
  ])('%s', (text, expected) => expect(parseExpression(text)).toEqual(expected))

  it.each([
    [
      "concat('ai-', uniqueString(resourceGroup().id)",
      "Unable to parse language expression 'concat('ai-', uniqueString(resourceGroup().id)': expected token 'RightParenthesis' and actual 'EndOfData'.",
    ],
    [' ', "Unable to parse language expression ' ': expected token 'Identifier' and actual 'EndOfData'."],
    ['name', "expected token 'LeftParenthesis' and actual 'EndOfData'."],
    ['f() g()', "expected token 'EndOfData' and actual 'Identifier'."],
    ['f(,)', "expected token 'Identifier' and actual 'Comma'."],
    ['f(1,)', "expected token 'Identifier' and actual 'RightParenthesis'."],
    ['f()[0', "expected token 'RightSquareBracket' and actual 'EndOfData'."],
    ['f().', "expected token 'Identifier' and actual 'EndOfData'."],
    ["f('open)", 'is not terminated.'],
    ['f(1 + 2)', "unexpected character '+' at position '5'."],
    ['"double"', `unexpected character '"' at position '1'.`],
    [`f(${' '.repeat(maximumExpressionLength)})`, 'The language expression length limit exceeded.'],
  ])('%s is refused', (text, message) => expect(refusalOf(() => parseExpression(text))).toContain(message))

  const name = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,5}$/)
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small' },
      fc.string().map((value): Expression => ({ kind: 'literal', value })),
      fc.integer().map((value): Expression => ({ kind: 'literal', value })),
      fc.record({ kind: fc.constant('call' as const), name, args: fc.array(tie('expression'), { maxLength: 3 }) }),
      fc.record({
        kind: fc.constant('member' as const),
        of: fc.record({
          kind: fc.constant('call' as const),
          name,
          args: fc.array(tie('expression'), { maxLength: 2 }),
        }),
        name,
      }),
      fc.record({
        kind: fc.constant('index' as const),
        of: fc.record({ kind: fc.constant('call' as const), namespace: name, name, args: fc.constant([]) }),
        index: tie('expression'),
      }),
    ),
  }))

  it('reads back every expression that is written', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(parseExpression(printExpression(tree))).toEqual(tree)
      }),
    )
  })

  it('reads or refuses every text, and never fails otherwise', () => {
    const pieces = fc.constantFrom('f', '(', ')', '[', ']', '.', ',', "'", '1', ' ', '-', 'ß', '"')
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        try {
          parseExpression(parts.join(''))
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionSyntaxError)
        }
      }),
    )
  })
})
