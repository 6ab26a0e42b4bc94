/** Is a caller of some time ago still somebody? Tokens are not taken back, but what was opened with one can be ended. */
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { EpochSeconds } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import type { PrincipalReader, ReadStores } from '../../ports/store.js'
import { credentialMark } from '../sign-in/grant-facts.js'
import { requireCurrentUser } from '../sign-in/require-current-user.js'

interface Read {
  readonly principals: Pick<PrincipalReader, 'get'>
  readonly tenants: ReadStores['tenants']
}

/** @returns why not, as a sentence; `undefined`: it is, or the directory never knew it (see `check-access.ts`) */
export async function whyNotCurrent(
  read: Read,
  { kind, principalId, clientName }: Pick<Caller, 'kind' | 'principalId' | 'clientName'>,
  since: EpochSeconds,
): Promise<string | undefined> {
  const principal = await read.principals.get(principalId)
  if (kind === 'app') {
    return principal?.kind === 'ServicePrincipal' && !principal.isEnabled
      ? `The application '${clientName}' is disabled.`
      : undefined
  }
  if (principal?.kind !== 'User') return `The account '${clientName}' has been deleted.`
  try {
    const signedIn = { principalId, authenticatedAt: since * 1000, credentialMark: credentialMark(principal) }
    // tokens count whole seconds: one of the second in which sign-ins were revoked is given the benefit
    await requireCurrentUser(read, signedIn, since * 1000 + 999)
    return undefined
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error
    return error.key === 'UserDisabled'
      ? `The account '${clientName}' is disabled.`
      : `The sign-ins of '${clientName}' have been revoked.`
  }
}
