import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { principalIdOf, group as resourceGroup, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription, testSubscriptionId, testTenantId } from '../../testing/test-ports.js'

const base = '/providers/Microsoft.Management/managementGroups'
const old = '?api-version=2018-03-01-preview'
const version = '?api-version=2021-04-01'
const rootScope = `${base}/${testTenantId}`

let world: TestArm
beforeEach(async () => {
  world = await startTestArm()
})
afterEach(() => world.close())

const create = (name: string, parent?: string, as = 'owner') =>
  world.call('PUT', `${base}/${name}${version}`, {
    as,
    body: { name, properties: { details: { parent: parent === undefined ? {} : { id: `${base}/${parent}` } } } },
  })
const get = async (name: string, query = '', as = 'owner') =>
  (await world.call('GET', `${base}/${name}${version}${query}`, { as })).body
const path = (url: unknown): string => String(url).replace(/^https?:\/\/[^/]+/, '')
const attach = (name: string, as = 'owner') =>
  world.call('PUT', `${base}/${name}/subscriptions/${testSubscriptionId}${version}`, { as })

describe('a management group', () => {
  it('is made, polled, read and removed as recorded', async () => {
    const status = (state: string) => ({
      id: `${base}/mg1`,
      type: '/providers/Microsoft.Management/managementGroups',
      name: 'mg1',
      status: state,
    })
    const body = { name: 'mg1', properties: { details: { parent: {} } } }
    const accepted = await world.call('PUT', `${base}/mg1${old}`, { body })
    expect([accepted.status, accepted.body]).toEqual([202, status('NotStarted')])
    const properties = {
      tenantId: testTenantId,
      displayName: 'mg1',
      details: {
        version: 1,
        updatedTime: '2030-01-01T00:00:00.000Z',
        updatedBy: principalIdOf('owner'),
        parent: { id: rootScope, name: testTenantId, displayName: 'Tenant Root Group' },
      },
    }
    expect(path(accepted.headers.location)).toBe(
      `/providers/Microsoft.Management/operationResults/create/managementGroups/mg1${old}`,
    )
    const result = await world.call('GET', path(accepted.headers.location))
    expect([result.status, result.body]).toEqual([200, { ...status('Succeeded'), properties }])
    const { status: _, ...shown } = status('')
    expect((await world.call('GET', `${base}/MG1${old}`)).body).toEqual({ ...shown, properties })

    const removed = await world.call('DELETE', `${base}/mg1${old}`)
    expect([removed.status, removed.body]).toEqual([202, status('NotStarted')])
    const gone = await world.call('GET', path(removed.headers.location))
    expect([gone.status, gone.body]).toEqual([200, status('Succeeded')])
    expect((await world.call('GET', `${base}/mg1${old}`)).status).toBe(404)
    expect((await world.call('DELETE', `${base}/mg1${old}`)).status).toBe(204)
  })

  it('has children, ancestors and a subscription, as far as they are asked for', async () => {
    await create('a')
    await create('b', 'a')
    await attach('b')
    const type = 'Microsoft.Management/managementGroups'
    const b = { id: `${base}/b`, type, name: 'b', displayName: 'b' }
    const subscription = {
      id: testSubscription,
      type: '/subscriptions',
      name: testSubscriptionId,
      displayName: 'Lazulite',
    }
    expect((await get('a')).properties.children).toBeUndefined()
    expect((await get('a', '&$expand=children')).properties.children).toEqual([b])
    const root = await get(testTenantId, '&$expand=children&$recurse=true')
    expect(root.properties.displayName).toBe('Tenant Root Group')
    expect(root.properties.children).toEqual([
      { id: `${base}/a`, type, name: 'a', displayName: 'a', children: [{ ...b, children: [subscription] }] },
    ])
    expect((await get('b', '&$expand=path')).properties.details.path).toEqual([
      { name: testTenantId, displayName: 'Tenant Root Group' },
      { name: 'a', displayName: 'a' },
    ])
    const descendants = await world.call('GET', `${base}/a/descendants${version}`)
    expect(descendants.body).toEqual({
      value: [
        { id: b.id, type, name: 'b', properties: { displayName: 'b', parent: { id: `${base}/a` } } },
        {
          id: testSubscription,
          type: '/subscriptions',
          name: testSubscriptionId,
          properties: { displayName: 'Lazulite', parent: { id: b.id } },
        },
      ],
    })
  })

  it('is renamed and moved, by PATCH and by PUT', async () => {
    await create('a')
    await create('b')
    const body = { displayName: 'Bee', parentGroupId: `${base}/a` }
    const patched = await world.call('PATCH', `${base}/b${version}`, { body })
    expect([patched.status, patched.body.properties]).toMatchObject([
      200,
      { displayName: 'Bee', details: { version: 2, parent: { name: 'a' } } },
    ])
    await create('b')
    expect((await get('b')).properties).toMatchObject({ displayName: 'Bee', details: { parent: { name: 'a' } } })
    await create('b', testTenantId)
    expect((await get('b')).properties.details).toMatchObject({ version: 4, parent: { name: testTenantId } })
    await world.call('PATCH', `${base}/${testTenantId}${version}`, { body: { displayName: 'Contoso' } })
    expect((await get(testTenantId)).properties.tenantId).toBe(testTenantId)
  })

  it('may be made below the root by anybody, who owns it then and sees it alone', async () => {
    expect((await create('mine', undefined, 'somebody')).status).toBe(202)
    const list = await world.call('GET', `${base}${version}`, { as: 'somebody' })
    expect(list.body.value.map(({ name }: { name: string }) => name)).toEqual(['mine'])
    expect((await world.call('GET', `${base}${version}`)).body.value).toHaveLength(2)
    expect((await create('below', 'mine', 'somebody')).status).toBe(202)
    expect((await create('mine', undefined, 'other')).status).toBe(403)
    expect((await create('elsewhere', 'mine', 'other')).status).toBe(403)
    const result = `/providers/Microsoft.Management/operationResults/create/managementGroups/mine${version}`
    expect((await world.call('GET', result, { as: 'other' })).body).toEqual({
      error: {
        code: 'BadRequest',
        message: 'Reader level access is required on the management group or group ancestors.',
      },
    })
  })

  it('is moved only by who may write the group that it leaves and the one that it enters, the root left aside', async () => {
    await create('a')
    await create('b')
    await create('c', 'a')
    const { as } = await world.caller({ name: 'mover', role: 'Management Group Contributor', scope: `${base}/c` })
    const patch = (parent: string) =>
      world.call('PATCH', `${base}/c${version}`, { as, body: { parentGroupId: `${base}/${parent}` } })
    const refused = async (answer: Promise<{ status: number; body: { error: { message: string } } }>, at: string) => {
      const { status, body } = await answer
      expect(status).toBe(403)
      expect(body.error.message).toContain(
        `perform action 'Microsoft.Management/managementGroups/write' over scope '${base}/${at}'`,
      )
    }
    await refused(patch(testTenantId), 'a')
    await refused(create('c', testTenantId, as), 'a')
    await world.caller({ name: 'mover', role: 'Management Group Contributor', scope: `${base}/a` })
    await refused(patch('b'), 'b')
    expect((await patch('A')).status).toBe(200)
    expect((await patch(testTenantId)).status).toBe(200)
    await refused(create('c', 'b', as), 'b')
    expect((await create('c', 'a', as)).status).toBe(202)
  })

  it('is not taken over by who made one of the same name a moment later', async () => {
    await create('a')
    const mine = await world.ports.store.read.resources.get(`${base}/a`)
    if (mine === undefined) throw new Error('made above')
    world.overtake(async (tx) => {
      await tx.resources.insert({ ...mine, id: `${base}/b`, name: 'b' })
    })
    const late = await create('b', undefined, 'somebody')
    expect([late.status, late.body.error.code]).toEqual([409, 'Conflict'])
    expect(await world.ports.store.read.roleAssignments.listByPrincipals([principalIdOf('somebody')])).toEqual([])
    expect((await world.call('GET', `${base}/b${version}`, { as: 'somebody' })).status).toBe(403)
  })

  it('says nothing of the body to who may not write the group', async () => {
    await create('a')
    const body = { properties: { details: { parent: { id: '/subscriptions/s' } } } }
    expect((await world.call('PUT', `${base}/a${version}`, { as: 'nobody', body })).status).toBe(403)
  })

  it.each<[string, () => Promise<{ status: number; body: { error: { message: string } } }>, number, string]>([
    ['a bad name', () => create('a b'), 400, "The management group name 'a b' is invalid"],
    ['a missing parent', () => create('x', 'nobody'), 404, "The management group 'nobody' could not be found."],
    [
      'a parent that is no group',
      () =>
        world.call('PUT', `${base}/x${version}`, {
          body: { properties: { details: { parent: { id: '/subscriptions/s' } } } },
        }),
      400,
      'malformed',
    ],
    [
      'a parent below itself',
      async () => {
        await create('a')
        await create('b', 'a')
        return create('a', 'b')
      },
      400,
      'below itself',
    ],
    [
      'a seventh level',
      async () => {
        let last = await create('l1')
        for (const level of [2, 3, 4, 5, 6, 7]) last = await create(`l${level}`, `l${level - 1}`)
        return last
      },
      400,
      'at most 6 levels',
    ],
    ['moving the root', () => create(testTenantId, 'x'), 400, 'neither be moved nor deleted'],
    ['deleting the root', () => world.call('DELETE', rootScope + version), 400, 'neither be moved nor deleted'],
    [
      'deleting a group with children',
      async () => {
        await create('a')
        await create('b', 'a')
        return world.call('DELETE', `${base}/a${version}`)
      },
      400,
      'has child groups or subscriptions',
    ],
    [
      'deleting a group with subscriptions',
      async () => {
        await create('a')
        await attach('a')
        return world.call('DELETE', `${base}/a${version}`)
      },
      400,
      'has child groups or subscriptions',
    ],
  ])('is refused for %s', async (_, act, status, text) => {
    const answer = await act()
    expect(answer.status).toBe(status)
    expect(answer.body.error.message).toContain(text)
  })
})

