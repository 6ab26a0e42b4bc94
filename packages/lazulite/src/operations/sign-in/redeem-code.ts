/**
 * An authorization code becomes tokens, once (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
 *
 * Order of checks: client, code, its client, whether it was used, its time, redirect URI, cross-origin rules, verifier,
 * user. A code that is over or used is remembered for a while, so that its holder learns why it is refused.
 */
import type { Tenant } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import type { StoredGrant } from '../../ports/store.js'
import type { PresentedClient } from './authenticate-client.js'
import { answersChallenge } from './code-challenge.js'
import { type CodeFacts, factsOf, grantKey, toFacts } from './grant-facts.js'
import { issueUserTokens, type UserTokens } from './issue-user-tokens.js'
import { requireCurrentUser } from './require-current-user.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

export interface CodeRedemption extends RequestOrigin {
  readonly tenant: Tenant
  readonly client: PresentedClient
  readonly code: string | undefined
  readonly redirectUri: string | undefined
  readonly codeVerifier: string | undefined
  /** Value of the `Origin` header: a browser's script asks. */
  readonly origin: string | undefined
  /** As sent; absent: what the code was asked for. */
  readonly scope: string | undefined
  readonly resource: string | undefined
  readonly clientCapabilities: readonly string[]
}

/** @throws OAuthError */
export async function redeemCode(ports: SignInPorts, request: CodeRedemption): Promise<UserTokens> {
  const { tenant, code } = request
  if (code === undefined) throw new OAuthError('MissingParameter', { parameter: 'code' })
  const known = await ports.store.read.grants.get('authorizationCode', grantKey(code))
  const proof = known === undefined || factsOf<CodeFacts>(known).platform === 'web' ? 'confidential' : 'never'
  const client = await ports.authenticateClient({ tenant, client: request.client, proof })
  const grant = requireRedeemable(ports, { grant: known, clientId: client.clientId })
  const facts = factsOf<CodeFacts>(grant)
  requireSameRedirect(facts, request.redirectUri)
  requireOriginRules(facts, request.origin)
  requireVerifier(facts, request.codeVerifier)
  const user = await requireCurrentUser(ports.store.read, facts, facts.authenticatedAt)
  await takeOnce(ports, grant)
  const { scope = facts.scope, resource = facts.resource, ipAddress, correlationId } = request
  const capabilities = request.clientCapabilities.length > 0 ? request.clientCapabilities : facts.clientCapabilities
  return issueUserTokens(ports, {
    ...{ tenant, user, client, ipAddress, correlationId },
    platform: facts.platform,
    access: {
      version: facts.version,
      ...(scope === undefined ? {} : { scope: withOpenIdScopes(scope, facts.scope) }),
      ...(resource === undefined ? {} : { resource }),
    },
    authenticatedAt: facts.authenticatedAt,
    clientCapabilities: capabilities,
    ...(facts.nonce === undefined ? {} : { nonce: facts.nonce }),
    family: grant.family,
    grant: 'authorization_code',
  })
}

/** What was agreed to when signing in holds, even when the redemption names the resource alone. */
function withOpenIdScopes(sent: string, granted: string | undefined): string {
  const agreed = (granted ?? '')
    .split(' ')
    .filter((part) => ['openid', 'profile', 'email', 'offline_access'].includes(part))
  return [...new Set([...sent.split(' ').filter(Boolean), ...agreed])].join(' ')
}

function requireRedeemable(
  { clock }: SignInPorts,
  { grant, clientId }: { readonly grant: StoredGrant | undefined; readonly clientId: string },
): StoredGrant {
  if (grant === undefined) throw new OAuthError('GrantMalformed')
  const facts = factsOf<CodeFacts>(grant)
  if (facts.clientId !== clientId) throw new OAuthError('GrantOfAnotherClient')
  if (facts.isRedeemed) throw new OAuthError('CodeRedeemed')
  if (clock.nowMillis() >= facts.validUntil) throw new OAuthError('CodeExpired')
  return grant
}

function requireSameRedirect({ redirectUri: granted }: CodeFacts, sent: string | undefined): void {
  if (sent === undefined) throw new OAuthError('MissingParameter', { parameter: 'redirect_uri' })
  if (sent !== granted) throw new OAuthError('RedirectChanged', { sent, granted })
}

function requireOriginRules({ platform }: CodeFacts, origin: string | undefined): void {
  if (platform === 'spa' && origin === undefined) throw new OAuthError('OriginRequired')
  if (platform !== 'spa' && origin !== undefined) throw new OAuthError('OriginNotAllowed', { origin })
}

function requireVerifier({ challenge }: CodeFacts, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return
  if (challenge === undefined || verifier === undefined || !answersChallenge(verifier, challenge)) {
    throw new OAuthError('VerifierMismatch')
  }
}

/** @throws OAuthError `CodeRedeemed` when somebody was faster */
async function takeOnce({ store }: SignInPorts, { key }: StoredGrant): Promise<void> {
  await store.transaction(async (tx) => {
    const grant = await tx.grants.get('authorizationCode', key)
    if (grant === undefined || factsOf<CodeFacts>(grant).isRedeemed) throw new OAuthError('CodeRedeemed')
    await tx.grants.update({ ...grant, facts: { ...grant.facts, ...toFacts({ isRedeemed: true }) } })
  })
}
