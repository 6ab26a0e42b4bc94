import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../domain/json.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  otherGroup,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'

const guid = 'f1000000-0000-4000-8000-000000000001'
const otherGuid = 'f1000000-0000-4000-8000-000000000002'

const urlOf = (scope: string, name: string, apiVersion = '2022-04-01'): string =>
  `${scope}/providers/Microsoft.Authorization/roleDefinitions/${name}?api-version=${apiVersion}`

const listUrl = (scope: string, filter?: string, apiVersion = '2022-04-01'): string =>
  `${scope}/providers/Microsoft.Authorization/roleDefinitions?api-version=${apiVersion}${filter === undefined ? '' : `&$filter=${encodeURIComponent(filter)}`}`

const operator: JsonObject = {
  roleName: 'Virtual Machine Operator',
  description: 'Restarts machines',
  type: 'CustomRole',
  permissions: [
    {
      actions: ['Microsoft.Compute/*/read', 'Microsoft.Compute/virtualMachines/restart/action'],
      notActions: [],
      dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
      notDataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'],
    },
  ],
  assignableScopes: [subscription],
}

const wanted = (properties: JsonObject = {}): JsonObject => ({ properties: { ...operator, ...properties } })

const { roleName, description, type, permissions, assignableScopes } = operator

/** What a GET shows of `wanted()`. */
const stored = (properties: JsonObject = {}): Json => ({
  properties: {
    roleName,
    type,
    description,
    assignableScopes,
    permissions,
    createdOn: '2030-01-01T00:00:00.0000000Z',
    updatedOn: '2030-01-01T00:00:00.0000000Z',
    createdBy: principals.owner,
    updatedBy: principals.owner,
    ...properties,
  },
  id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`,
  type: 'Microsoft.Authorization/roleDefinitions',
  name: guid,
})

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
})

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

const put = (body: JsonObject = wanted(), name = guid, as: string = principals.owner) =>
  cloud.call('PUT', urlOf(subscription, name), { body, as })

const rolesOf = ({ body }: Answer): readonly JsonObject[] => (body as { value: JsonObject[] }).value // the body of a list

describe('GET of a role definition', () => {
  it('shows a built-in role under the subscription asked in', async () => {
    const answer = await cloud.call('GET', urlOf(group, builtInRoleIds.reader.toUpperCase(), '2018-01-01-preview'))
    expect(answer).toEqual({
      status: 200,
      body: {
        properties: {
          roleName: 'Reader',
          type: 'BuiltInRole',
          description: 'Permits every management read action.',
          assignableScopes: ['/'],
          permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
          createdOn: '2015-02-02T21:55:09.8800000Z',
          updatedOn: '2015-02-02T21:55:09.8800000Z',
          createdBy: null,
          updatedBy: null,
        },
        id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`,
        type: 'Microsoft.Authorization/roleDefinitions',
        name: builtInRoleIds.reader,
      },
    })
    expect(Object.keys((answer.body as { properties: JsonObject }).properties)).toEqual([
      'roleName',
      'type',
      'description',
      'assignableScopes',
      'permissions',
      'createdOn',
      'updatedOn',
      'createdBy',
      'updatedBy',
    ])
  })

  it.each([
    ['2015-05-01-preview', ['actions', 'notActions'], false],
    ['2015-07-01', ['actions', 'notActions'], true],
    ['2018-01-01-preview', ['actions', 'notActions', 'dataActions', 'notDataActions'], true],
    ['2022-05-01-preview', ['actions', 'notActions', 'dataActions', 'notDataActions'], true],
  ])('%s shows %j of a permission; dates: %s', async (apiVersion, members, hasDates) => {
    const { body } = await cloud.call('GET', urlOf(subscription, builtInRoleIds.reader, apiVersion))
    const { properties } = body as { properties: { permissions: JsonObject[]; createdOn?: string } } // the body of a role
    expect(Object.keys(properties.permissions[0] ?? {})).toEqual(members)
    expect('createdOn' in properties).toBe(hasDates)
  })

  it('shows the condition of a built-in role in 2022-05-01-preview only', async () => {
    const keyVaultDataAccessAdministrator = '8b54135c-b56d-4d72-a534-26097cfdc8d8'
    const conditionsIn = async (apiVersion: string): Promise<number> => {
      const { body } = await cloud.call('GET', urlOf(subscription, keyVaultDataAccessAdministrator, apiVersion))
      const { properties } = body as { properties: { permissions: JsonObject[] } } // the body of a role
      return properties.permissions.filter((permission) => 'condition' in permission).length
    }
    expect(await conditionsIn('2022-05-01-preview')).toBe(1)
    expect(await conditionsIn('2022-04-01')).toBe(0)
  })

  it('has no subscription in its id at the tenant root', async () => {
    await cloud.assign({
      name: otherGuid,
      scope: '/',
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.reader,
    })
    const answer = await cloud.call('GET', urlOf('', builtInRoleIds.owner), { as: principals.reader })
    expect(answer).toMatchObject({
      status: 200,
      body: { id: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.owner}` },
    })
  })

  it('answers 404 for a GUID that is no role, with dashes', async () => {
    expect(await cloud.call('GET', urlOf(subscription, guid))).toEqual(
      refusal(404, 'RoleDefinitionDoesNotExist', `The specified role definition with ID '${guid}' does not exist.`),
    )
  })
})

describe('PUT of a custom role', () => {
  it('answers 201 without an author, and shows the author to a later GET', async () => {
    expect(await put()).toEqual({ status: 201, body: stored({ createdBy: null }) })
    cloud.clock.advance(2)
    expect(await cloud.call('GET', urlOf(group, guid))).toEqual({ status: 200, body: stored() })
  })

  it('names the author of a new role at once in 2015-07-01, and no longer after a change', async () => {
    const authorIn = async (): Promise<unknown> => {
      const { body } = await cloud.call('PUT', urlOf(subscription, guid, '2015-07-01'), { body: wanted() })
      return (body as { properties: JsonObject }).properties.createdBy // the body of a role
    }
    expect([await authorIn(), await authorIn()]).toEqual([principals.owner, null])
  })

  it('changes an existing role with 201 and keeps its creation date', async () => {
    await put()
    cloud.clock.advance(2)
    const later = '2030-01-01T00:00:02.0000000Z'
    expect(await put(wanted({ roleName: 'Restarter' }))).toEqual({
      status: 201,
      body: stored({ roleName: 'Restarter', createdOn: later, updatedOn: later, createdBy: null }),
    })
    expect(await cloud.call('GET', urlOf(subscription, guid))).toEqual({
      status: 200,
      body: stored({ roleName: 'Restarter', updatedOn: later }),
    })
  })

  it('takes a role without type, description and empty lists, as az sends it', async () => {
    const body = {
      properties: { roleName: 'Small', permissions: [{ actions: ['*/read'] }], assignableScopes: [group] },
    }
    expect(await put(body)).toMatchObject({
      status: 201,
      body: {
        properties: {
          type: 'CustomRole',
          description: '',
          permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
        },
      },
    })
  })

  it('grants what it says as soon as it is assigned', async () => {
    await put(wanted({ permissions: [{ actions: ['Microsoft.Authorization/roleDefinitions/read'] }] }))
    await cloud.assign({ name: otherGuid, scope: group, principalId: principals.reader, roleDefinitionId: guid })
    expect((await cloud.call('GET', urlOf(group, guid), { as: principals.reader })).status).toBe(200)
    expect((await cloud.call('GET', urlOf(otherGroup, guid), { as: principals.reader })).status).toBe(403)
  })

  it.each<[string, JsonObject, number, string]>([
    ['no properties', {}, 400, 'BadRequestFormat'],
    ['lists that are not lists', wanted({ assignableScopes: subscription }), 400, 'BadRequestFormat'],
    ['a name of 513 characters', wanted({ roleName: 'x'.repeat(513) }), 400, 'BadRequestFormat'],
    ['the type of built-in roles', wanted({ type: 'BuiltInRole' }), 400, 'InvalidRoleDefinitionType'],
    ['no name', wanted({ roleName: null }), 400, 'RoleDefinitionNameNullOrEmpty'],
    ['a blank name', wanted({ roleName: ' ' }), 400, 'RoleDefinitionNameNullOrEmpty'],
    ['no assignable scope', wanted({ assignableScopes: [] }), 400, 'MissingAssignableScopes'],
    ['the tenant root as scope', wanted({ assignableScopes: ['/'] }), 400, 'InvalidAssignableScope'],
    ['a wildcard as scope', wanted({ assignableScopes: ['/subscriptions/*'] }), 400, 'InvalidAssignableScope'],
    ['a scope that is no id', wanted({ assignableScopes: ['Invalid_Scope'] }), 400, 'LinkedInvalidPropertyId'],
    [
      'two management groups',
      wanted({
        assignableScopes: ['a', 'b'].map((id) => `/providers/Microsoft.Management/managementGroups/${id}`),
      }),
      400,
      'InvalidAssignableScope',
    ],
    [
      'an action with two wildcards',
      wanted({ permissions: [{ actions: ['*/read/*'] }] }),
      400,
      'InvalidActionOrNotAction',
    ],
    ['an action that is none', wanted({ permissions: [{ actions: ['read'] }] }), 400, 'InvalidActionOrNotAction'],
    ['the name of a built-in role', wanted({ roleName: 'contributor' }), 409, 'RoleDefinitionWithSameNameExists'],
  ])('refuses %s', async (_, body, status, code) => {
    expect(await put(body)).toMatchObject({ status, body: { error: { code } } })
    expect(await cloud.store.read.roleDefinitions.list()).toEqual([])
  })

  it('says which action is none', async () => {
    expect(await put(wanted({ permissions: [{ actions: [], notDataActions: ['N/*/x/*'] }] }))).toEqual(
      refusal(
        400,
        'InvalidActionOrNotAction',
        "'N/*/x/*' does not match any of the actions supported by the providers.",
      ),
    )
  })

  it('refuses a name that is not a GUID', async () => {
    expect(await put(wanted(), 'mine')).toEqual(
      refusal(
        400,
        'InvalidRoleDefinitionId',
        "The role definition ID 'mine' is not valid. The role definition ID must be a GUID.",
      ),
    )
  })

  it('refuses to change a built-in role', async () => {
    expect(await put(wanted(), builtInRoleIds.reader)).toMatchObject({
      status: 409,
      body: { error: { code: 'RoleDefinitionExists' } },
    })
  })

  it('refuses a display name that another custom role has, in any case', async () => {
    await put()
    expect(await put(wanted({ roleName: 'virtual machine OPERATOR' }), otherGuid)).toEqual(
      refusal(
        409,
        'RoleDefinitionWithSameNameExists',
        'A custom role with the same name already exists in this directory. Use a different name.',
      ),
    )
  })

  it('takes the right on every assignable scope', async () => {
    const administrator = builtInRoleIds.userAccessAdministrator
    await cloud.assign({
      name: otherGuid,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: administrator,
    })
    const body = wanted({ assignableScopes: [group, otherGroup, subscription, `${otherGroup}/`] })
    const answer = await cloud.call('PUT', urlOf(group, guid), { body, as: principals.reader })
    const action = 'Microsoft.Authorization/roleDefinitions/write'
    expect(answer).toEqual(
      refusal(
        403,
        'LinkedAuthorizationFailed',
        `The client '${principals.reader}' with object id '${principals.reader}' has permission to perform action '${action}' on scope '${group}/providers/Microsoft.Authorization/roleDefinitions/${guid}'; however, it does not have permission to perform action(s) '${action},${action}' on the linked scope(s) '${otherGroup}/,${subscription}' (respectively) or the linked scope(s) are invalid.`,
      ),
    )
    const within = await cloud.call('PUT', urlOf(group, guid), {
      body: wanted({ assignableScopes: [group] }),
      as: principals.reader,
    })
    expect(within.status).toBe(201)
  })

  it('takes the right on the scopes that the role had before, too', async () => {
    await put()
    const administrator = builtInRoleIds.userAccessAdministrator
    await cloud.assign({
      name: otherGuid,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: administrator,
    })
    const stolen = await cloud.call('PUT', urlOf(group, guid), {
      body: wanted({ assignableScopes: [group] }),
      as: principals.reader,
    })
    expect(stolen).toMatchObject({ status: 403, body: { error: { code: 'LinkedAuthorizationFailed' } } })
  })
})

describe('DELETE of a custom role', () => {
  it('deletes once with the object and then with 204', async () => {
    await put()
    expect(await cloud.call('DELETE', urlOf(subscription, guid))).toEqual({ status: 200, body: stored() })
    expect(await cloud.call('DELETE', urlOf(subscription, guid))).toEqual({ status: 204, body: undefined })
  })

  it('refuses while the role is assigned', async () => {
    await put()
    await cloud.assign({ name: otherGuid, scope: group, principalId: principals.reader, roleDefinitionId: guid })
    expect(await cloud.call('DELETE', urlOf(subscription, guid))).toMatchObject({
      status: 400,
      body: { error: { code: 'RoleDefinitionHasAssignments' } },
    })
    expect((await cloud.call('GET', urlOf(subscription, guid))).status).toBe(200)
  })

  it('refuses a built-in role', async () => {
    expect(await cloud.call('DELETE', urlOf(subscription, builtInRoleIds.reader))).toMatchObject({ status: 400 })
  })

  it('takes the right on every assignable scope', async () => {
    await put()
    const administrator = builtInRoleIds.userAccessAdministrator
    await cloud.assign({
      name: otherGuid,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: administrator,
    })
    const answer = await cloud.call('DELETE', urlOf(group, guid), { as: principals.reader })
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'LinkedAuthorizationFailed' } } })
  })
})

describe('lists of role definitions', () => {
  const names = async (scope: string, filter?: string): Promise<readonly unknown[]> => {
    const answer = await cloud.call('GET', listUrl(scope, filter))
    return rolesOf(answer).map((role) => (role.properties as JsonObject).roleName)
  }

  beforeEach(async () => {
    await put(wanted({ roleName: 'Of the subscription' }))
    cloud.clock.advance(1)
    await put(wanted({ roleName: 'Of the group', assignableScopes: [group] }), otherGuid)
  })

  it.each<[string, string, string, readonly string[]]>([
    ['custom roles of a subscription', subscription, "type eq 'CustomRole'", ['Of the subscription']],
    ['custom roles of a group', group, "type eq 'CustomRole'", ['Of the subscription', 'Of the group']],
    ['custom roles of another group', otherGroup, "type eq 'customrole'", ['Of the subscription']],
    ['and below', subscription, "atScopeAndBelow() and type eq 'CustomRole'", ['Of the subscription', 'Of the group']],
    ['by name, in any case', subscription, "roleName eq 'reader'", ['Reader']],
    ['by the name of a custom role', group, "rolename eq 'of the group'", ['Of the group']],
    ['a name that is not available here', subscription, "roleName eq 'Of the group'", []],
    ['a name and the wrong type', subscription, "roleName eq 'Reader' and type eq 'CustomRole'", []],
    ['an unknown name', subscription, "roleName eq 'O''Neil'", []],
  ])('%s', async (_, scope, filter, expected) => expect(await names(scope, filter)).toEqual(expected))

  it('holds custom roles first, then every built-in role', async () => {
    const all = await names(group)
    expect(all).toHaveLength(930)
    expect(all.slice(0, 2)).toEqual(['Of the subscription', 'Of the group'])
    expect(await names(group, "type eq 'BuiltInRole'")).toHaveLength(928)
  })

  it.each([
    ["name eq 'Reader'"],
    ['roleName eq Reader'],
    ["type eq 'OtherRole'"],
    ["type eq 'constructor'"],
    ['atScope()'],
  ])('refuses %s', async (filter) => {
    expect(await cloud.call('GET', listUrl(subscription, filter))).toEqual(
      refusal(
        400,
        'UnsupportedQuery',
        `The filter '${filter}' is not supported. Supported filters are either roleName eq '{value}' or type eq 'BuiltInRole|CustomRole'.`,
      ),
    )
  })
})

describe('permissions of the caller', () => {
  const url = (apiVersion: string): string =>
    `${group}/providers/Microsoft.Authorization/permissions?api-version=${apiVersion}`

  it.each<[string, Json]>([
    ['2014-07-01-preview', { value: [{ actions: ['*/read'], notActions: [] }] }],
    ['2015-07-01', { value: [{ actions: ['*/read'], notActions: [] }], nextLink: null }],
    ['2022-04-01', { value: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }] }],
  ])('%s lists one entry per block of its roles', async (apiVersion, body) => {
    await cloud.assign({
      name: guid,
      scope: subscription,
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.reader,
    })
    await cloud.assign({
      name: otherGuid,
      scope: otherGroup,
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.owner,
    })
    expect(await cloud.call('GET', url(apiVersion), { as: principals.reader })).toEqual({ status: 200, body })
  })

  it('counts the roles of its groups, conditional blocks too', async () => {
    const sphereOwner = '5a382001-fe36-41ff-bba4-8bf06bd54da9'
    await cloud.assign({
      name: guid,
      scope: group,
      principalId: principals.division,
      roleDefinitionId: builtInRoleIds.reader,
    })
    await cloud.assign({ name: otherGuid, scope: group, principalId: principals.reader, roleDefinitionId: sphereOwner })
    const { body } = await cloud.call('GET', url('2022-05-01-preview'), { as: principals.reader })
    const blocks = (body as { value: JsonObject[] }).value // the body of a list
    expect(blocks).toContainEqual({ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] })
    expect(blocks.some((block) => 'condition' in block)).toBe(true)
  })

  it('refuses a caller who may read nothing', async () => {
    expect((await cloud.call('GET', url('2022-04-01'), { as: principals.application })).status).toBe(403)
  })
})
