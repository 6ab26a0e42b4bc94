import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GraphError } from '../errors/graph-error.js'
import { type FilterExpression, type Literal, printFilter } from './filter-expression.js'
import { parseFilter } from './parse-filter.js'

const text = (value: string): Literal => ({ type: 'String', value })
const is = (name: string, value: string): FilterExpression => ({
  kind: 'compare',
  operator: 'eq',
  path: [name],
  value: text(value),
})

describe('parseFilter', () => {
  it.each<[string, FilterExpression]>([
    ["appId eq 'x'", is('appId', 'x')],
    ["displayName eq 'O''Neil'", is('displayName', "O'Neil")],
    ["  ( ( a eq 'x' ) )  ", is('a', 'x')],
    [
      "servicePrincipalNames/any(c:c eq 'api://x')",
      {
        kind: 'any',
        path: ['servicePrincipalNames'],
        lambda: { variable: 'c', predicate: is('c', 'api://x') },
      },
    ],
    [
      "identities/any(i:i/issuer eq 'x' and i/signInType eq 'y')",
      {
        kind: 'any',
        path: ['identities'],
        lambda: {
          variable: 'i',
          predicate: {
            kind: 'and',
            left: { kind: 'compare', operator: 'eq', path: ['i', 'issuer'], value: text('x') },
            right: { kind: 'compare', operator: 'eq', path: ['i', 'signInType'], value: text('y') },
          },
        },
      },
    ],
    ['tags/any()', { kind: 'any', path: ['tags'] }],
    ["startsWith(displayName,'a b')", { kind: 'call', name: 'startswith', path: ['displayName'], value: text('a b') }],
    [
      "a eq 'x' or b eq 'y' and c eq 'z'",
      { kind: 'or', left: is('a', 'x'), right: { kind: 'and', left: is('b', 'y'), right: is('c', 'z') } },
    ],
    [
      "(a eq 'x' or b eq 'y') and c eq 'z'",
      { kind: 'and', left: { kind: 'or', left: is('a', 'x'), right: is('b', 'y') }, right: is('c', 'z') },
    ],
    ["not a eq 'x' and b eq 'y'", { kind: 'and', left: { kind: 'not', operand: is('a', 'x') }, right: is('b', 'y') }],
    ["a EQ 'and'", is('a', 'and')],
    ['mail ne null', { kind: 'compare', operator: 'ne', path: ['mail'], value: { type: 'Null' } }],
    [
      'accountEnabled eq false',
      { kind: 'compare', operator: 'eq', path: ['accountEnabled'], value: { type: 'Boolean', value: false } },
    ],
    [
      'owners/$count ge 2',
      { kind: 'compare', operator: 'ge', path: ['owners', '$count'], value: { type: 'Int32', value: 2 } },
    ],
    [
      'appRoleId eq 7AB1D382-f21e-4acd-a863-ba3e13f7da61',
      {
        kind: 'compare',
        operator: 'eq',
        path: ['appRoleId'],
        value: { type: 'Guid', value: '7ab1d382-f21e-4acd-a863-ba3e13f7da61' },
      },
    ],
    [
      'createdDateTime lt 2024-01-31T23:59:59.9+01:00',
      {
        kind: 'compare',
        operator: 'lt',
        path: ['createdDateTime'],
        value: { type: 'DateTimeOffset', value: '2024-01-31T23:59:59.9+01:00' },
      },
    ],
    ["id in ('a', 'b')", { kind: 'in', path: ['id'], values: [text('a'), text('b')] }],
  ])('reads %s', (filter, expected) => expect(parseFilter(filter)).toEqual(expected))

  it.each([
    ['', 0],
    ['displayName', 11],
    ['displayName eq', 14],
    ['displayName eq x', 15],
    ["displayName eq 'x", 15],
    ["displayName eq 'x' and", 22],
    ["(displayName eq 'x'", 19],
    ["displayName eq 'x')", 18],
    ["displayName like 'x'", 12],
    ["displayName eq 'x' 'y'", 19],
    ["servicePrincipalNames/any(c:c eq 'x'", 36],
    ["servicePrincipalNames/any(1:c eq 'x')", 26],
    ['tags/all()', 9],
    ["startswith(displayName 'x')", 23],
    ["startswith('x', displayName)", 11],
    ['id in ()', 7],
    ['a eq 1.5', 5],
    ['createdDateTime ge 2024-13-01', 19],
    ['a eq §', 5],
  ])('refuses %j at the offending character', (filter, position) => {
    expect(() => parseFilter(filter)).toThrow(
      new GraphError('InvalidFilter', { reason: `Syntax error at position ${position} in '${filter}'.` }),
    )
  })

  it('refuses what is nested too deeply to be meant', () => {
    expect(() => parseFilter(`${'('.repeat(1000)}a eq 'x'${')'.repeat(1000)}`)).toThrow(GraphError)
    expect(() => parseFilter(`${'not '.repeat(1000)}a eq 'x'`)).toThrow(GraphError)
  })

  it('reads back whatever it prints', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(parseFilter(printFilter(expression))).toEqual(expression)
      }),
    )
  })
})

const reserved = new Set(['not', 'and', 'or', 'any', 'all', 'startswith', 'endswith', 'contains'])
const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/).filter((word) => !reserved.has(word.toLowerCase()))
const path = fc.array(name, { minLength: 1, maxLength: 3 })
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.string({ unit: 'grapheme' }).map(text),
  fc.boolean().map((value): Literal => ({ type: 'Boolean', value })),
  fc.integer().map((value): Literal => ({ type: 'Int32', value })),
  fc.uuid().map((value): Literal => ({ type: 'Guid', value })),
  fc
    .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
    .map((value): Literal => ({ type: 'DateTimeOffset', value: value.toISOString() })),
  fc.constant<Literal>({ type: 'Null' }),
)
const { expression: expressions } = fc.letrec<{ expression: FilterExpression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      kind: fc.constant('compare' as const),
      operator: fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
      path,
      value: literal,
    }),
    fc.record({ kind: fc.constant('in' as const), path, values: fc.array(literal, { minLength: 1, maxLength: 4 }) }),
    fc.record({
      kind: fc.constant('call' as const),
      name: fc.constantFrom('startswith', 'endswith', 'contains'),
      path,
      value: literal,
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('expression') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('expression'),
      right: tie('expression'),
    }),
    fc.record({
      kind: fc.constantFrom('any' as const, 'all' as const),
      path,
      lambda: fc.record({ variable: name, predicate: tie('expression') }),
    }),
  ),
}))
