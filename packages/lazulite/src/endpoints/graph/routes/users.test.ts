import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph, withNames } from '../../../testing/start-test-graph.js'

let graph: TestGraph
beforeEach(async () => {
  graph = await startTestGraph()
})
afterEach(() => graph.close())

const domain = 'lazulite.onmicrosoft.com'
const ann = {
  userPrincipalName: `ann@${domain}`,
  displayName: 'Ann',
  passwordProfile: { password: 'Test-1234', forceChangePasswordNextSignIn: true },
  mailNickname: 'ann',
  accountEnabled: true,
}
const message = (answer: { status: number; body: { error: { code: string; message: string } } }) => [
  answer.status,
  answer.body.error.code,
  answer.body.error.message,
]
const denied = [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.']

describe('a user', () => {
  it('is created and answered as recorded: id first when new, last when read', async () => {
    const created = await graph.post('/v1.0/users', ann)
    const { id } = created.body
    expect([created.status, withNames(created.text, { id })]).toEqual([
      201,
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","id":"<id>","businessPhones":[],"displayName":"Ann","givenName":null,"jobTitle":null,"mail":null,"mobilePhone":null,"officeLocation":null,"preferredLanguage":null,"surname":null,"userPrincipalName":"ann@lazulite.onmicrosoft.com"}',
    ])
    for (const key of [id, ann.userPrincipalName, 'ANN%40lazulite.onmicrosoft.com']) {
      expect(withNames((await graph.get(`/v1.0/users/${key}`)).text, { id })).toBe(
        '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$entity","businessPhones":[],"displayName":"Ann","givenName":null,"jobTitle":null,"mail":null,"mobilePhone":null,"officeLocation":null,"preferredLanguage":null,"surname":null,"userPrincipalName":"ann@lazulite.onmicrosoft.com","id":"<id>"}',
      )
    }
  })

  it('keeps the password as a hash only', async () => {
    const { id } = (await graph.post('/v1.0/users', ann)).body
    const { ports } = graph.cloud.cloud
    const stored = await ports.store.read.principals.get(id)
    const password = stored?.kind === 'User' ? stored.password : undefined
    expect(await ports.passwords.verify('Test-1234', password?.hash ?? '')).toBe(true)
    expect({ ...password, hash: '' }).toEqual({
      keyId: password?.keyId,
      hash: '',
      hint: '',
      startsAt: ports.clock.nowMillis(),
    })
    await graph.call('PATCH', `/v1.0/users/${id}`, { body: { passwordProfile: { password: 'Other-5678' } } })
    const changed = await ports.store.read.principals.get(id)
    expect(
      await ports.passwords.verify('Other-5678', changed?.kind === 'User' ? (changed.password?.hash ?? '') : ''),
    ).toBe(true)
  })

  it('is changed by what a body says, and shows more to who selects it', async () => {
    const { id } = (await graph.post('/v1.0/users', ann)).body
    const patch = { displayName: 'Ann B', accountEnabled: false, mailNickname: 'annb', jobTitle: 'Chief' }
    expect((await graph.call('PATCH', `/v1.0/users/${id}`, { body: patch })).status).toBe(204)
    const selected = 'displayName,accountEnabled,mailNickname,jobTitle,userType,createdDateTime'
    expect((await graph.get(`/v1.0/users/${id}?$select=${selected}`)).body).toEqual({
      '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users(${selected})/$entity`,
      ...patch,
      userType: 'Member',
      createdDateTime: '2030-01-01T00:00:00Z',
    })
    const disabled = await graph.get('/v1.0/users?$filter=accountEnabled eq false&$select=id')
    expect(disabled.body.value).toEqual([{ id }])
  })

  it.each([
    [{ accountEnabled: undefined }, "A value is required for property 'accountEnabled' of resource 'User'."],
    [{ displayName: '' }, "A value is required for property 'displayName' of resource 'User'."],
    [{ mailNickname: undefined }, "A value is required for property 'mailNickname' of resource 'User'."],
    [{ passwordProfile: undefined }, "A value is required for property 'passwordProfile' of resource 'User'."],
    [{ passwordProfile: {} }, "A value is required for property 'password' of resource 'User'."],
    [{ userPrincipalName: undefined }, "A value is required for property 'userPrincipalName' of resource 'User'."],
    [{ userPrincipalName: 'ann' }, "Invalid value specified for property 'userPrincipalName' of resource 'User'."],
    [
      { userPrincipalName: `a b@${domain}` },
      "Invalid value specified for property 'userPrincipalName' of resource 'User'.",
    ],
    [
      { userPrincipalName: 'ann@elsewhere.example' },
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
    ],
    [{ mailNickname: 'ann@x' }, "Invalid value specified for property 'mailNickname' of resource 'User'."],
    ...['Short-1', 'onlylowercaseletters', 'lower-and-dash', `Aa1${'x'.repeat(254)}`].map(
      (password): [object, string] => [
        { passwordProfile: { password } },
        'The specified password does not comply with password complexity requirements. Please provide a different password.',
      ],
    ),
  ])('is not made with %j', async (change, text) => {
    expect(message(await graph.post('/v1.0/users', { ...ann, ...change }))).toEqual([400, 'Request_BadRequest', text])
  })

  it('shares its name with nobody', async () => {
    await graph.post('/v1.0/users', ann)
    const conflict = [
      400,
      'Request_BadRequest',
      'Another object with the same value for property userPrincipalName already exists.',
    ]
    const answer = await graph.post('/v1.0/users', { ...ann, userPrincipalName: `ANN@${domain}` })
    expect(message(answer)).toEqual(conflict)
    expect(answer.body.error.details).toEqual([
      { code: 'ObjectConflict', message: conflict[2], target: 'userPrincipalName' },
    ])
    const { id } = (await graph.post('/v1.0/users', { ...ann, userPrincipalName: `bob@${domain}` })).body
    const patch = { userPrincipalName: ann.userPrincipalName }
    expect(message(await graph.call('PATCH', `/v1.0/users/${id}`, { body: patch }))).toEqual(conflict)
  })

  it('leaves role assignments behind when it goes', async () => {
    const { id } = (await graph.post('/v1.0/users', ann)).body
    expect((await graph.call('DELETE', `/v1.0/users/${ann.userPrincipalName}`)).status).toBe(204)
    expect(message(await graph.get(`/v1.0/users/${ann.userPrincipalName}`))).toEqual([
      404,
      'Request_ResourceNotFound',
      `Resource '${ann.userPrincipalName}' does not exist or one of its queried reference-property objects are not present.`,
    ])
    expect((await graph.post('/v1.0/directoryObjects/getByIds', { ids: [id] })).body.value).toEqual([])
  })
})

describe('who may change a user', () => {
  it.each([
    [['User.Read.All'], 200, 403],
    [['User.ReadWrite.All'], 200, 204],
    [['Directory.Read.All'], 200, 403],
    [['Application.ReadWrite.All'], 403, 403],
    [[], 403, 403],
  ])('an application with %j: reads %i, writes %i', async (roles, reads, writes) => {
    const { id } = (await graph.post('/v1.0/users', ann)).body
    const { token: as } = await graph.application(roles)
    expect((await graph.get(`/v1.0/users/${id}`, { as })).status).toBe(reads)
    expect((await graph.call('PATCH', `/v1.0/users/${id}`, { as, body: { jobTitle: 'x' } })).status).toBe(writes)
  })

  it('no application changes an administrator', async () => {
    const { token: as } = await graph.application(['User.ReadWrite.All'])
    for (const [method, body] of [
      ['PATCH', { jobTitle: 'x' }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await graph.call(method, `/v1.0/users/admin@${domain}`, {
        as,
        ...(body === undefined ? {} : { body }),
      })
      expect(message(answer)).toEqual(denied)
    }
  })
})

describe('/me', () => {
  it('is the user of the token, whatever else the token allows', async () => {
    const { token: as, principalId } = await graph.user('bob', 'openid profile')
    const me = await graph.get('/v1.0/me', { as })
    expect(me.body).toMatchObject({ id: principalId, userPrincipalName: `bob@${domain}` })
    expect(message(await graph.get('/v1.0/users', { as }))).toEqual(denied)
    expect(message(await graph.call('PATCH', '/v1.0/me', { as, body: { jobTitle: 'x' } }))).toEqual(denied)
    expect((await graph.get('/v1.0/me/memberOf', { as })).body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects',
      value: [],
    })
  })

  it('reads the directory like every member', async () => {
    const { token: as } = await graph.user('bob', 'Directory.AccessAsUser.All')
    for (const set of ['users', 'groups', 'applications', 'servicePrincipals', 'organization', 'directoryRoles']) {
      expect([set, (await graph.get(`/v1.0/${set}`, { as })).status]).toEqual([set, 200])
    }
    expect(message(await graph.post('/v1.0/users', ann, { as }))).toEqual(denied)
  })
})
