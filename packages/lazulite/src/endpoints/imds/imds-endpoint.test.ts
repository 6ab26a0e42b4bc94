import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { InjectOptions } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { managedIdentityTokenIssuer } from '../../operations/issue-managed-identity-token.js'
import { rememberingLog } from '../../testing/silent-log.js'
import {
  claimsOf,
  machine,
  servicePrincipal,
  systemIds,
  testIdentityResourceId,
  testTenant,
  testUserLink,
  testVmId,
  tokenWorld,
  userIds,
} from '../../testing/token-world.js'
import { apiVersions } from './api-versions.js'
import { createImdsEndpoint, type ImdsDependencies } from './create-imds-endpoint.js'

const tokenPath = '/metadata/identity/oauth2/token'
const arm = 'https://management.azure.com/'
const asked = `${tokenPath}?api-version=2018-02-01&resource=${arm}`
const guest = { metadata: 'true' }

let world: ReturnType<typeof tokenWorld>
let vmId: string | undefined
let log: ReturnType<typeof rememberingLog>
let app: ReturnType<typeof createImdsEndpoint>

function endpoint(changed: Partial<ImdsDependencies> = {}) {
  return createImdsEndpoint({
    vmOf: () => vmId,
    issueManagedIdentityToken: managedIdentityTokenIssuer(world),
    tenants: world.directory.tenants,
    clock: world.clock,
    ids: world.ids,
    log,
    ...changed,
  })
}

beforeEach(() => {
  world = tokenWorld()
  vmId = testVmId
  log = rememberingLog()
  world.machines.set(testVmId, machine({ systemAssigned: systemIds, userAssigned: [testUserLink] }))
  world.add(servicePrincipal(systemIds), servicePrincipal({ ...userIds, displayName: 'ID1' }))
  app = endpoint()
})
afterEach(() => app.close())

/** A whole answer but for the headers that Node adds. */
async function ask(options: InjectOptions) {
  const response = await app.inject({ headers: guest, ...options })
  return {
    status: response.statusCode,
    type: response.headers['content-type'],
    server: response.headers.server,
    body: response.body === '' ? undefined : response.json(),
  }
}
const get = (url: string, headers: Record<string, string> = guest) => ask({ url, headers })
const answer = (status: number, body: unknown) => ({
  status,
  type: 'application/json; charset=utf-8',
  server: 'IMDS/150.870.65.512',
  body,
})
const refusal = (text: string, error = 'invalid_request', status = 400) =>
  answer(status, { error, error_description: text })

describe('GET /metadata/identity/oauth2/token', () => {
  it('answers with strings only, in the order of the real service', async () => {
    const response = await app.inject({ url: asked, headers: guest })
    const { access_token, ...rest } = response.json()
    expect(Object.keys(response.json())).toEqual([
      'access_token',
      'refresh_token',
      'client_id',
      'expires_in',
      'expires_on',
      'ext_expires_in',
      'not_before',
      'resource',
      'token_type',
    ])
    expect(rest).toEqual({
      refresh_token: '',
      client_id: systemIds.clientId,
      expires_in: '86400',
      expires_on: '1893542400',
      ext_expires_in: '86399',
      not_before: '1893455700',
      resource: arm,
      token_type: 'Bearer',
    })
    expect(claimsOf(access_token)).toMatchObject({ aud: arm, exp: 1893542400, oid: systemIds.principalId })
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      server: 'IMDS/150.870.65.512',
      'content-length': String(response.body.length),
    })
  })

  it('counts the seconds down on the same token', async () => {
    const first = await get(asked)
    world.clock.advance(14)
    const second = await get(asked)
    expect(second.body).toEqual({ ...first.body, expires_in: '86386' })
  })

  it('issues another token with bypass_cache=true only', async () => {
    const first = await get(asked)
    expect((await get(`${asked}&bypass_cache=false`)).body.access_token).toBe(first.body.access_token)
    expect((await get(`${asked}&bypass_cache=true`)).body.access_token).not.toBe(first.body.access_token)
  })

  it.each([
    ['https://management.azure.com/', 'https://management.azure.com/', 'as the tutorials type it'],
    ['https%3A%2F%2Fmanagement.azure.com/', 'https://management.azure.com/', 'half encoded'],
    ['https%3A%2F%2Fmanagement.azure.com', 'https://management.azure.com', 'without the slash'],
    ['https%3a%2f%2fmanagement.core.windows.net%2f', 'https://management.core.windows.net/', 'encoded in lower case'],
    ['797f4846-ba00-4fd7-ba43-dac1f8f63013', '797f4846-ba00-4fd7-ba43-dac1f8f63013', 'by client id'],
  ])('takes the resource %s for %s: %s', async (sent, resource) => {
    const { status, body } = await get(`${tokenPath}?resource=${sent}&api-version=2019-08-01`)
    expect({ status, resource: body.resource, aud: claimsOf(body.access_token).aud }).toEqual({
      status: 200,
      resource,
      aud: resource,
    })
  })

  it.each([
    [`client_id=${userIds.clientId}`, userIds.clientId],
    [`client_id=${userIds.clientId.toUpperCase()}`, userIds.clientId],
    [`object_id=${userIds.principalId}`, userIds.clientId],
    [`msi_res_id=${testIdentityResourceId}`, userIds.clientId],
    [`msi_res_id=${encodeURIComponent(testIdentityResourceId.toLowerCase())}`, userIds.clientId],
    [`mi_res_id=${encodeURIComponent(testIdentityResourceId)}`, userIds.clientId],
    [`client_id=${systemIds.clientId}`, systemIds.clientId],
    ['client_id=', systemIds.clientId],
  ])('selects by %s', async (selector, clientId) => {
    expect((await get(`${asked}&${selector}`)).body.client_id).toBe(clientId)
  })

  it.each(['true', 'True', 'TRUE'])('accepts the header value %s', async (metadata) => {
    expect((await get(asked, { metadata })).status).toBe(200)
  })

  it.each(apiVersions.filter((version) => version >= '2018-02-01'))('knows api-version %s', async (version) => {
    expect((await get(`${tokenPath}?api-version=${version}&resource=${arm}`)).status).toBe(200)
  })
})

