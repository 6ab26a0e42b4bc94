/**
 * Is this person who they say? By user principal name and password; ten wrong ones in a row lock the account for a
 * minute.
 *
 * Order of checks: the user, the lock, the password, enabled. Decision: failed attempts are counted in memory, so a
 * restart forgets them; attempts on one account are checked one after the other, so that many at once count as many.
 */
import type { User } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { afterWrongPassword, type FailedAttempts, isLocked } from '../../domain/sign-in/lockout.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

export interface UserCredentials extends RequestOrigin {
  readonly userPrincipalName: string
  readonly password: string
  /** With what the person signs in: `password` grant, or the sign-in page. */
  readonly method: 'password' | 'page'
  /** For the audit log. */
  readonly clientId: string | undefined
}

/** @throws OAuthError `UserNotFound`, `UserLocked`, `InvalidUserCredentials`, `UserDisabled` */
export type AuthenticateUser = (credentials: UserCredentials) => Promise<User>

/** Accounts whose failures are remembered. */
const capacity = 10_000
/** What a stranger sends is cut to this many characters before it is kept. */
const auditedLength = 128

export function userAuthenticator(
  ports: Pick<SignInPorts, 'store' | 'clock' | 'passwords' | 'audit'>,
): AuthenticateUser {
  const failures = new Map<string, FailedAttempts>()
  const turns = new Map<string, Promise<unknown>>()

  const check = async (user: User, password: string): Promise<void> => {
    const key = user.principalId
    if (isLocked(failures.get(key), ports.clock.nowMillis())) throw new OAuthError('UserLocked')
    const isRight = user.password !== undefined && (await ports.passwords.verify(password, user.password.hash))
    if (!isRight) {
      failures.set(key, afterWrongPassword(failures.get(key), ports.clock.nowMillis()))
      for (const oldest of failures.keys()) {
        if (failures.size <= capacity) break
        failures.delete(oldest)
      }
      throw new OAuthError('InvalidUserCredentials')
    }
    failures.delete(key)
    if (!user.isEnabled) throw new OAuthError('UserDisabled')
  }

  /** One after the other per account. */
  const inTurn = async (key: string, work: () => Promise<void>): Promise<void> => {
    const before = turns.get(key) ?? Promise.resolve()
    const turn = before.then(work, work)
    const settled = turn.catch(() => undefined)
    turns.set(key, settled)
    try {
      await turn
    } finally {
      if (turns.get(key) === settled) turns.delete(key)
    }
  }

  return async (credentials) => {
    let user: User | undefined
    try {
      const { userPrincipalName, password } = credentials
      const found = await ports.store.read.principals.findByUserPrincipalName(userPrincipalName.trim())
      if (found?.kind !== 'User') throw new OAuthError('UserNotFound', { tenant: await tenantName(ports) })
      user = found
      await inTurn(found.principalId, () => check(found, password))
      recordSignIn(ports, credentials, { user, result: 'success' })
      return found
    } catch (error) {
      recordSignIn(ports, credentials, { user, result: error instanceof OAuthError ? error.key : 'ServerError' })
      throw error
    }
  }
}

const tenantName = async ({ store }: Pick<SignInPorts, 'store'>): Promise<string> =>
  (await store.read.tenants.get())?.displayName ?? ''

function recordSignIn(
  ports: Pick<SignInPorts, 'clock' | 'audit'>,
  credentials: UserCredentials,
  { user, result }: { readonly user: User | undefined; readonly result: string },
): void {
  const { userPrincipalName, clientId, method, ipAddress, correlationId } = credentials
  ports.audit({
    time: ports.clock.nowMillis(),
    kind: result === 'success' ? 'signin.succeeded' : 'signin.failed',
    ...(user === undefined ? {} : { principalId: user.principalId }),
    correlationId,
    facts: {
      user: (user?.userPrincipalName ?? userPrincipalName).slice(0, auditedLength),
      ...(clientId === undefined ? {} : { clientId: clientId.slice(0, auditedLength) }),
      ipAddress,
      method,
      result,
    },
  })
}
