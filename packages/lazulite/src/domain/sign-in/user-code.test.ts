import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeUserCode, readUserCode } from './user-code.js'

describe('a user code', () => {
  it('is read as it was made, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9, maxLength: 32 }), (random) => {
        const code = makeUserCode(random)
        expect(code).toMatch(/^[A-HJ-NP-Z2-9]{9}$/)
        expect(readUserCode(` ${code.toLowerCase().slice(0, 3)}-${code.slice(3, 6)} ${code.slice(6)}\t`)).toBe(code)
      }),
    )
  })

  it.each(['', 'ABCDEFGH', 'ABCDEFGHJK', 'ABCDEFGH0', 'ABCDEFGHI', 'ABCDEFGH<'])('is not %j', (typed) => {
    expect(readUserCode(typed)).toBeUndefined()
  })
})
