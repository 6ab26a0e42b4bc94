import { describe, expect, it } from 'vitest'
import type { Attributes } from './attributes.js'
import { conditionHolds } from './condition-holds.js'
import { evaluateCondition, type Truth } from './evaluate-condition.js'
import { parseCondition } from './parse-condition.js'

const write = 'Microsoft.Authorization/roleAssignments/write'

const truthOf = (
  condition: string,
  attributes: Attributes = {},
  asked: { readonly action?: string; readonly subOperation?: string } = {},
): Truth => evaluateCondition(parseCondition(condition).expression, { action: write, attributes, ...asked })

/** What `@Resource[x]` is. */
const withX = (x: NonNullable<Attributes['resource']>[string]): Attributes => ({ resource: { x } })

describe('texts', () => {
  it.each<[string, string, string, boolean]>([
    ['StringEquals', 'Red', 'Red', true],
    ['StringEquals', 'Red', 'red', false],
    ['StringEqualsIgnoreCase', 'Red', 'rED', true],
    ['StringEqualsIgnoreCase', 'Red', 'blue', false],
    ['StringNotEquals', 'Red', 'red', true],
    ['StringNotEquals', 'Red', 'Red', false],
    ['StringNotEqualsIgnoreCase', 'Red', 'red', false],
    ['StringStartsWith', 'Redwood', 'Red', true],
    ['StringStartsWith', 'Redwood', 'red', false],
    ['StringStartsWith', 'Red', 'Redwood', false],
    ['StringStartsWithIgnoreCase', 'Redwood', 'red', true],
    ['StringNotStartsWith', 'Redwood', 'red', true],
    ['StringNotStartsWith', 'Redwood', 'Red', false],
    ['StringNotStartsWithIgnoreCase', 'Redwood', 'red', false],
    ['StringLike', 'abcd', 'a*c?', true],
    ['StringLike', 'abcd', 'A*C?', false],
    ['StringLike', 'abcd', 'a*c', false],
    ['StringLikeIgnoreCase', 'abcd', 'A*C?', true],
    ['StringNotLike', 'abcd', 'a*c', true],
    ['StringNotLike', 'abcd', 'a*c?', false],
    ['StringNotLikeIgnoreCase', 'abcd', 'A*C?', false],
    ['STRINGEQUALS', 'Red', 'Red', true],
  ])('%s: %s and %s are %s', (operator, left, right, expected) => {
    expect(truthOf(`@Resource[x] ${operator} '${right}'`, withX(left))).toBe(expected)
  })
})

describe('numbers', () => {
  it.each<[string, readonly [boolean, boolean, boolean]]>([
    ['NumericEquals', [false, true, false]],
    ['NumericNotEquals', [true, false, true]],
    ['NumericGreaterThan', [false, false, true]],
    ['NumericGreaterThanEquals', [false, true, true]],
    ['NumericLessThan', [true, false, false]],
    ['NumericLessThanEquals', [true, true, false]],
  ])('%s compares 4, 5 and 6 with 5 as %j', (operator, expected) => {
    expect([4, 5, 6].map((x) => truthOf(`@Resource[x] ${operator} 5`, withX(x)))).toEqual(expected)
  })

  it('may be negative', () => {
    expect(truthOf('@Resource[x] NumericLessThan -5', withX(-6))).toBe(true)
  })
})

describe('Booleans', () => {
  it.each<[string, boolean, boolean]>([
    ['BoolEquals true', true, true],
    ['BoolEquals True', true, true],
    ['boolequals true', false, false],
    ['BoolEquals false', false, true],
    ['BoolNotEquals true', true, false],
    ['BoolNotEquals true', false, true],
  ])('%s of %s is %s', (comparison, x, expected) => {
    expect(truthOf(`@Resource[x] ${comparison}`, withX(x))).toBe(expected)
  })
})

