import { describe, expect, it } from 'vitest'
import type { AdminCredentials } from '../domain/compute/admin-credentials.js'
import type { Passwords } from '../ports/passwords.js'
import { testEd25519Key, testRsaKey } from '../testing/ssh-keys.js'
import { createJudge, type Judgement, methodsFor, type SignInRequest } from './judge-sign-in.js'

/** Remembers what was compared; a hash is the password with a mark. */
const countingPasswords = () => {
  const compared: string[] = []
  const passwords: Passwords = {
    hash: async (plain) => `#${plain}`,
    async verify(plain, hash) {
      compared.push(hash)
      return hash === `#${plain}`
    },
  }
  return { passwords, compared }
}
const judge = (request: SignInRequest, credentials: AdminCredentials | undefined): Promise<Judgement> =>
  createJudge(countingPasswords().passwords)(request, credentials)

const me: AdminCredentials = {
  ...{ adminUsername: 'me', passwordHash: '#right', publicKeys: [testEd25519Key], passwordDisabled: false },
}
const { passwordHash: _, ...keysOnly } = me
const blob = (line: string): Buffer => Buffer.from(line.split(' ')[1] ?? '', 'base64')
const password = (text: string, user = 'me'): SignInRequest => ({ method: 'password', user, password: text })
const key = (line: string, isSigned?: boolean, user = 'me'): SignInRequest => ({
  ...{ method: 'publickey', user, key: blob(line) },
  ...(isSigned === undefined ? {} : { isSigned: () => isSigned }),
})
const refused = (reason: string) => ({ verdict: 'refused', reason })

describe('signing in', () => {
  it.each<[string, SignInRequest, AdminCredentials | undefined, object]>([
    ['the right password', password('right'), me, { verdict: 'allowed' }],
    ['a wrong password', password('wrong'), me, refused('wrongPassword')],
    ['an empty password', password(''), me, refused('wrongPassword')],
    [
      'the right password of a machine that disabled it',
      password('right'),
      { ...me, passwordDisabled: true },
      refused('passwordDisabled'),
    ],
    ['a password where there is none', password(''), keysOnly, refused('passwordDisabled')],
    ['the right password of another user', password('right', 'you'), me, refused('unknownUser')],
    ['the name in another case', password('right', 'Me'), me, refused('unknownUser')],
    ['anybody on a machine without accounts', password('right'), undefined, refused('unknownUser')],
    ['nobody on a machine without accounts', password('right', ''), undefined, refused('unknownUser')],
    ['a key that is only asked about', key(testEd25519Key), me, { verdict: 'keyWouldDo' }],
    ['a key with its signature', key(testEd25519Key, true), me, { verdict: 'allowed' }],
    ['a key with a wrong signature', key(testEd25519Key, false), me, refused('wrongSignature')],
    ['another key with its signature', key(testRsaKey, true), me, refused('keyNotAuthorized')],
    ['another key that is only asked about', key(testRsaKey), me, refused('keyNotAuthorized')],
    ['the right key of another user', key(testEd25519Key, true, 'you'), me, refused('unknownUser')],
    ['a question for methods', { method: 'none', user: 'me' }, me, { verdict: 'methodsAsked' }],
    ['a question for methods by anybody', { method: 'none', user: 'you' }, me, { verdict: 'methodsAsked' }],
    ['another method', { method: 'other', user: 'me' }, me, refused('unsupportedMethod')],
  ])('with %s', async (_, request, credentials, expected) =>
    expect(await judge(request, credentials)).toEqual(expected),
  )

  it.each<[string, string, AdminCredentials | undefined]>([
    ['a user that is unknown', 'you', me],
    ['a machine without accounts', 'me', undefined],
    ['a machine that disabled passwords', 'me', { ...me, passwordDisabled: true }],
  ])('compares a password as slowly as any for %s, with a hash that nobody knows', async (_, user, credentials) => {
    const { passwords, compared } = countingPasswords()
    await createJudge(passwords)(password('right', user), credentials)
    expect(compared).toEqual([expect.stringMatching(/^#[0-9a-f-]{36}$/)])
  })

  it('does not look at a signature before the key is known to be right', async () => {
    let looked = 0
    const isSigned = (): boolean => {
      looked++
      return true
    }
    await judge({ method: 'publickey', user: 'me', key: blob(testRsaKey), isSigned }, me)
    expect(looked).toBe(0)
  })
})

describe('methodsFor', () => {
  it.each([
    ['both', me, ['publickey', 'password']],
    ['keys only where passwords are disabled', { ...me, passwordDisabled: true }, ['publickey']],
    ['both where nobody is known', undefined, ['publickey', 'password']],
  ])('tells %s', (_, credentials, expected) => expect(methodsFor(credentials)).toEqual(expected))
})
