/** The tenant, its directory roles, and objects by their ids. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph } from '../../../testing/start-test-graph.js'

let graph: TestGraph
beforeEach(async () => {
  graph = await startTestGraph()
})
afterEach(() => graph.close())

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10'
const role = `/v1.0/directoryRoles(roleTemplateId='${globalAdministrator}')`
const idsOf = (answer: { body: { value: { id: string }[] } }) => answer.body.value.map(({ id }) => id)

describe('the tenant', () => {
  it('has one organization, one domain and no licences', async () => {
    const tenantId = '10000000-0000-4000-8000-000000000001'
    expect((await graph.get('/v1.0/organization?$select=id,displayName,verifiedDomains')).body.value).toEqual([
      {
        id: tenantId,
        displayName: 'Lazulite',
        verifiedDomains: [
          { capabilities: '', isDefault: true, isInitial: true, name: 'lazulite.onmicrosoft.com', type: 'Managed' },
        ],
      },
    ])
    expect((await graph.get(`/v1.0/organization/${tenantId}`)).body.displayName).toBe('Lazulite')
    expect((await graph.get('/v1.0/domains/LAZULITE.onmicrosoft.com')).body).toMatchObject({ isVerified: true })
    expect((await graph.get('/v1.0/domains/elsewhere.example')).status).toBe(404)
    expect((await graph.get('/v1.0/subscribedSkus')).body.value).toEqual([])
    const { token: as } = await graph.application(['User.Read.All'])
    expect((await graph.get('/v1.0/organization', { as })).status).toBe(403)
  })
})

describe('a directory role', () => {
  it('is found by its own id and by its template’s, with who holds it', async () => {
    const { body } = await graph.get(role)
    expect(body).toMatchObject({ displayName: 'Global Administrator', roleTemplateId: globalAdministrator })
    expect(body.id).not.toBe(globalAdministrator)
    const members = await graph.get(`/v1.0/directoryRoles/${body.id}/members`)
    const administrator = (await graph.get('/v1.0/users/admin@lazulite.onmicrosoft.com')).body.id
    expect(idsOf(members).toSorted()).toEqual([graph.operatorId, administrator].toSorted())
    const templates = await graph.get('/v1.0/directoryRoleTemplates')
    expect(idsOf(templates)).toContain(globalAdministrator)
    const listed = await graph.get("/v1.0/directoryRoles?$filter=displayName eq 'Global Administrator'")
    expect(idsOf(listed)).toEqual([body.id])
  })

  it('given and taken away, acts at once', async () => {
    const { token: as, principalId } = await graph.application()
    const read = async () => (await graph.get('/v1.0/users', { as })).status
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${principalId}` }
    expect(await read()).toBe(403)
    expect((await graph.post(`${role}/members/$ref`, reference)).status).toBe(204)
    expect(await read()).toBe(200)
    const twice = await graph.post(`${role}/members/$ref`, reference)
    expect([twice.status, twice.body.error.message]).toEqual([
      400,
      "One or more added object references already exist for the following modified properties: 'members'.",
    ])
    const held = await graph.get(`/v1.0/servicePrincipals/${principalId}/memberOf`)
    expect(held.body.value).toMatchObject([
      { '@odata.type': '#microsoft.graph.directoryRole', roleTemplateId: globalAdministrator },
    ])
    const objects = await graph.post(`/v1.0/servicePrincipals/${principalId}/getMemberObjects`, {})
    expect(objects.body.value).toEqual([held.body.value[0].id])
    const groups = await graph.post(`/v1.0/servicePrincipals/${principalId}/getMemberGroups`, {})
    expect(groups.body.value).toEqual([])
    const remove = () => graph.call('DELETE', `${role}/members/${principalId}/$ref`)
    expect((await remove()).status).toBe(204)
    expect(await read()).toBe(403)
    expect((await remove()).status).toBe(404)
  })

  it('is given by nobody who may not', async () => {
    const { token: as, principalId } = await graph.application(['Directory.ReadWrite.All'])
    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${principalId}` }
    expect((await graph.post(`${role}/members/$ref`, reference, { as })).status).toBe(403)
  })

  it('is active already, and unknown ones are not found', async () => {
    const active = await graph.post('/v1.0/directoryRoles', { roleTemplateId: globalAdministrator })
    expect([active.status, active.body.error.message]).toEqual([
      400,
      'A conflicting object with one or more of the specified property values is present in the directory.',
    ])
    expect((await graph.post('/v1.0/directoryRoles', { roleTemplateId: 'x' })).status).toBe(404)
    expect((await graph.get('/v1.0/directoryRoles/x')).status).toBe(404)
  })
})

describe('objects by their ids', () => {
  it('come with their types, unknown ones left out silently', async () => {
    const { principalId: ann } = await graph.user('ann')
    const { id: app } = (await graph.post('/v1.0/applications', { displayName: 'app' })).body
    const ids = [graph.operatorId, 'x', ann, app, '99999999-0000-4000-8000-000000000001', ann.toUpperCase()]
    const all = await graph.post('/v1.0/directoryObjects/getByIds', { ids })
    expect(all.body['@odata.context']).toBe('https://graph.microsoft.com/v1.0/$metadata#directoryObjects')
    expect(all.headers.location).toBe('https://graph.microsoft.com')
    const kinds = (body: { value: { '@odata.type': string; id: string }[] }) =>
      body.value.map((one) => [one['@odata.type'], one.id])
    expect(kinds(all.body)).toEqual([
      ['#microsoft.graph.servicePrincipal', graph.operatorId],
      ['#microsoft.graph.user', ann],
      ['#microsoft.graph.application', app],
    ])
    expect(Object.keys(all.body.value[1]).slice(0, 3)).toEqual(['@odata.type', 'id', 'businessPhones'])
    const types = ['User', 'group', 'directoryObjectPartnerReference']
    expect(kinds((await graph.post('/v1.0/directoryObjects/getByIds', { ids, types })).body)).toEqual([
      ['#microsoft.graph.user', ann],
    ])
    const one = await graph.get(`/v1.0/directoryObjects/${ann}`)
    expect([one.body['@odata.context'], one.body['@odata.type'], one.body.displayName]).toEqual([
      'https://graph.microsoft.com/v1.0/$metadata#directoryObjects/$entity',
      '#microsoft.graph.user',
      'ann',
    ])
    expect((await graph.call('DELETE', `/v1.0/directoryObjects/${app}`)).status).toBe(204)
    expect((await graph.get(`/v1.0/directoryObjects/${app}`)).status).toBe(404)
  })

  it.each([{}, { ids: 'x' }, { ids: Array.from({ length: 1001 }, String) }])(
    'are at most a thousand: %#',
    async (body) => {
      const answer = await graph.post('/v1.0/directoryObjects/getByIds', body)
      expect([answer.status, answer.body.error.message]).toEqual([400, 'The number of ids must be between 1 and 1000.'])
    },
  )

  it('are nothing to somebody without any right', async () => {
    const { token: as } = await graph.application()
    const answer = await graph.post('/v1.0/directoryObjects/getByIds', { ids: [graph.operatorId] }, { as })
    expect([answer.status, answer.body.error.code]).toEqual([403, 'Authorization_RequestDenied'])
  })
})
