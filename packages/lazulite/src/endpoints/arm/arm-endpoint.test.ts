import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { testSubscriptionId, testTenantId } from '../../testing/test-ports.js'

let test: TestCloud
let groups: string
const v = 'api-version=2021-04-01'
beforeAll(async () => {
  test = await startTestCloud()
  groups = `${test.subscription}/resourceGroups`
  await test.arm('PUT', `${groups}/Dev?${v}`, { body: { location: 'westus' } })
})
afterAll(() => test.close())

const principal = {
  principalId: '99999999-0000-4000-8000-000000000000',
  clientId: '99999999-1111-4000-8000-000000000000',
}

describe('authentication', () => {
  const failing = async (as: string | null) => {
    const answer = await test.arm('GET', `${groups}/Dev?${v}`, { as })
    return {
      status: answer.status,
      error: answer.body.error,
      challenge: answer.headers['www-authenticate'],
      cause: answer.headers['x-ms-failure-cause'],
    }
  }

  it('asks for a token and names the tenant of the subscription', async () => {
    expect(await failing(null)).toEqual({
      status: 401,
      error: { code: 'AuthenticationFailed', message: "Authentication failed. The 'Authorization' header is missing." },
      challenge: `Bearer authorization_uri="https://login.windows.net/${testTenantId}", error="invalid_token", error_description="The authentication failed because of missing 'Authorization' header."`,
      cause: 'gateway',
    })
  })

  it('names no tenant where no subscription is addressed', async () => {
    const answer = await test.arm('GET', '/subscriptions?api-version=2020-01-01', { as: null })
    expect(answer.headers['www-authenticate']).toContain('authorization_uri="https://login.windows.net/",')
  })

  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const forged = async (header: object, sign: (input: string) => string): Promise<string> => {
    const [, claims = ''] = (await test.tokenFor(principal)).split('.')
    return `${part(header)}.${claims}.${sign(`${part(header)}.${claims}`)}`
  }

  it.each<[string, () => Promise<string>]>([
    ['rubbish', async () => 'rubbish'],
    ['an empty signature', async () => `${(await test.tokenFor(principal)).split('.').slice(0, 2).join('.')}.`],
    ['algorithm none', () => forged({ alg: 'none', typ: 'JWT' }, () => '')],
    [
      'HS256 keyed with the public key id',
      () =>
        forged({ alg: 'HS256', typ: 'JWT' }, (input) => createHmac('sha256', 'kid').update(input).digest('base64url')),
    ],
    ['a key of someone else', () => forged({ alg: 'RS256', typ: 'JWT', kid: 'foreign' }, () => 'AAAA')],
    [
      'changed claims',
      async () => {
        const [header, , signature] = (await test.tokenFor(principal)).split('.')
        return `${header}.${part({ oid: 'other' })}.${signature}`
      },
    ],
  ])('refuses %s', async (_name, make) => {
    expect(await failing(await make())).toMatchObject({
      status: 401,
      error: { code: 'InvalidAuthenticationToken', message: 'The access token is invalid.' },
      challenge: expect.stringContaining('error="invalid_token"'),
    })
  })

  it.each<[string, object, string, string]>([
    [
      'the wrong audience',
      { aud: 'https://vault.azure.net' },
      'InvalidAuthenticationTokenAudience',
      "wrong audience or resource 'https://vault.azure.net'",
    ],
    [
      'another tenant',
      {
        tid: 'ffffffff-0000-4000-8000-000000000000',
        iss: 'https://sts.windows.net/ffffffff-0000-4000-8000-000000000000/',
      },
      'InvalidAuthenticationTokenTenant',
      "from the wrong issuer 'https://sts.windows.net/ffffffff-0000-4000-8000-000000000000/'. It must match the tenant",
    ],
    [
      'a token that ended this second',
      { exp: Date.parse('2030-01-01T00:00:00Z') / 1000 },
      'ExpiredAuthenticationToken',
      "The access token expiry UTC time '1/1/2030 12:00:00 AM' is earlier than current UTC time '1/1/2030 12:00:00 AM'.",
    ],
    [
      'a token that begins in the next second',
      { nbf: Date.parse('2030-01-01T00:00:01Z') / 1000 },
      'InvalidAuthenticationToken',
      'not valid before',
    ],
    [
      'a token without object id',
      { oid: undefined },
      'InvalidAuthenticationToken',
      "at least one of the claims 'puid' or 'altsecid' or 'oid' should be present",
    ],
  ])('refuses %s', async (_name, claims, code, text) => {
    const answer = await failing(await test.tokenFor({ ...principal, claims: claims as never }))
    expect([answer.status, answer.error.code]).toEqual([401, code])
    expect(answer.error.message).toContain(text)
  })

  it('comes before everything else', async () => {
    expect((await test.arm('GET', '/subscriptions/nonsense', { as: null })).status).toBe(401)
  })
})

