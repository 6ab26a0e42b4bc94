import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph, withNames } from '../../../testing/start-test-graph.js'

let graph: TestGraph
beforeEach(async () => {
  graph = await startTestGraph()
})
afterEach(() => graph.close())

const create = async (body: object = {}) =>
  (await graph.post('/v1.0/applications', { displayName: 'app', ...body })).body as {
    id: string
    appId: string
    [name: string]: unknown
  }
const message = (answer: { status: number; body: { error: { code: string; message: string } } }) => [
  answer.status,
  answer.body.error.code,
  answer.body.error.message,
]

/** A self-signed certificate that OpenSSL made for these tests: C=AU, ST=Some-State, O=Internet Widgits Pty Ltd; 2026 to 2126. */
const certificate =
  'MIIB4TCCAYegAwIBAgIUWSJyOFxqVmM7MeXvJdeyUwFqrbQwCgYIKoZIzj0EAwIwRTELMAkGA1UEBhMCQVUxEzARBgNVBAgMClNvbWUtU3RhdGUxITAfBgNVBAoMGEludGVybmV0IFdpZGdpdHMgUHR5IEx0ZDAgFw0yNjExMjEwNzUwMzZaGA8yMTI2MTAyODA3NTAzNlowRTELMAkGA1UEBhMCQVUxEzARBgNVBAgMClNvbWUtU3RhdGUxITAfBgNVBAoMGEludGVybmV0IFdpZGdpdHMgUHR5IEx0ZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNbJ/SlUTvNFsya0fZ8mI8CxNF2gu92b0Qvs58RtKumi2GSrNO4hqrO8rz/PpymYJxqMDyV73DNk7YkwxG6WxDCjUzBRMB0GA1UdDgQWBBSuZ1A3K9ebvwZPb1ZCAgPhEbmSHDAfBgNVHSMEGDAWgBSuZ1A3K9ebvwZPb1ZCAgPhEbmSHDAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIHVF9rnFDrhBEM7UwtyvGKkwsi9wUp+9qeL3PkY7HFAgAiEAgdgcUVgMz6azRazd+E560MRZtAniNQ6OwsMJFzm7O5I='
const thumbprint = 'EADDF63478D7C7D0753A6D840BD3D36C92E09F4C'

