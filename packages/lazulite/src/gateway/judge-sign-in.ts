/**
 * May this client sign in? RFC 4252, with the machine's own record as the list of who may.
 *
 * An unknown user is answered like a known one: the same methods, and a password takes as long to be wrong. The key is
 * checked before its signature, and a key that is only asked about (no signature yet) opens nothing.
 */
import { randomUUID } from 'node:crypto'
import type { AdminCredentials } from '../domain/compute/admin-credentials.js'
import type { Passwords } from '../ports/passwords.js'
import { isAuthorized } from './authorized-keys.js'

export type SignInRequest =
  | { readonly method: 'none' | 'other'; readonly user: string }
  | { readonly method: 'password'; readonly user: string; readonly password: string }
  | {
      readonly method: 'publickey'
      readonly user: string
      /** Wire form. */
      readonly key: Buffer
      /** Checks the signature; absent while the client only asks whether the key would do. */
      readonly isSigned?: () => boolean
    }

export type Judgement =
  | { readonly verdict: 'allowed' }
  /** Go on and sign. */
  | { readonly verdict: 'keyWouldDo' }
  | { readonly verdict: 'methodsAsked' }
  | { readonly verdict: 'refused'; readonly reason: RefusalReason }

export type RefusalReason =
  | 'unknownUser'
  | 'wrongPassword'
  | 'passwordDisabled'
  | 'keyNotAuthorized'
  | 'wrongSignature'
  | 'unsupportedMethod'

export type JudgeSignIn = (request: SignInRequest, credentials: AdminCredentials | undefined) => Promise<Judgement>

export function createJudge(passwords: Passwords): JudgeSignIn {
  let nobodys: Promise<string> | undefined
  return async (request, credentials) => {
    const known = credentials?.adminUsername === request.user ? credentials : undefined
    switch (request.method) {
      case 'none':
        return { verdict: 'methodsAsked' }
      case 'password': {
        const hash = known?.passwordDisabled === true ? undefined : known?.passwordHash
        nobodys ??= passwords.hash(randomUUID())
        const instead = await nobodys
        const isRight = await passwords.verify(request.password, hash ?? instead)
        if (isRight && hash !== undefined) return { verdict: 'allowed' }
        if (known === undefined) return refused('unknownUser')
        return refused(hash === undefined ? 'passwordDisabled' : 'wrongPassword')
      }
      case 'publickey': {
        if (known === undefined) return refused('unknownUser')
        if (!isAuthorized(request.key, known.publicKeys)) return refused('keyNotAuthorized')
        if (request.isSigned === undefined) return { verdict: 'keyWouldDo' }
        return request.isSigned() ? { verdict: 'allowed' } : refused('wrongSignature')
      }
      case 'other':
        return refused('unsupportedMethod')
    }
  }
}

const refused = (reason: RefusalReason): Judgement => ({ verdict: 'refused', reason })

/** What is worth trying, told to everybody alike. */
export const methodsFor = (credentials: AdminCredentials | undefined): ('publickey' | 'password')[] =>
  credentials?.passwordDisabled === true ? ['publickey'] : ['publickey', 'password']