describe('a token request is refused', () => {
  it.each([
    ['an id that is not attached', `${asked}&client_id=00000000-0000-4000-8000-000000000000`, 'Identity not found'],
    ['a client id given as object id', `${asked}&object_id=${userIds.clientId}`, 'Identity not found'],
    [
      'two selectors',
      `${asked}&client_id=${userIds.clientId}&object_id=${userIds.principalId}`,
      "Query variables 'client_id', 'object_id' and 'msi_res_id' are mutually exclusive",
    ],
    ['no resource', `${tokenPath}?api-version=2018-02-01`, "Required query variable 'resource' is missing"],
    [
      'an empty resource',
      `${tokenPath}?api-version=2018-02-01&resource=`,
      "Required query variable 'resource' is missing",
    ],
    ['a repeated resource', `${asked}&Resource=${arm}`, "Query variable 'resource' is specified more than once"],
  ])('for %s', async (_, url, text) => expect(await get(url)).toEqual(refusal(text)))

  it('when several user-assigned identities could be meant', async () => {
    const other = { principalId: 'p', clientId: 'c', resourceId: `${testIdentityResourceId}2` }
    world.machines.set(testVmId, machine({ userAssigned: [testUserLink, other] }))
    const response = await app.inject({ url: asked, headers: guest })
    expect(response.body).toBe(
      '{"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"}',
    )
    expect(response.headers['content-length']).toBe('168')
  })

  it.each([
    ['the machine has no identity', () => world.machines.set(testVmId, machine({ userAssigned: [] }))],
    ['the machine is gone', () => world.machines.delete(testVmId)],
    ['nobody knows the connection', () => (vmId = undefined)],
  ])('when %s', async (_, arrange) => {
    arrange()
    expect(await get(asked)).toEqual(refusal('Identity not found'))
  })

  it('with the words of the token service for an unknown resource', async () => {
    const { body, ...rest } = await get(`${tokenPath}?api-version=2018-02-01&resource=https://nobody.example`)
    expect({ ...rest, body }).toEqual(
      refusal(
        expect.stringMatching(
          /^AADSTS500011: The resource principal named https:\/\/nobody\.example was not found in the tenant named Lazulite\. .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2030-01-01 00:00:00Z$/,
        ),
        'invalid_resource',
      ),
    )
  })

  it('with a server error that names nothing but its correlation id when something breaks', async () => {
    await app.close()
    app = endpoint({ issueManagedIdentityToken: () => Promise.reject(new Error('disk full at /secret')) })
    const { body, status } = await get(asked)
    const correlationId = /Correlation ID: (.*)$/.exec(body.error_description)?.[1]
    expect({ status, body }).toEqual({
      status: 500,
      body: { error: 'server_error', error_description: `Server error. Correlation ID: ${correlationId}` },
    })
    expect(log.entries).toEqual([
      {
        level: 'error',
        message: 'unexpected metadata failure',
        facts: { err: new Error('disk full at /secret'), correlationId, path: tokenPath },
      },
    ])
  })
})

