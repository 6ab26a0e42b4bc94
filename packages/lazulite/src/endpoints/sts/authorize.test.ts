import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Application } from '../../domain/directory/directory-objects.js'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { testTenantId } from '../../testing/test-ports.js'
import {
  administrator,
  answerOf,
  armScope,
  authorizeFields,
  azureCli,
  challengeOf,
  changeAdministrator,
  claimsIn,
  type Fields,
  formOf,
  headingOf,
  postForm,
  refusalOf,
  TestBrowser,
  toForm,
  unescapeHtml,
  verifier,
} from '../../testing/token-client.js'

const redirectUri = 'http://localhost:51234'
const webClient = '40000000-0000-4000-8000-000000000001'
const spaClient = '40000000-0000-4000-8000-000000000002'
const webAddress = 'https://app.example/signed-in'
const spaAddress = 'https://spa.example/'

let world: TestCloud
let browser: TestBrowser
beforeEach(async () => {
  world = await startTestCloud()
  browser = new TestBrowser(world.cloud.sts)
})
afterEach(() => world.close())

async function addApplication(clientId: string, facts: Partial<Application>): Promise<void> {
  const { store, ids, clock } = world.cloud.ports
  const createdAt = clock.nowMillis()
  await store.transaction(async (tx) => {
    await tx.applications.insert({
      ...{ objectId: ids.guid('application'), clientId, displayName: 'An <app>', identifierUris: [] },
      ...{ isPublicClient: false, secrets: [], createdAt },
      ...facts,
    })
    await tx.principals.insert({
      ...{ kind: 'ServicePrincipal', principalId: ids.guid('principal'), clientId, displayName: 'An <app>' },
      ...{ isEnabled: true, createdAt, servicePrincipalType: 'Application', servicePrincipalNames: [clientId] },
    })
  })
}
const addWebClient = () =>
  addApplication(webClient, {
    redirectUris: { web: [webAddress], spa: [], publicClient: [] },
    secrets: [{ keyId: 's', hash: 'test$web-secret', hint: 'web', startsAt: 0 }],
  })
const addSpa = () => addApplication(spaClient, { redirectUris: { web: [], spa: [spaAddress], publicClient: [] } })

const signIn = async (changed: Fields = {}) => browser.signIn(await browser.authorize(changed))
const redeem = (code: string | undefined, changed: Fields = {}, headers: Record<string, string> = {}) =>
  postForm(
    world.cloud.sts,
    {
      ...{ client_id: azureCli, grant_type: 'authorization_code', client_info: '1', code },
      ...{ redirect_uri: redirectUri, code_verifier: verifier, scope: armScope },
      ...changed,
    },
    { headers },
  )
const codeOf = async (changed: Fields = {}) => answerOf(await signIn(changed)).code