describe('an application', () => {
  it('is created as Azure CLI asks for it, and answered whole', async () => {
    const answer = await graph.post('/v1.0/applications', { displayName: 'azure-cli-test', keyCredentials: [] })
    expect(answer.status).toBe(201)
    const { id, appId } = answer.body
    expect(answer.headers.location).toBe(
      `https://graph.microsoft.com/v2/10000000-0000-4000-8000-000000000001/directoryObjects/${id}/Microsoft.DirectoryServices.Application`,
    )
    const expected =
      '"id":"<id>","deletedDateTime":null,"appId":"<appId>","applicationTemplateId":null,"disabledByMicrosoftStatus":null,"createdDateTime":"2030-01-01T00:00:00Z","displayName":"azure-cli-test","description":null,"groupMembershipClaims":null,"identifierUris":[],"isDeviceOnlyAuthSupported":null,"isFallbackPublicClient":null,"nativeAuthenticationApisEnabled":null,"notes":null,"publisherDomain":"lazulite.onmicrosoft.com","serviceManagementReference":null,"signInAudience":"AzureADMyOrg","tags":[],"tokenEncryptionKeyId":null,"uniqueName":null,"samlMetadataUrl":null,"defaultRedirectUri":null,"certification":null,"optionalClaims":null,"servicePrincipalLockConfiguration":null,"requestSignatureVerification":null,"addIns":[],"api":{"acceptMappedClaims":null,"knownClientApplications":[],"requestedAccessTokenVersion":null,"oauth2PermissionScopes":[],"preAuthorizedApplications":[]},"appRoles":[],"info":{"logoUrl":null,"marketingUrl":null,"privacyStatementUrl":null,"supportUrl":null,"termsOfServiceUrl":null},"keyCredentials":[],"parentalControlSettings":{"countriesBlockedForMinors":[],"legalAgeGroupRule":"Allow"},"passwordCredentials":[],"publicClient":{"redirectUris":[]},"requiredResourceAccess":[],"verifiedPublisher":{"displayName":null,"verifiedPublisherId":null,"addedDateTime":null},"web":{"homePageUrl":null,"logoutUrl":null,"redirectUris":[],"implicitGrantSettings":{"enableAccessTokenIssuance":false,"enableIdTokenIssuance":false},"redirectUriSettings":[]},"spa":{"redirectUris":[]}}'
    const entity = `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#applications/$entity",${expected}`
    expect(withNames(answer.text, { id, appId })).toBe(entity)
    for (const key of [`/${id}`, `(appId='${appId}')`, `('${id}')`]) {
      expect((await graph.get(`/v1.0/applications${key}`)).text).toBe(answer.text)
    }
    const list = await graph.get(`/v1.0/applications?$filter=appId eq '${appId}'`)
    expect(withNames(list.text, { id, appId })).toBe(
      `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#applications","value":[{${expected}]}`,
    )
  })

  it('keeps everything that Azure CLI sends (recorded 2022), and gives it back with every member', async () => {
    const answer = await graph.post('/v1.0/applications', {
      displayName: 'app',
      identifierUris: ['api://app'],
      isFallbackPublicClient: true,
      signInAudience: 'AzureADMultipleOrgs',
      web: {
        homePageUrl: 'https://myapp.com/',
        redirectUris: ['http://localhost/w'],
        implicitGrantSettings: { enableIdTokenIssuance: true },
      },
      publicClient: { redirectUris: ['http://localhost/p'] },
      appRoles: [
        {
          allowedMemberTypes: ['User'],
          displayName: 'Writer',
          id: 'D1C2ADE8-0000-0000-0000-6d06b947c66f',
          isEnabled: true,
          description: 'writes',
          value: 'Writer',
        },
      ],
      optionalClaims: { idToken: [{ name: 'auth_time', essential: false }] },
      requiredResourceAccess: [
        {
          resourceAccess: [{ id: '41094075-9dad-400e-a0bd-54e686782033', type: 'Scope' }],
          resourceAppId: '797f4846-ba00-4fd7-ba43-dac1f8f63013',
        },
      ],
    })
    expect(answer.status).toBe(201)
    expect(answer.body).toMatchObject({
      identifierUris: ['api://app'],
      isFallbackPublicClient: true,
      signInAudience: 'AzureADMultipleOrgs',
      appRoles: [
        {
          allowedMemberTypes: ['User'],
          description: 'writes',
          displayName: 'Writer',
          id: 'd1c2ade8-0000-0000-0000-6d06b947c66f',
          isEnabled: true,
          origin: 'Application',
          value: 'Writer',
        },
      ],
      optionalClaims: {
        accessToken: [],
        idToken: [{ additionalProperties: [], essential: false, name: 'auth_time', source: null }],
        saml2Token: [],
      },
      publicClient: { redirectUris: ['http://localhost/p'] },
      web: {
        homePageUrl: 'https://myapp.com/',
        logoutUrl: null,
        redirectUris: ['http://localhost/w'],
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
        redirectUriSettings: [{ uri: 'http://localhost/w', index: null }],
      },
    })
    // complex members stand behind the plain ones once they say something
    expect(Object.keys(answer.body).indexOf('optionalClaims')).toBe(
      Object.keys(answer.body).indexOf('keyCredentials') + 1,
    )
  })

  it('is changed by what a body says, and only by that', async () => {
    const { id } = await create({ web: { homePageUrl: 'https://a.example', redirectUris: ['https://a.example/r'] } })
    const patch = { displayName: 'new', web: { implicitGrantSettings: { enableIdTokenIssuance: true } }, notes: 'n' }
    const answer = await graph.call('PATCH', `/v1.0/applications/${id}`, { body: patch })
    expect([answer.status, answer.text]).toEqual([204, ''])
    await graph.call('PATCH', `/v1.0/applications/${id}`, { body: { notes: null } })
    expect((await graph.get(`/v1.0/applications/${id}`)).body).toMatchObject({
      displayName: 'new',
      notes: null,
      web: { homePageUrl: 'https://a.example', redirectUris: ['https://a.example/r'] },
    })
  })

  it('takes its service principal along when it changes, and when it goes', async () => {
    const { id, appId } = await create({ identifierUris: ['api://one'] })
    const principal = await graph.post('/v1.0/servicePrincipals', { appId })
    await graph.call('PATCH', `/v1.0/applications/${id}`, {
      body: { displayName: 'new', identifierUris: ['api://two'] },
    })
    expect((await graph.get(`/v1.0/servicePrincipals/${principal.body.id}`)).body).toMatchObject({
      displayName: 'new',
      servicePrincipalNames: [appId, 'api://two'],
    })
    expect((await graph.call('DELETE', `/v1.0/applications/${id}`)).status).toBe(204)
    expect(message(await graph.get(`/v1.0/servicePrincipals/${principal.body.id}`))).toEqual([
      404,
      'Request_ResourceNotFound',
      `Resource '${principal.body.id}' does not exist or one of its queried reference-property objects are not present.`,
    ])
  })

  it('is written to the audit log with who did it', async () => {
    const { id } = await create()
    await graph.cloud.cloud.audit.flush()
    const [event] = await graph.cloud.cloud.ports.store.read.events.list({ limit: 1, kind: 'directory.written' })
    expect(event).toMatchObject({
      principalId: graph.operatorId,
      subject: id,
      facts: { operation: 'Add application' },
    })
  })

  it.each([
    [{}, 'displayName', "A value is required for property 'displayName' of resource 'Application'."],
    [{ displayName: '' }, 'displayName', "A value is required for property 'displayName' of resource 'Application'."],
    [
      { displayName: 5 },
      'displayName',
      "Invalid value specified for property 'displayName' of resource 'Application'.",
    ],
    [{ displayName: 'x', tags: 'y' }, 'tags', "Invalid value specified for property 'tags' of resource 'Application'."],
    [
      { displayName: 'x', signInAudience: 'Everybody' },
      'signInAudience',
      "Invalid value specified for property 'signInAudience' of resource 'Application'.",
    ],
    [
      { displayName: 'x', identifierUris: ['no uri'] },
      'identifierUris',
      "Invalid value specified for property 'identifierUris' of resource 'Application'.",
    ],
    [
      { displayName: 'x', appRoles: [{ id: 'x' }] },
      'appRoles',
      "Invalid value specified for property 'appRoles' of resource 'Application'.",
    ],
  ])('is not made of %j', async (body, target, text) => {
    const answer = await graph.post('/v1.0/applications', body)
    expect(message(answer)).toEqual([400, 'Request_BadRequest', text])
    expect(answer.body.error.details).toEqual([{ code: expect.any(String), message: text, target }])
  })

  it.each([
    [{ appId: 'x' }, 400, "Property 'appId' is read-only and cannot be set."],
    [
      { colour: 'blue' },
      400,
      "One or more property values specified are invalid. Property 'colour' does not exist on type 'microsoft.graph.application'.",
    ],
    [
      { passwordCredentials: [{ displayName: 'x' }] },
      501,
      'NotImplemented: passwordCredentials in an application; use addPassword',
    ],
    [
      { identifierUris: ['https://elsewhere.example/x'] },
      400,
      "Values of identifierUris property must use a verified domain of the organization or its subdomain: 'https://elsewhere.example/x'",
    ],
  ])('refuses %j by name', async (body, status, text) => {
    const answer = await graph.post('/v1.0/applications', { displayName: 'x', ...body })
    expect([answer.status, answer.body.error.message]).toEqual([status, text])
  })

  it('shares no identifier URI with another, nor with a service principal', async () => {
    await create({ identifierUris: ['api://one'] })
    const conflict = [
      400,
      'Request_BadRequest',
      'Another object with the same value for property identifierUris already exists.',
    ]
    for (const uri of ['api://one', 'API://one/', '00000003-0000-0000-c000-000000000000'].slice(0, 2)) {
      const answer = await graph.post('/v1.0/applications', { displayName: 'x', identifierUris: [uri] })
      expect(message(answer)).toEqual(conflict)
    }
    const { id } = await create()
    const patch = { identifierUris: ['api://one'] }
    expect(message(await graph.call('PATCH', `/v1.0/applications/${id}`, { body: patch }))).toEqual(conflict)
  })

  it('of Microsoft is none of this tenant’s', async () => {
    const list = await graph.get('/v1.0/applications')
    expect(list.body.value.map(({ displayName }: { displayName: string }) => displayName)).toEqual([
      'Lazulite operator',
    ])
    expect((await graph.get("/v1.0/applications(appId='04b07795-8ddb-461a-bbee-02f9e1bf7b46')")).status).toBe(404)
  })

  it('is asked for by a guid', async () => {
    expect(message(await graph.get('/v1.0/applications/x'))).toEqual([
      400,
      'Request_BadRequest',
      "Invalid object identifier 'x'.",
    ])
  })
})

