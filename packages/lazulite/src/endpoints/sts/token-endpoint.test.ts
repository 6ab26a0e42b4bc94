import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Application } from '../../domain/directory/directory-objects.js'
import { applicationTokenIssuer } from '../../operations/issue-application-token.js'
import type { Store } from '../../ports/store.js'
import { rememberingLog } from '../../testing/silent-log.js'
import { openTestPorts } from '../../testing/test-ports.js'
import { tokenServiceParts } from '../../testing/token-service-world.js'
import { claimsOf, servicePrincipal, testClientId, testTenant, tokenWorld } from '../../testing/token-world.js'
import { createStsEndpoint } from './create-sts-endpoint.js'
import type { StsDependencies } from './sts-dependencies.js'

const { tenantId } = testTenant
const v2 = `/${tenantId}/oauth2/v2.0/token`
const v1 = `/${tenantId}/oauth2/token`
const correlationId = 'ea9595d4-47d8-4e73-b13e-9ef5bb71ecf8'
const principalId = '30000000-0000-4000-8000-0000000000aa'
const publicClient = '04b07795-8ddb-461a-bbee-02f9e1bf7b46'
const strangerClient = '30000000-0000-4000-8000-00000000000b'
const arm = 'https://management.core.windows.net//.default'
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

const good = {
  client_id: testClientId,
  grant_type: 'client_credentials',
  client_info: '1',
  client_secret: 'right',
  claims: '{"access_token":{"xms_cc":{"values":["CP1"]}}}',
  scope: arm,
}

let world: ReturnType<typeof tokenWorld>
let log: ReturnType<typeof rememberingLog>
let app: ReturnType<typeof createStsEndpoint>
let store: Store

const application = (facts: Partial<Application>): Application => ({
  objectId: 'object',
  clientId: testClientId,
  displayName: 'operator',
  identifierUris: [],
  isPublicClient: false,
  secrets: [],
  createdAt: 0,
  ...facts,
})

function endpoint(changed: Partial<StsDependencies> = {}) {
  const verifyPassword = async (plain: string, hash: string) => hash === `hash of ${plain}`
  const { authenticateClient, signIn } = tokenServiceParts(world, { store, verifyPassword })
  return createStsEndpoint({
    tenants: world.directory.tenants,
    keyRing: world.keyRing,
    clock: world.clock,
    ids: world.ids,
    log,
    issueApplicationToken: applicationTokenIssuer({ ...world, authenticateClient }),
    signIn,
    ...changed,
  })
}

beforeEach(async () => {
  store = (await openTestPorts()).store
  world = tokenWorld()
  log = rememberingLog()
  const now = world.clock.nowMillis()
  const secret = (name: string, endsAt?: number) => ({
    keyId: name,
    hash: `hash of ${name}`,
    hint: name.slice(0, 3),
    startsAt: 0,
    ...(endsAt === undefined ? {} : { endsAt }),
  })
  world.addApplication(application({ secrets: [secret('right'), secret('old', now)] }))
  world.addApplication(application({ clientId: publicClient, isPublicClient: true }))
  world.addApplication(application({ clientId: strangerClient }))
  world.add(
    servicePrincipal({ principalId, clientId: testClientId, displayName: 'operator' }),
    servicePrincipal({ principalId: 'public', clientId: publicClient }),
    servicePrincipal({
      principalId: 'lapsed',
      clientId: 'lapsed',
      isEnabled: false,
      servicePrincipalNames: ['https://lapsed.example'],
    }),
  )
  app = endpoint()
})
afterEach(async () => {
  await app.close()
  await store.close()
})

type Fields = Record<string, string | undefined>

/** `undefined` leaves a field of the good form out. */
function formOf(changed: Fields): string {
  const fields = Object.entries({ ...good, ...changed }).filter(
    (field): field is [string, string] => field[1] !== undefined,
  )
  return new URLSearchParams(fields).toString()
}

const post = (url: string, payload: string, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    payload,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'client-request-id': correlationId,
      ...headers,
    },
  })

const traceId = expect.stringMatching(/^0000000\d-0000-4000-8000-[0-9a-f]{12}$/)

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The whole error body for a code and its text. */
function refusal(error: string, text: string, options: { code?: number; help?: boolean } = {}) {
  const { code = Number(/^AADSTS(\d+): /.exec(text)?.[1]), help = true } = options
  return {
    error,
    error_description: expect.stringMatching(
      new RegExp(
        `^${escaped(text)} Trace ID: 0000000\\d-0000-4000-8000-[0-9a-f]{12} Correlation ID: ${correlationId} Timestamp: 2030-01-01 00:00:00Z$`,
      ),
    ),
    error_codes: Number.isNaN(code) ? [] : [code],
    timestamp: '2030-01-01 00:00:00Z',
    trace_id: traceId,
    correlation_id: correlationId,
    ...(help ? { error_uri: `https://login.microsoftonline.com/error?code=${code}` } : {}),
  }
}

