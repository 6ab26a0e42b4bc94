/**
 * Who calls ARM: the bearer token, its signature, then its claims; every refusal is a 401 with a challenge.
 *
 * The challenge names the tenant of the addressed subscription: tools discover a subscription's tenant by asking
 * for it without a token.
 */
import { ArmError, type ArmErrorCode } from '../../domain/errors/arm-error.js'
import { formerSignInHost } from '../../domain/public-names.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import { armAudiences } from '../../domain/token/judge-access-token.js'
import type { Ports } from '../../ports/ports.js'
import { type BearerRefusal, judgeBearerToken, type TokenPorts } from '../access-token/judge-bearer-token.js'

export type Authenticate = (authorization: string | undefined, subscriptionId?: string) => Promise<Caller>

const codes: Readonly<Record<BearerRefusal, ArmErrorCode>> = {
  missing: 'AuthenticationFailed',
  unreadable: 'InvalidAuthenticationToken',
  signature: 'InvalidAuthenticationToken',
  malformed: 'InvalidAuthenticationToken',
  wrongTenant: 'InvalidAuthenticationTokenTenant',
  wrongAudience: 'InvalidAuthenticationTokenAudience',
  notYetValid: 'AuthenticationTokenNotYetValid',
  expired: 'ExpiredAuthenticationToken',
  noObjectId: 'AuthenticationTokenWithoutObjectId',
}

/** @returns a function that throws ArmError of the 401 family. */
export function createAuthenticate(ports: TokenPorts): Authenticate {
  return async (authorization, subscriptionId) => {
    const judgement = await judgeBearerToken(ports, authorization, armAudiences)
    if (judgement.accepted) return judgement.caller
    const code = codes[judgement.reason]
    const text =
      judgement.reason === 'missing'
        ? "The authentication failed because of missing 'Authorization' header."
        : new ArmError(code, judgement.facts).message
    const tenant = await tenantOfSubscription(ports, subscriptionId)
    const challenge = `Bearer authorization_uri="https://${formerSignInHost}/${tenant}", error="invalid_token", error_description="${text}"`
    throw new ArmError(code, judgement.facts, { challenge })
  }
}

async function tenantOfSubscription(
  { store }: Pick<Ports, 'store'>,
  subscriptionId: string | undefined,
): Promise<string> {
  if (subscriptionId === undefined) return ''
  const subscription = await store.read.resources.get(subscriptionScope(subscriptionId))
  if (subscription === undefined) return ''
  return (await store.read.tenants.get())?.tenantId ?? ''
}
