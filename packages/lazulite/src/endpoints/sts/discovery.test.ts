import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../../ports/store.js'
import { rememberingLog } from '../../testing/silent-log.js'
import { openTestPorts } from '../../testing/test-ports.js'
import { tokenServiceParts } from '../../testing/token-service-world.js'
import { testTenant, tokenWorld } from '../../testing/token-world.js'
import { createStsEndpoint } from './create-sts-endpoint.js'

const { tenantId, defaultDomain } = testTenant
let app: ReturnType<typeof createStsEndpoint>
let store: Store

beforeEach(async () => {
  const world = tokenWorld()
  store = (await openTestPorts()).store
  app = createStsEndpoint({
    tenants: world.directory.tenants,
    keyRing: world.keyRing,
    clock: world.clock,
    ids: world.ids,
    log: rememberingLog(),
    issueApplicationToken: () => Promise.reject(new Error('not asked')),
    signIn: tokenServiceParts(world, { store, verifyPassword: async () => false }).signIn,
    ownHosts: () => ['localhost:4430'],
  })
})
afterEach(async () => {
  await app.close()
  await store.close()
})

const get = async (url: string, host = 'login.microsoftonline.com') => {
  const response = await app.inject({ url, headers: { host } })
  return { status: response.statusCode, body: response.json() }
}

const cloud = {
  tenant_region_scope: null,
  cloud_instance_name: 'microsoftonline.com',
  cloud_graph_host_name: 'graph.windows.net',
  msgraph_host: 'graph.microsoft.com',
  rbac_url: 'https://pas.windows.net',
}
const v2Document = (base: string, issuer: string) => ({
  token_endpoint: `${base}/oauth2/v2.0/token`,
  token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
  jwks_uri: `${base}/discovery/v2.0/keys`,
  response_modes_supported: ['query', 'fragment', 'form_post'],
  subject_types_supported: ['pairwise'],
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: ['code', 'id_token', 'code id_token', 'id_token token'],
  scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  issuer,
  request_uri_parameter_supported: false,
  userinfo_endpoint: 'https://graph.microsoft.com/oidc/userinfo',
  authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
  device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
  http_logout_supported: true,
  frontchannel_logout_supported: true,
  end_session_endpoint: `${base}/oauth2/v2.0/logout`,
  claims_supported:
    'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr nonce preferred_username name tid ver at_hash c_hash email'.split(
      ' ',
    ),
  ...cloud,
})

describe('the OpenID Connect document, version 2.0', () => {
  const own = `https://login.microsoftonline.com/${tenantId}/v2.0`
  const anyone = 'https://login.microsoftonline.com/{tenantid}/v2.0'
  const login = 'https://login.microsoftonline.com'
  it.each([
    [tenantId, 'login.microsoftonline.com', `${login}/${tenantId}`, own],
    [defaultDomain, 'login.microsoftonline.com', `${login}/${tenantId}`, own],
    [tenantId.toUpperCase(), 'login.microsoftonline.com', `${login}/${tenantId}`, own],
    ['common', 'login.microsoftonline.com', `${login}/common`, anyone],
    ['Organizations', 'login.microsoftonline.com', `${login}/organizations`, anyone],
    [tenantId, 'login.windows.net', `https://login.windows.net/${tenantId}`, own],
    [tenantId, 'sts.windows.net', `${login}/${tenantId}`, own],
    [tenantId, 'LOGIN.microsoftonline.com:443', `${login}/${tenantId}`, own],
    [tenantId, 'localhost:4430', `https://localhost:4430/${tenantId}`, own],
    [tenantId, '127.0.0.1:4430', `https://127.0.0.1:4430/${tenantId}`, own],
    ['common', '[::1]:4430', 'https://[::1]:4430/common', anyone],
    [tenantId, 'evil.example/"x', `${login}/${tenantId}`, own],
  ])('of %s at %s leads to %s', async (tenant, host, base, issuer) => {
    expect(await get(`/${tenant}/v2.0/.well-known/openid-configuration`, host)).toEqual({
      status: 200,
      body: v2Document(base, issuer),
    })
  })

  it('of a tenant that does not exist is refused', async () => {
    const { status, body } = await get('/nowhere.example/v2.0/.well-known/openid-configuration')
    expect({ status, body }).toEqual({
      status: 400,
      body: {
        error: 'invalid_tenant',
        error_description: `AADSTS90002: Tenant 'nowhere.example' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant. Trace ID: ${body.trace_id} Correlation ID: ${body.correlation_id} Timestamp: 2030-01-01 00:00:00Z`,
        error_codes: [90002],
        timestamp: '2030-01-01 00:00:00Z',
        trace_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        correlation_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        error_uri: 'https://login.microsoftonline.com/error?code=90002',
      },
    })
  })
})

