/** Whatever a request says, Microsoft Graph answers in its own words and never breaks. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  applicationType,
  groupType,
  permissionGrantType,
  servicePrincipalType,
  userType,
} from '../../domain/directory/graph-types.js'
import { startTestGraph, type TestGraph } from '../../testing/start-test-graph.js'

let graph: TestGraph
let appId: string
let path: string
beforeAll(async () => {
  graph = await startTestGraph()
  const application = await graph.post('/v1.0/applications', { displayName: 'app' })
  appId = application.body.appId
  path = `/v1.0/applications/${application.body.id}`
})
afterAll(() => graph.close())

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    { redirectUris: [null] },
    { redirectUris: 'x' },
    [{ key: 5 }],
    [null],
    [[]],
    { password: 5 },
    { implicitGrantSettings: 'x' },
    '__proto__',
    -1,
    '2030-01-01',
  ),
)
const membersOf = (type: { properties: object }) => [
  ...Object.keys(type.properties),
  'passwordProfile',
  'passwordCredential',
  'keyId',
  'members@odata.bind',
  'owners@odata.bind',
  '@odata.id',
  '__proto__',
]
const bodyOf = (type: { properties: object }) => fc.dictionary(fc.constantFrom(...membersOf(type)), odd, { maxKeys: 4 })

async function expectAnswer(method: string, url: string, body?: unknown): Promise<void> {
  const answer = await graph.call(method, url, {
    ...(body === undefined ? {} : { body }),
    headers: { consistencylevel: 'eventual' },
  })
  const code = answer.status >= 400 ? answer.body.error.code : 'none'
  expect([url, body, answer.status === 500, typeof code]).toEqual([url, body, false, 'string'])
}

it.each([
  ['/v1.0/applications', applicationType, { displayName: 'x' }],
  ['/v1.0/groups', groupType, { displayName: 'x', mailNickname: 'x', mailEnabled: false, securityEnabled: true }],
  [
    '/v1.0/users',
    userType,
    {
      accountEnabled: true,
      displayName: 'x',
      mailNickname: 'x',
      userPrincipalName: 'x@lazulite.onmicrosoft.com',
      passwordProfile: { password: 'Test-1234' },
    },
  ],
  ['/v1.0/servicePrincipals', servicePrincipalType, {}],
  ['/v1.0/oauth2PermissionGrants', permissionGrantType, {}],
  ['/v1.0/directoryObjects/getByIds', { properties: { ids: 0, types: 0 } }, {}],
  ['/v1.0/$batch', { properties: { requests: 0 } }, {}],
])('POST %s', async (url, type, base) => {
  await fc.assert(
    fc.asyncProperty(bodyOf(type), (body) => expectAnswer('POST', url, { ...base, ...body })),
    { numRuns: 60 },
  )
})

it.each([
  ['POST', '/addPassword', { properties: {} }],
  ['POST', '/removePassword', { properties: {} }],
  ['POST', '/owners/$ref', { properties: {} }],
  ['POST', '/federatedIdentityCredentials', { properties: { name: 0, issuer: 0, subject: 0, audiences: 0 } }],
  ['PATCH', '', applicationType],
])('%s an application%s', async (method, below, type) => {
  await fc.assert(
    fc.asyncProperty(bodyOf(type), (body) => expectAnswer(method, `${path}${below}`, body)),
    { numRuns: 60 },
  )
})

it('PATCH a service principal', async () => {
  await graph.post('/v1.0/servicePrincipals', { appId })
  await fc.assert(
    fc.asyncProperty(bodyOf(servicePrincipalType), (body) =>
      expectAnswer('PATCH', `/v1.0/servicePrincipals(appId='${appId}')`, body),
    ),
    { numRuns: 60 },
  )
})

it('GET with any option', async () => {
  const options = fc.constantFrom(
    '$filter',
    '$select',
    '$expand',
    '$orderby',
    '$search',
    '$top',
    '$skiptoken',
    '$count',
  )
  const values = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "displayName eq 'x'",
      'true',
      'displayName',
      'owners',
      '"displayName:x"',
      '*',
      'id desc',
      "a/any(b:b eq '",
    ),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('users', 'groups', 'applications', 'servicePrincipals', 'directoryRoles', 'users/$count'),
      fc.dictionary(options, values, { maxKeys: 3 }),
      (set, query) => expectAnswer('GET', `/v1.0/${set}?${new URLSearchParams(query)}`),
    ),
    { numRuns: 200 },
  )
})

it('GET any path', async () => {
  const segment = fc.oneof(
    fc.constantFrom('users', 'me', '$count', '$ref', 'members', "(appId='x')", "users('", 'delta()', '%00', '..'),
    fc.webFragments().map((text) => encodeURIComponent(text)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { maxLength: 5 }), (segments) =>
      expectAnswer('GET', `/v1.0/${segments.join('/')}`),
    ),
    { numRuns: 200 },
  )
})
