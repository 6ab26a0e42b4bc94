import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash.js'

/** RFC 7914, section 12, third vector: N 16384, r 8, p 1, salt "SodiumChloride". */
const RFC_STORED = `scrypt$16384$8$1$${Buffer.from('SodiumChloride').toString('base64url')}$${Buffer.from(
  '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  'hex',
).toString('base64url')}`

describe('password hashes', () => {
  it('carry their parameters, and neither the password nor the same salt twice', async () => {
    const hashes = await Promise.all([hashPassword('Pa$$w0rd'), hashPassword('Pa$$w0rd')])
    for (const hash of hashes) {
      expect(hash).toMatch(/^scrypt\$16384\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
      expect(hash).not.toContain('Pa$$w0rd')
    }
    expect(hashes[0]).not.toBe(hashes[1])
  })

  it.each([
    ['Pa$$w0rd', true],
    ['pa$$w0rd', false],
    ['Pa$$w0rd ', false],
    ['', false],
  ])('of Pa$$w0rd match %j: %s', async (password, matches) => {
    expect(await verifyPassword(password, await hashPassword('Pa$$w0rd'))).toBe(matches)
  })

  it('are those of RFC 7914', async () => {
    expect(await verifyPassword('pleaseletmein', RFC_STORED)).toBe(true)
    expect(await verifyPassword('pleaseletmeout', RFC_STORED)).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['a password', 'Pa$$w0rd'],
    ['another scheme', RFC_STORED.replace('scrypt', 'bcrypt')],
    ['a missing part', RFC_STORED.slice(0, RFC_STORED.lastIndexOf('$'))],
    ['an empty hash', `${RFC_STORED.slice(0, RFC_STORED.lastIndexOf('$'))}$`],
    ['a short salt', RFC_STORED.replace('U29kaXVtQ2hsb3JpZGU', 'TmFDbA')],
    ['too much memory', RFC_STORED.replace('16384', '33554432')],
    ['too much work', RFC_STORED.replace('$8$1$', '$8$999$')],
  ])('are refused when they are %s, without repeating them', async (_, stored) => {
    await expect(verifyPassword('Pa$$w0rd', stored)).rejects.toThrow(/^stored password hash is malformed$/)
  })
})