describe('dates with time', () => {
  const noon = '2030-06-01T12:00:00.0000001Z'
  it.each<[string, readonly [boolean, boolean, boolean]]>([
    ['DateTimeEquals', [false, true, false]],
    ['DateTimeNotEquals', [true, false, true]],
    ['DateTimeGreaterThan', [false, false, true]],
    ['DateTimeGreaterThanEquals', [false, true, true]],
    ['DateTimeLessThan', [true, false, false]],
    ['DateTimeLessThanEquals', [true, true, false]],
  ])('%s tells times apart that differ by 100 nanoseconds', (operator, expected) => {
    const times = ['2030-06-01T12:00:00.0000000Z', noon, '2030-06-01T12:00:00.0000002Z']
    expect(times.map((x) => truthOf(`@Resource[x] ${operator} '${noon}'`, withX(x)))).toEqual(expected)
  })

  it.each(['2030-06-01T12:00:00Z', '2030-06-01T12:00:00.0Z', '2030-06-01T12:00:00.000Z', '2030-06-01t12:00:00z'])(
    'are the same however many digits they have: %s',
    (time) => {
      expect(truthOf(`@Environment[UtcNow] DateTimeEquals '${time}'`, { environment: { UtcNow: time } })).toBe(true)
      expect(truthOf(`@Resource[x] DateTimeEquals '2030-06-01T12:00:00.0000000Z'`, withX(time))).toBe(true)
    },
  )
})

describe('GUIDs', () => {
  const bare = '49fc33c1886f4b21a00e1d9993234734'
  const dashed = '49FC33C1-886F-4B21-A00E-1D9993234734'
  it.each<[string, boolean]>([
    [`GuidEquals ${bare}`, true],
    [`GuidEquals ${dashed}`, true],
    [`GuidEquals '${dashed}'`, true],
    [`GuidEquals {${bare}}`, true],
    [`GuidNotEquals ${dashed}`, false],
    ['GuidEquals 49fc33c1-886f-4b21-a00e-1d9993234735', false],
    ['GuidEquals 12345678901234567890123456789012', false],
  ])('%s is %s of the same GUID in another form', (comparison, expected) => {
    expect(truthOf(`@Resource[x] ${comparison}`, withX(dashed.toLowerCase()))).toBe(expected)
    expect(truthOf(`@Resource[x] ${comparison}`, withX(bare.toUpperCase()))).toBe(expected)
  })
})

describe('times of day', () => {
  it.each<[string, readonly [boolean, boolean, boolean]]>([
    ["TimeOfDayEquals '08:30'", [false, true, false]],
    ["TimeOfDayNotEquals '08:30:00'", [true, false, true]],
    ["TimeOfDayGreaterThan '08:30:00'", [false, false, true]],
    ["TimeOfDayGreaterThanEquals '08:30:00.0'", [false, true, true]],
    ["TimeOfDayLessThan '08:30:00'", [true, false, false]],
    ["TimeOfDayLessThanEquals '08:30'", [true, true, false]],
    ["TimeOfDayInRange {'08:30', '17:00'}", [false, true, true]],
    ["TimeOfDayInRange ['08:00:00', '08:30:00']", [true, true, false]],
  ])('%s looks at the time of a date', (comparison, expected) => {
    const times = ['2030-01-01T08:29:59.999Z', '2030-02-01T08:30:00.000Z', '2030-03-01T08:30:00.001Z']
    expect(times.map((UtcNow) => truthOf(`@Environment[UtcNow] ${comparison}`, { environment: { UtcNow } }))).toEqual(
      expected,
    )
  })
})

describe('IP addresses', () => {
  it.each<[string, string, boolean]>([
    ['10.0.0.5', "IpMatch '10.0.0.0/24'", true],
    ['10.0.1.5', "IpMatch '10.0.0.0/24'", false],
    ['10.0.0.5', "IpMatch '10.0.0.5'", true],
    ['10.0.0.5', "IpNotMatch '10.0.0.0/24'", false],
    ['2001:db8::1', "IpMatch '2001:db8::/32'", true],
    ['10.0.0.5', "IpMatch '2001:db8::/32'", false],
    ['10.0.0.5', "IpInRange ['10.0.0.1', '10.0.0.10']", true],
    ['10.0.0.10', "IpInRange {'10.0.0.1', '10.0.0.10'}", true],
    ['10.0.0.11', "IpInRange {'10.0.0.1', '10.0.0.10'}", false],
  ])('%s %s is %s', (x, comparison, expected) => {
    expect(truthOf(`@Request[ip] ${comparison}`, { request: { ip: x } })).toBe(expected)
  })
})