describe('a subscription', () => {
  const link = {
    id: `${base}/a/subscriptions/${testSubscriptionId}`,
    type: 'Microsoft.Management/managementGroups/subscriptions',
    name: testSubscriptionId,
    properties: { tenant: testTenantId, displayName: 'Lazulite', parent: { id: `${base}/a` }, state: 'Active' },
  }
  const url = (name: string) => `${base}/${name}/subscriptions/${testSubscriptionId}${version}`

  it('is in one group at a time, the root when in no other', async () => {
    await create('a')
    await create('b')
    expect((await world.call('GET', url(testTenantId))).status).toBe(200)
    const put = await attach('a')
    expect([put.status, put.body]).toEqual([200, link])
    expect((await world.call('GET', url('a'))).body).toEqual(link)
    expect((await world.call('GET', `${base}/a/subscriptions${version}`)).body).toEqual({ value: [link] })
    await attach('b')
    expect((await world.call('GET', url('a'))).status).toBe(404)
    expect((await world.call('DELETE', url('b'))).status).toBe(200)
    expect((await world.call('DELETE', url('b'))).status).toBe(404)
    expect((await world.call('GET', url(testTenantId))).status).toBe(200)
  })

  it('is moved only by who may assign roles at it', async () => {
    await create('mine', undefined, 'somebody')
    const refused = await attach('mine', 'somebody')
    expect([refused.status, refused.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    await world.caller({ name: 'somebody', role: 'Owner', scope: testSubscription })
    expect((await attach('mine', 'somebody')).status).toBe(200)
    expect(
      (
        await world.call('PUT', `${base}/mine/subscriptions/20000000-0000-4000-8000-000000000009${version}`, {
          body: {},
        })
      ).status,
    ).toBe(404)
  })
})

describe('a subscription that is in a group', () => {
  it('leaves it only by who may write that group, too', async () => {
    await create('theirs')
    await attach('theirs')
    await create('mine', undefined, 'somebody')
    await world.caller({ name: 'somebody', role: 'Owner', scope: testSubscription })
    const refused = await attach('mine', 'somebody')
    expect([refused.status, refused.body.error.code]).toEqual([403, 'LinkedAuthorizationFailed'])
    expect(refused.body.error.message).toContain(
      `'Microsoft.Management/managementGroups/write' on the linked scope(s) '${base}/theirs'`,
    )
    await world.caller({ name: 'somebody', role: 'Management Group Contributor', scope: `${base}/theirs` })
    expect((await attach('mine', 'somebody')).status).toBe(200)
  })
})

describe('what is granted at a management group', () => {
  const read = (as: string) => world.call('GET', `${resourceGroup}?api-version=2021-04-01`, { as })
  const write = (as: string) => world.call('PATCH', `${resourceGroup}?api-version=2021-04-01`, { as, body: {} })

  beforeEach(async () => {
    await create('a')
    await create('b', 'a')
    await create('other')
    await attach('b')
  })

  it.each([
    ['the group itself', `${base}/b`, 200],
    ['the group above it', `${base}/a`, 200],
    ['the root', rootScope, 200],
    ['another group', `${base}/other`, 403],
    ['a group in another case', `${base}/B`.toUpperCase(), 200],
  ])('holds in the subscriptions below: at %s %i', async (_, scope, status) => {
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope })
    expect((await read(as)).status).toBe(status)
    expect((await write(as)).status).toBe(403)
    const groups = await world.call('GET', `${testSubscription}/resourceGroups?api-version=2021-04-01`, { as })
    expect(groups.status).toBe(status)
    const subscriptions = await world.call('GET', '/subscriptions?api-version=2021-01-01', { as })
    expect(subscriptions.body.value).toHaveLength(status === 200 ? 1 : 0)
  })

  it('ends when the subscription leaves', async () => {
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: `${base}/b` })
    await attach('other')
    expect((await read(as)).status).toBe(403)
  })

  it('is listed among the assignments of the subscription, and ends with the group', async () => {
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: `${base}/other` })
    await attach('other')
    const list = `${testSubscription}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01`
    const scopes = async (query: string) =>
      (await world.call('GET', `${list}${query}`)).body.value.map(
        ({ properties }: { properties: { scope: string } }) => properties.scope,
      )
    expect(await scopes('&$filter=atScope()')).toEqual(['/', `${base}/other`, `${base}/other`])
    expect(await scopes(`&$filter=principalId eq '${principalIdOf('reader')}'`)).toEqual([`${base}/other`])
    expect((await read(as)).status).toBe(200)
    await attach('b')
    await world.call('DELETE', `${base}/other${version}`)
    const left = await world.ports.store.read.roleAssignments.listAtScope(`${base}/other`, {
      covering: false,
      below: true,
    })
    expect(left).toEqual([])
  })

  it('lets a custom role of the group be assigned below it', async () => {
    const role = '/providers/Microsoft.Authorization/roleDefinitions/33333333-3333-4333-8333-333333333333'
    const permissions = [{ actions: ['*/read'], notActions: [] }]
    const body = {
      properties: { roleName: 'custom', type: 'CustomRole', permissions, assignableScopes: [`${base}/a`] },
    }
    expect((await world.call('PUT', `${base}/a${role}?api-version=2022-04-01`, { body })).status).toBe(201)
    const byName = `/providers/Microsoft.Authorization/roleDefinitions?api-version=2022-04-01&$filter=roleName eq 'custom'`
    const found = async (scope: string) => (await world.call('GET', `${scope}${byName}`)).body.value.length
    expect([await found(resourceGroup), await found(`${base}/b`), await found(`${base}/other`)]).toEqual([1, 1, 0])
    const assignment = '/providers/Microsoft.Authorization/roleAssignments/44444444-4444-4444-8444-444444444444'
    const properties = { roleDefinitionId: role, principalId: principalIdOf('x'), principalType: 'User' }
    const made = await world.call('PUT', `${resourceGroup}${assignment}?api-version=2022-04-01`, {
      body: { properties },
    })
    expect(made.status).toBe(201)
  })
})

