/**
 * Who calls ARM: the bearer token, its signature, then its claims; every refusal is a 401 with a challenge.
 *
 * The challenge names the tenant of the addressed subscription: tools discover a subscription's tenant by asking
 * for it without a token.
 */
import { ArmError, type ArmErrorCode } from '../../domain/errors/arm-error.js'
import type { Facts } from '../../domain/errors/catalogue.js'
import { formerSignInHost } from '../../domain/public-names.js'
import { subscriptionScope } from '../../domain/resource-id/resource-id.js'
import type { Caller } from '../../domain/token/caller.js'
import { type AccessTokenJudgement, armAudiences, judgeAccessToken } from '../../domain/token/judge-access-token.js'
import type { Ports } from '../../ports/ports.js'

type AuthenticationPorts = Pick<Ports, 'store' | 'clock' | 'keyRing'>
export type Authenticate = (authorization: string | undefined, subscriptionId?: string) => Promise<Caller>

type Refusal = Extract<AccessTokenJudgement, { accepted: false }>['reason']

const codes: Readonly<Record<Refusal, ArmErrorCode>> = {
  malformed: 'InvalidAuthenticationToken',
  wrongTenant: 'InvalidAuthenticationTokenTenant',
  wrongAudience: 'InvalidAuthenticationTokenAudience',
  notYetValid: 'AuthenticationTokenNotYetValid',
  expired: 'ExpiredAuthenticationToken',
  noObjectId: 'AuthenticationTokenWithoutObjectId',
}

/** @returns a function that throws ArmError of the 401 family. */
export function createAuthenticate({ store, clock, keyRing }: AuthenticationPorts): Authenticate {
  return async (authorization, subscriptionId) => {
    const refuse = async (code: ArmErrorCode, facts: Facts, description?: string): Promise<never> => {
      const error = new ArmError(code, facts)
      const text = description ?? error.message
      const tenant = await tenantOfSubscription({ store }, subscriptionId)
      const challenge = `Bearer authorization_uri="https://${formerSignInHost}/${tenant}", error="invalid_token", error_description="${text}"`
      throw new ArmError(code, facts, { challenge })
    }

    if (authorization === undefined || authorization.trim() === '') {
      return refuse('AuthenticationFailed', {}, "The authentication failed because of missing 'Authorization' header.")
    }
    const token = /^Bearer +([^\s]+)$/i.exec(authorization.trim())?.[1]
    if (token === undefined) return refuse('InvalidAuthenticationToken', {})
    const signature = await keyRing.verify(token)
    if (!signature.valid) return refuse('InvalidAuthenticationToken', {})

    const tenant = await store.read.tenants.get()
    const judgement = judgeAccessToken({
      claims: signature.claims,
      tenantId: tenant?.tenantId ?? '',
      audiences: armAudiences,
      now: clock.now(),
    })
    return judgement.accepted ? judgement.caller : refuse(codes[judgement.reason], judgement.facts)
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