describe('a client secret', () => {
  it('is told once, kept as a hash, and signs in', async () => {
    const { id, appId } = await create()
    const wanted = { displayName: 'rbac', endDateTime: '2031-02-14T07:55:04Z', startDateTime: '2030-01-01T00:00:00Z' }
    const answer = await graph.post(`/v1.0/applications/${id}/addPassword`, { passwordCredential: wanted })
    const { keyId, secretText, hint } = answer.body
    expect(answer.headers.location).toBe('https://graph.microsoft.com')
    expect(withNames(answer.text, { keyId, secretText })).toBe(
      `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordCredential","customKeyIdentifier":null,"displayName":"rbac","endDateTime":"2031-02-14T07:55:04Z","hint":"${hint}","keyId":"<keyId>","secretText":"<secretText>","startDateTime":"2030-01-01T00:00:00Z"}`,
    )
    expect(secretText).toMatch(/^[\w.~-]{3}8Q~[\w.~-]{34}$/)
    expect(hint).toBe(secretText.slice(0, 3))
    const shown = await graph.get(`/v1.0/applications/${id}`)
    expect(shown.body.passwordCredentials).toEqual([
      { customKeyIdentifier: null, ...wanted, hint, keyId, secretText: null },
    ])
    expect(shown.text).not.toContain(secretText)

    await graph.post('/v1.0/servicePrincipals', { appId })
    const token = await graph.cloud.cloud.sts.inject({
      method: 'POST',
      url: '/10000000-0000-4000-8000-000000000001/oauth2/v2.0/token',
      headers: { host: 'login.microsoftonline.com', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: secretText,
        scope: 'https://graph.microsoft.com//.default',
      }).toString(),
    })
    expect(token.statusCode).toBe(200)
    // it may do nothing yet
    const refused = await graph.get('/v1.0/servicePrincipals', { as: token.json().access_token })
    expect(message(refused)).toEqual([
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    ])
  })

  it('lasts two years unless the body says otherwise', async () => {
    const { id } = await create()
    const { body } = await graph.post(`/v1.0/applications/${id}/addPassword`, {})
    expect([body.startDateTime, body.endDateTime]).toEqual(['2030-01-01T00:00:00Z', '2032-01-01T00:00:00Z'])
  })

  it('is removed by its key id, once', async () => {
    const { id } = await create()
    const { keyId } = (await graph.post(`/v1.0/applications/${id}/addPassword`, {})).body
    expect((await graph.post(`/v1.0/applications/${id}/removePassword`, { keyId })).status).toBe(204)
    expect(message(await graph.post(`/v1.0/applications/${id}/removePassword`, { keyId }))).toEqual([
      400,
      'Request_BadRequest',
      'No credentials found to be removed.',
    ])
  })

  it.each([
    [{ endDateTime: '2029-01-01T00:00:00Z' }, 'The end date of a credential must be later than its start date.'],
    [{ endDateTime: 'soon' }, "Invalid value specified for property 'passwordCredential' of resource 'Application'."],
  ])('is not made with %j', async (passwordCredential, text) => {
    const { id } = await create()
    const answer = await graph.post(`/v1.0/applications/${id}/addPassword`, { passwordCredential })
    expect([answer.status, answer.body.error.message]).toEqual([400, text])
  })
})

