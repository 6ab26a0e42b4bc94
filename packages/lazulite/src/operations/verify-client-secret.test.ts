import { describe, expect, it } from 'vitest'
import { clientSecretVerifier } from './verify-client-secret.js'

const now = 1_000_000
const credential = (name: string, times: { startsAt?: number; endsAt?: number } = {}) => ({
  keyId: name,
  hash: `hash of ${name}`,
  hint: name.slice(0, 3),
  startsAt: 0,
  ...times,
})

function verifier() {
  const compared: string[] = []
  const check = clientSecretVerifier(async (plain, hash) => {
    compared.push(hash)
    return hash === `hash of ${plain}`
  })
  return { check, compared }
}

describe('a client secret', () => {
  it.each([
    ['is valid when it is the one', 'one', [credential('one')], 'valid'],
    ['is valid when it is any of several', 'two', [credential('one'), credential('two')], 'valid'],
    ['is wrong when it is none of them', 'three', [credential('one'), credential('two')], 'wrong'],
    ['is wrong in the wrong case', 'ONE', [credential('one')], 'wrong'],
    ['is wrong when there is none', 'one', [], 'wrong'],
    ['is valid a moment before its end', 'one', [credential('one', { endsAt: now + 1 })], 'valid'],
    ['is expired at its end', 'one', [credential('one', { endsAt: now })], 'expired'],
    ['is wrong, not expired, when another one expired', 'two', [credential('one', { endsAt: now - 1 })], 'wrong'],
    ['is wrong before its start', 'one', [credential('one', { startsAt: now + 1 })], 'wrong'],
    ['is valid from its start', 'one', [credential('one', { startsAt: now })], 'valid'],
  ])('%s', async (_, secret, credentials, expected) => {
    expect(await verifier().check(secret, credentials, now)).toBe(expected)
  })

  it('is compared with its slow hash once, as long as it stays right', async () => {
    const { check, compared } = verifier()
    await check('one', [credential('one')], now)
    await check('one', [credential('one')], now)
    expect(compared).toEqual(['hash of one'])
    expect(await check('wrong', [credential('one')], now)).toBe('wrong')
    expect(await check('one', [credential('two')], now)).toBe('wrong')
    expect(compared).toEqual(['hash of one', 'hash of one', 'hash of two'])
  })

  it('that was remembered still expires', async () => {
    const { check } = verifier()
    await check('one', [credential('one', { endsAt: now + 5 })], now)
    expect(await check('one', [credential('one', { endsAt: now + 5 })], now + 5)).toBe('expired')
  })
})