describe('the tenant', () => {
  const post = (name: string, body: object = {}, as = 'owner') =>
    world.call('POST', `/providers/Microsoft.Management/${name}${version}`, { body, as })

  it('shows the entities that the caller may see, with its rights', async () => {
    await create('a')
    await attach('a')
    const { body } = await post('getEntities')
    expect(body.count).toBe(3)
    expect(body.value[1]).toEqual({
      id: `${base}/a`,
      type: 'Microsoft.Management/managementGroups',
      name: 'a',
      properties: {
        displayName: 'a',
        tenantId: testTenantId,
        parent: { id: rootScope },
        parentDisplayNameChain: ['Tenant Root Group'],
        parentNameChain: [testTenantId],
        permissions: 'edit',
        inheritedPermissions: 'edit',
        numberOfDescendants: 1,
        numberOfChildren: 1,
        numberOfChildGroups: 0,
      },
    })
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: testSubscription })
    const seen = (await post('getEntities', {}, as)).body
    expect(seen.value).toMatchObject([
      {
        id: testSubscription,
        type: '/subscriptions',
        properties: { permissions: 'view', parentNameChain: [testTenantId, 'a'] },
      },
    ])
    expect((await post('getEntities', {}, 'nobody')).body).toEqual({ value: [], count: 0 })
  })

  it('records no more than was asked for: a look at the entities is no write, and nothing refused', async () => {
    await create('a')
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: testSubscription })
    const audit = vi.spyOn(world.ports, 'audit')
    await post('getEntities')
    await post('getEntities', {}, as)
    expect(audit.mock.calls.map(([{ kind, subject, facts }]) => [kind, subject, facts])).toEqual([
      ['access.allowed', '/', { action: 'Microsoft.Management/managementGroups/read', reason: 'filtered' }],
      ['access.allowed', '/', { action: 'Microsoft.Resources/subscriptions/read', reason: 'filtered' }],
      ['access.allowed', '/', { action: 'Microsoft.Resources/subscriptions/read', reason: 'filtered' }],
    ])
  })

  it.each([
    [{ name: 'free' }, { nameAvailable: true }],
    [
      { name: 'A' },
      { nameAvailable: false, reason: 'AlreadyExists', message: "The management group 'A' already exists." },
    ],
    [
      { name: 'a b' },
      {
        nameAvailable: false,
        reason: 'Invalid',
        message: "The name 'a b' is not one that a management group can have.",
      },
    ],
  ])('says whether a name is free: %j', async (asked, answer) => {
    await create('a')
    expect(await post('checkNameAvailability', asked)).toMatchObject({ status: 200, body: answer })
  })

  it('has no old subscriptions to move, and refuses a name that is none', async () => {
    expect((await post('tenantBackfillStatus')).body).toEqual({ tenantId: testTenantId, status: 'Completed' })
    expect((await post('checkNameAvailability')).status).toBe(400)
    expect((await world.call('GET', `/providers/Microsoft.Management/getEntities${version}`)).status).toBe(405)
  })
})
