import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printCondition } from '../../testing/print-condition.js'
import type { Attributes } from './attributes.js'
import { comparators } from './comparators.js'
import { conditionHolds } from './condition-holds.js'
import { type ConditionContext, evaluateCondition, type Truth } from './evaluate-condition.js'
import { readCondition } from './read-condition.js'

const names = ['a', 'T/b:name', 'T/c:Key'] as const
const sources = ['Request', 'Resource', 'Principal', 'Environment'] as const
const texts = ['a', 'A', 'ab', 'a*', '?', 'b']

const guids = ['49fc33c1886f4b21a00e1d9993234734', 'ACDD72A7-3385-48ef-bd42-f606fba81ae7']
/** Literals of each family of comparators. */
const literalsOf: Readonly<Record<string, readonly string[]>> = {
  String: texts.map((text) => `'${text}'`),
  Numeric: ['0', '-1', '5'],
  Bool: ['true', 'false'],
  DateTime: ["'2030-01-01T00:00:00.0Z'", "'2030-01-01T08:30:00.0000001Z'"],
  Guid: guids,
  TimeOfDay: ["'08:30'", "'17:00:00'"],
  Ip: ["'10.0.0.1'", "'10.0.0.2'"],
}
const familyOf = (name: string): string => Object.keys(literalsOf).find((family) => name.startsWith(family)) ?? ''

const attribute = fc
  .tuple(fc.constantFrom(...sources), fc.constantFrom(...names))
  .map(([source, name]) => `@${source}[${name}]`)
const quantifier = fc.constantFrom('ForAnyOfAnyValues', 'ForAllOfAnyValues', 'ForAnyOfAllValues', 'ForAllOfAllValues')

const comparison = fc.constantFrom(...comparators).chain(({ name, takesQuantifier, takesRange }) => {
  const literals = literalsOf[familyOf(name)] ?? []
  const [first = '', last = ''] = literals
  const one = fc.constantFrom(...literals)
  const set = fc.array(one, { minLength: 1, maxLength: 3 }).map((values) => `{${values.join(', ')}}`)
  const plain = fc
    .tuple(attribute, takesRange ? fc.constantFrom(`{${first}, ${last}}`) : fc.oneof(one, attribute))
    .map(([left, right]) => `${left} ${name} ${right}`)
  if (!takesQuantifier) return plain
  const quantified = fc
    .tuple(fc.oneof(attribute, set), quantifier, fc.oneof(set, one, attribute))
    .map(([left, how, right]) => `${left} ${how}:${name} ${right}`)
  return fc.oneof(plain, quantified)
})
const leaf = fc.oneof(
  { weight: 5, arbitrary: comparison },
  { weight: 1, arbitrary: attribute.map((of) => `Exists ${of}`) },
  { weight: 1, arbitrary: fc.constantFrom("ActionMatches{'N/*'}", "ActionMatches{'M/read'}") },
  { weight: 1, arbitrary: fc.constantFrom("SubOperationMatches{'S.One'}", "SubOperationMatches{'S.Two'}") },
)
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    tie('condition').map((term) => `NOT (${term})`),
    fc
      .tuple(fc.constantFrom('AND', 'OR', '&&', '||'), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
      .map(([operator, terms]) => terms.map((term) => `(${term})`).join(` ${operator} `)),
  ),
}))

const scalar = fc.constantFrom<string | number | boolean>(
  ...texts,
  ...guids,
  ...['2030-01-01T08:30:00.000Z', '10.0.0.1'],
  ...[0, 5, -1, 0.5, true, false],
)
const values = fc.dictionary(fc.constantFrom(...names), fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })))
const attributes = fc.record<Attributes>(
  { request: values, resource: values, principal: values, environment: values },
  { requiredKeys: [] },
)
const context = fc.record(
  {
    action: fc.constantFrom('N/read', 'M/read', 'M/write'),
    subOperation: fc.constantFrom('S.One', 's.two'),
    attributes,
  },
  { requiredKeys: ['action', 'attributes'] },
)

const truth = (text: string, asked: ConditionContext): Truth => evaluateCondition(readCondition(text).expression, asked)
const negated = (value: Truth): Truth => (value === undefined ? undefined : !value)

