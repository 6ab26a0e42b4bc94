import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { spaRefreshTokenLifetime } from '../../operations/sign-in/issue-user-tokens.js'
import { startTestCloud, type TestCloud, testOperatorSecret } from '../../testing/start-test-cloud.js'
import { testTenantId } from '../../testing/test-ports.js'
import {
  administrator,
  armScope,
  azureCli,
  azurePowerShell,
  changeAdministrator,
  claimsIn,
  type Fields,
  passwordFields,
  postForm,
  refusalOf,
} from '../../testing/token-client.js'

const operator = '30000000-0000-4000-8000-000000000001'
const wrongPassword = 'AADSTS50126: Error validating credentials due to invalid username or password.'
const day = 86_400

let world: TestCloud
beforeEach(async () => {
  world = await startTestCloud()
})
afterEach(() => world.close())

const post = (changed: Fields, options?: Parameters<typeof postForm>[2]) =>
  postForm(world.cloud.sts, { ...passwordFields, ...changed }, options)
const refresh = (refreshToken: unknown, changed: Fields = {}, options?: Parameters<typeof postForm>[2]) =>
  postForm(
    world.cloud.sts,
    {
      client_id: azureCli,
      grant_type: 'refresh_token',
      client_info: '1',
      refresh_token: String(refreshToken),
      scope: armScope,
      ...changed,
    },
    options,
  )
const administratorId = async () =>
  (await world.cloud.ports.store.read.principals.findByUserPrincipalName(administrator))?.principalId ?? ''

