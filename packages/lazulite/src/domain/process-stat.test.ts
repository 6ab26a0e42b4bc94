import { describe, expect, it } from 'vitest'
import { startTicksIn } from './process-stat.js'

const stat = (name: string, state: string): string =>
  `4711 (${name}) ${state} 1 4711 4711 34816 4711 4194304 9 0 0 0 1 2 0 0 20 0 11 0 815 1000 200\n`

describe('startTicksIn', () => {
  it.each([
    ['an ordinary name', stat('node', 'S'), '815'],
    ['a name with spaces and parentheses', stat('a) Z (b', 'R'), '815'],
    ['a stopped process', stat('sh', 'T'), '815'],
    ['a zombie', stat('sh', 'Z'), undefined],
    ['a dead process', stat('sh', 'X'), undefined],
    ['half a text', '4711 (sh) S 1 4711', undefined],
    ['no text', '', undefined],
  ])('%s', (_what, text, expected) => expect(startTicksIn(text)).toBe(expected))
})