describe('the order of checks', () => {
  const s = `/subscriptions/${testSubscriptionId}`
  it.each<[string, 'GET' | 'PUT' | 'POST', string, number, string, string]>([
    [
      'a malformed subscription',
      'GET',
      '/subscriptions/nonsense/resourceGroups/x',
      400,
      'InvalidSubscriptionId',
      "The provided subscription identifier 'nonsense' is malformed or invalid.",
    ],
    [
      'an unknown subscription',
      'GET',
      '/subscriptions/ffffffff-0000-4000-8000-000000000000/resourceGroups/x?api-version=2021-04-01',
      404,
      'SubscriptionNotFound',
      "The subscription 'ffffffff-0000-4000-8000-000000000000' could not be found.",
    ],
    [
      'no api-version',
      'GET',
      `${s}/resourceGroups/x`,
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    ],
    [
      'a namespace nobody has',
      'GET',
      `${s}/resourceGroups/Dev/providers/Microsoft.Fake/things/a?api-version=2021-04-01`,
      404,
      'InvalidResourceNamespace',
      "The resource namespace 'Microsoft.Fake' is invalid.",
    ],
    [
      'a namespace Lazulite lacks',
      'GET',
      `${s}/resourceGroups/Dev/providers/Microsoft.Storage/storageAccounts/a?api-version=2021-04-01`,
      501,
      'NotImplemented',
      'NotImplemented: GET Microsoft.Storage/storageAccounts',
    ],
    [
      'a type Lazulite lacks',
      'PUT',
      `${s}/resourceGroups/Dev/providers/Microsoft.Compute/snapshots/a?api-version=2021-04-01`,
      501,
      'NotImplemented',
      'NotImplemented: PUT Microsoft.Compute/snapshots',
    ],
    [
      'a type nobody has',
      'GET',
      `${s}/resourceGroups/Dev/providers/Microsoft.Compute/gadgets/a?api-version=2021-04-01`,
      404,
      'InvalidResourceType',
      "The resource type 'gadgets' could not be found in the namespace 'Microsoft.Compute' for api version '2021-04-01'.",
    ],
    [
      'a group without its subscription',
      'GET',
      '/resourceGroups/Dev/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01',
      404,
      'MissingSubscription',
      'The request did not have a subscription or a valid tenant level resource provider.',
    ],
    [
      'a misspelt subscription',
      'PUT',
      `/subscription/${testSubscriptionId}/providers/Microsoft.Authorization/roleAssignments/x?api-version=2022-04-01`,
      404,
      'MissingSubscription',
      'The request did not have a subscription or a valid tenant level resource provider.',
    ],
    [
      'a scope that a shell has taken for a file',
      'GET',
      `/C:/Program Files/Git${s}/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01`.replaceAll(
        ' ',
        '%20',
      ),
      404,
      'MissingSubscription',
      'The request did not have a subscription or a valid tenant level resource provider.',
    ],
    [
      'a type at a scope it does not have',
      'GET',
      `${s}/resourceGroups/Dev/providers/Microsoft.Authorization/classicAdministrators?api-version=2015-06-01`,
      404,
      'InvalidResourceType',
      "The resource type 'classicAdministrators' could not be found in the namespace 'Microsoft.Authorization' for api version '2015-06-01'.",
    ],
    [
      'a group that is not there',
      'GET',
      `${s}/resourceGroups/none/providers/Microsoft.Compute/virtualMachines/a?api-version=2021-03-01`,
      404,
      'ResourceGroupNotFound',
      "Resource group 'none' could not be found.",
    ],
  ])('%s', async (_name, method, url, status, code, message) => {
    const answer = await test.arm(method, url)
    expect([answer.status, answer.body]).toEqual([status, { error: { code, message } }])
  })

  it.each([
    ['GET', 'constructor'],
    ['POST', 'constructor'],
    ['POST', '__proto__'],
  ] as const)('refuses %s of a word that every object has, %s', async (method, word) => {
    const url = `${groups}/Dev/providers/Microsoft.Compute/virtualMachines/a/${word}?api-version=2021-03-01`
    const answer = await test.arm(method, url)
    expect([answer.status, answer.body.error.code]).toEqual([404, 'InvalidResourceType'])
  })

  it('refuses an api-version by listing those there are', async () => {
    const group = await test.arm('GET', `${groups}/Dev?api-version=2099-01-01`)
    expect([group.status, group.body.error.code]).toEqual([400, 'InvalidApiVersionParameter'])
    expect(group.body.error.message).toMatch(
      /^The api-version '2099-01-01' is invalid\. The supported versions are '2025-04-01,/,
    )
    const vm = await test.arm(
      'GET',
      `${groups}/Dev/providers/Microsoft.Compute/virtualMachines/a?api-version=2014-05-01`,
    )
    expect([vm.status, vm.body.error.code]).toEqual([400, 'NoRegisteredProviderFound'])
    expect(vm.body.error.message).toMatch(
      /^No registered resource provider found for location 'westus' and API version '2014-05-01' for type 'virtualMachines'\. The supported api-versions are '2015-05-01-preview, 2015-06-15, /,
    )
  })

  it('refuses a verb that a type lacks as the web framework in front of ARM does', async () => {
    const answer = await test.arm('PUT', `${groups}?${v}`, { body: {} })
    expect([answer.status, answer.body]).toEqual([
      405,
      { Message: "The requested resource does not support http method 'PUT'." },
    ])
  })

  it('refuses what it may not do before it looks whether it is there', async () => {
    const token = await test.tokenFor(principal)
    const answer = await test.arm('GET', `${groups}/none?${v}`, { as: token })
    expect([answer.status, answer.body.error.code]).toEqual([403, 'AuthorizationFailed'])
  })

  it('refuses other content than JSON, and content beyond its limit', async () => {
    const form = await test.arm('PUT', `${groups}/x?${v}`, {
      body: 'a=b',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([form.status, form.body.error.code]).toEqual([415, 'UnsupportedMediaType'])
    const large = await test.arm('PUT', `${groups}/x?${v}`, { body: `{"location":"${'x'.repeat(4 * 1024 * 1024)}"}` })
    expect([large.status, large.body.error.code]).toEqual([413, 'RequestEntityTooLarge'])
  })
})

describe('a content type that cannot be read', () => {
  it.each(['', ';', 'x'.repeat(300)])('is refused like one that is not JSON: %j', async (contentType) => {
    const answer = await test.arm('PUT', `${groups}/Dev?${v}`, {
      body: { location: 'westus' },
      headers: { 'content-type': contentType },
    })
    expect([answer.status, answer.body.error.code]).toEqual([415, 'UnsupportedMediaType'])
  })
})

describe('the request body', () => {
  it('is refused when it is nested deeper than anything of Azure is', async () => {
    const deep = `{"location":"westus","tags":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`
    const answer = await test.arm('PUT', `${groups}/deep?${v}`, { body: deep })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'InvalidRequestContent'])
  })
})