describe('quantifiers, as published', () => {
  it.each<[string, boolean]>([
    ["{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'blue', 'green'}", true],
    ["{'orange', 'green'} ForAnyOfAnyValues:StringEquals {'blue', 'red'}", false],
    ["{'red', 'blue'} ForAllOfAnyValues:StringEquals {'orange', 'red', 'blue'}", true],
    ["{'red', 'blue'} ForAllOfAnyValues:StringEquals {'red', 'green'}", false],
    ['{10, 20} ForAnyOfAllValues:NumericLessThan {15, 18}', true],
    ['{10, 20} ForAllOfAllValues:NumericLessThan {5, 15, 18}', false],
    ['{10, 20} ForAllOfAllValues:NumericLessThan {25, 30}', true],
    ['{10, 20} ForAllOfAllValues:NumericLessThan {15, 25, 30}', false],
    ["{'ab', 'cd'} FORALLOFANYVALUES : stringlikeignorecase {'A*', '?D'}", true],
    ["'red' ForAnyOfAnyValues:StringEquals 'red'", true],
  ])('%s is %s', (condition, expected) => expect(truthOf(condition)).toBe(expected))

  it('are literal for comparators with Not: any of two values differs from one of two', () => {
    const [owner, reader] = ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', 'acdd72a7-3385-48ef-bd42-f606fba81ae7']
    expect(truthOf(`@Resource[x] ForAnyOfAnyValues:GuidNotEquals {${owner}, ${reader}}`, withX(owner))).toBe(true)
    expect(truthOf(`@Resource[x] ForAnyOfAllValues:GuidNotEquals {${owner}, ${reader}}`, withX(owner))).toBe(false)
  })

  it('take attributes with many values on both sides', () => {
    const attributes: Attributes = { resource: { x: ['a', 'b'] }, principal: { y: ['b', 'c'] } }
    expect(truthOf('@Resource[x] ForAnyOfAnyValues:StringEquals @Principal[y]', attributes)).toBe(true)
    expect(truthOf('@Resource[x] ForAllOfAnyValues:StringEquals @Principal[y]', attributes)).toBe(false)
  })
})

describe('functions', () => {
  it.each<[string, boolean]>([
    ["ActionMatches{'Microsoft.Authorization/roleAssignments/write'}", true],
    ["ActionMatches{'Microsoft.Authorization/roleAssignments/*'}", true],
    ["actionmatches { 'microsoft.authorization/ROLEASSIGNMENTS/write' }", true],
    ["ActionMatches{'Microsoft.Authorization/roleAssignments/delete'}", false],
    ["!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'})", true],
    ["SubOperationMatches{'Blob.List'}", false],
    ["NOT SubOperationMatches{'Blob.List'}", true],
    ["@Request[subOperation] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Blob.List'}", false],
    ["NOT @Request[subOperation] ForAnyOfAnyValues:StringEqualsIgnoreCase {'Blob.List'}", true],
    ['Exists @Request[subOperation]', false],
  ])('%s is %s without a suboperation', (condition, expected) => expect(truthOf(condition)).toBe(expected))

  it.each<[string, boolean]>([
    ["SubOperationMatches{'Blob.List'}", true],
    ["suboperationmatches{'blob.list'}", true],
    ["SubOperationMatches{'Blob.Write.Tier'}", false],
    ["@Request[subOperation] ForAnyOfAnyValues:StringEqualsIgnoreCase {'blob.list'}", true],
    ['Exists @Request[subOperation]', true],
  ])('%s is %s of the suboperation Blob.List', (condition, expected) => {
    expect(truthOf(condition, {}, { subOperation: 'Blob.List' })).toBe(expected)
  })

  it.each<[string, boolean]>([
    ['Exists @Resource[x]', true],
    ['NOT Exists @Resource[x]', false],
    ['Exists @Request[x]', false],
    ['NOT Exists @Principal[x]', true],
    ['exists @resource [X]', true],
  ])('%s is %s when only the resource has x', (condition, expected) => {
    expect(truthOf(condition, withX('a'))).toBe(expected)
  })

  it('Exists is false of an attribute without values', () => {
    expect(truthOf('Exists @Resource[x]', withX([]))).toBe(false)
  })
})

