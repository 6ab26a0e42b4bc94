import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  applicationAdministrator,
  cloudApplicationAdministrator,
  globalAdministrator,
  privilegedRoleAdministrator,
} from '../../../domain/directory/directory-roles.js'
import { startTestGraph, type TestGraph, withNames } from '../../../testing/start-test-graph.js'
import { vmBody } from '../../../testing/vm-body.js'

let graph: TestGraph
beforeEach(async () => {
  graph = await startTestGraph()
})
afterEach(() => graph.close())

const message = (answer: { status: number; body: { error: { code: string; message: string } } }) => [
  answer.status,
  answer.body.error.code,
  answer.body.error.message,
]
const denied = [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.']
const tenantId = '10000000-0000-4000-8000-000000000001'
const group = '/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/Dev'

async function userAssignedIdentity(): Promise<{ principalId: string; clientId: string }> {
  await graph.cloud.arm('PUT', `${group}?api-version=2022-12-01`, { body: { location: 'westus' } })
  const url = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1?api-version=2023-01-31`
  return (await graph.cloud.arm('PUT', url, { body: { location: 'westus' } })).body.properties
}

async function machine(): Promise<{ principalId: string }> {
  await graph.cloud.arm('PUT', `${group}?api-version=2022-12-01`, { body: { location: 'westus' } })
  const url = `${group}/providers/Microsoft.Compute/virtualMachines/VM1?api-version=2024-07-01`
  return (await graph.cloud.arm('PUT', url, { body: vmBody({ type: 'SystemAssigned' }) })).body.identity
}

const application = async (): Promise<{ id: string; appId: string; principalId: string }> => {
  const { id, appId } = (await graph.post('/v1.0/applications', { displayName: 'app' })).body
  const principal = await graph.post('/v1.0/servicePrincipals', { appId, accountEnabled: true })
  return { id, appId, principalId: principal.body.id }
}

const graphPrincipal = async (): Promise<{ id: string; appRoles: { id: string; value: string }[] }> =>
  (await graph.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")).body

describe('the service principal of a managed identity', () => {
  it('user-assigned is answered as recorded', async () => {
    const { principalId, clientId } = await userAssignedIdentity()
    const answer = await graph.get(`/v1.0/servicePrincipals/${principalId}`)
    const [certificate] = answer.body.keyCredentials
    const [, address] = answer.body.servicePrincipalNames
    const names = {
      id: principalId,
      appId: clientId,
      keyId: certificate.keyId,
      thumbprint: certificate.customKeyIdentifier,
      address,
      tenant: tenantId,
    }
    expect(withNames(answer.text, names)).toBe(
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity","id":"<id>","deletedDateTime":null,"accountEnabled":true,"alternativeNames":["isExplicit=True","/subscriptions/20000000-0000-4000-8000-000000000001/resourcegroups/Dev/providers/Microsoft.ManagedIdentity/userAssignedIdentities/ID1"],"appDisplayName":null,"appDescription":null,"appId":"<appId>","applicationTemplateId":null,"appOwnerOrganizationId":null,"appRoleAssignmentRequired":false,"createdDateTime":"2030-01-01T00:00:00Z","description":null,"disabledByMicrosoftStatus":null,"displayName":"ID1","homepage":null,"loginUrl":null,"logoutUrl":null,"notes":null,"notificationEmailAddresses":[],"preferredSingleSignOnMode":null,"preferredTokenSigningKeyThumbprint":null,"replyUrls":[],"servicePrincipalNames":["<appId>","<address>"],"servicePrincipalType":"ManagedIdentity","signInAudience":null,"tags":[],"tokenEncryptionKeyId":null,"info":null,"samlSingleSignOnSettings":null,"addIns":[],"appRoles":[],"keyCredentials":[{"customKeyIdentifier":"<thumbprint>","displayName":"CN=<appId>, DC=<tenant>","endDateTime":"2030-03-31T23:55:00Z","key":null,"keyId":"<keyId>","startDateTime":"2029-12-31T23:55:00Z","type":"AsymmetricX509Cert","usage":"Verify"}],"oauth2PermissionScopes":[],"passwordCredentials":[],"resourceSpecificApplicationPermissions":[],"verifiedPublisher":{"displayName":null,"verifiedPublisherId":null,"addedDateTime":null}}',
    )
    expect(address).toMatch(/^https:\/\/identity\.azure\.net\/[\w+/]{43}=$/)
    expect(certificate.customKeyIdentifier).toMatch(/^[0-9A-F]{40}$/)
  })

  it('system-assigned names its host', async () => {
    const { principalId } = await machine()
    const { body } = await graph.get(`/v1.0/servicePrincipals/${principalId}`)
    expect([body.displayName, body.alternativeNames]).toEqual([
      'VM1',
      [
        'isExplicit=False',
        '/subscriptions/20000000-0000-4000-8000-000000000001/resourcegroups/Dev/providers/Microsoft.Compute/virtualMachines/VM1',
      ],
    ])
  })

  it('shows another certificate after 45 days', async () => {
    const { principalId } = await userAssignedIdentity()
    const shown = async () =>
      (await graph.get(`/v1.0/servicePrincipals/${principalId}`, await fresh())).body.keyCredentials[0]
    const fresh = async () => ({ as: await graph.token(graph.operatorId) })
    const before = await shown()
    graph.cloud.clock.advance(44 * 86_400)
    expect(await shown()).toEqual(before)
    graph.cloud.clock.advance(2 * 86_400)
    const after = await shown()
    expect([after.startDateTime, after.keyId === before.keyId]).toEqual(['2030-02-14T23:55:00Z', false])
  })

  it('can be disabled, but neither be deleted nor be given secrets: it is its platform’s', async () => {
    const { principalId } = await userAssignedIdentity()
    const url = `/v1.0/servicePrincipals/${principalId}`
    expect((await graph.call('PATCH', url, { body: { accountEnabled: false } })).status).toBe(204)
    expect((await graph.get(url)).body.accountEnabled).toBe(false)
    expect(message(await graph.call('DELETE', url))).toEqual(denied)
    expect(message(await graph.post(`${url}/addPassword`, {}))).toEqual(denied)
    expect(message(await graph.call('PATCH', url, { body: { keyCredentials: [] } }))).toEqual(denied)
  })

  it('is found by every question that clients ask', async () => {
    const { principalId, clientId } = await userAssignedIdentity()
    for (const filter of [
      `servicePrincipalNames/any(c:c eq '${clientId}')`,
      `appId eq '${clientId.toUpperCase()}'`,
      `id eq '${principalId}'`,
      "startswith(displayName,'id')",
      "servicePrincipalType eq 'ManagedIdentity'",
      "alternativeNames/any(c:c eq 'isExplicit=True')",
      `servicePrincipalNames/any(c:c eq '${clientId}') and startswith(displayName,'ID')`,
    ]) {
      const { body } = await graph.get(`/v1.0/servicePrincipals?$filter=${encodeURIComponent(filter)}`)
      expect([filter, body.value.map(({ id }: { id: string }) => id)]).toEqual([filter, [principalId]])
    }
    for (const filter of [
      `servicePrincipalNames/any(c:c eq '${principalId}')`,
      `appId eq '${clientId}' and displayName eq 'x'`,
    ]) {
      expect((await graph.get(`/v1.0/servicePrincipals?$filter=${filter}`)).body.value).toEqual([])
    }
  })
})

describe('the service principal of an application', () => {
  it('is answered as recorded', async () => {
    const { appId, principalId } = await application()
    const answer = await graph.get(`/v1.0/servicePrincipals/${principalId}`)
    expect(withNames(answer.text, { id: principalId, appId, tenant: tenantId })).toBe(
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity","id":"<id>","deletedDateTime":null,"accountEnabled":true,"alternativeNames":[],"appDisplayName":"app","appDescription":null,"appId":"<appId>","applicationTemplateId":null,"appOwnerOrganizationId":"<tenant>","appRoleAssignmentRequired":false,"createdDateTime":"2030-01-01T00:00:00Z","description":null,"disabledByMicrosoftStatus":null,"displayName":"app","homepage":null,"loginUrl":null,"logoutUrl":null,"notes":null,"notificationEmailAddresses":[],"preferredSingleSignOnMode":null,"preferredTokenSigningKeyThumbprint":null,"replyUrls":[],"servicePrincipalNames":["<appId>"],"servicePrincipalType":"Application","signInAudience":"AzureADMyOrg","tags":[],"tokenEncryptionKeyId":null,"samlSingleSignOnSettings":null,"addIns":[],"appRoles":[],"info":{"logoUrl":null,"marketingUrl":null,"privacyStatementUrl":null,"supportUrl":null,"termsOfServiceUrl":null},"keyCredentials":[],"oauth2PermissionScopes":[],"passwordCredentials":[],"resourceSpecificApplicationPermissions":[],"verifiedPublisher":{"displayName":null,"verifiedPublisherId":null,"addedDateTime":null}}',
    )
  })

  it('is one at most, and never without an application', async () => {
    const { appId } = await application()
    expect(message(await graph.post('/v1.0/servicePrincipals', { appId }))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
    ])
    const unknown = '99999999-0000-4000-8000-000000000001'
    expect(message(await graph.post('/v1.0/servicePrincipals', { appId: unknown }))).toEqual([
      400,
      'NoBackingApplicationObject',
      `The appId '${unknown}' of the service principal does not reference a valid application object.`,
    ])
    expect(message(await graph.post('/v1.0/servicePrincipals', {}))).toEqual([
      400,
      'Request_BadRequest',
      "A value is required for property 'appId' of resource 'ServicePrincipal'.",
    ])
  })

  it('has secrets of its own, and keeps its client id among its names', async () => {
    const { appId, principalId } = await application()
    const url = `/v1.0/servicePrincipals/${principalId}`
    const { body } = await graph.post(`${url}/addPassword`, { passwordCredential: { displayName: 'x' } })
    expect((await graph.get(url)).body.passwordCredentials.map(({ keyId }: { keyId: string }) => keyId)).toEqual([
      body.keyId,
    ])
    const names = { servicePrincipalNames: ['api://other'] }
    expect((await graph.call('PATCH', url, { body: names })).status).toBe(400)
    names.servicePrincipalNames.push(appId)
    expect((await graph.call('PATCH', url, { body: names })).status).toBe(204)
    expect((await graph.call('DELETE', url)).status).toBe(204)
    expect((await graph.get(url)).status).toBe(404)
  })

  it('of Microsoft is shown as Microsoft’s, and is not deleted', async () => {
    const { body } = await graph.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")
    expect([body.appOwnerOrganizationId, body.signInAudience]).toEqual([
      'f8cdef31-a31e-4b4a-93e4-5f571e91255a',
      'AzureADMultipleOrgs',
    ])
    expect(body.appRoles).toContainEqual({
      allowedMemberTypes: ['Application'],
      description: 'Read the directory',
      displayName: 'Read the directory',
      id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
      isEnabled: true,
      origin: 'Application',
      value: 'Directory.Read.All',
    })
    expect(message(await graph.call('DELETE', `/v1.0/servicePrincipals/${body.id}`))).toEqual(denied)
  })
})

describe('an app role assignment', () => {
  it('lets a managed identity use Microsoft Graph, with the next token', async () => {
    const { principalId } = await machine()
    const resource = await graphPrincipal()
    const role = resource.appRoles.find(({ value }) => value === 'User.Read.All')
    const path = `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`
    const created = await graph.post(path, { principalId, resourceId: resource.id, appRoleId: role?.id })
    expect(created.status).toBe(201)
    const { id } = created.body
    expect(withNames(created.text, { id, principal: principalId, graph: resource.id })).toBe(
      `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#servicePrincipals('<principal>')/appRoleAssignments/$entity","id":"<id>","deletedDateTime":null,"appRoleId":"df021288-bdef-4463-88db-98f22de89214","createdDateTime":"2030-01-01T00:00:00Z","principalDisplayName":"VM1","principalId":"<principal>","principalType":"ServicePrincipal","resourceDisplayName":"Microsoft Graph","resourceId":"<graph>"}`,
    )
    expect(id).toMatch(/^[\w-]{43}$/)
    const { '@odata.context': _, ...assignment } = created.body
    expect((await graph.get(path)).body.value).toEqual([assignment])
    const others = `/v1.0/servicePrincipals/${resource.id}/appRoleAssignedTo`
    expect((await graph.get(others)).body.value).toEqual([assignment])
    expect((await graph.get(`${path}/${id}`)).body).toMatchObject(assignment)
    expect((await graph.get(`${path}?$filter=resourceId eq ${resource.id}`)).body.value).toHaveLength(1)

    expect((await graph.call('DELETE', `${others}/${id}`)).status).toBe(204)
    expect((await graph.get(path)).body.value).toEqual([])
    expect((await graph.call('DELETE', `${path}/${id}`)).status).toBe(404)
  })

  it.each([
    [
      { appRoleId: '99999999-0000-4000-8000-000000000001' },
      400,
      "Permission being assigned was not found on application '00000003-0000-0000-c000-000000000000'.",
    ],
    [{ appRoleId: undefined }, 400, "A value is required for property 'appRoleId' of resource 'AppRoleAssignment'."],
    [
      { principalId: '99999999-0000-4000-8000-000000000001' },
      400,
      "Invalid value specified for property 'principalId' of resource 'AppRoleAssignment'.",
    ],
    [
      { resourceId: '99999999-0000-4000-8000-000000000001' },
      404,
      "Resource '99999999-0000-4000-8000-000000000001' does not exist or one of its queried reference-property objects are not present.",
    ],
  ])('is not made with %j', async (change, status, text) => {
    const { principalId } = await application()
    const resource = await graphPrincipal()
    const body = { principalId, resourceId: resource.id, appRoleId: '7ab1d382-f21e-4acd-a863-ba3e13f7da61', ...change }
    const answer = await graph.post(`/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, body)
    expect([answer.status, answer.body.error.message]).toEqual([status, text])
  })

  it('is made once, and of the default role when the resource has no other', async () => {
    const { principalId } = await application()
    const other = await application()
    const body = { principalId, resourceId: other.principalId, appRoleId: '00000000-0000-0000-0000-000000000000' }
    const url = `/v1.0/servicePrincipals/${other.principalId}/appRoleAssignedTo`
    expect((await graph.post(url, body)).status).toBe(201)
    expect(message(await graph.post(url, body))).toEqual([
      400,
      'Request_BadRequest',
      'Permission being assigned already exists on the object',
    ])
    await graph.call('DELETE', `/v1.0/servicePrincipals/${other.principalId}`)
    expect((await graph.get(`/v1.0/servicePrincipals/${principalId}/appRoleAssignments`)).body.value).toEqual([])
  })

  it('of a user needs a role for users', async () => {
    const { principalId } = await graph.user('ann')
    const resource = await graphPrincipal()
    const body = { principalId, resourceId: resource.id, appRoleId: '7ab1d382-f21e-4acd-a863-ba3e13f7da61' }
    const answer = await graph.post(`/v1.0/users/${principalId}/appRoleAssignments`, body)
    expect([answer.status, answer.body.error.code]).toEqual([400, 'Request_BadRequest'])
  })

  it.each([
    ['Application Administrator', applicationAdministrator, 403],
    ['Cloud Application Administrator', cloudApplicationAdministrator, 403],
    ['Privileged Role Administrator', privilegedRoleAdministrator, 201],
    ['Global Administrator', globalAdministrator, 201],
  ])('of Microsoft Graph is not every administrator’s to make: %s', async (_, directoryRole, status) => {
    const { principals } = graph.cloud.cloud.ports.store.read
    const caller = await graph.user(`admin-${status}-${directoryRole}`)
    const found = await principals.get(caller.principalId)
    if (found?.kind !== 'User') throw new Error('the user was just made')
    await graph.cloud.cloud.ports.store.transaction((tx) =>
      tx.principals.update({ ...found, directoryRoles: [directoryRole] }),
    )
    const { principalId } = await application()
    const url = `/v1.0/servicePrincipals/${principalId}/appRoleAssignments`
    const resource = await graphPrincipal()
    const ofGraph = { principalId, resourceId: resource.id, appRoleId: '7ab1d382-f21e-4acd-a863-ba3e13f7da61' }
    const ofAnother = {
      principalId,
      resourceId: (await application()).principalId,
      appRoleId: '00000000-0000-0000-0000-000000000000',
    }
    const as = caller.token
    expect([
      (await graph.post(url, ofAnother, { as })).status,
      (await graph.post(url, ofGraph, { as })).status,
    ]).toEqual([201, status])
  })

  it.each([
    [['AppRoleAssignment.ReadWrite.All'], 403],
    [['AppRoleAssignment.ReadWrite.All', 'Application.Read.All'], 201],
    [['Directory.ReadWrite.All'], 201],
    [['Application.ReadWrite.All'], 403],
    [[], 403],
  ])('is made by an application with %j: %i', async (roles, status) => {
    const { principalId } = await application()
    const resource = await graphPrincipal()
    const { token: as } = await graph.application(roles)
    const body = { principalId, resourceId: resource.id, appRoleId: '7ab1d382-f21e-4acd-a863-ba3e13f7da61' }
    expect((await graph.post(`/v1.0/servicePrincipals/${principalId}/appRoleAssignments`, body, { as })).status).toBe(
      status,
    )
  })
})

describe('a delegated permission grant', () => {
  it('is made, found from everywhere, changed and deleted', async () => {
    const { principalId: clientId } = await application()
    const { principalId: ann } = await graph.user('ann')
    const { id: resourceId } = await graphPrincipal()
    const url = '/v1.0/oauth2PermissionGrants'
    const everybody = {
      clientId,
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId,
      scope: ' User.Read  openid',
    }
    const created = await graph.post(url, everybody)
    const { id } = created.body
    expect([created.status, withNames(created.text, { id, client: clientId, graph: resourceId })]).toEqual([
      201,
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants/$entity","clientId":"<client>","consentType":"AllPrincipals","id":"<id>","principalId":null,"resourceId":"<graph>","scope":"User.Read openid"}',
    ])
    expect(message(await graph.post(url, everybody))).toEqual([
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      'Permission entry already exists.',
    ])
    const one = await graph.post(url, { ...everybody, consentType: 'Principal', principalId: ann })
    expect(one.status).toBe(201)
    const scopes = async (path: string) =>
      (await graph.get(path)).body.value.map(({ principalId }: { principalId: string | null }) => principalId)
    expect(await scopes(`${url}?$filter=clientId eq '${clientId}'`)).toEqual([null, ann])
    expect(await scopes(`/v1.0/servicePrincipals/${clientId}/oauth2PermissionGrants`)).toEqual([null, ann])
    expect(await scopes(`/v1.0/users/${ann}/oauth2PermissionGrants`)).toEqual([ann])
    expect((await graph.call('PATCH', `${url}/${id}`, { body: { scope: 'User.Read.All' } })).status).toBe(204)
    expect((await graph.get(`${url}/${id}`)).body.scope).toBe('User.Read.All')
    // az writes the name in another case
    expect((await graph.call('DELETE', `/v1.0/oAuth2PermissionGrants/${id}`)).status).toBe(204)
    expect(await scopes(url)).toEqual([ann])
  })

  it.each([
    [{ clientId: undefined }, "A value is required for property 'clientId' of resource 'OAuth2PermissionGrant'."],
    [
      { consentType: 'Nobody' },
      "Invalid value specified for property 'consentType' of resource 'OAuth2PermissionGrant'.",
    ],
    [
      { consentType: 'Principal' },
      "A value is required for property 'principalId' of resource 'OAuth2PermissionGrant'.",
    ],
    [{ scope: undefined }, "A value is required for property 'scope' of resource 'OAuth2PermissionGrant'."],
  ])('is not made with %j', async (change, text) => {
    const { principalId: clientId } = await application()
    const body = {
      clientId,
      consentType: 'AllPrincipals',
      resourceId: (await graphPrincipal()).id,
      scope: 'x',
      ...change,
    }
    const answer = await graph.post('/v1.0/oauth2PermissionGrants', body)
    expect([answer.status, answer.body.error.message]).toEqual([400, text])
  })
})