describe('POST /{tenant}/oauth2/v2.0/token', () => {
  it('issues an application its token', async () => {
    const response = await post(v2, formOf({}))
    expect(response.statusCode).toBe(200)
    expect(Object.keys(response.json())).toEqual(['token_type', 'expires_in', 'ext_expires_in', 'access_token'])
    const { access_token, ...rest } = response.json()
    expect(rest).toEqual({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599 })
    const now = world.clock.now()
    expect(claimsOf(access_token)).toEqual({
      aud: 'https://management.core.windows.net/',
      iss: `https://sts.windows.net/${tenantId}/`,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3599,
      aio: expect.any(String),
      appid: testClientId,
      appidacr: '1',
      idp: `https://sts.windows.net/${tenantId}/`,
      idtyp: 'app',
      oid: principalId,
      rh: expect.any(String),
      sub: principalId,
      tid: tenantId,
      uti: 'uti-1',
      ver: '1.0',
      xms_cc: ['CP1'],
      xms_tcdt: Math.floor(testTenant.createdAt / 1000),
    })
    expect(world.events).toEqual([
      {
        time: world.clock.nowMillis(),
        kind: 'token.issued',
        principalId,
        correlationId,
        facts: {
          grant: 'client_credentials',
          clientId: testClientId,
          resource: 'https://management.core.windows.net/',
          tokenId: 'uti-1',
          expiresOn: now + 3599,
          ipAddress: '127.0.0.1',
        },
      },
    ])
  })

  it('carries the headers of every answer', async () => {
    const { headers } = await post(v2, formOf({}), { 'return-client-request-id': 'true' })
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store, no-cache',
      pragma: 'no-cache',
      expires: '-1',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
      'x-ms-request-id': traceId,
      'client-request-id': correlationId,
    })
  })

  it.each([
    ['https://management.azure.com/.default', 'https://management.azure.com'],
    ['https://management.azure.com//.default', 'https://management.azure.com/'],
    ['797f4846-ba00-4fd7-ba43-dac1f8f63013/.default', '797f4846-ba00-4fd7-ba43-dac1f8f63013'],
  ])('turns the scope %s into the audience %s', async (scope, audience) => {
    expect(claimsOf((await post(v2, formOf({ scope }))).json().access_token).aud).toBe(audience)
  })

  it.each([
    ['the domain', `/${testTenant.defaultDomain}/oauth2/v2.0/token`],
    ['other case', `/${tenantId.toUpperCase()}/OAuth2/V2.0/Token`],
    ['a slash too many', `//${tenantId}/oauth2/v2.0/token/`],
  ])('is found by %s', async (_, url) => expect((await post(url, formOf({}))).statusCode).toBe(200))

  it.each([
    ['no claims', undefined],
    ['claims that are no JSON', '{'],
    ['claims of another shape', '{"access_token":{"xms_cc":{"values":"CP1"}}}'],
    ['null', 'null'],
    ['unknown capabilities', '{"access_token":{"xms_cc":{"values":["XX9",1]}}}'],
  ])('declares no capabilities for %s', async (_, claims) => {
    const response = await post(v2, formOf({ claims }))
    expect(claimsOf(response.json().access_token)).not.toHaveProperty('xms_cc')
  })

  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
  it.each([
    ['alone', basic(`${testClientId}:right`), { client_id: undefined, client_secret: undefined }],
    ['with the same id in the form', basic(`${testClientId}:right`), { client_secret: undefined }],
    ['encoded', basic(`${testClientId}:%72ight`), { client_id: undefined, client_secret: undefined }],
  ])('accepts HTTP Basic %s', async (_, headers, changed) => {
    expect((await post(v2, formOf(changed), headers)).statusCode).toBe(200)
  })

  it.each([
    ['a secret in both places', basic(`${testClientId}:right`), {}],
    ['another id in the form', basic(`${publicClient}:right`), { client_secret: undefined }],
    ['no colon', basic(testClientId), { client_id: undefined, client_secret: undefined }],
    ['a broken escape', basic(`${testClientId}:%zz`), { client_id: undefined, client_secret: undefined }],
    ['no base64', { authorization: 'Basic *' }, { client_secret: undefined }],
  ])('refuses HTTP Basic with %s', async (_, headers, changed) => {
    const response = await post(v2, formOf(changed), headers)
    expect([response.statusCode, response.json()]).toEqual([
      400,
      refusal('invalid_request', 'AADSTS9002313: Invalid request. Request is malformed or invalid.'),
    ])
  })

  it('refuses a wrong secret in HTTP Basic like one in the form', async () => {
    const response = await post(v2, formOf({ client_secret: undefined }), basic(`${testClientId}:wrong`))
    expect([response.statusCode, response.json().error_codes]).toEqual([401, [7000215]])
  })
})