describe('the order of checks', () => {
  const wrong = {
    path: '/metadata/identity/oauth2/nothing',
    method: 'POST',
    forwarded: { 'x-forwarded-for': '10.0.0.1' },
    repeated: 'x=1&x=2',
    version: 'api-version=1999-01-01',
    selectors: 'client_id=unknown&object_id=unknown',
  } as const
  const everything = `${wrong.repeated}&${wrong.version}&${wrong.selectors}`
  const version = 'api-version=2018-02-01'

  it.each([
    [
      'address',
      { method: wrong.method, url: `${wrong.path}?${everything}`, headers: wrong.forwarded },
      'Not found',
      404,
    ],
    [
      'method',
      { method: wrong.method, url: `${tokenPath}?${everything}`, headers: wrong.forwarded },
      'Not allowed',
      405,
    ],
    [
      'header',
      { url: `${tokenPath}?${everything}`, headers: wrong.forwarded },
      'Required metadata header not specified',
      400,
    ],
    ['header value', { url: tokenPath, headers: { metadata: 'yes' } }, 'Required metadata header not specified', 400],
    [
      'header sent twice',
      { url: tokenPath, headers: { metadata: 'true, true' } },
      'Required metadata header not specified',
      400,
    ],
    [
      'forwarding',
      { url: `${tokenPath}?${everything}`, headers: { ...guest, ...wrong.forwarded } },
      'Request header X-Forwarded-For is not allowed',
      400,
    ],
    [
      'empty forwarding',
      { url: tokenPath, headers: { ...guest, 'x-forwarded-for': '' } },
      'Request header X-Forwarded-For is not allowed',
      400,
    ],
    ['repeated names', { url: `${tokenPath}?${everything}` }, "Query variable 'x' is specified more than once", 400],
    ['version', { url: `${tokenPath}?${wrong.selectors}` }, "Required query variable 'api-version' is missing", 400],
    [
      'version known',
      { url: `${tokenPath}?${wrong.version}&${wrong.selectors}` },
      'Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds',
      400,
    ],
    [
      'version of the category',
      { url: `${tokenPath}?api-version=2017-12-01&${wrong.selectors}` },
      'Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds',
      400,
    ],
    [
      'resource',
      { url: `${tokenPath}?${version}&${wrong.selectors}` },
      "Required query variable 'resource' is missing",
      400,
    ],
    [
      'selectors',
      { url: `${tokenPath}?${version}&resource=https://nobody.example&${wrong.selectors}` },
      "Query variables 'client_id', 'object_id' and 'msi_res_id' are mutually exclusive",
      400,
    ],
    [
      'identity',
      { url: `${tokenPath}?${version}&resource=https://nobody.example&client_id=x` },
      'Identity not found',
      400,
    ],
  ] as const)('meets %s', async (_, options, text, status) => {
    const error = { 404: 'not_found', 405: 'method_not_allowed', 400: 'invalid_request' }[status]
    expect(await ask(options)).toEqual(refusal(text, error, status))
  })

  it('answers the probe of a client that leaves the header out with 88 bytes', async () => {
    const response = await app.inject({ url: `${tokenPath}?api-version=2018-02-01&resource=${arm}` })
    expect([response.statusCode, response.body, response.headers['content-length']]).toEqual([
      400,
      '{"error":"invalid_request","error_description":"Required metadata header not specified"}',
      '88',
    ])
  })

  it('answers 404 on the second version of the service, header or not', async () => {
    const url = '/metadata/identity/getplatformmetadata?cred-api-version=2.0'
    expect(await get(url)).toEqual(refusal('Not found', 'not_found', 404))
    expect(await get(url, {})).toEqual(refusal('Not found', 'not_found', 404))
  })
})

