import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dotenvQuoted, formatEnvironment, powershellQuoted, shellQuoted } from './quoting.js'

describe('shellQuoted', () => {
  it.each([
    ['plain-1.2_3/4:5,6@7%8+9=0', 'plain-1.2_3/4:5,6@7%8+9=0'],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['$HOME `id` \\ "x" !', '\'$HOME `id` \\ "x" !\''],
    ['a\nb', "'a\nb'"],
    ['~', "'~'"],
    ['a;b&c|d', "'a;b&c|d'"],
    ['', "''"],
  ])('%j as %s', (value, expected) => expect(shellQuoted(value)).toBe(expected))

  it('means to a shell exactly the value it was given', () => {
    const value = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text.isWellFormed())
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const script = `for value in ${values.map(shellQuoted).join(' ')}; do printf '%s\\0' "$value"; done`
        expect(execFileSync('sh', ['-c', script]).toString()).toBe(values.map((text) => `${text}\0`).join(''))
      }),
      { numRuns: 15 },
    )
  })
})

describe('powershellQuoted', () => {
  it.each([
    ['plain', "'plain'"],
    ['$env:X `n "y"', '\'$env:X `n "y"\''],
    ["it's", "'it''s'"],
    ['typo ’ quotes ‘', "'typo ’’ quotes ‘‘'"],
    ['a\nb', "'a\nb'"],
    ['', "''"],
  ])('%j as %s', (value, expected) => expect(powershellQuoted(value)).toBe(expected))
})

describe('dotenvQuoted', () => {
  it.each([
    ['plain', 'plain'],
    ['two words', "'two words'"],
    ['$HOME # no comment', "'$HOME # no comment'"],
    ['say "x"', '\'say "x"\''],
    ["it's", '"it\'s"'],
    ["it's $5", '"it\'s \\$5"'],
    ['a\nb\r', '"a\\nb\\r"'],
    ["back\\slash's", '"back\\\\slash\'s"'],
    ['', ''],
  ])('%j as %s', (value, expected) => expect(dotenvQuoted(value)).toBe(expected))
})

describe('formatEnvironment', () => {
  const variables = { A: '1', B: "it's $two", C: '' }
  it.each([
    ['sh', "export A=1\nexport B='it'\\''s $two'\nexport C=''\n"],
    ['pwsh', "$env:A = '1'\n$env:B = 'it''s $two'\n$env:C = ''\n"],
    ['dotenv', 'A=1\nB="it\'s \\$two"\nC=\n'],
    ['json', '{\n  "A": "1",\n  "B": "it\'s $two",\n  "C": ""\n}\n'],
  ] as const)('as %s', (format, expected) => expect(formatEnvironment(variables, format)).toBe(expected))
})