describe('the authorization code flow', () => {
  it('leads from the sign-in page to tokens', async () => {
    const page = await browser.authorize()
    expect([page.statusCode, headingOf(page.body)]).toEqual([200, 'Sign in'])
    const answer = await browser.signIn(page)
    expect([answer.statusCode, new URL(String(answer.headers.location)).origin]).toEqual([302, redirectUri])
    const { code, client_info, session_state, ...rest } = answerOf(answer)
    expect(rest).toEqual({ state: 'a state' })
    expect([client_info, session_state]).toEqual([expect.any(String), expect.any(String)])
    const { status, body } = await redeem(code)
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual([
      ...['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token', 'refresh_token', 'foci'],
      ...['id_token', 'client_info'],
    ])
    expect(body.client_info).toBe(client_info)
    expect(claimsIn(body, 'id_token')).toMatchObject({ nonce: 'a nonce', preferred_username: administrator })
    expect(claimsIn(body, 'access_token')).toMatchObject({ upn: administrator, amr: ['pwd'] })
  })

  it('answers version 1 with its own tokens', async () => {
    const resource = 'https://management.core.windows.net/'
    const page = await browser.authorize({ scope: undefined, resource }, '/common/oauth2/authorize')
    const { code } = answerOf(await browser.signIn(page))
    const { body } = await postForm(
      world.cloud.sts,
      {
        ...{ client_id: azureCli, grant_type: 'authorization_code', code, code_verifier: verifier },
        redirect_uri: redirectUri,
      },
      { path: 'oauth2/token', tenant: 'common' },
    )
    expect(body).toMatchObject({ resource, expires_in: '3599', scope: 'user_impersonation' })
    expect(claimsIn(body, 'id_token')).toMatchObject({ ver: '1.0', nonce: 'a nonce' })
  })

  it.each([
    ['query', `${redirectUri}?code=`],
    ['fragment', `${redirectUri}#code=`],
  ])('answers in the %s', async (mode, start) => {
    const { headers } = await signIn({ response_mode: mode })
    expect(String(headers.location).startsWith(start)).toBe(true)
  })

  it('answers by a form that the browser sends', async () => {
    const page = await signIn({ response_mode: 'form_post', state: '"><b>' })
    expect(page.statusCode).toBe(200)
    const { action, fields } = formOf(page.body)
    expect(action).toBe(redirectUri)
    expect(fields).toEqual({
      code: expect.any(String),
      client_info: expect.any(String),
      session_state: expect.any(String),
      state: '"><b>',
    })
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${redirectUri};`)
    expect(page.headers['content-security-policy']).toContain("script-src 'self'")
    expect(page.body).not.toContain('<b>')
  })

  it('takes its parameters from a form too', async () => {
    const page = await browser.post('/organizations/oauth2/v2.0/authorize', authorizeFields)
    expect(answerOf(await browser.signIn(page))).toHaveProperty('code')
  })

  it('adds to a query that the address has', async () => {
    await addApplication(webClient, { redirectUris: { web: [`${webAddress}?a=1`], spa: [], publicClient: [] } })
    const answer = await signIn({ client_id: webClient, redirect_uri: `${webAddress}?a=1` })
    expect(answerOf(answer)).toMatchObject({ a: '1', code: expect.any(String), state: 'a state' })
  })

  it('does without redirect_uri when one is registered, and without a challenge for web clients', async () => {
    await addWebClient()
    const changed = { client_id: webClient, redirect_uri: undefined, code_challenge: undefined }
    const code = await codeOf({ ...changed, code_challenge_method: undefined })
    const web = { client_id: webClient, redirect_uri: webAddress, code_verifier: undefined }
    expect(refusalOf(await redeem(code, web))).toEqual([
      401,
      'invalid_client',
      "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ])
    const { status, body } = await redeem(code, { ...web, client_secret: 'web-secret' })
    expect(status).toBe(200)
    expect(claimsIn(body, 'access_token')).toMatchObject({ appid: webClient, appidacr: '1' })
    const again = { client_id: webClient, client_secret: 'web-secret', grant_type: 'refresh_token' }
    const { refresh_token } = body
    expect((await postForm(world.cloud.sts, { ...again, refresh_token: String(refresh_token) })).status).toBe(200)
  })

  it('carries the capabilities that were declared when it began', async () => {
    const claims = '{"access_token":{"xms_cc":{"values":["CP1"]}}}'
    const { body } = await redeem(await codeOf({ claims }))
    expect(claimsIn(body, 'access_token').xms_cc).toEqual(['CP1'])
  })
})

describe('a code', () => {
  it('is good once, for ten minutes', async () => {
    const [used, late] = [await codeOf(), await codeOf({ prompt: 'login' })]
    expect((await redeem(used)).status).toBe(200)
    expect(refusalOf(await redeem(used))).toEqual([
      400,
      'invalid_grant',
      'AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    ])
    world.clock.advance(600)
    expect(refusalOf(await redeem(late))).toEqual([
      400,
      'invalid_grant',
      'AADSTS70008: The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    ])
  })

  it('is good a second before its end', async () => {
    const code = await codeOf()
    world.clock.advance(599)
    expect((await redeem(code)).status).toBe(200)
  })

  it('goes to one of two that redeem it at once', async () => {
    const code = await codeOf()
    const statuses = (await Promise.all([redeem(code), redeem(code)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 400])
  })

  const mismatch =
    'AADSTS501481: The Code_Verifier does not match the code_challenge supplied in the authorization request.'
  it.each<[string, Fields, Fields, number, string, string]>([
    ['another verifier', {}, { code_verifier: `${verifier}x` }, 400, 'invalid_grant', mismatch],
    ['no verifier', {}, { code_verifier: undefined }, 400, 'invalid_grant', mismatch],
    ['the challenge itself', {}, { code_verifier: challengeOf(verifier) }, 400, 'invalid_grant', mismatch],
    [
      'a verifier that nobody asked for',
      { code_challenge: undefined, code_challenge_method: undefined },
      {},
      400,
      'invalid_grant',
      mismatch,
    ],
    [
      'another address',
      {},
      { redirect_uri: 'http://localhost:51235' },
      401,
      'invalid_client',
      "AADSTS500112: The reply address 'http://localhost:51235' does not match the reply address 'http://localhost:51234' provided when requesting Authorization code.",
    ],
    [
      'another client',
      {},
      { client_id: '1950a258-227b-4e31-a9cf-717495945fc2' },
      400,
      'invalid_grant',
      'AADSTS70000: Provided grant is invalid or malformed.',
    ],
    [
      'a code that nobody issued',
      {},
      { code: 'x' },
      400,
      'invalid_grant',
      'AADSTS9002313: Invalid request. Request is malformed or invalid.',
    ],
    [
      'no code',
      {},
      { code: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'code'.",
    ],
  ])('is refused for %s', async (_, asked, changed, status, error, text) => {
    const code = await codeOf(asked)
    expect(refusalOf(await redeem(code, { code, ...changed }))).toEqual([status, error, text])
  })

  it('takes a plain challenge, also without a method', async () => {
    for (const method of ['plain', undefined]) {
      const code = await codeOf({ code_challenge: verifier, code_challenge_method: method, prompt: 'login' })
      expect((await redeem(code)).status).toBe(200)
    }
  })

  it('is worth nothing after another password', async () => {
    const code = await codeOf()
    await changeAdministrator(world, { password: { keyId: 'n', hash: 'test$n', hint: 'n', startsAt: 0 } })
    expect((await redeem(code)).body.error_codes).toEqual([50173])
  })
})

describe('a single-page application', () => {
  const spa = { client_id: spaClient, redirect_uri: spaAddress }
  const origin = { origin: 'https://spa.example' }

  it('redeems and refreshes by script only, for a day at most', async () => {
    await addSpa()
    const code = await codeOf(spa)
    expect(refusalOf(await redeem(code, spa))).toEqual([
      400,
      'invalid_request',
      "AADSTS9002327: Tokens issued for the 'Single-Page Application' client-type may only be redeemed via cross-origin requests.",
    ])
    const { body } = await redeem(code, spa, origin)
    expect(claimsIn(body, 'access_token')).toMatchObject({ appid: spaClient, appidacr: '0' })
    const issued = new Date(world.clock.nowMillis()).toISOString().replace('Z', '0000Z')
    const refresh = (token: unknown, headers: Record<string, string> = origin) =>
      postForm(
        world.cloud.sts,
        { client_id: spaClient, grant_type: 'refresh_token', refresh_token: String(token), scope: armScope },
        { headers },
      )
    expect((await refresh(body.refresh_token, {})).body.error_codes).toEqual([9002327])
    world.clock.advance(86_399)
    const { body: next } = await refresh(body.refresh_token)
    world.clock.advance(1)
    expect(refusalOf(await refresh(body.refresh_token))).toEqual([
      400,
      'invalid_grant',
      `AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00, which cannot be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page. The token was issued on ${issued}.`,
    ])
    expect((await refresh(next.refresh_token)).body.error_codes).toEqual([700084])
  })

  it('needs a challenge', async () => {
    await addSpa()
    const answer = await browser.authorize({ ...spa, code_challenge: undefined, code_challenge_method: undefined })
    expect(answerOf(answer)).toMatchObject({ error: 'invalid_request', state: 'a state' })
    expect(answerOf(answer).error_description).toMatch(/^AADSTS9002325: Proof Key for Code Exchange is required /)
  })

  it('is the only one that scripts may redeem for', async () => {
    const code = await codeOf()
    expect((await redeem(code, {}, origin)).body.error_codes).toEqual([9002326])
  })

  it.each([
    ['POST', '/common/oauth2/v2.0/token'],
    ['GET', '/common/v2.0/.well-known/openid-configuration'],
    ['GET', '/common/discovery/v2.0/keys'],
  ] as const)('%s %s is open to scripts, and answers what they ask before', async (method, url) => {
    const { headers } = await world.cloud.sts.inject({ method, url, headers: origin })
    expect(headers['access-control-allow-origin']).toBe('*')
    const preflight = await world.cloud.sts.inject({
      method: 'OPTIONS',
      url,
      headers: { ...origin, 'access-control-request-headers': 'x-client-sku', 'access-control-request-method': method },
    })
    expect(preflight).toMatchObject({
      statusCode: 204,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-allow-methods': `${method}, OPTIONS`,
        'access-control-allow-headers': 'x-client-sku',
      },
    })
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it('cannot read pages', async () => {
    expect((await browser.authorize()).headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('what is asked wrongly', () => {
  it.each<[string, Fields, string]>([
    [
      'no client',
      { client_id: undefined },
      "AADSTS900144: The request body must contain the following parameter: 'client_id'.",
    ],
    [
      'an unknown client',
      { client_id: 'x' },
      "AADSTS700016: Application with identifier 'x' was not found in the directory 'Lazulite'.",
    ],
    [
      'an address that is not registered',
      { redirect_uri: 'https://evil.example/' },
      `AADSTS50011: The redirect URI 'https://evil.example/' specified in the request does not match the redirect URIs configured for the application '${azureCli}'.`,
    ],
    ['an address with a name in it', { redirect_uri: 'http://a:b@localhost:1' }, 'AADSTS50011: '],
    ['an address with a fragment', { redirect_uri: 'http://localhost:1/#x' }, 'AADSTS50011: '],
    ['a path that is not registered', { redirect_uri: 'http://localhost:1/path' }, 'AADSTS50011: '],
    ['a script', { redirect_uri: 'javascript:alert(1)' }, 'AADSTS50011: '],
    ['no address', { redirect_uri: undefined }, 'AADSTS900971: No reply address provided.'],
    [
      'a client that has no address',
      { client_id: '30000000-0000-4000-8000-000000000001' },
      'AADSTS500113: No reply address is registered for the application.',
    ],
  ])('is shown to the person: %s', async (_, changed, text) => {
    const page = await browser.authorize(changed)
    expect([page.statusCode, headingOf(page.body), page.headers.location]).toEqual([
      400,
      'Sign-in is not possible',
      undefined,
    ])
    expect(unescapeHtml(page.body)).toContain(text)
  })

  it.each<[string, Fields, string, RegExp]>([
    ['no response type', { response_type: undefined }, 'invalid_request', /^AADSTS900144: .*'response_type'/],
    [
      'an id token',
      { response_type: 'id_token' },
      'unsupported_response_type',
      /^AADSTS700054: response_type 'id_token' is not enabled for the application\./,
    ],
    ['both', { response_type: 'code id_token' }, 'unsupported_response_type', /^AADSTS700054: /],
    ['anything', { response_type: 'magic' }, 'unsupported_response_type', /^AADSTS70005: /],
    [
      'a response mode',
      { response_mode: 'pigeon' },
      'invalid_request',
      /^AADSTS70007: 'pigeon' is not a supported value of 'response_mode'/,
    ],
    ['a prompt', { prompt: 'dance' }, 'invalid_request', /^AADSTS90023: Unsupported 'prompt' value\./],
    ['none with another', { prompt: 'none login' }, 'invalid_request', /^AADSTS90023: /],
    ['no scope', { scope: undefined }, 'invalid_request', /^AADSTS900144: .*'scope'/],
    ['an unknown resource', { scope: 'https://nowhere.example/.default' }, 'invalid_resource', /^AADSTS500011: /],
    ['two resources', { scope: 'https://a/x https://b/x' }, 'invalid_request', /^AADSTS28000: /],
    [
      'a short challenge',
      { code_challenge: 'short' },
      'invalid_request',
      /^AADSTS501491: Invalid size of Code_Challenge parameter\./,
    ],
    ['a challenge of another method', { code_challenge_method: 'S512' }, 'invalid_request', /^AADSTS9002313: /],
  ])('is told to the application: %s', async (_, changed, error, text) => {
    const response = await browser.authorize(changed)
    expect(response.statusCode).toBe(302)
    const answer = answerOf(response)
    expect(answer).toEqual({ error, error_description: expect.stringMatching(text), state: 'a state' })
    expect(answer.error_description).toMatch(/ Trace ID: \S+ Correlation ID: \S+ Timestamp: 2030-01-01 00:00:00Z$/)
  })

  it.each([
    ['/nowhere/oauth2/v2.0/authorize', "AADSTS90002: Tenant 'nowhere' not found."],
    ['/consumers/oauth2/v2.0/authorize', 'AADSTS9002331: '],
  ])('%s is no tenant', async (path, text) => {
    const page = await browser.authorize({}, path)
    expect([page.statusCode, unescapeHtml(page.body)]).toEqual([400, expect.stringContaining(text)])
  })

  it('is refused when a parameter comes twice', async () => {
    const page = await browser.get(`/common/oauth2/v2.0/authorize?${toForm(authorizeFields)}&state=b`)
    expect([page.statusCode, unescapeHtml(page.body)]).toEqual([400, expect.stringContaining("'state' is duplicated")])
  })

  it('never shows markup that a stranger sent', async () => {
    const page = await browser.authorize({ client_id: '<script>alert(1)</script>' })
    expect(page.body).not.toContain('<script>alert')
  })
})

describe('addresses on this machine', () => {
  it.each(['http://localhost', 'http://localhost/', 'http://localhost:1', 'http://127.0.0.1:8400', 'http://[::1]:9/'])(
    '%s is as good as http://localhost for public clients',
    async (redirect_uri) => expect((await browser.authorize({ redirect_uri })).statusCode).toBe(200),
  )

  it('is not for the other names of loopback when the client is confidential', async () => {
    await addApplication(webClient, { redirectUris: { web: ['http://localhost:3000/in'], spa: [], publicClient: [] } })
    const ask = async (redirect_uri: string) =>
      (await browser.authorize({ client_id: webClient, redirect_uri })).statusCode
    expect([await ask('http://localhost:4000/in'), await ask('http://127.0.0.1:3000/in')]).toEqual([200, 400])
  })

  it('knows where native programs are sent', async () => {
    const native = `https://login.microsoftonline.com/common/oauth2/nativeclient`
    const answer = await signIn({ redirect_uri: native })
    expect(String(answer.headers.location).startsWith(`${native}?code=`)).toBe(true)
    expect(headingOf((await browser.get('/common/oauth2/nativeclient?code=x')).body)).toBe('You are signed in')
    expect(headingOf((await browser.get('/common/oauth2/nativeclient?error=x')).body)).toBe('You are not signed in')
  })
})

describe('scopes at redemption', () => {
  it('are what was agreed to when none is sent', async () => {
    const { body } = await redeem(await codeOf(), { scope: undefined })
    expect(claimsIn(body, 'access_token').aud).toBe('https://management.core.windows.net/')
    expect(body).toHaveProperty('id_token')
  })

  it('may name another resource', async () => {
    const { body } = await redeem(await codeOf(), { scope: 'https://vault.azure.net/.default' })
    expect(claimsIn(body, 'access_token')).toMatchObject({ aud: 'https://vault.azure.net', tid: testTenantId })
    expect(body).toHaveProperty('refresh_token')
  })
})
