import { describe, expect, it } from 'vitest'
import { newClientSecret } from './new-client-secret.js'

describe('newClientSecret', () => {
  it.each(Array.from({ length: 64 }, (_, byte) => byte))('has the form of a real one when chance says %i', (byte) => {
    const secret = newClientSecret((bytes) => new Uint8Array(bytes).fill(byte % 62))
    expect(secret).toMatch(/^[A-Za-z0-9][A-Za-z0-9._~-]{2}8Q~[A-Za-z0-9._~-]{34}$/)
  })

  it('never begins with a sign, whatever chance says first', () => {
    const bytes = [255, 251, 248, 65] // beyond the letters and digits, then one of them
    const secret = newClientSecret((count) => new Uint8Array(count).fill(bytes.shift() ?? 62))
    expect(secret).toBe(`D${'.'.repeat(2)}8Q~${'.'.repeat(34)}`)
  })

  it('is never the same twice', () => expect(newClientSecret()).not.toBe(newClientSecret()))
})
