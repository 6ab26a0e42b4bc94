import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'

describe('objects', () => {
  it.each([
    ['createObject()', {}],
    ["createObject('a', 1, 'b', createArray())", { a: 1, b: [] }],
    ["createObject('__proto__', 1).__proto__", 1],
    [
      'items(json(\'{"b":1,"A":2,"c":3}\'))',
      [
        { key: 'A', value: 2 },
        { key: 'b', value: 1 },
        { key: 'c', value: 3 },
      ],
    ],
    ['objectKeys(json(\'{"b":1,"a":2}\'))', ['a', 'b']],
    ['json(\'{"a":[1,true,null]}\')', { a: [1, true, null] }],
    ['json(\'"text"\')', 'text'],
    ["json('null')", null],
    ['null()', null],
    ['shallowMerge(createArray(json(\'{"a":{"x":1}}\'), json(\'{"a":{"y":2},"b":1}\')))', { a: { y: 2 }, b: 1 }],
    ["tryGet(createObject('A', createObject('b', 1)), 'a', 'B')", 1],
    ["tryGet(createObject('a', 1), 'x', 'y')", null],
    ['tryGet(createArray(1, 2), 1)', 2],
    ['tryGet(createArray(1, 2), 2)', null],
    ["tryGet(null(), 'a')", null],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toEqual(expected))

  it.each([
    ["createObject('a')", 'function requires an even number of arguments while 1 were provided.'],
    [
      'createObject(1, 2)',
      "expects its first parameter to be of type 'String'. The provided value is of type 'Integer'.",
    ],
    ["json('{')", 'The value cannot be parsed as JSON.'],
    ["json('')", 'The value cannot be parsed as JSON.'],
    ['items(createArray())', "expects its parameter to be of type 'Object'. The provided value is of type 'Array'."],
    ["tryGet('text', 'a')", "of a value of type 'String'"],
    ['shallowMerge(createArray(1))', "to be of type 'Object'. The provided value is of type 'Integer'."],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))
})