describe('absent attributes', () => {
  it.each<[string, Truth]>([
    ["@Resource[y] StringEquals 'a'", undefined],
    ["@Resource[y] StringNotEquals 'a'", undefined],
    ["NOT @Resource[y] StringEquals 'a'", undefined],
    ["@Resource[y] ForAllOfAllValues:StringNotEquals {'a'}", undefined],
    ["@Resource[x] StringEquals 'a' OR @Resource[y] StringEquals 'a'", true],
    ["@Resource[y] StringEquals 'a' OR @Resource[x] StringEquals 'a'", true],
    ["@Resource[x] StringEquals 'b' OR @Resource[y] StringEquals 'a'", undefined],
    ["@Resource[x] StringEquals 'a' AND @Resource[y] StringEquals 'a'", undefined],
    ["@Resource[y] StringEquals 'a' AND @Resource[x] StringEquals 'b'", false],
    ["@Resource[y] DateTimeEquals '2030-01-01T00:00:00.0Z' OR NOT Exists @Resource[y]", true],
    ['@Resource[x] StringEquals @Principal[y]', undefined],
    ['@Principal[y] StringEquals @Resource[x]', undefined],
  ])('%s is %s where x is a and y is missing', (condition, expected) => {
    expect(truthOf(condition, withX('a'))).toBe(expected)
  })

  it.each<[string, Attributes, string]>([
    ['nothing', withX([]), "@Resource[x] ForAllOfAllValues:StringEquals {'a'}"],
    ['a number among texts', withX(['a', 1]), "@Resource[x] ForAnyOfAnyValues:StringEquals {'a'}"],
    ['a text as a number', withX('1'), '@Resource[x] NumericEquals 1'],
    ['a fraction', withX(1.5), '@Resource[x] NumericGreaterThan 1'],
    ['a text as a Boolean', withX('true'), '@Resource[x] BoolEquals true'],
    ['no GUID', withX('a'), '@Resource[x] GuidNotEquals 49fc33c1886f4b21a00e1d9993234734'],
    ['no time', withX('yesterday'), "@Resource[x] DateTimeNotEquals '2030-01-01T00:00:00Z'"],
    ['no address', withX('localhost'), "@Resource[x] IpNotMatch '10.0.0.0/8'"],
    ['two values without a quantifier', withX(['a', 'b']), "@Resource[x] StringNotEquals 'a'"],
    [
      'a range of one',
      { resource: { x: '10.0.0.1' }, request: { y: '10.0.0.0' } },
      '@Resource[x] IpInRange @Request[y]',
    ],
  ])('%s cannot be compared either', (_, attributes, condition) => {
    expect(truthOf(condition, attributes)).toBeUndefined()
  })

  it('a condition that is neither true nor false does not hold, nor does its negation', () => {
    const context = { action: write, attributes: {} }
    expect(conditionHolds("@Resource[y] StringEquals 'a'", context)).toBe(false)
    expect(conditionHolds("NOT (@Resource[y] StringEquals 'a')", context)).toBe(false)
  })
})