describe('other addresses', () => {
  it('tell the tenant', async () => {
    expect(await get('/metadata/identity/info?api-version=2018-02-01')).toEqual(
      answer(200, { tenantId: testTenant.tenantId }),
    )
  })

  it('list the versions without being asked for one', async () => {
    expect(await get('/metadata/versions')).toEqual(answer(200, { apiVersions }))
    expect(await get('/metadata/versions', {})).toEqual(
      answer(400, { error: 'Bad request: . Required metadata header not specified' }),
    )
  })

  const badVersion = {
    error:
      'Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds',
    'newest-versions': ['2025-04-07', '2024-07-17', '2024-03-15'],
  }
  it.each([
    ['/metadata/instance', '2021-02-01', 501, { error: 'NotImplemented: GET /metadata/instance' }],
    ['/metadata/instance/compute', '2021-02-01', 501, { error: 'NotImplemented: GET /metadata/instance/compute' }],
    ['/metadata/instance', '2017-03-01', 400, badVersion],
    ['/metadata/instance', '', 400, badVersion],
    ['/metadata/attested/document', '2018-10-01', 501, { error: 'NotImplemented: GET /metadata/attested/document' }],
    ['/metadata/attested/document', '2018-04-02', 400, badVersion],
    ['/metadata/loadbalancer', '2020-10-01', 501, { error: 'NotImplemented: GET /metadata/loadbalancer' }],
    ['/metadata/scheduledevents', '2020-07-01', 501, { error: 'NotImplemented: GET /metadata/scheduledevents' }],
    ['/metadata/instancee', '2021-02-01', 404, { error: 'Not found' }],
    ['/metadata', '2021-02-01', 404, { error: 'Not found' }],
    ['/', '2021-02-01', 404, { error: 'Not found' }],
  ])('%s in version "%s": %i', async (path, version, status, body) => {
    expect(await get(`${path}?api-version=${version}`)).toEqual(answer(status, body))
  })

  it('name the method in what is not implemented, whatever the body', async () => {
    const headers = { ...guest, 'content-type': 'nonsense' }
    const options = { method: 'POST', payload: '{', headers } as const
    expect(await ask({ ...options, url: '/metadata/scheduledevents?api-version=2020-07-01' })).toEqual(
      answer(501, { error: 'NotImplemented: POST /metadata/scheduledevents' }),
    )
    expect(await ask({ ...options, url: '/metadata/versions' })).toEqual(answer(405, { error: 'Method not allowed' }))
    expect(await ask({ ...options, url: tokenPath })).toEqual(refusal('Not allowed', 'method_not_allowed', 405))
  })

  it.each(['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'] as const)('refuse %s', async (method) => {
    expect((await ask({ method, url: asked })).status).toBe(405)
  })
})

describe('an address in disguise', () => {
  it.each([
    '/metadata/identity/oauth2/token/',
    '//metadata/identity/oauth2/token',
    '/metadata//identity/oauth2/token',
    '/metadata/identity/oauth2//token',
    '/Metadata/identity/oauth2/token',
    '/metadata/identity/OAuth2/token',
    '/metadata/%69dentity/oauth2/token',
    '/metadata/identity%2Foauth2/token',
    '/metadata/identity/oauth2/token%20',
    '/metadata/identity/oauth2/token%00',
    '/metadata/identity/oauth2/token;x=1',
    '/metadata/instance/../identity/oauth2/token',
    '/metadata/instance/%2e%2e/identity/oauth2/token',
    '/metadata/instance/..%2fidentity/oauth2/token',
    '/metadata/./identity/oauth2/token',
    '/metadata/identity/oauth2/%zz',
    '/metadata/instance/compute/',
  ])('leads nowhere: %s', async (path) => {
    // over a real socket: clients and test tools straighten such paths before they send them
    const { statusCode, body } = await raw(`${path}?api-version=2021-02-01&resource=${arm}`)
    expect(statusCode).toBe(404)
    expect(JSON.stringify(body)).not.toContain('access_token')
  })

  it('leads nowhere as a whole address on the request line', async () => {
    const { statusCode } = await raw(`http://169.254.169.254${asked}`)
    expect(statusCode).toBe(404)
  })

  it('does not keep the plain one from being answered over the same door', async () => {
    const { statusCode, body } = await raw(asked)
    expect([statusCode, Reflect.get(Object(body), 'client_id')]).toEqual([200, systemIds.clientId])
  })

  it('is asked by the socket that carries the request', async () => {
    const ports: (number | undefined)[] = []
    await app.close()
    app = endpoint({
      vmOf: (socket) => {
        ports.push(socket.remotePort)
        return testVmId
      },
    })
    const { localPort } = await raw(asked)
    expect(ports).toEqual([localPort])
  })

  /** Sends the request line as it is, through `app.routing`. */
  async function raw(target: string) {
    await app.ready()
    const server = createServer((request, response) => app.routing(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo // listening on TCP
    try {
      return await new Promise<{ statusCode: number; body: unknown; localPort: number | undefined }>(
        (resolve, reject) => {
          const socket = connect(port, '127.0.0.1')
          let localPort: number | undefined
          let text = ''
          socket.on('connect', () => {
            localPort = socket.localPort
            socket.write(
              `GET ${target} HTTP/1.1\r\nHost: 169.254.169.254\r\nMetadata: true\r\nConnection: close\r\n\r\n`,
            )
          })
          socket.on('data', (chunk) => (text += chunk))
          socket.on('error', reject)
          socket.on('end', () => {
            const [head = '', body = ''] = text.split('\r\n\r\n')
            resolve({ statusCode: Number(head.split(' ')[1]), body: JSON.parse(body), localPort })
          })
        },
      )
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
  }
})
