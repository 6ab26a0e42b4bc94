/**
 * Tokens of the user, for programs in the user's Cloud Shell.
 *
 * The rules are those of a sign-in that is refreshed: a user who is disabled, deleted or revoked gets none. Decision: the
 * tokens name Azure CLI as their client, because it is what runs there, and so carry what it may do on Microsoft Graph;
 * there is no refresh token, so nothing outlives the session.
 */
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { EpochSeconds } from '../../domain/time.js'
import type { Caller } from '../../domain/token/caller.js'
import { azureCliClientId } from '../sign-in/first-party-clients.js'
import { credentialMark } from '../sign-in/grant-facts.js'
import { issueUserTokens, type UserTokens } from '../sign-in/issue-user-tokens.js'
import { requireCurrentUser } from '../sign-in/require-current-user.js'
import type { SignInPorts } from '../sign-in/sign-in-ports.js'

export type ShellToken = Pick<UserTokens, 'accessToken' | 'resource' | 'notBefore' | 'expiresOn'>
export type ShellTokenPorts = SignInPorts

export interface ShellTokenRequest {
  /** As asked, verbatim. */
  readonly resource: string
  /** `undefined`: there is no session any more. */
  readonly owner: Caller | undefined
  readonly since: EpochSeconds
  readonly correlationId: string
}

/** @throws OAuthError `UserNotFound`, `UserDisabled`, `GrantRevoked`, `ResourceNotFound` … */
export async function issueShellToken(ports: ShellTokenPorts, request: ShellTokenRequest): Promise<ShellToken> {
  const { resource, owner, since, correlationId } = request
  const { tenants, principals } = ports.store.read
  const tenant = await tenants.get()
  if (tenant === undefined) throw new Error('the store has no tenant')
  const principal = owner === undefined ? undefined : await principals.get(owner.principalId)
  if (principal?.kind !== 'User') throw new OAuthError('UserNotFound', { tenant: tenant.displayName })
  const authenticatedAt = since * 1000
  const signedIn = { principalId: principal.principalId, authenticatedAt, credentialMark: credentialMark(principal) }
  const user = await requireCurrentUser(ports.store.read, signedIn, authenticatedAt + 999)
  const client = await ports.authenticateClient({
    tenant,
    client: { clientId: azureCliClientId, clientSecret: undefined, assertion: undefined, assertionType: undefined },
    proof: 'never',
  })
  return issueUserTokens(ports, {
    ...{ tenant, user, client, correlationId, authenticatedAt },
    platform: 'publicClient',
    access: { version: 'v2', scope: `${resource}/.default` },
    clientCapabilities: [],
    ipAddress: '127.0.0.1',
    grant: 'cloudShell',
  })
}