describe('the password grant', () => {
  it('answers as Entra does, member by member', async () => {
    const { status, body } = await post({})
    expect(status).toBe(200)
    expect(Object.keys(body)).toEqual([
      ...['token_type', 'scope', 'expires_in', 'ext_expires_in', 'access_token', 'refresh_token', 'foci'],
      ...['id_token', 'client_info'],
    ])
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: 'https://management.core.windows.net//user_impersonation https://management.core.windows.net//.default',
      expires_in: 3599,
      ext_expires_in: 3599,
      foci: '1',
    })
    const oid = await administratorId()
    expect(JSON.parse(Buffer.from(String(body.client_info), 'base64url').toString())).toEqual({
      uid: oid,
      utid: testTenantId,
    })
  })

  it('puts who, what and how into the access token', async () => {
    await changeAdministrator(world, { graphProperties: { givenName: 'Ada', surname: 'Min' } })
    const now = world.clock.now()
    const oid = await administratorId()
    expect(claimsIn((await post({})).body, 'access_token')).toEqual({
      aud: 'https://management.core.windows.net/',
      iss: `https://sts.windows.net/${testTenantId}/`,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3599,
      acr: '1',
      aio: expect.any(String),
      amr: ['pwd'],
      appid: azureCli,
      appidacr: '0',
      family_name: 'Min',
      given_name: 'Ada',
      idtyp: 'user',
      ipaddr: '127.0.0.1',
      name: 'Administrator',
      oid,
      puid: expect.stringMatching(/^10032[0-9A-F]{11}$/),
      rh: expect.any(String),
      scp: 'user_impersonation',
      sub: expect.stringMatching(/^[\w-]{43}$/),
      tid: testTenantId,
      unique_name: administrator,
      upn: administrator,
      uti: 'uti-1',
      ver: '1.0',
      wids: ['62e90394-69f5-4237-9190-012177145e10'],
      xms_cc: ['CP1'],
      xms_tcdt: expect.any(Number),
    })
  })

  it('puts the user into the id token', async () => {
    const now = world.clock.now()
    expect(claimsIn((await post({})).body, 'id_token')).toEqual({
      aud: azureCli,
      iss: `https://login.microsoftonline.com/${testTenantId}/v2.0`,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3600,
      name: 'Administrator',
      oid: await administratorId(),
      preferred_username: administrator,
      rh: expect.any(String),
      sub: expect.stringMatching(/^[\w-]{43}$/),
      tid: testTenantId,
      uti: 'uti-2',
      ver: '2.0',
    })
  })

  it('opens Resource Manager to the user', async () => {
    const { body } = await post({})
    const answer = await world.arm('GET', '/subscriptions?api-version=2022-12-01', { as: String(body.access_token) })
    expect([answer.status, answer.body]).toMatchObject([200, { value: [{ displayName: 'Lazulite' }] }])
  })

  it.each([
    ['openid', 'id_token'],
    ['offline_access', 'refresh_token'],
  ])('without %s gives no %s', async (scope, member) => {
    const { body } = await post({ scope: armScope.replace(` ${scope}`, '') })
    expect(body).not.toHaveProperty(member)
    expect(body).toHaveProperty('access_token')
  })

  it('without profile says no name', async () => {
    const { body } = await post({ scope: 'https://management.azure.com/.default openid' })
    expect(Object.keys(claimsIn(body, 'id_token'))).not.toEqual(expect.arrayContaining(['name']))
    expect(claimsIn(body, 'access_token').aud).toBe('https://management.azure.com')
  })

  it.each<[string, string, string, string | undefined, string]>([
    [
      'Graph for the CLI',
      'https://graph.microsoft.com//.default openid',
      'https://graph.microsoft.com/',
      undefined,
      'Application.ReadWrite.All AppRoleAssignment.ReadWrite.All AuditLog.Read.All DelegatedPermissionGrant.ReadWrite.All Directory.AccessAsUser.All email Group.ReadWrite.All openid profile User.Read.All User.ReadWrite.All',
    ],
    [
      'one permission of Graph',
      'https://graph.microsoft.com/User.Read profile',
      'https://graph.microsoft.com',
      'profile https://graph.microsoft.com/User.Read',
      'profile User.Read',
    ],
    ['a bare permission', 'User.Read', '00000003-0000-0000-c000-000000000000', 'User.Read', 'User.Read'],
    [
      'OpenID Connect alone',
      'openid profile',
      '00000003-0000-0000-c000-000000000000',
      'openid profile',
      'openid profile',
    ],
    [
      'impersonation by name',
      'https://vault.azure.net/user_impersonation',
      'https://vault.azure.net',
      'https://vault.azure.net/user_impersonation',
      'user_impersonation',
    ],
  ])('reads the scope for %s', async (_, scope, audience, answered, permissions) => {
    const { body } = await post({ scope })
    expect(claimsIn(body, 'access_token')).toMatchObject({ aud: audience, scp: permissions })
    if (answered !== undefined) expect(body.scope).toBe(answered)
  })

  it('names groups up to two hundred for Resource Manager, and then says where to ask', async () => {
    const { store, ids, clock } = world.cloud.ports
    const oid = await administratorId()
    const join = (count: number) =>
      store.transaction(async (tx) => {
        for (let i = 0; i < count; i++) {
          const principalId = ids.guid('group')
          const createdAt = clock.nowMillis()
          await tx.principals.insert({ kind: 'Group', principalId, displayName: 'g', isEnabled: true, createdAt })
          await tx.principals.addMember(principalId, oid)
        }
      })
    await join(200)
    const few = claimsIn((await post({})).body, 'access_token')
    expect(few.groups).toHaveLength(200)
    expect(
      claimsIn((await post({ scope: 'https://graph.microsoft.com/.default' })).body, 'access_token'),
    ).not.toHaveProperty('groups')
    await join(1)
    const many = claimsIn((await post({})).body, 'access_token')
    expect(many).not.toHaveProperty('groups')
    expect(many).toMatchObject({
      _claim_names: { groups: 'src1' },
      _claim_sources: {
        src1: { endpoint: `https://graph.windows.net/${testTenantId}/users/${oid}/getMemberObjects` },
      },
    })
  })

  it.each<[string, Fields, number, string, string]>([
    [
      'no client',
      { client_id: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'client_id'.",
    ],
    [
      'no user name',
      { username: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'username'.",
    ],
    [
      'no password',
      { password: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'password'.",
    ],
    [
      'no scope',
      { scope: undefined },
      400,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'scope'.",
    ],
    ['a wrong password', { password: 'wrong' }, 400, 'invalid_grant', wrongPassword],
    ['a password in other case', { password: 'Administrator-password' }, 400, 'invalid_grant', wrongPassword],
    [
      'an unknown user',
      { username: 'nobody@lazulite.onmicrosoft.com' },
      400,
      'invalid_grant',
      'AADSTS50034: The user account {EUII Hidden} does not exist in the Lazulite directory. To sign into this application, the account must be added to the directory.',
    ],
    [
      'a confidential client without proof',
      { client_id: operator },
      401,
      'invalid_client',
      "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ],
    [
      'a public client with a secret',
      { client_secret: 'x' },
      401,
      'invalid_client',
      "AADSTS700025: Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ],
    [
      'two resources',
      { scope: 'https://vault.azure.net/.default https://storage.azure.com/.default' },
      400,
      'invalid_request',
      'AADSTS28000: Provided value for the input parameter scope is not valid because it contains more than one resource. Scope https://vault.azure.net/.default https://storage.azure.com/.default is not valid.',
    ],
    [
      '.default beside a permission',
      { scope: 'https://vault.azure.net/.default https://vault.azure.net/user_impersonation' },
      400,
      'invalid_scope',
      "AADSTS70011: The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope https://vault.azure.net/.default https://vault.azure.net/user_impersonation is not valid. .default scope can't be combined with resource-specific scopes.",
    ],
    [
      'a permission that the resource lacks',
      { scope: 'https://vault.azure.net/fly' },
      400,
      'invalid_client',
      "AADSTS650053: The application 'Microsoft Azure CLI' asked for scope 'fly' that doesn't exist on the resource 'cfa8b339-82a2-471a-a3c9-0fc0be7a4093'. Contact the app vendor.",
    ],
  ])('refuses %s', async (_, changed, status, error, text) => {
    expect(refusalOf(await post(changed))).toEqual([status, error, text])
  })

  it('takes the user name in any case, and a confidential client with its secret', async () => {
    expect((await post({ username: administrator.toUpperCase() })).status).toBe(200)
    const { body } = await post({ client_id: operator, client_secret: testOperatorSecret })
    expect(claimsIn(body, 'access_token')).toMatchObject({ appid: operator, appidacr: '1' })
    expect(body).not.toHaveProperty('foci')
  })

  it('tells a disabled user so only after the password', async () => {
    await changeAdministrator(world, { isEnabled: false })
    expect(refusalOf(await post({ password: 'wrong' }))).toEqual([400, 'invalid_grant', wrongPassword])
    expect(refusalOf(await post({}))).toEqual([400, 'invalid_grant', 'AADSTS50057: The user account is disabled.'])
  })

  it('locks an account for a minute after ten wrong passwords in a row', async () => {
    const locked =
      "AADSTS50053: The account is locked, you've tried to sign in too many times with an incorrect user ID or password."
    for (let i = 0; i < 9; i++) expect((await post({ password: 'wrong' })).body.error_codes).toEqual([50126])
    expect((await post({})).status).toBe(200) // the count begins anew
    for (let i = 0; i < 10; i++) expect((await post({ password: 'wrong' })).body.error_codes).toEqual([50126])
    expect(refusalOf(await post({}))).toEqual([400, 'invalid_grant', locked])
    world.clock.advance(59)
    expect(refusalOf(await post({}))).toEqual([400, 'invalid_grant', locked])
    world.clock.advance(1)
    expect((await post({})).status).toBe(200)
  })

  it('counts attempts that come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => post({ password: 'wrong' })))
    const codes = answers.map(({ body }) => Object(body.error_codes)[0])
    expect(codes.filter((code) => code === 50126)).toHaveLength(10)
    expect(codes.filter((code) => code === 50053)).toHaveLength(2)
  })

  it('is audited, without the password', async () => {
    const events: unknown[] = []
    world.cloud.audit.listen((event) => events.push(event))
    await post({ password: 'wrong-one' })
    await post({})
    const facts = { user: administrator, clientId: azureCli, ipAddress: '127.0.0.1', method: 'password' }
    expect(events).toMatchObject([
      {
        kind: 'signin.failed',
        principalId: await administratorId(),
        facts: { ...facts, result: 'InvalidUserCredentials' },
      },
      { kind: 'signin.succeeded', principalId: await administratorId(), facts: { ...facts, result: 'success' } },
      { kind: 'token.issued', facts: { grant: 'password', clientId: azureCli } },
    ])
    expect(JSON.stringify([events, world.log.entries])).not.toMatch(/wrong-one|administrator-password/)
  })

  it.each(['common', 'organizations', testTenantId, 'lazulite.onmicrosoft.com', 'Lazulite.OnMicrosoft.com'])(
    'works under %s',
    async (tenant) => expect((await post({}, { tenant })).status).toBe(200),
  )

  it('has no personal accounts', async () => {
    expect(refusalOf(await post({}, { tenant: 'consumers' }))).toEqual([
      400,
      'invalid_request',
      `AADSTS9002331: Application '${azureCli}'(Microsoft Azure CLI) is configured for use by Azure Active Directory users only. Please do not use the /consumers endpoint to serve this request.`,
    ])
  })
})

describe('version 1', () => {
  const resource = 'https://management.core.windows.net/'
  const v1 = (changed: Fields = {}) => post({ scope: undefined, resource, ...changed }, { path: 'oauth2/token' })

  it('prints numbers as text and always gives a refresh token and an id token', async () => {
    const { body } = await v1()
    const now = world.clock.now()
    expect(Object.keys(body)).toEqual([
      ...['token_type', 'scope', 'expires_in', 'ext_expires_in', 'expires_on', 'not_before', 'resource'],
      ...['access_token', 'refresh_token', 'foci', 'id_token', 'client_info'],
    ])
    expect(body).toMatchObject({
      scope: 'user_impersonation',
      expires_in: '3599',
      expires_on: String(now + 3599),
      not_before: String(now - 300),
      resource,
    })
    expect(claimsIn(body, 'id_token')).toEqual({
      aud: azureCli,
      iss: `https://sts.windows.net/${testTenantId}/`,
      iat: now - 300,
      nbf: now - 300,
      exp: now + 3600,
      amr: ['pwd'],
      auth_time: now,
      ipaddr: '127.0.0.1',
      name: 'Administrator',
      oid: await administratorId(),
      rh: expect.any(String),
      sub: expect.any(String),
      tid: testTenantId,
      unique_name: administrator,
      upn: administrator,
      uti: expect.any(String),
      ver: '1.0',
    })
  })

  it('refreshes for another resource, and at version 2', async () => {
    const { refresh_token } = (await v1()).body
    const vault = { scope: undefined, resource: 'https://vault.azure.net' }
    const other = await refresh(refresh_token, vault, { path: 'oauth2/token' })
    expect(claimsIn(other.body, 'access_token').aud).toBe('https://vault.azure.net')
    const same = await refresh(refresh_token, { scope: undefined }, { path: 'oauth2/token' })
    expect(claimsIn(same.body, 'access_token').aud).toBe(resource)
    expect((await refresh(refresh_token)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  const first = async (changed: Fields = {}) => (await post(changed)).body

  it('is not used up: the old one and the new one are good', async () => {
    const { refresh_token } = await first()
    const one = (await refresh(refresh_token)).body
    const two = (await refresh(refresh_token)).body
    expect(new Set([refresh_token, one.refresh_token, two.refresh_token]).size).toBe(3)
    expect((await refresh(one.refresh_token)).status).toBe(200)
    expect((await refresh(refresh_token)).status).toBe(200)
  })

  it('is good for any resource, and comes anew even when nobody asks', async () => {
    const { refresh_token } = await first()
    const { body } = await refresh(refresh_token, { scope: 'https://graph.microsoft.com/.default' })
    expect(claimsIn(body, 'access_token').aud).toBe('https://graph.microsoft.com')
    expect(body).toHaveProperty('refresh_token')
    expect(body).not.toHaveProperty('id_token')
  })

  it('serves the other clients of its family, and nobody else', async () => {
    const { refresh_token } = await first()
    const { body } = await refresh(refresh_token, { client_id: azurePowerShell })
    expect(claimsIn(body, 'access_token').appid).toBe(azurePowerShell)
    const stranger = await refresh(refresh_token, { client_id: operator, client_secret: testOperatorSecret })
    expect(refusalOf(stranger)).toEqual([400, 'invalid_grant', 'AADSTS70000: Provided grant is invalid or malformed.'])
  })

  it('lives ninety days from its issue', async () => {
    const { refresh_token } = await first()
    const issued = new Date(world.clock.nowMillis()).toISOString().replace('Z', '0000Z')
    world.clock.advance(90 * day - 1)
    const next = (await refresh(refresh_token)).body.refresh_token
    world.clock.advance(1)
    expect(refusalOf(await refresh(refresh_token))).toEqual([
      400,
      'invalid_grant',
      `AADSTS700082: The refresh token has expired due to inactivity. The token was issued on ${issued} and was inactive for 90.00:00:00.`,
    ])
    expect((await refresh(next)).status).toBe(200)
  })

  it('ends with another password', async () => {
    const { refresh_token } = await first()
    const issued = new Date(world.clock.nowMillis()).toISOString().replace('Z', '0000Z')
    world.clock.advance(60)
    const startsAt = world.clock.nowMillis()
    await changeAdministrator(world, { password: { keyId: 'new', hash: 'test$new', hint: 'new', startsAt } })
    expect(refusalOf(await refresh(refresh_token))).toEqual([
      400,
      'invalid_grant',
      `AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '${issued}' and the TokensValidFrom date (before which tokens are not valid) for this user is '2030-01-01T00:01:00.0000000Z'.`,
    ])
    const { refresh_token: fresh } = await first({ password: 'new' })
    expect((await refresh(fresh)).status).toBe(200)
  })

  it('ends when sign-ins are revoked, later ones do not', async () => {
    const { refresh_token } = await first()
    world.clock.advance(60)
    const now = new Date(world.clock.nowMillis()).toISOString()
    await changeAdministrator(world, { graphProperties: { signInSessionsValidFromDateTime: now } })
    expect((await refresh(refresh_token)).body.error_codes).toEqual([50173])
    const { refresh_token: fresh } = await first()
    expect((await refresh(fresh)).status).toBe(200)
  })

  it.each<[string, Parameters<typeof changeAdministrator>[1], number]>([['disabled', { isEnabled: false }, 50057]])(
    'is worth nothing when its user is %s',
    async (_, change, code) => {
      const { refresh_token } = await first()
      await changeAdministrator(world, change)
      expect((await refresh(refresh_token)).body.error_codes).toEqual([code])
    },
  )

  it('is worth nothing when its user is gone', async () => {
    const { refresh_token } = await first()
    const { store } = world.cloud.ports
    const oid = await administratorId()
    await store.transaction((tx) => tx.principals.delete(oid))
    expect((await refresh(refresh_token)).body.error_codes).toEqual([50034])
  })

  it.each([
    [
      'none',
      undefined,
      'invalid_request',
      "AADSTS900144: The request body must contain the following parameter: 'refresh_token'.",
    ],
    [
      'a made-up one',
      '1.Amade-up',
      'invalid_grant',
      'AADSTS9002313: Invalid request. Request is malformed or invalid.',
    ],
  ])('is refused when it is %s', async (_, token, error, text) => {
    expect(refusalOf(await refresh('', { refresh_token: token }))).toEqual([400, error, text])
  })

  it('is not for scripts of other origins', async () => {
    const { refresh_token } = await first()
    const answer = await refresh(refresh_token, {}, { headers: { origin: 'http://localhost:3000' } })
    expect(refusalOf(answer)).toEqual([
      400,
      'invalid_request',
      "AADSTS9002326: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type. Request origin: 'http://localhost:3000'.",
    ])
  })

  it('is kept as a hash only', async () => {
    const { refresh_token } = await first()
    const { store } = world.cloud.ports
    expect(await store.read.grants.get('refreshToken', String(refresh_token))).toBeUndefined()
    expect(spaRefreshTokenLifetime).toBe(day)
  })
})

describe('userinfo', () => {
  const ask = async (token: unknown) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    const response = await world.cloud.sts.inject({ url: '/common/openid/userinfo', headers })
    return { status: response.statusCode, body: response.json(), challenge: response.headers['www-authenticate'] }
  }

  it("tells who the user is, under the id token's name", async () => {
    const { body } = await post({ scope: 'openid profile email' })
    const answer = await ask(body.access_token)
    expect(answer).toMatchObject({ status: 200, body: { sub: claimsIn(body, 'id_token').sub, name: 'Administrator' } })
  })

  it.each([
    ['no token', async () => undefined],
    ['a token that is none', async () => 'x.y.z'],
    ['a token for another resource', async () => (await post({})).body.access_token],
  ])('refuses %s', async (_, token) => {
    expect(await ask(await token())).toMatchObject({
      status: 401,
      body: { error: 'invalid_token' },
      challenge: 'Bearer error="invalid_token"',
    })
  })

  it('refuses a token that is over by a second', async () => {
    const { body } = await post({ scope: 'openid' })
    world.clock.advance(3598)
    expect((await ask(body.access_token)).status).toBe(200)
    world.clock.advance(1)
    expect((await ask(body.access_token)).status).toBe(401)
  })
})