describe('the OpenID Connect document, version 1.0', () => {
  it.each([
    [tenantId, `https://localhost:4430/${tenantId}`, `https://sts.windows.net/${tenantId}/`],
    ['common', 'https://localhost:4430/common', 'https://sts.windows.net/{tenantid}/'],
    ['adfs', 'https://localhost:4430/adfs', `https://sts.windows.net/${tenantId}/`],
  ])('of %s leads to %s', async (tenant, base, issuer) => {
    expect(await get(`/${tenant}/.well-known/openid-configuration`, 'localhost:4430')).toEqual({
      status: 200,
      body: {
        token_endpoint: `${base}/oauth2/token`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
        jwks_uri: 'https://localhost:4430/common/discovery/keys',
        response_modes_supported: ['query', 'fragment', 'form_post'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        response_types_supported: ['code', 'id_token', 'code id_token', 'token id_token', 'token'],
        scopes_supported: ['openid'],
        issuer,
        microsoft_multi_refresh_token: true,
        authorization_endpoint: `${base}/oauth2/authorize`,
        device_authorization_endpoint: `${base}/oauth2/devicecode`,
        http_logout_supported: true,
        frontchannel_logout_supported: true,
        end_session_endpoint: `${base}/oauth2/logout`,
        claims_supported:
          'sub iss cloud_instance_name cloud_instance_host_name cloud_graph_host_name msgraph_host aud exp iat auth_time acr amr nonce email given_name family_name nickname'.split(
            ' ',
          ),
        userinfo_endpoint: `${base}/openid/userinfo`,
        ...cloud,
      },
    })
  })

  it('is the only one that a federation server has', async () => {
    expect((await get('/adfs/v2.0/.well-known/openid-configuration')).status).toBe(404)
    expect((await get('/adfs/discovery/v2.0/keys')).status).toBe(404)
  })
})

describe('the signing keys', () => {
  const key = (n: number) => ({
    kty: 'RSA',
    use: 'sig',
    kid: `key-${n}`,
    x5t: `key-${n}`,
    n: `modulus-${n}`,
    e: 'AQAB',
    x5c: [`certificate-${n}`],
  })
  it.each([
    ['/common/discovery/keys', {}],
    [`/${tenantId}/discovery/keys`, {}],
    ['/adfs/discovery/keys', {}],
    [
      '/common/discovery/v2.0/keys',
      { cloud_instance_name: 'microsoftonline.com', issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0' },
    ],
    [
      `/${tenantId}/discovery/v2.0/keys`,
      { cloud_instance_name: 'microsoftonline.com', issuer: `https://login.microsoftonline.com/${tenantId}/v2.0` },
    ],
  ])('at %s', async (url, more) => {
    expect(await get(url)).toEqual({
      status: 200,
      body: {
        keys: [
          { ...key(1), ...more },
          { ...key(2), ...more },
        ],
      },
    })
  })

  it('of a tenant that does not exist are refused', async () => {
    expect((await get('/nowhere/discovery/v2.0/keys')).body.error).toBe('invalid_tenant')
  })
})

describe('instance discovery', () => {
  const ask = (endpoint: string | undefined, version: string, host?: string) =>
    get(
      `/common/discovery/instance?api-version=${version}${endpoint === undefined ? '' : `&authorization_endpoint=${encodeURIComponent(endpoint)}`}`,
      host,
    )

  it('lists every instance and its names in version 1.1', async () => {
    const instance = (name: string, cache = name, aliases = [name]) => ({
      preferred_network: name,
      preferred_cache: cache,
      aliases,
    })
    expect(await ask('https://login.microsoftonline.com/common/oauth2/authorize', '1.1')).toEqual({
      status: 200,
      body: {
        tenant_discovery_endpoint: 'https://login.microsoftonline.com/common/.well-known/openid-configuration',
        'api-version': '1.1',
        metadata: [
          instance('login.microsoftonline.com', 'login.windows.net', [
            'login.microsoftonline.com',
            'login.windows.net',
            'login.microsoft.com',
            'sts.windows.net',
          ]),
          instance('login.partner.microsoftonline.cn', undefined, [
            'login.partner.microsoftonline.cn',
            'login.chinacloudapi.cn',
          ]),
          instance('login.microsoftonline.de'),
          instance('login.microsoftonline.us', undefined, ['login.microsoftonline.us', 'login.usgovcloudapi.net']),
          instance('login-us.microsoftonline.com'),
          instance('localhost:4430'),
        ],
      },
    })
  })

  it.each([
    [
      'https://login.windows.net/t/oauth2/v2.0/authorize',
      'https://login.windows.net/t/v2.0/.well-known/openid-configuration',
      'login.microsoftonline.com',
    ],
    [
      'https://localhost:4430/t/oauth2/v2.0/authorize',
      'https://localhost:4430/t/v2.0/.well-known/openid-configuration',
      'login.microsoftonline.com',
    ],
    [
      'https://127.0.0.1:5000/t/oauth2/authorize',
      'https://127.0.0.1:5000/t/.well-known/openid-configuration',
      '127.0.0.1:5000',
    ],
  ])('sends who asks about %s to %s', async (endpoint, document, host) => {
    expect(await ask(endpoint, '1.0', host)).toEqual({ status: 200, body: { tenant_discovery_endpoint: document } })
  })

  it.each([
    'https://evil.example/common/oauth2/authorize',
    'http://login.microsoftonline.com/common/oauth2/authorize',
    'https://login.microsoftonline.com.evil.example/common/oauth2/authorize',
    'https://localhost:4431/common/oauth2/authorize',
    'login.microsoftonline.com',
    '',
  ])('does not know %s', async (endpoint) => {
    const { status, body } = await ask(endpoint, '1.1')
    expect({
      status,
      error: body.error,
      codes: body.error_codes,
      text: body.error_description.split(' Trace')[0],
    }).toEqual({
      status: 400,
      error: 'invalid_instance',
      codes: [50049],
      text: 'AADSTS50049: Unknown or invalid instance.',
    })
  })

  it('has to be asked about something', async () => {
    const { status, body } = await ask(undefined, '1.1')
    expect({ status, codes: body.error_codes }).toEqual({ status: 400, codes: [900144] })
  })
})

describe('the user realm', () => {
  const cloudNames = {
    cloud_instance_name: 'microsoftonline.com',
    cloud_audience_urn: 'urn:federation:MicrosoftOnline',
  }
  it.each([
    [`admin@${defaultDomain}`, { ver: '1.0', account_type: 'Managed', domain_name: defaultDomain, ...cloudNames }],
    [
      `admin%40${defaultDomain.toUpperCase()}`,
      { ver: '1.0', account_type: 'Managed', domain_name: defaultDomain, ...cloudNames },
    ],
    ['somebody@elsewhere.example', { ver: '1.0', account_type: 'Unknown', ...cloudNames }],
  ])('of %s', async (user, body) => {
    expect(await get(`/common/userrealm/${user}?api-version=1.0`)).toEqual({ status: 200, body })
  })
})
