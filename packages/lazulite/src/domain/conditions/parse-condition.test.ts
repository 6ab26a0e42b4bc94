import { describe, expect, it } from 'vitest'
import { builtInRoles } from '../rbac/built-in-roles.js'
import { ConditionError } from './condition-error.js'
import { parseCondition } from './parse-condition.js'
import { longestCondition } from './read-condition.js'

/** `line:column (offset) reason`. */
function refusalOf(text: string): string {
  try {
    parseCondition(text)
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error
    const { line, column, offset } = error.position
    return `${line}:${column} (${offset}) ${error.reason}`
  }
  throw new Error(`not refused: ${text}`)
}

describe('what cannot be read is refused with its place and reason', () => {
  const x = '@Resource[x]'
  it.each<[string, string, string]>([
    ['nothing', '', '1:1 (0) The condition is empty'],
    ['white space', ' \n ', '2:2 (3) The condition is empty'],
    ['prose', 'nonsense', '1:9 (8) Expected a comparison operator, found the end of the condition'],
    ['an attribute alone', x, '1:13 (12) Expected a comparison operator, found the end of the condition'],
    ['an unknown operator', `${x} Equals 'a'`, "1:14 (13) Unknown operator 'Equals'"],
    ['an operator of another language', `${x} == 'a'`, "1:14 (13) Unexpected '='"],
    [
      'an unknown quantifier',
      `${x} ForSome:StringEquals {'a'}`,
      "1:14 (13) Unknown quantifier 'ForSome': it is ForAnyOfAnyValues, ForAllOfAnyValues, ForAnyOfAllValues or ForAllOfAllValues",
    ],
    ['a quantifier alone', `${x} ForAnyOfAnyValues {'a'}`, "1:14 (13) Unknown operator 'ForAnyOfAnyValues'"],
    [
      'a quantifier without a comparator',
      `${x} ForAnyOfAnyValues: {'a'}`,
      "1:33 (32) Expected a comparison operator, found '{'",
    ],
    [
      'a quantifier where there is none',
      `${x} ForAnyOfAnyValues:StringStartsWith {'a'}`,
      '1:32 (31) StringStartsWith takes no quantifier',
    ],
    [
      'a missing right side',
      `${x} StringEquals`,
      '1:26 (25) Expected an attribute or a value, found the end of the condition',
    ],
    ['a missing left side', "StringEquals 'a'", "1:14 (13) Expected a comparison operator, found 'a'"],
    ['an operator first', `AND ${x} StringEquals 'a'`, '1:1 (0) Expected an expression, found AND'],
    [
      'an operator last',
      `${x} StringEquals 'a' AND`,
      '1:34 (33) Expected an expression, found the end of the condition',
    ],
    [
      'two expressions side by side',
      `${x} StringEquals 'a' ${x} StringEquals 'b'`,
      '1:31 (30) Expected AND, OR or the end of the condition, found an attribute',
    ],
    [
      'an open parenthesis',
      `(${x} StringEquals 'a'`,
      "1:31 (30) Expected ')' or, between two expressions, AND or OR, found the end of the condition",
    ],
    ['a parenthesis too many', `(${x} StringEquals 'a'))`, "1:32 (31) This ')' closes nothing"],
    ['empty parentheses', '()', "1:2 (1) Expected an expression, found ')'"],
    [
      'AND and OR on one level',
      `${x} StringEquals 'a' AND ${x} StringEquals 'b' OR ${x} StringEquals 'c'`,
      '1:65 (64) AND and OR stand on one level: parentheses have to say which belongs together',
    ],
    [
      'OR and && on one level, inside and on another line',
      `(${x} StringEquals 'a' or\n  ${x} StringEquals 'b'\r\n  && ${x} StringEquals 'c')`,
      '3:3 (69) AND and OR stand on one level: parentheses have to say which belongs together',
    ],
    ['a text without an end', `${x} StringEquals 'a`, '1:27 (26) The text is not closed by a single quote'],
    ['double quotes', `${x} StringEquals "a"`, '1:27 (26) Texts stand in single quotes'],
    ['a text without quotes', `${x} StringEquals a`, '1:27 (26) StringEquals takes texts in single quotes, not a'],
    ['an empty set', `${x} ForAnyOfAnyValues:StringEquals {}`, "1:46 (45) Expected a value, found '}'"],
    ['a comma too many', `${x} ForAnyOfAnyValues:StringEquals {'a',}`, "1:50 (49) Expected a value, found '}'"],
    ['a missing comma', `${x} ForAnyOfAnyValues:StringEquals {'a' 'b'}`, "1:50 (49) Expected ',' or '}', found 'b'"],
    [
      'a set closed by another bracket',
      `${x} ForAnyOfAnyValues:StringEquals {'a']`,
      "1:49 (48) Expected ',' or '}', found ']'",
    ],
    [
      'a set without a quantifier',
      `${x} StringEquals {'a', 'b'}`,
      '1:27 (26) StringEquals takes one value; for several it needs a quantifier such as ForAnyOfAnyValues',
    ],
    [
      'an attribute among values',
      `${x} ForAnyOfAnyValues:StringEquals {'a', ${x}}`,
      '1:51 (50) Expected a value, found an attribute',
    ],
    [
      'an unknown source',
      "@User[x] StringEquals 'a'",
      "1:1 (0) Unknown source of attributes 'User': it is Request, Resource, Principal or Environment",
    ],
    [
      'a lost at-sign',
      "@ StringEquals 'a'",
      "1:1 (0) '@' begins an attribute: Request, Resource, Principal or Environment, and a name in brackets",
    ],
    ['a name without an end', "@Resource[x StringEquals 'a'", "1:1 (0) The attribute's name is not closed by ']'"],
    ['no name', "@Resource[ ] StringEquals 'a'", '1:1 (0) The attribute has no name'],
    [
      'a tag of which a shell ate the dollars',
      "@Resource[a/tags:Project<>] StringEquals 'a'",
      '1:1 (0) Resource attribute a/tags:Project<> is not valid',
    ],
    [
      'keys of which a shell ate the name',
      'Exists @Request[a/tags&$&]',
      '1:8 (7) Request attribute a/tags&$& is not valid',
    ],
    ['a function without braces', "ActionMatches 'a'", "1:15 (14) Expected '{', found 'a'"],
    ['a function of no text', 'ActionMatches{a}', '1:15 (14) Expected a text in single quotes, found a'],
    ['a function of two texts', "ActionMatches{'a', 'b'}", "1:18 (17) Expected '}', found ','"],
    ['a function of an empty text', "SubOperationMatches{''}", "1:23 (22) Expected a text in single quotes, found '}'"],
    ['Exists of a value', "Exists 'a'", "1:8 (7) Expected an attribute, found 'a'"],
    ['NOT alone', 'NOT', '1:4 (3) Expected an expression, found the end of the condition'],
    ['a stray sign', `${x} StringEquals 'a' ; `, "1:31 (30) Unexpected ';'"],
    ['one ampersand', `${x} StringEquals 'a' & ${x} StringEquals 'b'`, "1:31 (30) Unexpected '&'"],
  ])('%s', (_, text, expected) => expect(refusalOf(text)).toBe(expected))

  it.each<[string, string, string]>([
    ['NumericEquals', "'5'", 'integers'],
    ['NumericEquals', '1.5', 'integers'],
    ['NumericEquals', '9007199254740993', 'integers'],
    ['NumericEquals', 'true', 'integers'],
    ['BoolEquals', "'true'", 'true and false, without quotes'],
    ['BoolEquals', '1', 'true and false, without quotes'],
    ['GuidEquals', '49fc33c1', 'GUIDs'],
    ['GuidEquals', "'owner'", 'GUIDs'],
    ['GuidEquals', '49fc33c1-886f4b21-a00e-1d9993234734', 'GUIDs'],
    ['DateTimeEquals', '2030', "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'"],
    ['DateTimeEquals', "'2030-02-30T00:00:00Z'", "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'"],
    ['DateTimeEquals', "'2030-01-01T00:00:00'", "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'"],
    ['DateTimeEquals', "'2030-01-01T24:00:00Z'", "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'"],
    ['DateTimeEquals', "'2030-13-01T00:00:00Z'", "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'"],
    [
      'DateTimeEquals',
      "'2030-01-01T00:00:00.00000000Z'",
      "times in single quotes, such as '2030-01-01T00:00:00.0000000Z'",
    ],
    ['TimeOfDayEquals', "'24:00'", "times of day in single quotes, such as '08:30:00'"],
    ['TimeOfDayEquals', "'8:30'", "times of day in single quotes, such as '08:30:00'"],
    ['IpMatch', "'10.0.0.256'", "IP addresses or networks in single quotes, such as '10.0.0.0/8'"],
    ['IpMatch', "'10.0.0.0/33'", "IP addresses or networks in single quotes, such as '10.0.0.0/8'"],
  ])('%s refuses %s', (operator, value, words) => {
    expect(refusalOf(`@Resource[x]\n  ${operator} ${value}`)).toBe(
      `2:${4 + operator.length} (${16 + operator.length}) ${operator} takes ${words}, not ${value}`,
    )
  })

  it.each<[string, string]>([
    ["IpInRange '10.0.0.0/8'", "1:24 (23) IpInRange takes IP addresses in single quotes, not '10.0.0.0/8'"],
    ["IpInRange {'10.0.0.1'}", '1:24 (23) IpInRange takes the first and the last value of a range'],
    ["IpInRange {'10.0.0.2', '10.0.0.1'}", '1:24 (23) The range ends before it begins'],
    ["IpInRange {'10.0.0.2', '::1'}", '1:24 (23) The range ends before it begins'],
    ["TimeOfDayInRange ['22:00', '06:00']", '1:31 (30) The range ends before it begins'],
    [
      "TimeOfDayInRange ['06:00', '08:00', '10:00']",
      '1:31 (30) TimeOfDayInRange takes the first and the last value of a range',
    ],
  ])('a range that is none: %s', (comparison, expected) => {
    expect(refusalOf(`@Resource[x] ${comparison}`)).toBe(expected)
  })

  it('a value on the left side', () => {
    expect(refusalOf("'a' NumericEquals @Resource[x]")).toBe("1:1 (0) NumericEquals takes integers, not 'a'")
  })

  it('a text that is too long, and one that is just not', () => {
    const comparison = "@Resource[x] StringEquals ''"
    const padded = (length: number): string => comparison.padEnd(length)
    expect(parseCondition(padded(longestCondition)).expression.kind).toBe('comparison')
    expect(refusalOf(padded(longestCondition + 1))).toBe('1:1 (0) The condition has 8193 characters; 8192 are allowed')
  })

  it.each([
    ['parentheses', '(', ')'],
    ['negations', '!', ''],
    ['negations in words', 'NOT ', ''],
  ])('%s that are too deep, however long the text', (_, open, close) => {
    const nested = (depth: number): string => `${open.repeat(depth)}Exists @Resource[x]${close.repeat(depth)}`
    expect(parseCondition(nested(64)).text).toBe(nested(64))
    expect(refusalOf(nested(65))).toMatch(/More than 64 levels of parentheses and negations$/)
    expect(refusalOf(open.repeat(Math.floor(8192 / open.length)))).toMatch(/More than 64 levels/)
  })

  it('again, when it is asked again', () => {
    expect(refusalOf('again')).toBe(refusalOf('again'))
  })

  it('says so in a sentence', () => {
    expect(() => parseCondition('\n  ()')).toThrow("Line 2, column 4: Expected an expression, found ')'.")
  })
})

