/**
 * Signing in for a device that has no browser (RFC 8628): the device shows a short code, a person types it elsewhere,
 * the device asks until it gets its tokens.
 *
 * Source: "OAuth 2.0 device authorization grant" of the Microsoft identity platform: codes of nine characters, 900
 * seconds, polled every five; errors `authorization_pending`, `authorization_declined`, `expired_token`. Decision:
 * a device that asks more often than every four seconds is told `slow_down`.
 */
import type { Application, Tenant, User } from '../../domain/directory/directory-objects.js'
import { OAuthError } from '../../domain/errors/oauth-error.js'
import { makeUserCode, readUserCode } from '../../domain/sign-in/user-code.js'
import type { EpochMillis, Seconds } from '../../domain/time.js'
import type { StoredGrant } from '../../ports/store.js'
import { findTokenResource } from '../find-token-resource.js'
import type { PresentedClient } from './authenticate-client.js'
import {
  type AskedAccess,
  credentialMark,
  type DeviceFacts,
  factsOf,
  grantKey,
  toFacts,
  type UserCodeFacts,
} from './grant-facts.js'
import { issueUserTokens, readAccess, type UserTokens } from './issue-user-tokens.js'
import { requireCurrentUser } from './require-current-user.js'
import type { RequestOrigin, SignInPorts } from './sign-in-ports.js'

export const deviceCodeLifetime: Seconds = 900
export const pollingInterval: Seconds = 5
/** One second less than the interval: clocks and networks are not exact. */
const leastBetweenPolls = (pollingInterval - 1) * 1000
const rememberedAfterwards = 3_600_000

export interface DeviceCodes {
  readonly deviceCode: string
  readonly userCode: string
}

/** @throws OAuthError as the authorization endpoint does for client and scope */
export async function startDeviceSignIn(
  ports: SignInPorts,
  { tenant, client, access }: { tenant: Tenant; client: PresentedClient; access: AskedAccess },
): Promise<DeviceCodes> {
  const proof = client.clientSecret === undefined && client.assertion === undefined ? 'never' : 'confidential'
  const { clientId } = await ports.authenticateClient({ tenant, client, proof })
  const { resource } = readAccess(access)
  if (resource !== undefined) await findTokenResource(ports.store.read.principals, resource, tenant)
  const now = ports.clock.nowMillis()
  const deviceCode = `1.A${ports.ids.secret('deviceCode')}`
  const userCode = makeUserCode(Buffer.from(grantKey(ports.ids.secret('userCode')), 'base64url'))
  const validUntil = now + deviceCodeLifetime * 1000
  const shared = { family: ports.ids.guid('family'), expiresAt: validUntil + rememberedAfterwards }
  const facts: DeviceFacts = { ...access, clientId, userCode, validUntil, state: 'pending' }
  const deviceKey = grantKey(deviceCode)
  await ports.store.transaction(async (tx) => {
    await ports.sweepGrants(tx, now)
    await tx.grants.insert({ ...shared, key: deviceKey, kind: 'deviceCode', facts: toFacts(facts) })
    const leads: UserCodeFacts = { deviceKey }
    await tx.grants.insert({ ...shared, key: grantKey(userCode), kind: 'userCode', facts: toFacts(leads) })
  })
  return { deviceCode, userCode }
}

export interface DevicePoll extends RequestOrigin {
  readonly tenant: Tenant
  readonly client: PresentedClient
  readonly deviceCode: string | undefined
  readonly version: 'v1' | 'v2'
  readonly clientCapabilities: readonly string[]
}

/** Order of checks: client, code, its client, whether it was used, its time, pace, what the person did. @throws OAuthError */
export async function redeemDeviceCode(ports: SignInPorts, poll: DevicePoll): Promise<UserTokens> {
  const { tenant, deviceCode, ipAddress, correlationId, clientCapabilities } = poll
  const client = await ports.authenticateClient({ tenant, client: poll.client, proof: 'confidential' })
  if (deviceCode === undefined) throw new OAuthError('MissingParameter', { parameter: 'device_code' })
  const { grant, facts } = await settlePoll(ports, { key: grantKey(deviceCode), clientId: client.clientId, poll })
  const { signedIn } = facts
  if (signedIn === undefined) throw new Error('an approved device code names nobody')
  const user = await requireCurrentUser(ports.store.read, signedIn, signedIn.authenticatedAt)
  const { version, scope, resource } = facts
  return issueUserTokens(ports, {
    ...{ tenant, user, client, ipAddress, correlationId, clientCapabilities },
    platform: 'publicClient',
    access: {
      version,
      ...(scope === undefined ? {} : { scope }),
      ...(resource === undefined ? {} : { resource }),
    },
    authenticatedAt: signedIn.authenticatedAt,
    family: grant.family,
    grant: 'device_code',
  })
}

