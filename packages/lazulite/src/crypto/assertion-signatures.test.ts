import { generateKeyPairSync, sign } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { JsonObject } from '../domain/json.js'
import { makeTestCertificate } from '../testing/test-certificate.js'
import { assertions } from './assertion-signatures.js'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
const jwk = (pair: typeof keys) => pair.publicKey.export({ format: 'jwk' }) as JsonObject // an RSA key: three texts

let certificate: string
beforeAll(async () => {
  certificate = (await makeTestCertificate(keys)).toString('base64')
})

const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url')
function signed(header: JsonObject, pair = keys): string {
  const text = `${part(header)}.${part({ iss: 'me' })}`
  const key = header.alg === 'PS256' ? { key: pair.privateKey, padding: 6, saltLength: 32 } : pair.privateKey
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}
const tampered = (token: string) => token.replace(part({ iss: 'me' }), part({ iss: 'you' }))

describe('assertions', () => {
  it('reads header and claims', () => {
    expect(assertions.parse(signed({ alg: 'RS256' }))).toEqual({ header: { alg: 'RS256' }, claims: { iss: 'me' } })
    expect(assertions.parse('x.y.z')).toBeUndefined()
  })

  it.each<[string, () => string, boolean]>([
    ['RS256', () => signed({ alg: 'RS256' }), true],
    ['PS256', () => signed({ alg: 'PS256' }), true],
    [
      'RS256 called PS256',
      () => signed({ alg: 'RS256' }).replace(part({ alg: 'RS256' }), part({ alg: 'PS256' })),
      false,
    ],
    ['another key', () => signed({ alg: 'RS256' }, others), false],
    ['other claims', () => tampered(signed({ alg: 'RS256' })), false],
    ['another algorithm', () => signed({ alg: 'RS512' }), false],
    ['no algorithm', () => signed({ alg: 'none' }), false],
    ['an extension that must be understood', () => signed({ alg: 'RS256', crit: ['b64'], b64: false }), false],
    ['no JWS', () => 'x', false],
  ])('with a certificate, %s is %s', (_, make, expected) => {
    expect(assertions.isSignedByCertificate(make(), certificate)).toBe(expected)
  })

  it('does not take rubbish for a certificate', () => {
    expect(assertions.isSignedByCertificate(signed({ alg: 'RS256' }), 'AAAA')).toBe(false)
  })

  it.each<[string, () => string, () => JsonObject, boolean]>([
    ['RS256', () => signed({ alg: 'RS256' }), () => jwk(keys), true],
    ['PS256', () => signed({ alg: 'PS256' }), () => jwk(keys), false],
    ['another key', () => signed({ alg: 'RS256' }), () => jwk(others), false],
    ['a key that is too short', () => signed({ alg: 'RS256' }, short), () => jwk(short), false],
    ['a key of another kind', () => signed({ alg: 'RS256' }), () => ({ kty: 'oct', k: 'AAAA' }), false],
    ['a broken key', () => signed({ alg: 'RS256' }), () => ({ kty: 'RSA', n: '', e: '' }), false],
  ])("with an issuer's key, %s", (_, make, key, expected) => {
    expect(assertions.isSignedByKey(make(), key())).toBe(expected)
  })
})
