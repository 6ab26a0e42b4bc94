/** Groups, and users with what they are members of. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestGraph, type TestGraph, withNames } from '../../../testing/start-test-graph.js'

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
const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` })
const create = async (name: string, body: object = {}): Promise<string> => {
  const group = { displayName: name, mailNickname: name, mailEnabled: false, securityEnabled: true, ...body }
  return (await graph.post('/v1.0/groups', group)).body.id
}
const addMember = (groupId: string, memberId: string, as?: string) =>
  graph.post(`/v1.0/groups/${groupId}/members/$ref`, reference(memberId), as === undefined ? {} : { as })
const idsOf = (answer: { body: { value: { id: string }[] } }) => answer.body.value.map(({ id }) => id)

describe('a group', () => {
  it('is created and answered as recorded', async () => {
    const body = {
      displayName: 'team',
      mailNickname: 'team',
      description: 'd',
      mailEnabled: false,
      securityEnabled: true,
    }
    const answer = await graph.post('/v1.0/groups', body)
    const { id, securityIdentifier } = answer.body
    expect([answer.status, withNames(answer.text, { id, sid: securityIdentifier })]).toEqual([
      201,
      '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#groups/$entity","id":"<id>","deletedDateTime":null,"classification":null,"createdDateTime":"2030-01-01T00:00:00Z","creationOptions":[],"description":"d","displayName":"team","expirationDateTime":null,"groupTypes":[],"isAssignableToRole":null,"mail":null,"mailEnabled":false,"mailNickname":"team","membershipRule":null,"membershipRuleProcessingState":null,"onPremisesDomainName":null,"onPremisesLastSyncDateTime":null,"onPremisesNetBiosName":null,"onPremisesSamAccountName":null,"onPremisesSecurityIdentifier":null,"onPremisesSyncEnabled":null,"preferredDataLocation":null,"preferredLanguage":null,"proxyAddresses":[],"renewedDateTime":"2030-01-01T00:00:00Z","resourceBehaviorOptions":[],"resourceProvisioningOptions":[],"securityEnabled":true,"securityIdentifier":"<sid>","theme":null,"uniqueName":null,"visibility":null,"onPremisesProvisioningErrors":[],"serviceProvisioningErrors":[]}',
    ])
    expect((await graph.get(`/v1.0/groups/${id}`)).text).toBe(answer.text)
    const found = await graph.get("/v1.0/groups?$filter=displayName eq 'TEAM' and mailNickname eq 'team'")
    expect(idsOf(found)).toEqual([id])
  })

  it.each([
    [{ displayName: undefined }, 400, "A value is required for property 'displayName' of resource 'Group'."],
    [{ mailNickname: undefined }, 400, "A value is required for property 'mailNickname' of resource 'Group'."],
    [{ mailNickname: 'a b' }, 400, "Invalid value specified for property 'mailNickname' of resource 'Group'."],
    [{ groupTypes: ['Unified'] }, 501, 'NotImplemented: groups with groupTypes Unified'],
    [{ mailEnabled: true }, 501, 'NotImplemented: groups with mailEnabled'],
    [{ securityEnabled: false }, 501, 'NotImplemented: groups with securityEnabled=false'],
    [{ isAssignableToRole: true }, 501, 'NotImplemented: groups with isAssignableToRole'],
    [{ id: 'x' }, 400, "Property 'id' is read-only and cannot be set."],
  ])('is not made with %j', async (change, status, text) => {
    const body = { displayName: 'x', mailNickname: 'x', mailEnabled: false, securityEnabled: true, ...change }
    const answer = await graph.post('/v1.0/groups', body)
    expect([answer.status, answer.body.error.message]).toEqual([status, text])
  })

  it('is made with members and owners at once, changed, and deleted', async () => {
    const ann = await graph.user('ann')
    const bob = await graph.user('bob')
    const bind = (id: string) => [`https://graph.microsoft.com/v1.0/users/${id}`]
    const id = await create('team', {
      'members@odata.bind': bind(ann.principalId),
      'owners@odata.bind': bind(bob.principalId),
    })
    expect(idsOf(await graph.get(`/v1.0/groups/${id}/members`))).toEqual([ann.principalId])
    expect(idsOf(await graph.get(`/v1.0/groups/${id}/owners`))).toEqual([bob.principalId])
    const patch = { description: 'new', 'members@odata.bind': bind(bob.principalId) }
    expect((await graph.call('PATCH', `/v1.0/groups/${id}`, { body: patch })).status).toBe(204)
    expect((await graph.get(`/v1.0/groups/${id}?$select=description`)).body.description).toBe('new')
    expect(idsOf(await graph.get(`/v1.0/groups/${id}/members`))).toHaveLength(2)
    expect((await graph.call('DELETE', `/v1.0/groups/${id}`)).status).toBe(204)
    expect((await graph.get(`/v1.0/groups/${id}`)).status).toBe(404)
    expect(idsOf(await graph.get(`/v1.0/users/${ann.principalId}/memberOf`))).toEqual([])
  })
})

describe('members', () => {
  it('are added once and removed once', async () => {
    const id = await create('team')
    const { principalId } = await graph.user('ann')
    expect((await addMember(id, principalId)).status).toBe(204)
    expect(message(await addMember(id, principalId))).toEqual([
      400,
      'Request_BadRequest',
      "One or more added object references already exist for the following modified properties: 'members'.",
    ])
    const remove = () => graph.call('DELETE', `/v1.0/groups/${id}/members/${principalId}/$ref`)
    expect((await remove()).status).toBe(204)
    expect(message(await remove())).toEqual([
      404,
      'Request_ResourceNotFound',
      `Resource '${principalId}' does not exist or one of its queried reference-property objects are not present.`,
    ])
  })

  it('reach through groups that contain groups, even in a circle', async () => {
    const [inner, outer] = [await create('inner'), await create('outer')]
    const { principalId: ann } = await graph.user('ann')
    await addMember(inner, ann)
    await addMember(outer, inner)
    await addMember(inner, outer)
    expect(idsOf(await graph.get(`/v1.0/groups/${outer}/members`))).toEqual([inner])
    expect(idsOf(await graph.get(`/v1.0/groups/${outer}/transitiveMembers`)).toSorted()).toEqual(
      [inner, ann].toSorted(),
    )
    expect(idsOf(await graph.get(`/v1.0/users/${ann}/memberOf`))).toEqual([inner])
    expect(idsOf(await graph.get(`/v1.0/users/${ann}/transitiveMemberOf`)).toSorted()).toEqual(
      [inner, outer].toSorted(),
    )
    const ids = await graph.post(`/v1.0/users/${ann}/getMemberGroups`, { securityEnabledOnly: false })
    expect(withNames(ids.text, { inner, outer })).toMatch(
      /^\{"@odata.context":"https:\/\/graph\.microsoft\.com\/v1\.0\/\$metadata#Collection\(Edm\.String\)","value":\["<(inner|outer)>","<(inner|outer)>"\]\}$/,
    )
    expect(ids.headers.location).toBe('https://graph.microsoft.com')
    const check = { groupIds: [outer, '99999999-0000-4000-8000-000000000001'] }
    expect((await graph.post(`/v1.0/directoryObjects/${ann}/checkMemberGroups`, check)).body.value).toEqual([outer])
    const none = await graph.post(`/v1.0/directoryObjects/${ann}/checkMemberGroups`, { groupIds: [] })
    expect([none.status, none.body.error.message]).toEqual([400, 'The number of ids must be between 1 and 20.'])
  })

  it('are listed by kind with a cast, which leaves their types out', async () => {
    const id = await create('team')
    const { principalId: ann } = await graph.user('ann')
    await addMember(id, ann)
    await addMember(id, graph.operatorId)
    const users = await graph.get(`/v1.0/groups/${id}/members/microsoft.graph.user?$select=displayName,accountEnabled`)
    expect(users.body).toEqual({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users(displayName,accountEnabled)',
      value: [{ displayName: 'ann', accountEnabled: true }],
    })
    const eventual = { headers: { consistencylevel: 'eventual' } }
    expect((await graph.get(`/v1.0/groups/${id}/members/$count`, eventual)).text).toBe('2')
    const selected = await graph.get(`/v1.0/groups/${id}/members?$select=id,userPrincipalName`)
    expect(selected.body.value).toContainEqual({
      '@odata.type': '#microsoft.graph.servicePrincipal',
      id: graph.operatorId,
    })
    const expanded = await graph.get(`/v1.0/groups/${id}?$select=id&$expand=members($select=id)`)
    expect(expanded.body.members).toHaveLength(2)
  })

  it('whose kind the caller may not read are shown by their ids alone', async () => {
    const id = await create('team')
    const { principalId: ann } = await graph.user('ann')
    await addMember(id, ann)
    const { token: as } = await graph.application(['GroupMember.Read.All'])
    const [member] = (await graph.get(`/v1.0/groups/${id}/members`, { as })).body.value
    expect(member).toMatchObject({
      '@odata.type': '#microsoft.graph.user',
      id: ann,
      displayName: null,
      userPrincipalName: null,
    })
  })

  it.each([
    [['GroupMember.ReadWrite.All'], 204],
    [['Group.ReadWrite.All'], 204],
    [['Group.Read.All'], 403],
    [['User.ReadWrite.All'], 403],
  ])('are added by an application with %j: %i', async (roles, status) => {
    const id = await create('team')
    const { principalId } = await graph.user('ann')
    const { token } = await graph.application(roles)
    expect((await addMember(id, principalId, token)).status).toBe(status)
  })
})

describe('owners', () => {
  it('manage their group, and the last person among them stays', async () => {
    const ann = await graph.user('ann')
    const { body } = await graph.post(
      '/v1.0/groups',
      { displayName: 'mine', mailNickname: 'mine', mailEnabled: false, securityEnabled: true },
      { as: ann.token },
    )
    expect(idsOf(await graph.get(`/v1.0/groups/${body.id}/owners`))).toEqual([ann.principalId])
    const bob = await graph.user('bob')
    expect((await addMember(body.id, bob.principalId, ann.token)).status).toBe(204)
    expect((await addMember(body.id, ann.principalId, bob.token)).status).toBe(403)
    const owners = `/v1.0/groups/${body.id}/owners`
    expect(message(await graph.call('DELETE', `${owners}/${ann.principalId}/$ref`))).toEqual([
      400,
      'Request_BadRequest',
      'The group must have at least one owner, hence this owner cannot be removed.',
    ])
    await graph.post(`${owners}/$ref`, reference(bob.principalId))
    expect((await graph.call('DELETE', `${owners}/${ann.principalId}/$ref`)).status).toBe(204)
    expect((await graph.call('DELETE', `/v1.0/groups/${body.id}`, { as: ann.token })).status).toBe(403)
    expect((await graph.call('DELETE', `/v1.0/groups/${body.id}`, { as: bob.token })).status).toBe(204)
  })

  it('are no groups', async () => {
    const [one, other] = [await create('one'), await create('other')]
    const answer = await graph.post(`/v1.0/groups/${one}/owners/$ref`, reference(other))
    expect([answer.status, answer.body.error.message]).toEqual([
      400,
      "Unsupported resource type 'Group' for reference 'owners'.",
    ])
  })
})

it('membership is what role assignments to a group follow', async () => {
  const subscription = '/subscriptions/20000000-0000-4000-8000-000000000001'
  const id = await create('readers')
  const { as, principalId } = await graph.cloud.caller()
  const assignment = `${subscription}/providers/Microsoft.Authorization/roleAssignments/a0000000-0000-4000-8000-000000000001`
  const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`
  const body = { properties: { roleDefinitionId, principalId: id, principalType: 'Group' } }
  expect((await graph.cloud.arm('PUT', `${assignment}?api-version=2022-04-01`, { body })).status).toBe(201)
  const read = async () =>
    (await graph.cloud.arm('GET', `${subscription}/resourcegroups?api-version=2022-12-01`, { as })).status
  expect(await read()).toBe(403)
  await addMember(id, principalId)
  expect(await read()).toBe(200)
  await graph.call('DELETE', `/v1.0/groups/${id}/members/${principalId}/$ref`)
  expect(await read()).toBe(403)
})