/** Takes an approved code, once; every other state is a refusal. */
async function settlePoll(
  { store, clock }: SignInPorts,
  { key, clientId, poll }: { readonly key: string; readonly clientId: string; readonly poll: DevicePoll },
): Promise<{ readonly grant: StoredGrant; readonly facts: DeviceFacts }> {
  const now = clock.nowMillis()
  const outcome = await store.transaction(async (tx) => {
    const grant = await tx.grants.get('deviceCode', key)
    if (grant === undefined) return new OAuthError('DeviceUnknown')
    const facts = factsOf<DeviceFacts>(grant)
    if (facts.clientId !== clientId) return new OAuthError('GrantOfAnotherClient')
    if (facts.state === 'redeemed') return new OAuthError('CodeRedeemed')
    if (now >= facts.validUntil) return new OAuthError(poll.version === 'v1' ? 'DeviceExpiredV1' : 'DeviceExpired')
    const isTaken = facts.state === 'approved'
    const changed = isTaken ? { state: 'redeemed' } : { polledAt: now }
    await tx.grants.update({ ...grant, facts: { ...grant.facts, ...toFacts(changed) } })
    if (isTaken) return { grant, facts }
    if (facts.state === 'declined') return new OAuthError('DeviceDeclined')
    const isTooSoon = facts.polledAt !== undefined && now - facts.polledAt < leastBetweenPolls
    return isTooSoon
      ? new OAuthError('DeviceTooFast', { interval: String(pollingInterval) })
      : new OAuthError('DevicePending')
  })
  if (outcome instanceof OAuthError) throw outcome // outside, so that the time of the poll is kept
  return outcome
}

/** What a person who typed a code is asked about. */
export interface WaitingDevice {
  readonly userCode: string
  readonly application: Application
}

/** `undefined`: no such code, not any more, or already answered. @param typed  as the person typed it */
export async function findWaitingDevice(
  { store, clock }: Pick<SignInPorts, 'store' | 'clock'>,
  typed: string,
): Promise<WaitingDevice | undefined> {
  const userCode = readUserCode(typed)
  if (userCode === undefined) return undefined
  const leads = await store.read.grants.get('userCode', grantKey(userCode))
  if (leads === undefined) return undefined
  const grant = await store.read.grants.get('deviceCode', factsOf<UserCodeFacts>(leads).deviceKey)
  if (grant === undefined) return undefined
  const { clientId, state, validUntil } = factsOf<DeviceFacts>(grant)
  if (state !== 'pending' || clock.nowMillis() >= validUntil) return undefined
  const application = await store.read.applications.findByClientId(clientId)
  return application === undefined ? undefined : { userCode, application }
}

export interface DeviceAnswer {
  readonly userCode: string
  /** Absent: the person declined. */
  readonly approvedBy?: { readonly user: User; readonly authenticatedAt: EpochMillis }
}

/** Resolves to whether the device was still waiting. */
export async function answerDevice(
  { store, clock }: Pick<SignInPorts, 'store' | 'clock'>,
  { userCode, approvedBy }: DeviceAnswer,
): Promise<boolean> {
  const now = clock.nowMillis()
  return store.transaction(async (tx) => {
    const leads = await tx.grants.get('userCode', grantKey(userCode))
    const key = leads === undefined ? '' : factsOf<UserCodeFacts>(leads).deviceKey
    const grant = await tx.grants.get('deviceCode', key)
    if (grant === undefined) return false
    const facts = factsOf<DeviceFacts>(grant)
    if (facts.state !== 'pending' || now >= facts.validUntil) return false
    const signedIn = approvedBy && {
      principalId: approvedBy.user.principalId,
      authenticatedAt: approvedBy.authenticatedAt,
      credentialMark: credentialMark(approvedBy.user),
    }
    const answered: DeviceFacts = {
      ...facts,
      state: signedIn === undefined ? 'declined' : 'approved',
      ...(signedIn === undefined ? {} : { signedIn }),
    }
    await tx.grants.update({ ...grant, facts: toFacts(answered) })
    await tx.grants.delete('userCode', grantKey(userCode))
    return true
  })
}
