import { beforeEach, describe, expect, it } from 'vitest'
import { ImdsError } from '../domain/errors/imds-error.js'
import { OAuthError } from '../domain/errors/oauth-error.js'
import {
  claimsOf,
  machine,
  servicePrincipal,
  systemIds,
  testIdentityResourceId,
  testUserLink,
  testVmId,
  testVmResourceId,
  tokenWorld,
  userIds,
} from '../testing/token-world.js'
import { type ManagedIdentityTokenRequest, managedIdentityTokenIssuer } from './issue-managed-identity-token.js'

const arm = 'https://management.azure.com/'
const request: ManagedIdentityTokenRequest = {
  vmId: testVmId,
  resource: arm,
  selector: { by: 'default' },
  bypassesCache: false,
  correlationId: 'correlation',
}

let world: ReturnType<typeof tokenWorld>
let issueToken: (
  changed?: Partial<ManagedIdentityTokenRequest>,
) => ReturnType<ReturnType<typeof managedIdentityTokenIssuer>>

beforeEach(() => {
  world = tokenWorld()
  world.machines.set(testVmId, machine({ systemAssigned: systemIds, userAssigned: [testUserLink] }))
  world.add(
    servicePrincipal({ ...systemIds, displayName: 'VM1' }),
    servicePrincipal({ ...userIds, displayName: 'ID1' }),
  )
  const issue = managedIdentityTokenIssuer(world)
  issueToken = (changed) => issue({ ...request, ...changed })
})

const refusal = async (changed?: Partial<ManagedIdentityTokenRequest>) => {
  const error = await issueToken(changed).catch((reason: unknown) => reason)
  return error instanceof ImdsError || error instanceof OAuthError ? error.key : error
}

describe('a managed identity token', () => {
  it('says who it is for, whose it is and how long it lives', async () => {
    const now = world.clock.now()
    const token = await issueToken()
    expect(token).toEqual({
      accessToken: expect.any(String),
      clientId: systemIds.clientId,
      resource: arm,
      issuedAt: now,
      notBefore: now - 300,
      expiresOn: now + 86_400,
    })
    expect(claimsOf(token.accessToken)).toMatchObject({
      aud: arm,
      appid: systemIds.clientId,
      oid: systemIds.principalId,
      nbf: now - 300,
      exp: now + 86_400,
      uti: 'uti-1',
      xms_mirid: testVmResourceId.replace('resourceGroups', 'resourcegroups'),
    })
    expect(world.events).toEqual([
      {
        time: world.clock.nowMillis(),
        kind: 'token.issued',
        principalId: systemIds.principalId,
        subject: testVmResourceId,
        correlationId: 'correlation',
        facts: {
          grant: 'managedIdentity',
          clientId: systemIds.clientId,
          resource: arm,
          tokenId: 'uti-1',
          expiresOn: now + 86_400,
        },
      },
    ])
  })

  it('of a user-assigned identity names the identity and the host', async () => {
    const { accessToken } = await issueToken({ selector: { by: 'clientId', value: userIds.clientId } })
    expect(claimsOf(accessToken)).toMatchObject({
      oid: userIds.principalId,
      xms_mirid: testIdentityResourceId.replace('resourceGroups', 'resourcegroups'),
      xms_az_rid: testVmResourceId.replace('resourceGroups', 'resourcegroups'),
    })
  })

  it('is handed out again while it lasts, without another audit event', async () => {
    const first = await issueToken()
    world.clock.advance(3600)
    expect(await issueToken()).toEqual(first)
    expect(world.keyRing.signed).toBe(1)
    expect(world.events).toHaveLength(1)
  })

  it('is made anew for every spelling of the resource, because the audience repeats it', async () => {
    const spellings = [arm, 'https://management.azure.com', 'https://management.core.windows.net/']
    const tokens = await Promise.all(spellings.map((resource) => issueToken({ resource })))
    expect(tokens.map(({ accessToken }) => claimsOf(accessToken).aud)).toEqual(spellings)
  })

  it('is made anew when the cache is bypassed', async () => {
    const first = await issueToken()
    expect((await issueToken({ bypassesCache: true })).accessToken).not.toBe(first.accessToken)
  })

  it('is signed once for callers that ask at the same time', async () => {
    const tokens = await Promise.all([issueToken(), issueToken(), issueToken()])
    expect(new Set(tokens).size).toBe(1)
    expect(world.keyRing.signed).toBe(1)
  })

  it('is not shared between identities of one machine', async () => {
    const system = await issueToken()
    const user = await issueToken({ selector: { by: 'objectId', value: userIds.principalId } })
    expect(user.accessToken).not.toBe(system.accessToken)
  })

  it('never comes from the cache once the identity was re-created', async () => {
    await issueToken()
    const again = {
      principalId: 'a0000000-0000-4000-8000-000000000001',
      clientId: 'a0000000-0000-4000-8000-00000000000c',
    }
    world.remove(systemIds.principalId)
    world.add(servicePrincipal(again))
    world.machines.set(testVmId, machine({ systemAssigned: again, userAssigned: [] }))
    expect(claimsOf((await issueToken()).accessToken).oid).toBe(again.principalId)
  })
})

