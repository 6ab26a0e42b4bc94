import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'

describe('truth and comparison', () => {
  it.each([
    ['and(true(), false())', false],
    ['and(true(), true(), true())', true],
    ["and(false(), fail('never looked at'))", false],
    ['or(false(), true())', true],
    ["or(true(), fail('never looked at'))", true],
    ['not(false())', true],
    ["if(true(), 'yes', fail('never looked at'))", 'yes'],
    ["if(false(), fail('never looked at'), 'no')", 'no'],
    ["bool('true')", true],
    ["bool('FALSE')", false],
    ['bool(0)', false],
    ['bool(1)', true],
    ["coalesce(null(), null(), 'a', fail('never looked at'))", 'a'],
    ['coalesce(null())', null],
    ["equals('A', 'a')", false],
    ["equals(1, '1')", false],
    ["equals(createArray(1, createObject('a', 1)), createArray(1, createObject('a', 1)))", true],
    ['equals(json(\'{"a":1,"b":2}\'), json(\'{"b":2,"a":1}\'))', true],
    ["equals(createObject('a', 1), createObject('A', 1))", false],
    ['equals(createArray(), createObject())', false],
    ['equals(null(), null())', true],
    ['greater(2, 1)', true],
    ['greaterOrEquals(1, 1)', true],
    ['less(1, 1)', false],
    ['lessOrEquals(1, 1)', true],
    ["less('A', 'a')", true],
    ["greater('b', 'a')", true],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    [
      "if('true', 1, 2)",
      "expects its first parameter to be of type 'Boolean'. The provided value is of type 'String'.",
    ],
    ['not(1)', "expects its parameter to be of type 'Boolean'. The provided value is of type 'Integer'."],
    ["bool('maybe')", 'The value cannot be converted to the target type.'],
    ['bool(createArray())', "The provided value is of type 'Array'."],
    [
      "less(1, 'foo')",
      "expects two parameters of matching types. The function was invoked with values of type 'Integer' and 'String' that do not match.",
    ],
    ['true(1)', 'function requires 0 argument(s) while 1 were provided.'],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))
})
