import { describe, expect, it } from 'vitest'
import { matchesLike } from './like-pattern.js'

describe('matchesLike', () => {
  it.each<[string, string, boolean]>([
    ['abcd', 'a*c?', true],
    ['abcd', 'A*C?', false],
    ['abcd', 'a*c', false],
    ['', '', true],
    ['', '*', true],
    ['', '?', false],
    ['a', '', false],
    ['abc', '*', true],
    ['abc', '***', true],
    ['abc', '?*?', true],
    ['ab', '?*?', true],
    ['a', '?*?', false],
    ['abcabd', '*abd', true],
    ['aXbXc', 'a*b*c', true],
    ['a*c', 'a\\*c', true],
    ['abc', 'a\\*c', false],
    ['a?c', 'a\\?c', true],
    ['abc', 'a\\?c', false],
    ['a\\c', 'a\\c', true],
    ['a\\', 'a\\', true],
    ['a😀c', 'a?c', true],
    ['😀', '\uD83D*', false],
    ['a😀', '*?', true],
    ['😀', '*?', true],
    ['😀', '*??', false],
    ['😀😀', '*??', true],
    ['x😀', '*😀', true],
    ['*run', '*', true],
    ['*run', '?one', false],
    ['?one', '*one', true],
    ['logs/2030/a.txt', 'logs/*.txt', true],
  ])('%s matches %s: %s', (text, pattern, expected) => expect(matchesLike(text, pattern)).toBe(expected))

  it('ends soon on what makes others backtrack', () => {
    expect(matchesLike(`${'a'.repeat(4000)}b`, `${'*a'.repeat(1000)}*c`)).toBe(false)
  })
})
