import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../domain/json.js'
import { builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../testing/authorization-cloud.js'
import { testTenantId } from '../../testing/test-ports.js'

const managementGroup = '/providers/Microsoft.Management/managementGroups/field'
const namespace = '/providers/Microsoft.Authorization'
const assignments = `${namespace}/roleAssignments`
const definitions = `${namespace}/roleDefinitions`
const name = 'e0000000-0000-4000-8000-000000000001'
const rootOwner = 'd0000000-0000-4000-8000-000000000009'
const version = '?api-version=2022-04-01'
const stamp = '2030-01-01T00:00:00.0000000Z'

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
  await cloud.assign({
    ...{ name: rootOwner, scope: '/', principalId: principals.administrator },
    roleDefinitionId: builtInRoleIds.owner,
  })
  await cloud.store.transaction((tx) =>
    tx.resources.insert({
      ...{ id: managementGroup, type: 'Microsoft.Management/managementGroups', name: 'field', subscriptionId: '' },
      ...{ provisioningState: 'Succeeded', body: { displayName: 'Field' }, etag: 'e', createdAt: 0, changedAt: 0 },
    }),
  )
})
afterEach(() => cloud.close())

const call = (method: 'GET' | 'PUT' | 'DELETE', url: string, body?: JsonObject): Promise<Answer> =>
  cloud.call(method, url, { as: principals.administrator, ...(body === undefined ? {} : { body }) })
const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
})
const valuesOf = ({ body }: Answer): readonly { name: string }[] => (body as { value: { name: string }[] }).value // a list

const readerOf = (prefix = ''): string => `${prefix}${definitions}/${builtInRoleIds.reader}`

describe.each([
  ['the tenant root', '/', ''],
  ['a management group', managementGroup, managementGroup],
  ['the root management group', `/providers/Microsoft.Management/managementGroups/${testTenantId}`, undefined],
])('at %s', (_, scope, prefix = scope) => {
  const shown = (properties: JsonObject = {}): Json => ({
    properties: {
      roleDefinitionId: readerOf(),
      principalId: principals.application,
      principalType: 'ServicePrincipal',
      scope,
      ...{ condition: null, conditionVersion: null, createdOn: stamp, updatedOn: stamp },
      ...{ createdBy: principals.administrator, updatedBy: principals.administrator },
      ...{ delegatedManagedIdentityResourceId: null, description: null },
      ...properties,
    },
    id: `${prefix}${assignments}/${name}`,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
  })
  const put = () =>
    call('PUT', `${prefix}${assignments}/${name}${version}`, {
      properties: { roleDefinitionId: readerOf(subscription), principalId: principals.application },
    })

  it('roles are assigned, shown without a subscription, listed and taken away', async () => {
    expect(await put()).toEqual({ status: 201, body: shown({ createdBy: null }) })
    expect(await call('GET', `${prefix}${assignments}/${name}${version}`)).toEqual({ status: 200, body: shown() })
    const filter = `&$filter=principalId eq '${principals.application}'`
    expect(await call('GET', `${prefix}${assignments}${version}${filter}`)).toEqual({
      status: 200,
      body: { value: [shown()] },
    })
    expect(
      valuesOf(await call('GET', `${prefix}${assignments}${version}&$filter=atScope()`)).map((one) => one.name),
    ).toEqual([rootOwner, name])
    expect(await call('DELETE', `${prefix}${assignments}/${name}${version}`)).toEqual({ status: 200, body: shown() })
    expect(await call('DELETE', `${prefix}${assignments}/${name}${version}`)).toEqual({ status: 204, body: undefined })
  })

  it('roles are shown without a subscription, one and many', async () => {
    const one = await call('GET', `${prefix}${readerOf()}${version}`)
    expect(one).toMatchObject({ status: 200, body: { id: readerOf(), properties: { roleName: 'Reader' } } })
    expect(await call('GET', `${prefix}${definitions}${version}&$filter=roleName+eq+'reader'`)).toEqual({
      status: 200,
      body: { value: [one.body] },
    })
  })
})