describe('a certificate', () => {
  const key = { type: 'AsymmetricX509Cert', usage: 'Verify', key: certificate, displayName: null }

  it('is named after its subject and its thumbprint, and shown itself only when selected', async () => {
    const dates = { startDateTime: '2030-01-01T00:00:00Z', endDateTime: '2031-01-01T00:00:00Z' }
    const keyId = '0042d742-d4ef-411d-83c7-ed6dfbb1d653'
    const { id, keyCredentials } = await create({ keyCredentials: [{ ...key, keyId, ...dates }] })
    const shown = {
      customKeyIdentifier: thumbprint,
      displayName: 'O=Internet Widgits Pty Ltd, S=Some-State, C=AU',
      endDateTime: dates.endDateTime,
      key: null,
      keyId,
      startDateTime: dates.startDateTime,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
    }
    expect(keyCredentials).toEqual([shown])
    const selected = await graph.get(`/v1.0/applications/${id}?$select=keyCredentials`)
    expect(selected.body.keyCredentials).toEqual([{ ...shown, key: certificate }])
    expect(selected.body['@odata.context']).toBe(
      'https://graph.microsoft.com/v1.0/$metadata#applications(keyCredentials)/$entity',
    )
  })

  it('stays when its entry is sent back without the key, and goes when it is left out', async () => {
    const { id, keyCredentials } = await create({ keyCredentials: [key] })
    const [entry] = keyCredentials as object[]
    await graph.call('PATCH', `/v1.0/applications/${id}`, { body: { keyCredentials: [entry, key] } })
    expect((await graph.get(`/v1.0/applications/${id}`)).body.keyCredentials).toHaveLength(2)
    await graph.call('PATCH', `/v1.0/applications/${id}`, { body: { keyCredentials: [] } })
    expect((await graph.get(`/v1.0/applications/${id}`)).body.keyCredentials).toEqual([])
  })

  it.each([
    [{ key: 'AAAA' }, 400, 'Key credential value is invalid.'],
    [{ key: undefined }, 400, 'Key credential value is invalid.'],
    [{ endDateTime: '2999-01-01T00:00:00Z' }, 400, 'Key credential end date is invalid.'],
    [{ type: 'Symmetric' }, 501, 'NotImplemented: key credentials of type Symmetric for Verify'],
    [{ startDateTime: 'x' }, 400, "Invalid value specified for property 'keyCredentials' of resource 'Application'."],
  ])('is refused with %j', async (change, status, text) => {
    const body = { displayName: 'x', keyCredentials: [{ ...key, ...change }] }
    const answer = await graph.post('/v1.0/applications', body)
    expect([answer.status, answer.body.error.message]).toEqual([status, text])
  })
})