describe('what can be read', () => {
  it.each([
    [
      'operators in lower case',
      "(@Resource[x] StringEquals 'a' and not exists @Request[y]) or @Request[z] boolequals TRUE",
    ],
    ['signs', "(@Resource[x] StringEquals 'a' && !Exists @Request[y]) || @Request[z] BoolEquals true"],
    ['no white space', "(@Resource[x]StringEquals'a'AND!Exists@Request[y])OR@Request[z]BoolEquals true"],
    [
      'much white space',
      " ( @Resource [x]\tStringEquals\r\n'a' AND ! Exists @Request[y] )\n OR @Request[z] BoolEquals true ",
    ],
    [
      'parentheses that say nothing',
      "(((@Resource[x] StringEquals 'a' AND (NOT (Exists @Request[y])))) OR (@Request[z] BoolEquals true))",
    ],
  ])('%s', (_, text) => {
    expect(parseCondition(text).expression).toMatchObject({
      kind: 'or',
      terms: [
        {
          kind: 'and',
          terms: [
            { kind: 'comparison', left: { source: 'resource', name: 'x' }, comparator: { name: 'StringEquals' } },
            { kind: 'not', term: { kind: 'exists', attribute: { source: 'request', name: 'y' } } },
          ],
        },
        { kind: 'comparison', left: { source: 'request', name: 'z' }, comparator: { name: 'BoolEquals' } },
      ],
    })
  })

  it('knows where each part begins', () => {
    const { expression } = parseCondition(
      'Exists @Resource[x]\nAND @Request[y]\n  ForAnyOfAnyValues:GuidEquals {49fc33c1886f4b21a00e1d9993234734}',
    )
    expect(expression).toMatchObject({
      position: { offset: 0, line: 1, column: 1 },
      terms: [
        { position: { line: 1, column: 1 }, attribute: { position: { line: 1, column: 8 } } },
        {
          position: { line: 2, column: 5 },
          left: { position: { line: 2, column: 5 } },
          right: { position: { line: 3, column: 32 }, isSet: true },
        },
      ],
    })
  })

  it('knows which sources it asks and whether it compares GUIDs', () => {
    const summary = (text: string) => {
      const { sources, comparesGuids } = parseCondition(text)
      return { sources: [...sources].sort(), comparesGuids }
    }
    expect(summary("ActionMatches{'a'}")).toEqual({ sources: [], comparesGuids: false })
    expect(summary('@Resource[x] StringEquals @Principal[y] AND Exists @Environment[z]')).toEqual({
      sources: ['environment', 'principal', 'resource'],
      comparesGuids: false,
    })
    expect(summary('@Request[x] guidequals 49fc33c1886f4b21a00e1d9993234734')).toEqual({
      sources: ['request'],
      comparesGuids: true,
    })
  })

  it('every condition of every built-in role', () => {
    const conditions = builtInRoles().flatMap(({ roleName, permissions }) =>
      permissions.flatMap(({ condition }) => (condition === undefined ? [] : [{ roleName, condition }])),
    )
    expect(new Set(conditions.map(({ roleName }) => roleName)).size).toBe(29)
    for (const { roleName, condition } of conditions) {
      expect({ roleName, text: parseCondition(condition).text }).toEqual({ roleName, text: condition })
    }
  })
})