describe('roles read at the tenant by somebody without a right there', () => {
  const list = (filter: string, as: string): Promise<Answer> =>
    cloud.call('GET', `${definitions}${version}&$filter=${encodeURIComponent(filter)}`, { as })
  const custom = (id: string, scope: string): Promise<Answer> =>
    call('PUT', `${scope}${definitions}/${id}${version}`, {
      properties: {
        ...{ roleName: `role ${id}`, type: 'CustomRole', permissions: [{ actions: ['*/read'] }] },
        assignableScopes: [scope],
      },
    })

  it('are the built-in ones, by name and by id', async () => {
    const one = await cloud.call('GET', `${readerOf()}${version}`, { as: principals.application })
    expect(one).toMatchObject({ status: 200, body: { id: readerOf(), properties: { roleName: 'Reader' } } })
    expect(await list("roleName eq 'Reader'", principals.application)).toEqual({
      status: 200,
      body: { value: [one.body] },
    })
  })

  it('are those of its own that it may read where they can be assigned', async () => {
    const theirs = 'e0000000-0000-4000-8000-000000000002'
    await custom(name, group)
    await custom(theirs, managementGroup)
    const seen = async (as: string) => ({
      listed: valuesOf(await list("atScopeAndBelow() and type eq 'CustomRole'", as)).map((role) => role.name),
      status: (await cloud.call('GET', `${definitions}/${name}${version}`, { as })).status,
    })
    expect([
      await seen(principals.owner),
      await seen(principals.application),
      await seen(principals.administrator),
    ]).toEqual([
      { listed: [name], status: 200 },
      { listed: [], status: 404 },
      { listed: [name, theirs], status: 200 },
    ])
  })

  it('are still refused below it', async () =>
    expect(
      await cloud.call('GET', `${managementGroup}${definitions}${version}`, { as: principals.application }),
    ).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } }))
})

describe('a role of the tenant’s own', () => {
  const role = (properties: JsonObject = {}): JsonObject => ({
    properties: {
      roleName: 'field reader',
      type: 'CustomRole',
      permissions: [{ actions: ['*/read'] }],
      assignableScopes: [managementGroup],
      ...properties,
    },
  })
  const assign = (scope: string) =>
    call('PUT', `${scope}${assignments}/${name}${version}`, {
      properties: { roleDefinitionId: `${definitions}/${name}`, principalId: principals.application },
    })

  it('is made at a management group and assigned there', async () => {
    const made = await call('PUT', `${managementGroup}${definitions}/${name}${version}`, role())
    expect(made).toMatchObject({ status: 201, body: { id: `${definitions}/${name}` } })
    expect((await assign(managementGroup)).status).toBe(201)
    expect((await assign(group)).status).toBe(400)
  })

  it('is made at the root, for a scope below it', async () => {
    const body = role({ assignableScopes: [subscription] })
    expect((await call('PUT', `${definitions}/${name}${version}`, body)).status).toBe(201)
    expect((await call('GET', `${definitions}/${name}${version}`)).status).toBe(200)
    expect((await assign(group)).status).toBe(201)
  })

  it('cannot be assigned at a management group when it has data actions', async () => {
    const permissions = [{ actions: ['*/read'], dataActions: ['Microsoft.Storage/*/read'] }]
    expect(
      (await call('PUT', `${managementGroup}${definitions}/${name}${version}`, role({ permissions }))).status,
    ).toBe(201)
    expect(await assign(managementGroup)).toEqual(
      refusal(
        400,
        'RoleAssignmentScopeNotAssignableToRoleDefinition',
        `The role definition '${name}' is not assignable at the scope '${managementGroup}'.`,
      ),
    )
  })
})

