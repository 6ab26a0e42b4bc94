/**
 * May an ARM request with these (already verified) claims come in, and who is it?
 *
 * Rules: RFC 7519 section 4.1 (`exp`: not accepted on or after; `nbf`: not accepted before), Azure Resource Manager's
 * list of audiences and its refusals (texts in `errors/arm-error.ts`).
 * Decision: no tolerance for clock differences; issuer and verifier share one clock, and `nbf` lies 300 s back anyway.
 */
import type { Facts } from '../errors/catalogue.js'
import type { JsonObject } from '../json.js'
import type { EpochSeconds } from '../time.js'
import type { Caller } from './caller.js'
import { clockSkewAllowance, v1Issuer } from './claims.js'

/** The spellings of its own name that ARM accepts, in the order in which its refusal lists them. */
export const armAudiences: readonly string[] = [
  'https://management.core.windows.net/',
  'https://management.core.windows.net',
  'https://management.azure.com/',
  'https://management.azure.com',
]

export interface AccessTokenQuestion {
  readonly claims: JsonObject
  /** Tenant of the subscription. */
  readonly tenantId: string
  /** Compared letter by letter. */
  readonly audiences: readonly string[]
  readonly now: EpochSeconds
}

export type AccessTokenJudgement =
  | { readonly accepted: true; readonly caller: Caller }
  | {
      readonly accepted: false
      readonly reason: 'malformed' | 'wrongTenant' | 'wrongAudience' | 'notYetValid' | 'expired' | 'noObjectId'
      /** `wrongTenant`: issuer, tenantId; `wrongAudience`: audience; `expired`: expiry, now; `notYetValid`: notBefore, now. */
      readonly facts: Facts
    }

/** Checks in this order, the first failure wins: form, tenant, audience, `nbf`, `exp`, `oid`, the caller's name. */
export function judgeAccessToken({ claims, tenantId, audiences, now }: AccessTokenQuestion): AccessTokenJudgement {
  const { aud, iss, tid, nbf, exp, oid } = claims
  if (typeof aud !== 'string' || typeof iss !== 'string' || !isInstant(nbf) || !isInstant(exp)) {
    return refuse('malformed', {})
  }
  if (tid !== tenantId || iss !== v1Issuer(tenantId)) return refuse('wrongTenant', { issuer: iss, tenantId })
  if (!audiences.includes(aud)) return refuse('wrongAudience', { audience: aud })
  if (now < nbf) return refuse('notYetValid', { notBefore: usDateTime(nbf), now: usDateTime(now) })
  if (now >= exp) return refuse('expired', { expiry: usDateTime(exp), now: usDateTime(now) })
  if (typeof oid !== 'string' || oid === '') return refuse('noObjectId', {})
  const caller = callerOf(claims, oid, tenantId)
  return caller === undefined ? refuse('malformed', {}) : { accepted: true, caller }
}

type Refusal = Extract<AccessTokenJudgement, { accepted: false }>

const refuse = (reason: Refusal['reason'], facts: Facts): Refusal => ({ accepted: false, reason, facts })

const isInstant = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

/** `undefined` when the token does not say how its holder is called. */
function callerOf(claims: JsonObject, principalId: string, tenantId: string): Caller | undefined {
  const clientId = text(claims.appid)
  const isUser = claims.idtyp === 'user' || text(claims.scp) !== undefined
  const clientName = isUser ? (text(claims.upn) ?? text(claims.unique_name)) : clientId
  if (clientName === undefined) return undefined
  const identity = text(claims.xms_mirid)
  return {
    principalId,
    tenantId,
    kind: isUser ? 'user' : 'app',
    clientName,
    ...(clientId === undefined ? {} : { clientId }),
    ...(identity === undefined ? {} : { managedIdentityResourceId: identity }),
    ...(isInstant(claims.iat) ? { issuedAt: claims.iat + clockSkewAllowance } : {}),
    ...(isInstant(claims.exp) ? { expiresOn: claims.exp } : {}),
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** `11/24/2025 11:31:00 PM`, UTC: how ARM prints the instants of an expired token. */
export function usDateTime(instant: EpochSeconds): string {
  const date = new Date(instant * 1000)
  const hour = date.getUTCHours()
  const clock = [hour % 12 === 0 ? 12 : hour % 12, twoDigits(date.getUTCMinutes()), twoDigits(date.getUTCSeconds())]
  const day = [date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCFullYear()]
  return `${day.join('/')} ${clock.join(':')} ${hour < 12 ? 'AM' : 'PM'}`
}

const twoDigits = (value: number): string => value.toString().padStart(2, '0')
