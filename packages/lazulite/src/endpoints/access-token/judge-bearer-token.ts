/** The bearer token of a request: its form, its signature, then its claims. What a refusal says is each endpoint's own. */
import type { Facts } from '../../domain/errors/catalogue.js'
import type { JsonObject } from '../../domain/json.js'
import type { Caller } from '../../domain/token/caller.js'
import { type AccessTokenJudgement, judgeAccessToken } from '../../domain/token/judge-access-token.js'
import type { Ports } from '../../ports/ports.js'

export type TokenPorts = Pick<Ports, 'store' | 'clock' | 'keyRing'>

export type BearerRefusal =
  /** There is no token; it is none; nobody we know signed it. */
  'missing' | 'unreadable' | 'signature' | Extract<AccessTokenJudgement, { accepted: false }>['reason']

export type BearerJudgement =
  | { readonly accepted: true; readonly caller: Caller; readonly claims: JsonObject }
  | { readonly accepted: false; readonly reason: BearerRefusal; readonly facts: Facts }

/** @param audiences  names of the resource that asks, compared letter by letter */
export async function judgeBearerToken(
  { store, clock, keyRing }: TokenPorts,
  authorization: string | undefined,
  audiences: readonly string[],
): Promise<BearerJudgement> {
  const refuse = (reason: BearerRefusal, facts: Facts = {}): BearerJudgement => ({ accepted: false, reason, facts })
  if (authorization === undefined || authorization.trim() === '') return refuse('missing')
  const token = /^Bearer +([^\s]+)$/i.exec(authorization.trim())?.[1]
  if (token === undefined) return refuse('unreadable')
  const signature = await keyRing.verify(token)
  if (!signature.valid) return refuse(signature.reason === 'malformed' ? 'unreadable' : 'signature')

  const tenant = await store.read.tenants.get()
  const { claims } = signature
  const judgement = judgeAccessToken({ claims, tenantId: tenant?.tenantId ?? '', audiences, now: clock.now() })
  return judgement.accepted ? { ...judgement, claims } : refuse(judgement.reason, judgement.facts)
}