describe('correlation', () => {
  it("takes the client's correlation id and echoes its request id only on demand", async () => {
    const correlation = 'aaaaaaaa-0000-4000-8000-000000000000'
    const answer = await test.arm('GET', `${groups}/Dev?${v}`, {
      headers: {
        'x-ms-correlation-request-id': correlation,
        'x-ms-client-request-id': 'mine',
        'x-ms-return-client-request-id': 'true',
      },
    })
    expect(answer.headers['x-ms-correlation-request-id']).toBe(correlation)
    expect(answer.headers['x-ms-client-request-id']).toBe('mine')
    const silent = await test.arm('GET', `${groups}/Dev?${v}`, { headers: { 'x-ms-client-request-id': 'mine' } })
    expect(silent.headers['x-ms-client-request-id']).toBeUndefined()
  })
})

describe('the audit log', () => {
  it('has every decision with the assignment that granted it or the reason of the refusal', async () => {
    const token = await test.tokenFor(principal)
    await test.arm('GET', `${groups}/Dev?${v}`, { as: token })
    await test.arm('GET', `${groups}/Dev?${v}`)
    await test.cloud.audit.flush()
    const [allowed, denied] = await test.cloud.ports.store.read.events.list({ limit: 2 })
    expect(allowed).toMatchObject({ kind: 'access.allowed', subject: `${groups}/Dev`, facts: { role: 'Owner' } })
    expect(denied).toMatchObject({
      kind: 'access.denied',
      principalId: principal.principalId,
      facts: { action: 'Microsoft.Resources/subscriptions/resourcegroups/read', reason: 'noAssignment' },
    })
  })
})

describe('/metadata/endpoints', () => {
  const shape = async (version: string, host = 'management.azure.com') =>
    test.arm('GET', `//metadata/endpoints?api-version=${version}`, { as: null, headers: { host } })

  it('answers anonymously in the shape each client asks for', async () => {
    expect((await shape('2015-01-01')).body).toEqual({
      galleryEndpoint: 'https://management.azure.com/',
      graphEndpoint: 'https://graph.windows.net/',
      portalEndpoint: 'https://portal.azure.com',
      authentication: {
        loginEndpoint: 'https://login.microsoftonline.com',
        audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
      },
    })
    const [cloud] = (await shape('2019-05-01')).body
    expect(cloud).toMatchObject({ name: 'AzureCloud', resourceManager: 'https://management.azure.com/' })
    expect((await shape('2022-09-01')).body).toEqual(cloud)
  })

  it('names the origin that was asked, so that a registered cloud stays on this machine', async () => {
    expect((await shape('2022-09-01', 'localhost:4430')).body).toMatchObject({
      name: 'Lazulite',
      resourceManager: 'https://localhost:4430',
      authentication: { loginEndpoint: 'https://localhost:4430' },
    })
  })

  it('refuses versions it does not know', async () => {
    expect((await shape('1999-01-01')).body.error.code).toBe('InvalidApiVersionParameter')
  })
})
