import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'

const dogs = 'json(\'[{"name":"Evie","age":5},{"name":"Casper","age":3},{"name":"Indy","age":3}]\')'

describe('functions that take a lambda', () => {
  it.each([
    [`map(${dogs}, lambda('dog', lambdaVariables('dog').name))`, ['Evie', 'Casper', 'Indy']],
    ["map(range(5, 2), lambda('x', 'i', add(lambdaVariables('x'), mul(10, lambdaVariables('i')))))", [5, 16]],
    [`length(filter(${dogs}, lambda('dog', less(lambdaVariables('dog').age, 5))))`, 2],
    ["filter(createArray('a', 'b', 'c'), lambda('x', 'i', equals(mod(lambdaVariables('i'), 2), 0)))", ['a', 'c']],
    ["reduce(createArray(1, 2, 3), 10, lambda('sum', 'x', add(lambdaVariables('sum'), lambdaVariables('x'))))", 16],
    [
      "reduce(createArray('a', 'b'), '', lambda('sum', 'x', 'i', concat(lambdaVariables('sum'), lambdaVariables('x'), lambdaVariables('i'))))",
      'a0b1',
    ],
    ["reduce(createArray(), 'start', lambda('sum', 'x', 1))", 'start'],
    ["sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))", [1, 2, 3]],
    [
      `map(sort(${dogs}, lambda('a', 'b', less(lambdaVariables('a').age, lambdaVariables('b').age))), lambda('d', lambdaVariables('d').name))`,
      ['Casper', 'Indy', 'Evie'],
    ],
    [
      "toObject(createArray('a', 'b'), lambda('x', concat('key-', lambdaVariables('x'))))",
      { 'key-a': 'a', 'key-b': 'b' },
    ],
    [
      "toObject(createArray('a'), lambda('x', lambdaVariables('x')), lambda('x', length(lambdaVariables('x'))))",
      { a: 1 },
    ],
    ["groupBy(createArray('ab', 'ac', 'b'), lambda('x', first(lambdaVariables('x'))))", { a: ['ab', 'ac'], b: ['b'] }],
    ["mapValues(createObject('a', 1, 'b', 2), lambda('v', mul(lambdaVariables('v'), 2)))", { a: 2, b: 4 }],
    [
      "map(createArray(1, 2), lambda('x', map(createArray(3), lambda('y', add(lambdaVariables('X'), lambdaVariables('y'))))))",
      [[4], [5]],
    ],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    ['map(createArray(1), 1)', 'expects its second parameter to be a lambda expression.'],
    ["lambda('x', 1)", "The template function 'lambda' is not expected at this location."],
    ["lambdaVariables('x')", "The lambda variable 'x' is not found."],
    ["filter(createArray(1), lambda('x', 1))", "must return a value of type 'Boolean'"],
    ["toObject(createArray(1), lambda('x', 1))", "The provided value is of type 'Integer'."],
    [
      "map('text', lambda('x', 1))",
      "expects its first parameter to be of type 'Array'. The provided value is of type 'String'.",
    ],
    [
      'toObject(createArray(1))',
      'function requires between 2 and 3 argument(s) while 1 were provided. Please see https://aka.ms/arm-resource-functions/#toObject for usage details.',
    ],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))
})