describe('names of attributes', () => {
  const tag = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags'
  it.each<[string, string, boolean]>([
    ['a type in another case', '@Resource[microsoft.storage/storageaccounts:NAME]', true],
    ['another attribute', '@Resource[Microsoft.Storage/storageAccounts:kind]', false],
    ['another source', '@Request[Microsoft.Storage/storageAccounts:name]', false],
    ['a tag', `@Resource[${tag}:Project]`, true],
    ['a tag in another case', `@Resource[${tag}:project]`, true],
    ['a tag whose case counts', `@Resource[${tag}:Project<$key_case_sensitive$>]`, true],
    ['a tag whose case counts, in another case', `@Resource[${tag}:project<$key_case_sensitive$>]`, false],
    ['a tag with a colon in its key', `@Resource[${tag}:a:b<$key_case_sensitive$>]`, true],
    ['all keys', `@Resource[${tag}&$keys$&]`, true],
  ])('%s', (_, attribute, expected) => {
    const attributes: Attributes = {
      resource: {
        'Microsoft.Storage/storageAccounts:name': 'x',
        [`${tag}:Project`]: 'x',
        [`${tag}:a:b`]: 'x',
        [`${tag}&$keys$&`]: ['Project', 'a:b'],
      },
    }
    expect(truthOf(`Exists ${attribute}`, attributes)).toBe(expected)
  })
})

describe('conditions as published', () => {
  const container = 'Microsoft.Storage/storageAccounts/blobServices/containers'
  const read = `${container}/blobs/read`
  const blobs = (expression: string): string => `(
    (
      !(ActionMatches{'${read}'} AND NOT SubOperationMatches{'Blob.List'})
    )
    OR
    (
      ${expression}
    )
  )`
  it.each<[string, string, Attributes, { action?: string; subOperation?: string }, boolean]>([
    [
      'a container by name',
      blobs(`@Resource[${container}:name] StringEquals 'blobs-example-container'`),
      { resource: { [`${container}:name`]: 'blobs-example-container' } },
      { action: read },
      true,
    ],
    [
      'another container',
      blobs(`@Resource[${container}:name] StringEquals 'blobs-example-container'`),
      { resource: { [`${container}:name`]: 'other' } },
      { action: read },
      false,
    ],
    [
      'an action that the condition does not speak of',
      blobs(`@Resource[${container}:name] StringEquals 'blobs-example-container'`),
      { resource: { [`${container}:name`]: 'other' } },
      { action: `${container}/blobs/write` },
      true,
    ],
    [
      'a listing, which the condition leaves out',
      blobs(`@Resource[${container}:name] StringEquals 'blobs-example-container'`),
      { resource: { [`${container}:name`]: 'other' } },
      { action: read, subOperation: 'Blob.List' },
      true,
    ],
    [
      'a blob without the tag',
      blobs(`@Resource[${container}/blobs/tags:Project<$key_case_sensitive$>] StringEquals 'Cascade'`),
      {},
      { action: read },
      false,
    ],
    [
      'a request without the version asked for',
      blobs(
        `@Request[${container}/blobs:versionId] DateTimeEquals '2022-06-01T23:38:32.8883645Z' OR NOT Exists @Request[${container}/blobs:versionId]`,
      ),
      {},
      { action: read },
      true,
    ],
    [
      'a name in an attribute of the caller',
      blobs(
        `@Resource[${container}:name] StringEquals @Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Contosocustomer_name]`,
      ),
      {
        resource: { [`${container}:name`]: 'contoso' },
        principal: { 'Microsoft.Directory/CustomSecurityAttributes/Id:Contosocustomer_name': 'contoso' },
      },
      { action: read },
      true,
    ],
    [
      'a project among those of the caller',
      `@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project] ForAnyOfAnyValues:StringEquals {'Baker','Cascade'}`,
      { principal: { 'microsoft.directory/customsecurityattributes/id:engineering_project': ['Skagit', 'Baker'] } },
      {},
      true,
    ],
    [
      'a time before the door opens',
      "@Environment[UtcNow] DateTimeGreaterThan '2023-05-01T13:00:00.0Z'",
      { environment: { UtcNow: '2023-05-01T12:59:59.999Z' } },
      {},
      false,
    ],
    [
      'a private link',
      '@Environment[isPrivateLink] BoolEquals true',
      { environment: { isPrivateLink: true } },
      {},
      true,
    ],
    [
      'a recorded assignment of 2020',
      "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:Name] stringEquals 'foo'",
      { resource: { [`${container}:name`]: 'foo' } },
      {},
      true,
    ],
  ])('%s', (_, condition, attributes, asked, expected) => {
    expect(truthOf(condition, attributes, asked) === true).toBe(expected)
  })
})
