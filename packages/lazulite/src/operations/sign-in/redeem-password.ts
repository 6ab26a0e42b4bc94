/** Tokens for a user by name and password (resource owner password credentials, RFC 6749 section 4.3). */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { PresentedClient } from './authenticate-client.js'
import type { AuthenticateUser } from './authenticate-user.js'
import type { AskedAccess } from './grant-facts.js'
import { issueUserTokens, readAccess, type UserTokens } from './issue-user-tokens.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

export interface PasswordRedemption extends RequestOrigin {
  readonly tenant: Tenant
  readonly client: PresentedClient
  readonly userPrincipalName: string | undefined
  readonly password: string | undefined
  readonly access: AskedAccess
  readonly clientCapabilities: readonly string[]
}

/** Order of checks: client, user name, password, scope, then the user. @throws OAuthError */
export async function redeemPassword(
  ports: SignInPorts & { readonly authenticateUser: AuthenticateUser },
  request: PasswordRedemption,
): Promise<UserTokens> {
  const { tenant, userPrincipalName, password, access } = request
  const client = await ports.authenticateClient({ tenant, client: request.client, proof: 'confidential' })
  if (userPrincipalName === undefined) throw new OAuthError('MissingParameter', { parameter: 'username' })
  if (password === undefined) throw new OAuthError('MissingParameter', { parameter: 'password' })
  readAccess(access)
  const { ipAddress, correlationId, clientCapabilities } = request
  const user = await ports.authenticateUser({
    ...{ userPrincipalName, password, ipAddress, correlationId },
    method: 'password',
    clientId: client.clientId,
  })
  return issueUserTokens(ports, {
    ...{ tenant, user, client, access, ipAddress, correlationId, clientCapabilities },
    platform: 'publicClient',
    authenticatedAt: ports.clock.nowMillis(),
    grant: 'password',
  })
}
