/**
 * Who is signed in at a browser: a secret in a cookie stands for one or more accounts, for some hours.
 *
 * Decision: eight hours after the last sign-in, whatever happens in between; a new secret with every sign-in, so that a
 * cookie from before is worth nothing afterwards.
 */
import type { User } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { EpochMillis, Seconds } from '../../domain/time.js'
import { credentialMark, factsOf, grantKey, type SessionFacts, toFacts } from './grant-facts.js'
import { requireCurrentUser } from './require-current-user.js'
import type { SignInPorts } from './sign-in-ports.js'

export const sessionLifetime: Seconds = 8 * 3600
/** Accounts that one browser can be signed in with. */
const mostAccounts = 10

export interface SessionAccount {
  readonly user: User
  readonly authenticatedAt: EpochMillis
}

export interface Sessions {
  /** Accounts that are still good, the latest sign-in first. */
  accounts(secret: string | undefined): Promise<readonly SessionAccount[]>
  /** Adds a sign-in to the session (or begins one) and resolves to the session's new secret. */
  signIn(secret: string | undefined, user: User): Promise<string>
  end(secret: string): Promise<void>
}

export function sessionKeeper({
  store,
  clock,
  ids,
  sweepGrants,
}: Pick<SignInPorts, 'store' | 'clock' | 'ids' | 'sweepGrants'>): Sessions {
  return {
    async accounts(secret) {
      if (secret === undefined) return []
      const grant = await store.read.grants.get('session', grantKey(secret))
      if (grant === undefined || clock.nowMillis() >= grant.expiresAt) return []
      const found: SessionAccount[] = []
      for (const account of factsOf<SessionFacts>(grant).accounts.toReversed()) {
        const user = await currentUser(() => requireCurrentUser(store.read, account, account.authenticatedAt))
        if (user !== undefined) found.push({ user, authenticatedAt: account.authenticatedAt })
      }
      return found
    },

    signIn(secret, user) {
      const now = clock.nowMillis()
      const fresh = ids.secret('session')
      const family = ids.guid('family')
      const account = { principalId: user.principalId, authenticatedAt: now, credentialMark: credentialMark(user) }
      return store.transaction(async (tx) => {
        await sweepGrants(tx, now)
        const before = secret === undefined ? undefined : await tx.grants.delete('session', grantKey(secret))
        const others = before === undefined || now >= before.expiresAt ? [] : factsOf<SessionFacts>(before).accounts
        const kept = others.filter(({ principalId }) => principalId !== user.principalId).slice(1 - mostAccounts)
        await tx.grants.insert({
          key: grantKey(fresh),
          kind: 'session',
          family: before?.family ?? family,
          expiresAt: now + sessionLifetime * 1000,
          facts: toFacts({ accounts: [...kept, account] } satisfies SessionFacts),
        })
        return fresh
      })
    },

    async end(secret) {
      await store.transaction((tx) => tx.grants.delete('session', grantKey(secret)))
    },
  }
}

/** Disabled, deleted or revoked: no longer signed in. */
async function currentUser(read: () => Promise<User>): Promise<User | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof OAuthError) return undefined
    throw error
  }
}
