import { describe, expect, it } from 'vitest'
import { evaluateText } from '../expression/evaluate.js'
import { refusalOf, scopeAt, valueOfExpression } from '../template-fixture.js'

describe('numbers', () => {
  it.each([
    ['add(5, 3)', 8],
    ['sub(3, 5)', -2],
    ['mul(-2, 3)', -6],
    ['div(8, 3)', 2],
    ['div(-8, 3)', -2],
    ['mod(7, 3)', 1],
    ['mod(-7, 3)', -1],
    ["int(' 42 ')", 42],
    ["int('-1')", -1],
    ['int(4)', 4],
    ["float('3.25')", 3.25],
    ['float(3)', 3],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it.each([
    ["add('1', 2)", "expects its first parameter to be of type 'Integer'. The provided value is of type 'String'."],
    ["add(json('1.5'), 2)", "The provided value is of type 'Float'."],
    ['div(1, 0)', 'Attempted to divide by zero.'],
    ['mod(1, 0)', 'Attempted to divide by zero.'],
    ['mul(9223372036854775807, 9)', 'overflow'],
    ["int('asdf')", "cannot convert provided value 'asdf' to integer value."],
    ["int('9223372036854775808')", 'to integer value.'],
    ['int(true())', "The provided value is of type 'Boolean'."],
    ["float('x')", 'to floating point value.'],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))
})

describe('copyIndex', () => {
  const loops = [
    { name: 'machines', index: 2, isDefault: true },
    { name: 'disks', index: 5, isDefault: false },
  ]
  it.each([
    ['copyIndex()', 2],
    ['copyIndex(1)', 3],
    ["copyIndex('disks')", 5],
    ["copyIndex('Machines', 10)", 12],
  ])('%s is %j inside a loop of properties of a resource in a loop', (text, expected) =>
    expect(evaluateText(`[${text}]`, scopeAt('body', { loops }))).toBe(expected),
  )

  it('means the innermost loop where no resource is copied', () =>
    expect(evaluateText('[copyIndex()]', scopeAt('variable', { loops: loops.slice(1) }))).toBe(5))

  it('is refused outside a loop', () =>
    expect(refusalOf(() => valueOfExpression('copyIndex()'))).toBe(
      "The template function 'copyIndex' is not expected at this location. The function can only be used in a resource with copy specified. Please see https://aka.ms/arm-copy for usage details.",
    ))
})
