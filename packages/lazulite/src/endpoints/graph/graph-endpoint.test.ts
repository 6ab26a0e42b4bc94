/** What every request meets, whatever it is about. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph } from '../../testing/start-test-graph.js'

let graph: TestGraph
beforeAll(async () => {
  graph = await startTestGraph()
})
afterAll(() => graph.close())

const errorOf = (body: { error: { code: string; message: string } }) => [body.error.code, body.error.message]

describe('a token', () => {
  const audienceRefused = ['InvalidAuthenticationToken', 'Access token validation failure. Invalid audience.']
  it.each([
    ['https://graph.microsoft.com', undefined],
    ['https://graph.microsoft.com/', undefined],
    ['00000003-0000-0000-c000-000000000000', undefined],
    ['https://localhost:4430', undefined],
    ['https://localhost:4430/', undefined],
    ['https://localhost:4431/', audienceRefused],
    ['https://management.azure.com/', audienceRefused],
    ['https://Graph.microsoft.com', audienceRefused],
    ['https://graph.microsoft.com//', audienceRefused],
  ])('for %s', async (aud, refused) => {
    const answer = await graph.get('/v1.0/organization', { as: await graph.token(graph.operatorId, { aud }) })
    expect(answer.status).toBe(refused === undefined ? 200 : 401)
    if (refused !== undefined) expect(errorOf(answer.body)).toEqual(refused)
  })

  it.each([
    ['that is over', () => ({ exp: graph.cloud.clock.now() }), 'Lifetime validation failed, the token is expired.'],
    [
      'that is not valid yet',
      () => ({ nbf: graph.cloud.clock.now() + 1 }),
      'Lifetime validation failed, the token is not yet valid.',
    ],
    ['of another tenant', () => ({ tid: 'x' }), 'Access token validation failure. Invalid issuer.'],
    ['of nobody', () => ({ oid: '' }), 'CompactToken parsing failed with error code: 80049217'],
  ])('%s is refused', async (_, claims, message) => {
    const answer = await graph.get('/v1.0/users', { as: await graph.token(graph.operatorId, claims()) })
    expect([answer.status, ...errorOf(answer.body)]).toEqual([401, 'InvalidAuthenticationToken', message])
  })

  it.each([
    [null, 'Access token is empty.'],
    ['x', 'CompactToken parsing failed with error code: 80049217'],
  ])('%j is refused with a challenge, before the path is looked at', async (as, message) => {
    const answer = await graph.get('/v1.0/nosuch', { as })
    expect(answer.status).toBe(401)
    expect(errorOf(answer.body)).toEqual(['InvalidAuthenticationToken', message])
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"',
    )
  })

  it('whose signature is another’s is refused', async () => {
    const [header, payload] = (await graph.token(graph.operatorId)).split('.')
    const answer = await graph.get('/v1.0/users', { as: `${header}.${payload}.${'A'.repeat(342)}` })
    expect([answer.status, ...errorOf(answer.body)]).toEqual([
      401,
      'InvalidAuthenticationToken',
      'Access token validation failure. Invalid signature.',
    ])
  })

  it('of a principal that is gone is refused', async () => {
    const answer = await graph.get('/v1.0/users', { as: await graph.token('99999999-0000-4000-8000-000000000001') })
    expect([answer.status, ...errorOf(answer.body)]).toEqual([
      401,
      'Authorization_IdentityNotFound',
      'The identity of the calling application could not be established.',
    ])
  })
})

describe('an answer', () => {
  it('has the headers of Microsoft Graph', async () => {
    const { headers } = await graph.get('/v1.0/users')
    expect({ ...headers, 'content-length': 0, date: 0, connection: 0 }).toEqual({
      'cache-control': 'no-cache',
      'content-length': 0,
      'content-type':
        'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
      'odata-version': '4.0',
      vary: 'Accept-Encoding',
      'strict-transport-security': 'max-age=31536000',
      'request-id': headers['request-id'],
      'client-request-id': headers['request-id'],
      'x-ms-ags-diagnostic':
        '{"ServerInfo":{"DataCenter":"West US 2","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"LAZULITE"}}',
      'x-ms-resource-unit': '1',
      date: 0,
      connection: 0,
    })
  })

  it('repeats the client’s request id, in errors as well', async () => {
    const id = 'abcdef00-0000-4000-8000-000000000001'
    const answer = await graph.get('/v1.0/nosuch', { headers: { 'client-request-id': id } })
    expect(answer.headers['client-request-id']).toBe(id)
    expect(answer.text).toBe(
      `{"error":{"code":"BadRequest","message":"Resource not found for the segment 'nosuch'.","innerError":{"date":"2030-01-01T00:00:00","request-id":"${answer.headers['request-id']}","client-request-id":"${id}"}}}`,
    )
    expect(answer.headers['content-type']).toBe('application/json')
  })

  it('to HEAD has no body', async () => {
    const answer = await graph.call('HEAD', '/v1.0/users')
    expect([answer.status, answer.text]).toEqual([200, ''])
  })

  it('names the origin and the version that were asked', async () => {
    const answer = await graph.get('/beta/users?$top=1', { headers: { host: 'localhost:4430' } })
    expect(answer.body['@odata.context']).toBe('https://localhost:4430/beta/$metadata#users')
  })
})

describe('the address', () => {
  it.each([
    ['GET', '/v1.0/nosuch', 400, "Resource not found for the segment 'nosuch'."],
    ['GET', '/v1.0/users/x/nosuch', 400, "Resource not found for the segment 'nosuch'."],
    ['GET', '/v1.0/users/x/memberOf/y/z', 400, "Resource not found for the segment 'y'."],
    ['GET', '/v1.0', 400, "Resource not found for the segment ''."],
    ['OPTIONS', '/v1.0/nosuch', 400, "Resource not found for the segment 'nosuch'."],
    ['GET', '/v1.0/groups/microsoft.graph.user', 400, "Resource not found for the segment 'microsoft.graph.user'."],
    ['PUT', '/v1.0/users', 405, 'Specified HTTP method is not allowed for the request target.'],
    ['OPTIONS', '/v1.0/users', 405, 'Specified HTTP method is not allowed for the request target.'],
    ['POST', '/v1.0/users/$count', 405, 'Specified HTTP method is not allowed for the request target.'],
    ['GET', '/v1.0/directoryObjects/getByIds', 405, 'Specified HTTP method is not allowed for the request target.'],
    ['GET', '/v1.0/deviceManagement/managedDevices', 501, 'NotImplemented: /v1.0/deviceManagement/managedDevices'],
    ['GET', '/v1.0/users/delta()', 501, 'NotImplemented: /v1.0/users/delta()'],
    ['GET', '/v1.0/users/x/manager', 501, 'NotImplemented: /v1.0/users/{id}/manager'],
    ['GET', '/v1.0/users/x/manager/$ref', 501, 'NotImplemented: /v1.0/users/{id}/manager'],
    ['GET', '/v1.0/$metadata', 501, 'NotImplemented: /v1.0/$metadata'],
    ['GET', '/v3.0/users', 400, 'Invalid version: v3.0'],
  ])('%s %s: %i', async (method, url, status, message) => {
    const answer = await graph.call(method, url)
    expect([answer.status, answer.body.error.message]).toEqual([status, message])
  })

  it('is compared without case', async () => {
    expect((await graph.get('/v1.0/SERVICEPRINCIPALS')).status).toBe(200)
  })

  const nested = (depth: number): string => `{"displayName":${'['.repeat(depth)}${']'.repeat(depth)}}`
  it.each([
    ['half an object', '{'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['nothing', 'null'],
    ['65 levels', nested(65)],
    ['more levels than a stack has', nested(500_000)],
  ])('with a body of %s is refused', async (_, payload) => {
    const answer = await graph.post('/v1.0/users', payload)
    expect([answer.status, ...errorOf(answer.body)]).toEqual([
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    ])
  })

  it('with a body of another type is refused', async () => {
    const answer = await graph.post('/v1.0/users', '{}', { headers: { 'content-type': 'text/plain' } })
    expect([answer.status, answer.body.error.code]).toEqual([400, 'BadRequest'])
  })

  it('/me is for people', async () => {
    const answer = await graph.get('/v1.0/me')
    expect([answer.status, ...errorOf(answer.body)]).toEqual([
      400,
      'BadRequest',
      '/me request is only valid with delegated authentication flow.',
    ])
  })
})

describe('a list', () => {
  const advanced = { headers: { consistencylevel: 'eventual' } }

  it('goes on at its nextLink, which repeats the question', async () => {
    const seen: string[] = []
    let url: string | undefined = '/v1.0/servicePrincipals?$top=3&$select=appId'
    while (url !== undefined) {
      const answer = await graph.get(url)
      expect(answer.body['@odata.context']).toBe('https://graph.microsoft.com/v1.0/$metadata#servicePrincipals(appId)')
      expect(answer.body.value.length).toBeLessThanOrEqual(3)
      seen.push(...answer.body.value.map(({ appId }: { appId: string }) => appId))
      const next: string | undefined = answer.body['@odata.nextLink']
      expect(
        next === undefined ||
          next.startsWith('https://graph.microsoft.com/v1.0/servicePrincipals?$top=3&$select=appId&$skiptoken='),
      ).toBe(true)
      url = next?.replace('https://graph.microsoft.com', '')
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toContain('00000003-0000-0000-c000-000000000000')
  })

  it('is counted only with the header', async () => {
    const plain = await graph.get('/v1.0/servicePrincipals?$count=true&$top=1')
    expect(plain.body).not.toHaveProperty('@odata.count')
    const counted = await graph.get('/v1.0/servicePrincipals?$count=true&$top=1', advanced)
    expect(Object.keys(counted.body)).toEqual(['@odata.context', '@odata.count', '@odata.nextLink', 'value'])
    const bare = await graph.get('/v1.0/servicePrincipals/$count', advanced)
    expect([bare.headers['content-type'], bare.text]).toEqual(['text/plain', String(counted.body['@odata.count'])])
    const refused = await graph.get('/v1.0/servicePrincipals/$count')
    expect([refused.status, ...errorOf(refused.body)]).toEqual([
      400,
      'Request_BadRequest',
      '$count is not currently supported.',
    ])
  })

  it.each([
    '$filter=servicePrincipalNames%2Fany%28c%3Ac%20eq%20%27https%3A%2F%2Fgraph.microsoft.com%27%29',
    "$filter=servicePrincipalNames/any(c:c+eq+'https://graph.microsoft.com')",
    "filter=appId eq '00000003-0000-0000-c000-000000000000'",
    "$filter=displayName eq 'microsoft graph'",
    "$filter=appId in ('00000003-0000-0000-c000-000000000000','x')",
    "$filter=id ne null and appId eq '00000003-0000-0000-c000-000000000000'&$count=true",
    '$search="displayName:graph"',
  ])('is filtered by %s', async (query) => {
    const answer = await graph.get(`/v1.0/servicePrincipals?${query}`, advanced)
    expect(answer.body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Microsoft Graph',
    ])
  })

  it('refuses what it cannot be asked', async () => {
    const answer = await graph.get("/v1.0/servicePrincipals?$filter=displayName ne 'x'")
    expect([answer.status, ...errorOf(answer.body)]).toEqual([
      400,
      'Request_UnsupportedQuery',
      "Unsupported property filter clause operator 'NotEqualsMatch'.",
    ])
  })
})

describe('$batch', () => {
  it('answers each request, in order, refusals included', async () => {
    const requests = [
      { id: '1', method: 'GET', url: '/organization?$select=displayName' },
      { id: '2', method: 'GET', url: 'nosuch' },
      { id: '3', method: 'GET', url: '/domains', dependsOn: ['2'] },
      { id: '4', method: 'DELETE', url: '/users/nobody@x.example' },
    ]
    const answer = await graph.post('/v1.0/$batch', { requests })
    expect(answer.status).toBe(200)
    const { responses } = answer.body
    expect(responses.map(({ id, status }: { id: string; status: number }) => [id, status])).toEqual([
      ['1', 200],
      ['2', 400],
      ['3', 424],
      ['4', 404],
    ])
    expect(responses[0]).toEqual({
      id: '1',
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: {
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#organization(displayName)',
        value: [{ displayName: 'Lazulite' }],
      },
    })
  })

  it.each([
    [{}, 'There must be between 1 and 20 requests.'],
    [
      { requests: Array.from({ length: 21 }, (_, id) => ({ id: `${id}`, method: 'GET', url: '/me' })) },
      'There must be between 1 and 20 requests.',
    ],
    [{ requests: [{ id: '1' }] }, 'Every request has an id, a method and a url.'],
    [
      {
        requests: [
          { id: '1', method: 'GET', url: '/me' },
          { id: '1', method: 'GET', url: '/me' },
        ],
      },
      "The id '1' occurs more than once.",
    ],
    [
      { requests: [{ id: '1', method: 'GET', url: '/me', dependsOn: ['2'] }] },
      "The request '1' depends on one that does not precede it.",
    ],
  ])('refuses %j', async (body, reason) => {
    const answer = await graph.post('/v1.0/$batch', body)
    expect([answer.status, answer.body.error.message]).toEqual([400, `Invalid batch payload format. ${reason}`])
  })

  it('needs a token', async () => {
    expect((await graph.post('/v1.0/$batch', { requests: [] }, { as: null })).status).toBe(401)
  })
})