const law = (holds: (asked: ConditionContext, ...conditions: [string, string, string]) => void): void => {
  fc.assert(
    fc.property(context, condition, condition, condition, (asked, a, b, c) => holds(asked, a, b, c)),
    {
      numRuns: 500,
    },
  )
}

/** Without the places, which printing moves. */
const withoutPlaces = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, member) =>
      key === 'position' ? undefined : typeof member === 'bigint' ? member.toString() : member,
    ),
  )

describe('laws of conditions', () => {
  it('a condition that is printed and read again is the same', () => {
    law((_, a) => {
      const { expression } = readCondition(a)
      expect(withoutPlaces(readCondition(printCondition(expression)).expression)).toEqual(withoutPlaces(expression))
    })
  })

  it('NOT turns the truth around, and twice leaves it as it was', () => {
    law((asked, a) => {
      expect(truth(`NOT (${a})`, asked)).toBe(negated(truth(a, asked)))
      expect(truth(`!!(${a})`, asked)).toBe(truth(a, asked))
    })
  })

  it('De Morgan', () => {
    law((asked, a, b) => {
      expect(truth(`NOT ((${a}) AND (${b}))`, asked)).toBe(truth(`(NOT (${a})) OR (NOT (${b}))`, asked))
      expect(truth(`NOT ((${a}) OR (${b}))`, asked)).toBe(truth(`(NOT (${a})) AND (NOT (${b}))`, asked))
    })
  })

  it('the order of terms never matters, nor how they are grouped', () => {
    law((asked, a, b, c) => {
      for (const operator of ['AND', 'OR']) {
        const joined = (...terms: string[]): string => terms.map((term) => `(${term})`).join(` ${operator} `)
        const expected = truth(joined(a, b, c), asked)
        expect(truth(joined(c, a, b), asked)).toBe(expected)
        expect(truth(joined(a, joined(b, c)), asked)).toBe(expected)
      }
    })
  })

  it('an expression beside its own negation is never both', () => {
    law((asked, a) => {
      expect(conditionHolds(`(${a}) AND (NOT (${a}))`, asked)).toBe(false)
    })
  })

  it('a comparator with Not is the negation of the one without, quantifiers aside', () => {
    const pairs = comparators.flatMap(({ name, takesRange }) => {
      const positive = name.replace('Not', '')
      return positive === name || takesRange ? [] : [[name, positive] as const]
    })
    expect(pairs).toHaveLength(12)
    fc.assert(
      fc.property(context, fc.constantFrom(...pairs), attribute, attribute, (asked, [not, positive], left, right) => {
        expect(truth(`${left} ${not} ${right}`, asked)).toBe(negated(truth(`${left} ${positive} ${right}`, asked)))
      }),
      { numRuns: 1000 },
    )
  })

  it('the case of operators, names of attributes and actions never matters', () => {
    // texts in quotes keep theirs
    const shout = (text: string): string =>
      text.replace(/'[^']*'|[^']+/g, (part) => (part[0] === "'" ? part : part.toUpperCase()))
    law((asked, a) => {
      expect(truth(shout(a), { ...asked, action: asked.action.toUpperCase() })).toBe(truth(a, asked))
    })
  })

  it('takes away an attribute, and nothing holds that did not look at its absence', () => {
    law((asked, a) => {
      fc.pre(!a.includes('Exists'))
      const bare = conditionHolds(a, { ...asked, attributes: {} })
      if (bare) expect(conditionHolds(a, asked)).toBe(true)
    })
  })

  it('whatever the text, it is read or refused, and asking whether it holds never throws', () => {
    const words = fc.constantFrom(
      '@Resource[x]',
      'AND',
      'NOT',
      '(',
      ')',
      '{',
      "'a'",
      ',',
      'StringEquals',
      ':',
      '5',
      ' ',
      '@',
      "'",
    )
    const junk = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 12 }).map((parts) => parts.join(' ')),
    )
    fc.assert(
      fc.property(junk, context, (text, asked) => {
        expect(typeof conditionHolds(text, asked)).toBe('boolean')
      }),
      { numRuns: 2000 },
    )
  })
})
