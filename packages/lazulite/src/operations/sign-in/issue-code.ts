/** The code that a client gets for a person who has signed in; good for ten minutes, once. */
import type { User } from '../../domain/directory/directory-objects.js'
import type { Seconds } from '../../domain/time.js'
import type { AuthorizationRequest } from './authorization-request.js'
import { type CodeFacts, credentialMark, grantKey, toFacts } from './grant-facts.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

/** Source: "OAuth 2.0 authorization code flow": about ten minutes. */
export const codeLifetime: Seconds = 600
/** How long a code that is over is kept, so that its holder learns why it is refused. */
const rememberedAfterwards = 3_600_000

export interface CodeInput extends RequestOrigin {
  readonly request: AuthorizationRequest
  readonly user: User
  readonly authenticatedAt: number
  readonly clientCapabilities: readonly string[]
  /** The password was typed just now; else the browser's session vouches for the person. */
  readonly isFresh: boolean
}

export async function issueCode(
  { store, clock, ids, sweepGrants, audit }: Pick<SignInPorts, 'store' | 'clock' | 'ids' | 'sweepGrants' | 'audit'>,
  input: CodeInput,
): Promise<string> {
  const { request, user, authenticatedAt, clientCapabilities } = input
  const now = clock.nowMillis()
  const validUntil = now + codeLifetime * 1000
  const secret = `1.A${ids.secret('authorizationCode')}`
  const { application, platform, reply, access, challenge, nonce } = request
  const facts: CodeFacts = {
    principalId: user.principalId,
    authenticatedAt,
    credentialMark: credentialMark(user),
    ...access,
    clientId: application.clientId,
    platform,
    redirectUri: reply.redirectUri,
    ...(challenge === undefined ? {} : { challenge }),
    ...(nonce === undefined ? {} : { nonce }),
    clientCapabilities,
    validUntil,
    isRedeemed: false,
  }
  await store.transaction(async (tx) => {
    await sweepGrants(tx, now)
    await tx.grants.insert({
      key: grantKey(secret),
      kind: 'authorizationCode',
      family: ids.guid('family'),
      expiresAt: validUntil + rememberedAfterwards,
      facts: toFacts(facts),
    })
  })
  if (!input.isFresh) {
    audit({
      time: now,
      kind: 'signin.succeeded',
      principalId: user.principalId,
      correlationId: input.correlationId,
      facts: {
        user: user.userPrincipalName,
        clientId: application.clientId,
        ipAddress: input.ipAddress,
        method: 'session',
        result: 'success',
      },
    })
  }
  return secret
}
