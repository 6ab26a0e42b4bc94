/**
 * With which account does a sign-in go on? One that is signed in already, if the application allows it, or one that the
 * person has to name.
 */

import type { EpochMillis } from '../../../domain/time.js'
import type { Prompt } from '../../../operations/sign-in/authorization-request.js'
import type { SessionAccount } from '../../../operations/sign-in/sessions.js'
import type { Progress } from './visit.js'

export type AccountChoice =
  | { readonly kind: 'account'; readonly account: SessionAccount }
  | { readonly kind: 'form' | 'accounts' }
  /** Nobody may be asked, and nobody (or more than one) is signed in. */
  | { readonly kind: 'nobody' | 'several' }

export interface AccountQuestion {
  readonly accounts: readonly SessionAccount[]
  readonly prompts: ReadonlySet<Prompt>
  readonly loginHint?: string
  readonly progress: Progress
  readonly now: EpochMillis
}

/** Whoever has to sign in anew may take so long to answer what else is asked. */
const freshFor = 300_000

export function chooseAccount({ accounts, prompts, loginHint, progress, now }: AccountQuestion): AccountChoice {
  const { account, shows } = progress
  if (shows === 'form') return { kind: 'form' }
  if (account !== undefined) {
    const isFresh = progress.isFresh === true || now - account.authenticatedAt < freshFor
    return prompts.has('login') && !isFresh ? { kind: 'form' } : { kind: 'account', account }
  }
  const [only, ...others] = accounts
  if (shows === 'accounts') return { kind: only === undefined ? 'form' : 'accounts' }
  const hinted = accounts.find(({ user }) => user.userPrincipalName.toLowerCase() === loginHint?.toLowerCase())
  if (prompts.has('none')) {
    if (hinted !== undefined) return { kind: 'account', account: hinted }
    if (only === undefined || loginHint !== undefined) return { kind: 'nobody' }
    return others.length === 0 ? { kind: 'account', account: only } : { kind: 'several' }
  }
  if (only === undefined || prompts.has('login')) return { kind: 'form' }
  if (prompts.has('select_account')) return { kind: 'accounts' }
  if (hinted !== undefined) return { kind: 'account', account: hinted }
  if (loginHint !== undefined) return { kind: 'form' }
  return others.length === 0 ? { kind: 'account', account: only } : { kind: 'accounts' }
}