describe('a federated identity credential', () => {
  const github = {
    name: 'Testing',
    issuer: 'https://token.actions.githubusercontent.com/',
    subject: 'repo:octo-org/octo-repo:environment:Production',
    description: 'Testing',
    audiences: ['api://AzureADTokenExchange'],
  }
  const path = (id: string, name = '') => `/v1.0/applications/${id}/federatedIdentityCredentials${name}`

  it('is answered as recorded, found by id and by name, changed and deleted', async () => {
    const app = await create()
    const created = await graph.post(path(app.id), github)
    const { id } = created.body
    expect([created.status, withNames(created.text, { app: app.id, id })]).toEqual([
      201,
      `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#applications('<app>')/federatedIdentityCredentials/$entity","id":"<id>","name":"Testing","issuer":"https://token.actions.githubusercontent.com/","subject":"repo:octo-org/octo-repo:environment:Production","description":"Testing","audiences":["api://AzureADTokenExchange"]}`,
    ])
    expect(created.headers.location).toBe(
      `https://graph.microsoft.com/v2/10000000-0000-4000-8000-000000000001/federatedIdentityCredentials/${id}`,
    )
    const patch = { subject: 'repo:o/r:ref:refs/heads/main' }
    expect((await graph.call('PATCH', path(app.id, '/testing'), { body: patch })).status).toBe(204)
    expect((await graph.get(path(app.id, `/${id}`))).body).toMatchObject({ ...github, ...patch, id })
    expect((await graph.get(path(app.id))).body.value).toEqual([{ id, ...github, ...patch }])
    expect((await graph.call('DELETE', path(app.id, '/Testing'))).status).toBe(204)
    expect((await graph.get(path(app.id, `/${id}`))).status).toBe(404)
  })

  it.each([
    [
      {},
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      'FederatedIdentityCredential with name Testing already exists.',
    ],
    [
      { name: 'other' },
      400,
      'InvalidFederatedIdentityCredentialValue',
      `The combination of issuer and subject must be unique for the application. Issuer ${github.issuer} and Subject: ${github.subject} already exist. paramName: FederatedIdentityCredential.Subject, paramValue: ${github.subject}, objectType: Microsoft.Online.DirectoryServices.Application`,
    ],
    [
      { name: 'other', subject: undefined },
      400,
      'Request_BadRequest',
      "A value is required for property 'subject' of resource 'FederatedIdentityCredential'.",
    ],
    [
      { name: 'a b' },
      400,
      'Request_BadRequest',
      "Invalid value specified for property 'name' of resource 'FederatedIdentityCredential'.",
    ],
    [
      { name: 'x', audiences: [] },
      400,
      'Request_BadRequest',
      "Invalid value specified for property 'audiences' of resource 'FederatedIdentityCredential'.",
    ],
    [
      { name: 'x', issuer: 'http://x' },
      400,
      'Request_BadRequest',
      "Invalid value specified for property 'issuer' of resource 'FederatedIdentityCredential'.",
    ],
    [
      { name: 'x', claimsMatchingExpression: {} },
      501,
      'NotImplemented',
      'NotImplemented: claimsMatchingExpression of federated identity credentials',
    ],
  ])('beside another is refused with %j', async (change, ...expected) => {
    const app = await create()
    await graph.post(path(app.id), github)
    expect(message(await graph.post(path(app.id), { ...github, ...change }))).toEqual(expected)
  })

  it('is one of twenty at most', async () => {
    const app = await create()
    for (let index = 0; index < 20; index++) {
      const body = { ...github, name: `n${index}`, subject: `s${index}` }
      expect((await graph.post(path(app.id), body)).status).toBe(201)
    }
    const answer = await graph.post(path(app.id), github)
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      'No more than 20 federated identity credentials can be added to an application.',
    ])
  })
})

