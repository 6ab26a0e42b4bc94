import { describe, expect, it } from 'vitest'
import { refusalOf, valueOfExpression } from '../template-fixture.js'
import { formatComposite, formatNumber } from './format-composite.js'

describe('format', () => {
  it.each([
    [
      "format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)",
      'Hello, User. Formatted number: 8,175,133',
    ],
    ["format('{{{0}}}', 1)", '{1}'],
    ["format('{0}{0}', 'a')", 'aa'],
    ["format('{0,5}|{1,-5}|', 'ab', 7)", '   ab|7    |'],
    ["format('{0}', true())", 'True'],
    ["format('{0}', createArray(1))", '[1]'],
    ["format('{0:D3}', 7)", '007'],
    ["format('{0:N0}', 'text')", 'text'],
    ["format('nothing')", 'nothing'],
  ])('%s is %j', (text, expected) => expect(valueOfExpression(text)).toBe(expected))

  it.each([
    [1234.5, 'N', '1,234.50'],
    [-1234, 'N0', '-1,234'],
    [999, 'N0', '999'],
    [42, 'D', '42'],
    [-42, 'D5', '-00042'],
    [255, 'X', 'FF'],
    [255, 'x4', '00ff'],
    [-1, 'X', 'FFFFFFFFFFFFFFFF'],
    [5, 'B8', '00000101'],
    [1234.567, 'F1', '1234.6'],
    [0.256, 'P1', '25.6 %'],
    [1234, 'C', '¤1,234.00'],
    [-1, 'C0', '(¤1)'],
    [1234.5, 'E2', '1.23E+003'],
    [0.00012, 'e1', '1.2e-004'],
    [1234.5, 'G', '1234.5'],
    [1234.5, 'G2', '1200'],
    [12, 'R', '12'],
    [7, '000', '007'],
    [1234567, '#,##0', '1,234,567'],
    [0, '#,##0.00', '0.00'],
    [1234.5, '#,##0.##', '1,234.5'],
    [0.5, '0%', '50%'],
    [5, "0 'items'", '5 items'],
    [-5, '0;(0)', '(5)'],
    [0, "0;(0);'none'", 'none'],
    [-5, '0', '-5'],
    [1234567890, '(###) ###-####', '(123) 456-7890'],
    [5, '\\#0', '#5'],
  ])('%j as %s is %s', (value, picture, expected) => expect(formatNumber(value, picture)).toBe(expected))

  it.each([
    [
      "format('->{123}<-', 123)",
      "Unable to evaluate language function 'format': the format is invalid: 'Index (zero based) must be greater than or equal to zero and less than the size of the argument list.'. Please see https://aka.ms/arm-function-format for usage details.",
    ],
    ["format('{0', 1)", 'Input string was not in a correct format.'],
    ["format('}', 1)", 'Input string was not in a correct format.'],
    ["format('{x}', 1)", 'Input string was not in a correct format.'],
    ["format('{0:Z}', 1)", 'Format specifier was invalid.'],
    ["format('{0:D}', json('1.5'))", 'Format specifier was invalid.'],
  ])('%s is refused: %s', (text, message) => expect(refusalOf(() => valueOfExpression(text))).toContain(message))

  it('does not read formats inside values', () => expect(formatComposite('{0}{1}', ['{1}', 'b'])).toBe('{1}b'))
})
