import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { Application } from '../../domain/directory/directory-objects.js'
import type { JsonObject } from '../../domain/json.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { makeTestCertificate } from '../../testing/test-certificate.js'
import { testTenantId } from '../../testing/test-ports.js'
import { claimsIn, type Fields, postForm, refusalOf } from '../../testing/token-client.js'

const operator = '30000000-0000-4000-8000-000000000001'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const endpoint = `https://login.microsoftonline.com/${testTenantId}/oauth2/v2.0/token`
const assertionPage = 'https://learn.microsoft.com/entra/identity-platform/certificate-credentials'
const federationPage = 'https://docs.microsoft.com/en-us/azure/active-directory/develop/workload-identity-federation'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const otherKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const der = await makeTestCertificate(keys)
const thumbprint = (hash: string) => createHash(hash).update(der).digest()

let world: TestCloud
beforeEach(async () => {
  world = await startTestCloud()
})
afterEach(() => world.close())

const part = (value: JsonObject) => Buffer.from(JSON.stringify(value)).toString('base64url')
function jwt(header: JsonObject, claims: JsonObject, privateKey: KeyObject = keys.privateKey): string {
  const text = `${part(header)}.${part(claims)}`
  const key = header.alg === 'PS256' ? { key: privateKey, padding: 6, saltLength: 32 } : privateKey
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

const ask = (assertion: string, changed: Fields = {}) =>
  postForm(
    world.cloud.sts,
    {
      ...{ client_id: operator, grant_type: 'client_credentials', client_assertion_type: jwtBearer },
      ...{ client_assertion: assertion, scope: 'https://management.azure.com/.default' },
      ...changed,
    },
    { tenant: testTenantId },
  )
async function changeOperator(change: Partial<Application>): Promise<void> {
  await world.cloud.ports.store.transaction(async (tx) => {
    const application = await tx.applications.findByClientId(operator)
    if (application === undefined) throw new Error('no operator')
    await tx.applications.update({ ...application, ...change })
  })
}

describe('an assertion that a client signs with its certificate', () => {
  const register = (changed: { startsAt?: number; endsAt?: number } = {}) => {
    const now = world.clock.nowMillis()
    const certificate = {
      keyId: 'c',
      certificate: der.toString('base64'),
      thumbprint: thumbprint('sha1').toString('hex').toUpperCase(),
      startsAt: now - 86_400_000,
      endsAt: now + 86_400_000,
      ...changed,
    }
    return changeOperator({ certificates: [certificate] })
  }
  const claims = (changed: JsonObject = {}): JsonObject => {
    const now = world.clock.now()
    return { aud: endpoint, iss: operator, sub: operator, jti: 'j', nbf: now, iat: now, exp: now + 600, ...changed }
  }
  const header = (changed: JsonObject = {}): JsonObject => ({
    ...{ alg: 'RS256', typ: 'JWT', x5t: thumbprint('sha1').toString('base64url') },
    ...changed,
  })
  const hex = () => thumbprint('sha1').toString('hex').toUpperCase()

  it('proves it', async () => {
    await register()
    const { status, body } = await ask(jwt(header(), claims()))
    expect(status).toBe(200)
    expect(claimsIn(body, 'access_token')).toMatchObject({ appid: operator, appidacr: '2', idtyp: 'app' })
  })

  it.each<[string, () => JsonObject]>([
    ['x5t', () => ({})],
    [
      'PS256 and x5t#S256',
      () => ({ alg: 'PS256', x5t: undefined, 'x5t#S256': thumbprint('sha256').toString('base64url') }),
    ],
    ['kid, padded, as Terraform sends it', () => ({ x5t: undefined, kid: thumbprint('sha1').toString('base64') })],
    ['kid in hex', () => ({ x5t: undefined, kid: hex() })],
  ])('may name the certificate by %s', async (_, changed) => {
    await register()
    expect((await ask(jwt(header(changed()), claims()))).status).toBe(200)
  })

  it.each([
    ['version 1', `https://login.microsoftonline.com/${testTenantId}/oauth2/token`],
    ['the domain', 'https://login.microsoftonline.com/lazulite.onmicrosoft.com/oauth2/v2.0/token'],
    ['another name of the host', `https://login.windows.net/${testTenantId}/oauth2/token`],
    ['an issuer of ours', `https://sts.windows.net/${testTenantId}/`],
    ['the version 2 issuer', `https://login.microsoftonline.com/${testTenantId}/v2.0`],
    ['our own port', `https://localhost:4430/${testTenantId}/oauth2/v2.0/token`],
    ['one of several', ['https://elsewhere.example', endpoint]],
  ])('may be meant for %s', async (_, aud) => {
    await register()
    expect((await ask(jwt(header(), claims({ aud })))).status).toBe(200)
  })

  it.each<[string, number, number]>([
    ['just issued by a clock that is ahead', 300, 900],
    ['over for a moment', -900, -299],
  ])('is good when it is %s', async (_, nbf, exp) => {
    await register()
    const now = world.clock.now()
    expect((await ask(jwt(header(), claims({ nbf: now + nbf, exp: now + exp })))).status).toBe(200)
  })

  const signature = (reason: string) =>
    `AADSTS700027: Client assertion contains an invalid signature. [Reason - ${reason}, Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '${operator}'.`
  it.each<[string, () => string, string, string]>([
    ['none', () => 'x', 'invalid_client', 'AADSTS50027: JWT token is invalid or malformed.'],
    [
      'one without issuer',
      () => jwt(header(), claims({ iss: undefined })),
      'invalid_client',
      'AADSTS50027: JWT token is invalid or malformed.',
    ],
    [
      'one without thumbprint',
      () => jwt(header({ x5t: undefined }), claims()),
      'invalid_client',
      'AADSTS50027: Invalid JWT token. No certificate thumbprint specified in token header.',
    ],
    [
      'one of another algorithm',
      () => jwt(header({ alg: 'HS256' }), claims()),
      'invalid_client',
      "AADSTS5002738: Invalid JWT token. 'HS256' is not a supported signature algorithm. Supported signing algorithms are: 'RS256, PS256'",
    ],
    [
      'an unsigned one',
      () => jwt(header({ alg: 'none' }), claims()),
      'invalid_client',
      "AADSTS5002738: Invalid JWT token. 'none' is not a supported signature algorithm.",
    ],
    [
      'one of an unknown certificate',
      () => jwt(header({ x5t: Buffer.alloc(20, 1).toString('base64url') }), claims()),
      'invalid_client',
      signature(`The key was not found., Thumbprint of key used by client: '${'01'.repeat(20)}'`),
    ],
    [
      'one signed by somebody else',
      () => jwt(header(), claims(), otherKeys.privateKey),
      'invalid_client',
      signature(
        `The provided signature value did not match the expected signature value., Thumbprint of key used by client: '${hex()}', Found key 'Start=12/31/2029 00:00:00, End=01/02/2030 00:00:00'`,
      ),
    ],
    [
      'one about another client',
      () => jwt(header(), claims({ sub: testTenantId })),
      'invalid_client',
      `AADSTS700021: Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at ${assertionPage} .`,
    ],
    [
      'one for somebody else',
      () => jwt(header(), claims({ aud: 'https://elsewhere.example/' })),
      'invalid_client',
      `AADSTS700023: Client assertion audience claim does not match Realm issuer. Review the documentation at ${assertionPage} .`,
    ],
    [
      'one for another tenant',
      () => jwt(header(), claims({ aud: endpoint.replace(testTenantId, operator) })),
      'invalid_client',
      'AADSTS700023: ',
    ],
    [
      'one that is over',
      () => jwt(header(), claims({ nbf: 0, exp: world.clock.now() - 300 })),
      'invalid_client',
      `AADSTS700024: Client assertion is not within its valid time range. Current time: 2030-01-01T00:00:00.0000000Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 2029-12-31T23:55:00.0000000Z. Review the documentation at ${assertionPage} .`,
    ],
    [
      'one that has not begun',
      () => jwt(header(), claims({ nbf: world.clock.now() + 301 })),
      'invalid_client',
      'AADSTS700024: ',
    ],
    ['one without an end', () => jwt(header(), claims({ exp: undefined })), 'invalid_client', 'AADSTS700024: '],
    [
      'one with an end that is no time',
      () => jwt(header(), claims({ exp: 1e300, nbf: 1e300 })),
      'invalid_client',
      'AADSTS700024: ',
    ],
  ])('is refused when it is %s', async (_, make, error, text) => {
    await register()
    const [status, code, said] = refusalOf(await ask(make()))
    expect([status, code, said.slice(0, text.length)]).toEqual([401, error, text])
  })

  it.each([
    ['over', { endsAt: 0 }],
    ['not begun', { startsAt: Number.MAX_SAFE_INTEGER }],
  ])('is refused when its certificate is %s', async (_, changed) => {
    await register({
      ...changed,
      ...('startsAt' in changed ? { startsAt: world.clock.nowMillis() + 1 } : { endsAt: world.clock.nowMillis() }),
    })
    expect(refusalOf(await ask(jwt(header(), claims())))[2]).toContain('[Reason - The key used is expired., Thumbprint')
  })

  it.each<[Fields, number[]]>([
    [{ client_assertion_type: undefined }, [900144]],
    [{ client_assertion_type: 'urn:x' }, [50027]],
    [{ client_id: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' }, [700025]],
  ])('is refused with %j', async (changed, codes) => {
    await register()
    expect((await ask(jwt(header(), claims()), changed)).body.error_codes).toEqual(codes)
  })

  it('is a real certificate', () => expect(new X509Certificate(der).publicKey.asymmetricKeyType).toBe('rsa'))
})

describe("another issuer's token", () => {
  const issuer = 'https://issuer.example'
  const federated = (changed: JsonObject = {}) => ({
    credentialId: 'f',
    name: 'f',
    issuer,
    subject: 'repo:a/b:ref',
    audiences: ['api://AzureADTokenExchange'],
    ...changed,
  })
  const register = () => changeOperator({ federatedCredentials: [federated()] })
  const claims = (changed: JsonObject = {}): JsonObject => {
    const now = world.clock.now()
    const aud = 'api://AzureADTokenExchange'
    return { iss: issuer, sub: 'repo:a/b:ref', aud, nbf: now, iat: now, exp: now + 600, ...changed }
  }
  const header = { alg: 'RS256', typ: 'JWT', kid: 'key-1' }
  beforeEach(async () => {
    world.issuers.set(issuer, [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'key-1' } as JsonObject])
    await register()
  })

  it('proves the application that trusts it', async () => {
    const { body } = await ask(jwt(header, claims()))
    expect(claimsIn(body, 'access_token')).toMatchObject({ appid: operator, appidacr: '2' })
  })

  const noMatch = (what: string, rest: string) =>
    `AADSTS${what}: No matching federated identity record found for presented assertion ${rest}`
  const check = `Please check your federated identity credential Subject, Audience and Issuer against the presented assertion. ${federationPage}`
  it.each<[string, () => string, number, string]>([
    [
      'another issuer',
      () => jwt(header, claims({ iss: 'https://issuer.example/' })),
      401,
      noMatch('700211', `issuer 'https://issuer.example/'. ${check}`),
    ],
    [
      'another subject',
      () => jwt(header, claims({ sub: 'repo:a/c:ref' })),
      401,
      noMatch('700213', `subject 'repo:a/c:ref'. ${check}`),
    ],
    [
      'the subject in other case',
      () => jwt(header, claims({ sub: 'Repo:a/b:ref' })),
      401,
      noMatch(
        '7002138',
        `subject 'Repo:a/b:ref'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. ${federationPage}`,
      ),
    ],
    [
      'another audience',
      () => jwt(header, claims({ aud: ['api://a', 'api://b'] })),
      401,
      noMatch('700212', `audience 'api://a, api://b'. ${check}`),
    ],
    [
      'another algorithm',
      () => jwt({ ...header, alg: 'PS256' }, claims()),
      401,
      "AADSTS5002738: Invalid JWT token. 'PS256' is not a supported signature algorithm. Supported signing algorithms are: 'RS256'",
    ],
    [
      'a key that the issuer does not publish',
      () => jwt({ ...header, kid: 'key-2' }, claims()),
      401,
      "AADSTS7000272: The certificate with identifier key-2 used to sign the federated credential could not be found in the metadata of identity provider https://issuer.example. Please validate that your Identity Provider's metadata exposes the key used to sign the incoming token.",
    ],
    [
      "somebody else's signature",
      () => jwt(header, claims(), otherKeys.privateKey),
      401,
      'AADSTS50013: Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value.]',
    ],
    [
      'its time over',
      () => jwt(header, claims({ nbf: 0, exp: 1 })),
      401,
      `AADSTS700024: Client assertion is not within its valid time range. Current time: 2030-01-01T00:00:00.0000000Z, assertion valid from 1970-01-01T00:00:00.0000000Z, expiry time of assertion 1970-01-01T00:00:01.0000000Z. Review the documentation at ${assertionPage} .`,
    ],
  ])('is refused for %s', async (_, make, status, text) => {
    expect(refusalOf(await ask(make()))).toEqual([status, 'invalid_client', text])
  })

  it('is refused where nothing is federated', async () => {
    await changeOperator({ federatedCredentials: [] })
    expect(refusalOf(await ask(jwt(header, claims())))).toEqual([
      401,
      'invalid_client',
      `AADSTS70025: The client '${operator}'(Lazulite operator) has no configured federated identity credentials.`,
    ])
  })

  it('is refused when the issuer cannot be asked', async () => {
    world.issuers.get = () => {
      throw new Error('no route to host')
    }
    expect(refusalOf(await ask(jwt(header, claims())))).toEqual([
      400,
      'invalid_request',
      'AADSTS50166: Request to External OIDC endpoint failed.',
    ])
  })

  it('may be one of our own', async () => {
    const own = `https://sts.windows.net/${testTenantId}/`
    await changeOperator({ federatedCredentials: [federated({ issuer: own, subject: 'me' })] })
    const token = await world.cloud.ports.keyRing.sign(claims({ iss: own, sub: 'me' }), { tokenVersion: '1.0' })
    expect((await ask(token)).status).toBe(200)
    const forged = jwt({ ...header, kid: 'x' }, claims({ iss: own, sub: 'me' }))
    expect((await ask(forged)).body.error_codes).toEqual([7000272])
  })
})

describe('a user-assigned identity', () => {
  const issuer = 'https://issuer.example'
  const subject = 'system:serviceaccount:ns:sa'
  const path = `/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/Dev`
  const identity = `${path}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1`
  const assertion = () => {
    const now = world.clock.now()
    const claims = { iss: issuer, sub: subject, aud: 'api://AzureADTokenExchange', nbf: now, iat: now, exp: now + 600 }
    return jwt({ alg: 'RS256', typ: 'JWT', kid: 'key-1' }, claims)
  }
  const create = async (): Promise<string> => {
    world.issuers.set(issuer, [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'key-1' } as JsonObject])
    await world.arm('PUT', `${path}?api-version=2021-04-01`, { body: { location: 'westus' } })
    const { body } = await world.arm('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
    return String(Object(Object(body).properties).clientId)
  }
  const federate = () =>
    world.arm('PUT', `${identity}/federatedIdentityCredentials/fic1?api-version=2023-01-31`, {
      body: { properties: { issuer, subject, audiences: ['api://AzureADTokenExchange'] } },
    })

  it('is proved by the token that its credential names', async () => {
    const clientId = await create()
    expect((await ask(assertion(), { client_id: clientId })).body.error_codes).toEqual([70025])
    await federate()
    const { status, body } = await ask(assertion(), { client_id: clientId })
    expect([status, body.expires_in]).toEqual([200, 86_400])
    expect(claimsIn(body, 'access_token')).toMatchObject({
      appid: clientId,
      appidacr: '2',
      xms_mirid: identity.replace('resourceGroups', 'resourcegroups'),
    })
    expect(claimsIn(body, 'access_token')).not.toHaveProperty('xms_az_rid')
  })

  it('is no client without an assertion', async () => {
    const clientId = await create()
    const changed = { client_id: clientId, client_assertion: undefined, client_assertion_type: undefined }
    expect((await ask('', changed)).body.error_codes).toEqual([7000216])
    expect((await ask('', { ...changed, client_secret: 'x' })).body.error_codes).toEqual([7000215])
    expect((await ask('', { ...changed, grant_type: 'password' })).body.error_codes).toEqual([700016])
  })

  it('takes its credentials along when it is deleted', async () => {
    const clientId = await create()
    await federate()
    await world.arm('DELETE', `${identity}?api-version=2023-01-31`)
    expect((await ask(assertion(), { client_id: clientId })).body.error_codes).toEqual([700016])
    await create()
    const list = await world.arm('GET', `${identity}/federatedIdentityCredentials?api-version=2023-01-31`)
    expect(list.body).toEqual({ value: [] })
  })
})