describe('who may change an application', () => {
  const denied = [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.']
  const change = (id: string, as: string) =>
    graph.call('PATCH', `/v1.0/applications/${id}`, { body: { notes: 'x' }, as })

  it.each([
    [[], false, false],
    [['Application.Read.All'], true, false],
    [['User.ReadWrite.All'], false, false],
    [['Application.ReadWrite.OwnedBy'], true, false],
    [['Application.ReadWrite.All'], true, true],
  ])('an application with %j: reads %s, writes %s', async (roles, reads, writes) => {
    const { id } = await create()
    const { token: as } = await graph.application(roles)
    expect((await graph.get(`/v1.0/applications/${id}`, { as })).status).toBe(reads ? 200 : 403)
    const written = await change(id, as)
    if (writes) expect(written.status).toBe(204)
    else expect(message(written)).toEqual(denied)
    for (const url of [`/v1.0/applications/${id}`, `/v1.0/applications/${id}/addPassword`]) {
      const method = url.endsWith('addPassword') ? 'POST' : 'DELETE'
      expect((await graph.call(method, url, { as, ...(method === 'POST' ? { body: {} } : {}) })).status).toBe(
        writes ? (method === 'POST' ? 404 : 204) : 403,
      )
    }
  })

  it('an application that manages its own owns what it makes', async () => {
    const { token: as, principalId } = await graph.application(['Application.ReadWrite.OwnedBy'])
    const { body } = await graph.post('/v1.0/applications', { displayName: 'mine' }, { as })
    expect((await change(body.id, as)).status).toBe(204)
    expect((await graph.post('/v1.0/servicePrincipals', { appId: body.appId }, { as })).status).toBe(201)
    const owners = await graph.get(`/v1.0/applications/${body.id}/owners`)
    expect(owners.body.value.map(({ id }: { id: string }) => id)).toEqual([principalId])
    const other = await create()
    expect(message(await graph.post('/v1.0/servicePrincipals', { appId: other.appId }, { as }))).toEqual([
      403,
      'Authorization_RequestDenied',
      'When using this permission, the backing application of the service principal being created must in the local tenant',
    ])
  })

  it('a user owns what the user makes, and manages nothing else', async () => {
    const { token: as } = await graph.user('ann')
    const { body } = await graph.post('/v1.0/applications', { displayName: 'mine' }, { as })
    expect((await change(body.id, as)).status).toBe(204)
    expect(message(await change((await create()).id, as))).toEqual(denied)
    const mine = await graph.get('/v1.0/me/ownedObjects', { as })
    expect(mine.body.value.map((one: { '@odata.type': string; id: string }) => [one['@odata.type'], one.id])).toEqual([
      ['#microsoft.graph.application', body.id],
    ])
  })

  it('somebody without any right does not learn whether it exists', async () => {
    const { token: as } = await graph.application()
    expect(message(await graph.get('/v1.0/applications/99999999-0000-4000-8000-000000000001', { as }))).toEqual(denied)
  })

  it('a refusal is written to the audit log', async () => {
    const { token: as, principalId } = await graph.application()
    await graph.get('/v1.0/applications', { as })
    await graph.cloud.cloud.audit.flush()
    const [event] = await graph.cloud.cloud.ports.store.read.events.list({ limit: 1, kind: 'access.denied' })
    expect(event).toMatchObject({
      principalId,
      facts: { service: 'graph', method: 'GET', path: '/v1.0/applications', code: 'Authorization_RequestDenied' },
    })
  })
})

describe('owners of an application', () => {
  it('are added and removed by reference, people and service principals alike', async () => {
    const { id } = await create()
    const { principalId } = await graph.user('ann')
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${principalId}` }
    const add = () => graph.post(`/v1.0/applications/${id}/owners/$ref`, reference)
    expect((await add()).status).toBe(204)
    expect(message(await add())).toEqual([
      400,
      'Request_BadRequest',
      "One or more added object references already exist for the following modified properties: 'owners'.",
    ])
    const owners = await graph.get(`/v1.0/applications/${id}/owners`)
    expect(withNames(owners.text, { ann: principalId })).toBe(
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[{"@odata.type":"#microsoft.graph.user","id":"<ann>","businessPhones":[],"displayName":"ann","givenName":null,"jobTitle":null,"mail":null,"mobilePhone":null,"officeLocation":null,"preferredLanguage":null,"surname":null,"userPrincipalName":"ann@lazulite.onmicrosoft.com"}]}',
    )
    const expanded = await graph.get(`/v1.0/applications/${id}?$select=id&$expand=owners($select=id)`)
    expect(expanded.body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#applications(id,owners())/$entity',
      id,
      owners: [{ '@odata.type': '#microsoft.graph.user', id: principalId }],
    })
    const remove = () => graph.call('DELETE', `/v1.0/applications/${id}/owners/${principalId}/$ref`)
    expect((await remove()).status).toBe(204)
    expect((await remove()).status).toBe(404)
  })

  it.each([
    [{}, 400, "Invalid object identifier ''."],
    [{ '@odata.id': 'x' }, 400, "Invalid object identifier 'x'."],
    [
      { '@odata.id': 'https://graph.microsoft.com/v1.0/users/99999999-0000-4000-8000-000000000001' },
      404,
      "Resource '99999999-0000-4000-8000-000000000001' does not exist or one of its queried reference-property objects are not present.",
    ],
  ])('refer to something: %j does not', async (body, status, text) => {
    const { id } = await create()
    const answer = await graph.post(`/v1.0/applications/${id}/owners/$ref`, body)
    expect([answer.status, answer.body.error.message]).toEqual([status, text])
  })
})