describe('a managed identity token is refused', () => {
  it('when the identity was detached, although a token is cached', async () => {
    const selector = { by: 'clientId', value: userIds.clientId } as const
    await issueToken({ selector })
    world.machines.set(testVmId, machine({ systemAssigned: systemIds, userAssigned: [] }))
    expect(await refusal({ selector })).toBe('IdentityNotFound')
  })

  it('when the service principal is gone, and the cached token is forgotten', async () => {
    const first = await issueToken()
    world.remove(systemIds.principalId)
    expect(await refusal()).toBe('IdentityNotFound')
    world.add(servicePrincipal(systemIds))
    expect((await issueToken()).accessToken).not.toBe(first.accessToken)
  })

  it('when the service principal is disabled, although a token is cached', async () => {
    await issueToken()
    world.add(servicePrincipal({ ...systemIds, displayName: 'VM1', isEnabled: false }))
    const error = await issueToken().catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      error: 'unauthorized_client',
      message: `AADSTS7000112: Application '${systemIds.clientId}'(VM1) is disabled.`,
    })
  })

  it('for a resource that nobody knows', async () => {
    const error = await issueToken({ resource: 'https://nobody.example' }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      error: 'invalid_resource',
      message:
        'AADSTS500011: The resource principal named https://nobody.example was not found in the tenant named Lazulite. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.',
    })
  })

  it.each([
    ['a machine that nobody knows', { vmId: 'unknown' }, 'IdentityNotFound'],
    ['an identity of another machine', { selector: { by: 'clientId', value: 'other' } } as const, 'IdentityNotFound'],
  ])('for %s', async (_, changed, reason) => expect(await refusal(changed)).toBe(reason))

  it('when several identities could be meant', async () => {
    const other = { principalId: 'p', clientId: 'c', resourceId: `${testIdentityResourceId}2` }
    world.machines.set(testVmId, machine({ userAssigned: [testUserLink, other] }))
    expect(await refusal()).toBe('SeveralIdentities')
  })

  it('and each refusal is audited with what is known of it', async () => {
    await refusal({ vmId: 'unknown' })
    await refusal({ resource: 'x'.repeat(5000) })
    expect(world.events).toEqual([
      {
        time: world.clock.nowMillis(),
        kind: 'token.refused',
        correlationId: 'correlation',
        facts: { grant: 'managedIdentity', vmId: 'unknown', resource: arm, reason: 'IdentityNotFound' },
      },
      {
        time: world.clock.nowMillis(),
        kind: 'token.refused',
        principalId: systemIds.principalId,
        subject: testVmResourceId,
        correlationId: 'correlation',
        facts: { grant: 'managedIdentity', vmId: testVmId, resource: 'x'.repeat(256), reason: 'ResourceNotFound' },
      },
    ])
  })
})
