import { describe, expect, it } from 'vitest'
import { answersChallenge, isCodeChallenge } from './code-challenge.js'

// RFC 7636, appendix B
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe('answersChallenge', () => {
  it.each([
    [verifier, challenge, 'S256', true],
    [verifier, verifier, 'plain', true],
    [verifier, challenge, 'plain', false],
    [challenge, challenge, 'S256', false],
    [`${verifier}=`, challenge, 'S256', false],
    [verifier.slice(1), verifier.slice(1), 'plain', false],
    ['x'.repeat(129), 'x'.repeat(129), 'plain', false],
  ] as const)('%s to %s by %s: %s', (answer, asked, method, expected) => {
    expect(answersChallenge(answer, { challenge: asked, method })).toBe(expected)
  })
})

describe('isCodeChallenge', () => {
  it.each([
    [challenge, true],
    ['x'.repeat(42), false],
    ['x'.repeat(43), true],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    [`${'x'.repeat(43)}+`, false],
  ])('%s: %s', (text, expected) => expect(isCodeChallenge(text)).toBe(expected))
})