describe('the limits', () => {
  const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
  const insert = (scope: string, count: number) =>
    cloud.store.transaction(async (tx) => {
      for (let number = 1; number <= count; number++) {
        await tx.roleAssignments.insert({
          ...{ name: guid(number), scope, principalId: guid(number), principalType: 'User' },
          ...{ roleDefinitionId: builtInRoleIds.reader, createdAt: number, updatedAt: number },
        })
      }
    })

  it('are 500 assignments at a management group, those of its subscriptions not counted', async () => {
    await insert(managementGroup, 499)
    const put = (assignment: string, principalId: string) =>
      call('PUT', `${managementGroup}${assignments}/${assignment}${version}`, {
        properties: { roleDefinitionId: readerOf(), principalId },
      })
    expect((await put(name, principals.application)).status).toBe(201)
    expect(await put(guid(9999), principals.reader)).toEqual(
      refusal(
        400,
        'RoleAssignmentLimitExceeded',
        'The role assignment limit of 500 for the management group has been reached. No more role assignments can be created.',
      ),
    )
  })

  it('are told by the usage metrics of a subscription', async () => {
    const url = `${subscription}${namespace}/roleAssignmentsUsageMetrics?api-version=2019-08-01-preview`
    await insert(group, 2)
    expect(await call('GET', url)).toEqual({
      status: 200,
      body: {
        subscriptionId: subscription.split('/').at(-1),
        ...{ roleAssignmentsLimit: 4000, roleAssignmentsCurrentCount: 3, roleAssignmentsRemainingCount: 3997 },
      },
    })
    expect((await cloud.call('GET', url, { as: principals.reader })).status).toBe(403)
  })

  it('of a page at the root are 1,000 assignments, and a page goes on where the last one ended', async () => {
    await insert('/', 1500)
    const first = await call('GET', `${assignments}${version}&$filter=atScope()`)
    const { nextLink } = first.body as { nextLink: string } // the body of a list
    expect(nextLink).toMatch(
      /^https:\/\/management\.azure\.com\/providers\/Microsoft\.Authorization\/roleAssignments\?api-version=2022-04-01&\$filter=atScope\(\)&\$skipToken=[\w-]+$/,
    )
    const last = valuesOf(first).at(-1)?.name ?? ''
    await cloud.store.transaction((tx) => tx.roleAssignments.delete('/', last))
    const second = await call('GET', nextLink.replace('https://management.azure.com', ''))
    const names = [...valuesOf(first), ...valuesOf(second)].map((one) => one.name)
    expect([valuesOf(first).length, new Set(names).size, names.length]).toEqual([1000, 1501, 1501])
    expect(second.body).not.toHaveProperty('nextLink')
  })

  it('refuse a token that no page gave', async () => {
    expect(await call('GET', `${assignments}${version}&$skipToken=abc`)).toEqual(
      refusal(400, 'BadRequest', 'The $skipToken is not valid.'),
    )
  })

  it('do not page below the root', async () => {
    await insert(group, 1500)
    const answer = await call('GET', `${group}${assignments}${version}`)
    expect(valuesOf(answer)).toHaveLength(1502)
    expect(answer.body).not.toHaveProperty('nextLink')
  })
})

describe('filters of role definitions', () => {
  const list = (filter: string, apiVersion: string) =>
    call('GET', `${subscription}${definitions}?api-version=${apiVersion}&$filter=${encodeURIComponent(filter)}`)

  it.each(['2015-05-01-preview', '2015-06-01', '2015-07-01'])(
    'that nobody knows count for nothing in %s',
    async (apiVersion) => {
      const all = await list('', apiVersion)
      expect(await list("name eq 'Reader'", apiVersion)).toEqual(all)
    },
  )

  it.each(['2016-07-01', '2018-01-01-preview', '2022-04-01'])(
    'that nobody knows are refused in %s',
    async (apiVersion) => {
      expect(await list("name eq 'Reader'", apiVersion)).toEqual(
        refusal(
          400,
          'UnsupportedQuery',
          "The filter 'name eq 'Reader'' is not supported. Supported filters are either roleName eq '{value}' or type eq 'BuiltInRole|CustomRole'.",
        ),
      )
    },
  )
})