describe('the order of checks', () => {
  const tenantNotFound =
    "AADSTS90002: Tenant 'nowhere' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant."
  const wrongSecret = `AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${testClientId}'.`
  const noParameter = (name: string) =>
    `AADSTS900144: The request body must contain the following parameter: '${name}'.`
  const notFound = (resource: string) =>
    `AADSTS500011: The resource principal named ${resource} was not found in the tenant named Lazulite. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`
  const client = (id: string) =>
    `AADSTS700016: Application with identifier '${id}' was not found in the directory 'Lazulite'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`
  const badScope = (scope: string) =>
    `AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`
  const notDefault = (scope: string) =>
    `AADSTS1002012: The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`

  it.each<[string, string, Fields, number, string, string, { help?: boolean }?]>([
    ['tenant', '/nowhere/oauth2/v2.0/token', { grant_type: 'x' }, 400, 'invalid_request', tenantNotFound],
    ['no grant type', v2, { grant_type: undefined, client_id: 'x' }, 400, 'invalid_request', noParameter('grant_type')],
    ['an empty grant type', v2, { grant_type: '' }, 400, 'invalid_request', noParameter('grant_type')],
    [
      'an unknown grant type',
      v2,
      { grant_type: 'magic', client_id: 'x' },
      400,
      'unsupported_grant_type',
      "AADSTS70003: The app requested an unsupported grant type 'magic'.",
    ],
    [
      'a grant type that is a member of every object',
      v2,
      { grant_type: 'constructor' },
      400,
      'unsupported_grant_type',
      "AADSTS70003: The app requested an unsupported grant type 'constructor'.",
    ],
    [
      'a grant type of Azure that is missing here',
      v2,
      { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' },
      400,
      'unsupported_grant_type',
      "NotImplemented: the grant type 'urn:ietf:params:oauth:grant-type:jwt-bearer' is not implemented.",
      { help: false },
    ],
    [
      'no tenant in particular',
      '/common/oauth2/v2.0/token',
      { client_id: 'x' },
      400,
      'invalid_request',
      'AADSTS50059: No tenant-identifying information found in either the request or implied by any provided credentials.',
    ],
    [
      'no client',
      v2,
      { client_id: undefined, client_secret: undefined },
      400,
      'invalid_request',
      noParameter('client_id'),
    ],
    ['an unknown client', v2, { client_id: 'x', client_secret: undefined }, 400, 'unauthorized_client', client('x')],
    [
      'a client without service principal',
      v2,
      { client_id: strangerClient, client_secret: undefined },
      401,
      'invalid_client',
      `AADSTS7000229: The client application ${strangerClient} is missing service principal in the tenant ${tenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
      { help: false },
    ],
    [
      'no secret',
      v2,
      { client_secret: undefined, scope: undefined },
      401,
      'invalid_client',
      "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ],
    [
      'a public client with a secret',
      v2,
      { client_id: publicClient },
      401,
      'invalid_client',
      "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ],
    ['a wrong secret', v2, { client_secret: 'wrong', scope: undefined }, 401, 'invalid_client', wrongSecret],
    [
      'an expired secret',
      v2,
      { client_secret: 'old', scope: undefined },
      401,
      'invalid_client',
      `AADSTS7000222: The provided client secret keys for app '${testClientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ],
    [
      'a client assertion',
      v2,
      { client_secret: undefined, client_assertion: 'x' },
      400,
      'invalid_request',
      noParameter('client_assertion_type'),
    ],
    [
      'a client assertion that is none',
      v2,
      { client_secret: undefined, client_assertion: 'x', client_assertion_type: jwtBearer },
      401,
      'invalid_client',
      'AADSTS50027: JWT token is invalid or malformed.',
    ],
    ['no scope', v2, { scope: undefined }, 400, 'invalid_request', noParameter('scope')],
    [
      'a resource at the version 2 endpoint',
      v2,
      { scope: undefined, resource: 'https://management.azure.com/' },
      400,
      'invalid_request',
      noParameter('scope'),
    ],
    [
      'a scope without /.default',
      v2,
      { scope: 'https://nobody.example/read' },
      400,
      'invalid_scope',
      notDefault('https://nobody.example/read'),
      { help: false },
    ],
    ['a scope without resource', v2, { scope: 'openid' }, 400, 'invalid_scope', badScope('openid')],
    [
      'two resources',
      v2,
      { scope: 'https://a.example/.default https://b.example/.default' },
      400,
      'invalid_scope',
      `${badScope('https://a.example/.default https://b.example/.default')} static scope limit exceeded.`,
    ],
    [
      'an unknown resource',
      v2,
      { scope: 'https://nobody.example/.default' },
      400,
      'invalid_resource',
      notFound('https://nobody.example'),
    ],
    [
      'a disabled resource',
      v2,
      { scope: 'https://lapsed.example/.default' },
      400,
      'invalid_resource',
      "AADSTS500014: The service principal for resource 'https://lapsed.example' is disabled. This indicate that a subscription within the tenant has lapsed, or that the administrator for this tenant has disabled the application, preventing tokens from being issued for it.",
      { help: false },
    ],
    ['no resource in version 1', v1, { scope: undefined }, 400, 'invalid_request', noParameter('resource')],
    [
      'an unknown resource in version 1',
      v1,
      { resource: 'https://nobody.example' },
      400,
      'invalid_resource',
      notFound('https://nobody.example'),
    ],
  ])('meets %s', async (_, url, changed, status, error, text, options = {}) => {
    const response = await post(url, formOf(changed))
    expect(response.json()).toEqual(refusal(error, text, options))
    expect(response.statusCode).toBe(status)
  })

  it('meets a disabled client only after its secret', async () => {
    world.add(servicePrincipal({ principalId, clientId: testClientId, displayName: 'operator', isEnabled: false }))
    expect((await post(v2, formOf({ client_secret: 'wrong' }))).json().error_codes).toEqual([7000215])
    expect((await post(v2, formOf({ scope: 'x' }))).json()).toEqual(
      refusal('unauthorized_client', `AADSTS7000112: Application '${testClientId}'(operator) is disabled.`),
    )
  })

  it('is audited without the secret', async () => {
    await post(v2, formOf({ client_secret: 'wrong-secret-value' }))
    expect(world.events).toEqual([
      {
        time: world.clock.nowMillis(),
        kind: 'token.refused',
        principalId,
        correlationId,
        facts: { grant: 'client_credentials', clientId: testClientId, ipAddress: '127.0.0.1', reason: 'InvalidSecret' },
      },
    ])
    expect(JSON.stringify([world.events, log.entries])).not.toContain('wrong-secret-value')
  })
})

describe('POST /{tenant}/oauth2/token', () => {
  it.each([
    ['resource', { resource: 'https://management.azure.com/', scope: undefined }, 'https://management.azure.com/'],
    [
      'scope, as MSAL sends it here',
      { scope: 'https://management.azure.com//.default' },
      'https://management.azure.com/',
    ],
    ['resource before scope', { resource: 'https://management.azure.com/' }, 'https://management.azure.com/'],
  ])('answers in strings, to %s', async (_, changed, resource) => {
    const response = await post(v1, formOf(changed))
    const { access_token, ...rest } = response.json()
    expect(rest).toEqual({
      token_type: 'Bearer',
      expires_in: '3599',
      ext_expires_in: '3599',
      expires_on: '1893459599',
      not_before: '1893455700',
      resource,
    })
    expect(claimsOf(access_token).aud).toBe(resource)
  })

  it.each(['/adfs/oauth2/token', '/adfs/oauth2/token/'])(
    'answers a federation client at %s in numbers',
    async (url) => {
      const response = await post(url, formOf({}))
      expect(response.json()).toEqual({
        token_type: 'Bearer',
        expires_in: 3599,
        ext_expires_in: 3599,
        access_token: expect.any(String),
      })
    },
  )

  it('has no version 2 for federation clients', async () => {
    expect((await post('/adfs/oauth2/v2.0/token', formOf({}))).json().error_codes).toEqual([90002])
  })
})

describe('a body', () => {
  const malformed = refusal('invalid_request', 'AADSTS9002313: Invalid request. Request is malformed or invalid.')
  const missing = refusal(
    'invalid_request',
    "AADSTS900144: The request body must contain the following parameter: 'grant_type'.",
  )
  const form = 'application/x-www-form-urlencoded'
  it.each([
    ['of another type has no parameters', '{"grant_type":"client_credentials"}', 'application/json', 400, missing],
    ['may name its charset', 'x=1', `${form}; charset=utf-8`, 400, missing],
    ['that is empty has no parameters', '', form, 400, missing],
    ['with a broken escape is malformed', 'grant_type=%zz', form, 400, malformed],
    ['with a broken name is malformed', '%ff=1', form, 400, malformed],
    ['of no type at all is malformed', 'grant_type=x', 'nonsense', 400, malformed],
    ['beyond 64 KiB is too large', `x=${'y'.repeat(64 * 1024)}`, form, 413, malformed],
    [
      'that repeats a parameter is refused',
      'grant_type=client_credentials&grant_type=client_credentials',
      form,
      400,
      refusal(
        'invalid_request',
        "AADSTS9000411: The request is not properly formatted. The parameter 'grant_type' is duplicated.",
        { help: false },
      ),
    ],
  ])('%s', async (_, payload, type, status, body) => {
    const response = await post(v2, payload, { 'content-type': type })
    expect(response.json()).toEqual(body)
    expect(response.statusCode).toBe(status)
  })
})

describe('anything else', () => {
  it.each([
    ['GET', v2, 'POST'],
    ['PUT', v1, 'POST'],
    ['HEAD', v1, 'POST'],
    ['POST', '/common/discovery/keys', 'GET'],
    ['DELETE', `/${tenantId}/.well-known/openid-configuration`, 'GET'],
  ] as const)('%s %s is not allowed', async (method, url, allowed) => {
    const response = await app.inject({ method, url, headers: { 'client-request-id': correlationId } })
    expect([response.statusCode, response.headers.allow]).toEqual([405, allowed])
    if (method === 'HEAD') return
    expect(response.json()).toEqual(
      refusal(
        'invalid_request',
        `AADSTS900561: The endpoint only accepts ${allowed} requests. Received a ${method} request.`,
      ),
    )
  })

  it.each(['/', '/x', `/${tenantId}/oauth2/v3.0/token`, '/%zz', '/a/b/c/d?secret=1'])('%s is nowhere', async (url) => {
    const response = await app.inject({ url, headers: { 'client-request-id': correlationId } })
    expect(response.statusCode).toBe(404)
    expect(response.json()).toEqual(
      refusal('invalid_request', `The endpoint 'GET ${url.split('?')[0]}' does not exist.`, { help: false }),
    )
  })

  it('is a server error without a word about the cause', async () => {
    await app.close()
    const cause = new Error('database on fire')
    app = endpoint({ issueApplicationToken: () => Promise.reject(cause) })
    const response = await post(v2, formOf({}))
    expect(response.statusCode).toBe(500)
    expect(response.json()).toEqual(
      refusal('server_error', 'AADSTS50000: There was an error issuing a token or an issue with our sign-in service.'),
    )
    expect(log.entries).toEqual([
      {
        level: 'error',
        message: 'unexpected token service failure',
        facts: { correlationId, method: 'POST', path: v2, err: cause },
      },
    ])
  })

  it('gets a fresh correlation id when the client sent none that could be one', async () => {
    const response = await post(v2, formOf({ scope: 'x' }), { 'client-request-id': '<script>' })
    expect(response.json().correlation_id).toMatch(/^00000001-0000-4000-8000-[0-9a-f]{12}$/)
    expect(response.headers).not.toHaveProperty('client-request-id')
  })

  it('takes further grants by name', async () => {
    await app.close()
    app = endpoint({ grants: { password: async ({ form }) => ({ user: form.get('username') ?? '' }) } })
    const response = await post('/organizations/oauth2/v2.0/token', formOf({ grant_type: 'password', username: 'a@b' }))
    expect(response.json()).toEqual({ user: 'a@b' })
  })

  it('works behind a server of somebody else', async () => {
    await app.ready()
    const server = createServer((request, response) => app.routing(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // listening on TCP
    try {
      const response = await fetch(`http://127.0.0.1:${port}${v2}`, {
        method: 'POST',
        body: new URLSearchParams(formOf({})),
      })
      expect([response.status, Object.keys(Object(await response.json()))]).toEqual([
        200,
        ['token_type', 'expires_in', 'ext_expires_in', 'access_token'],
      ])
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  })
})
