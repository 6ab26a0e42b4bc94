import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../domain/json.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  otherGroup,
  ownerAssignment,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'
import { testTenantId } from '../../../testing/test-ports.js'

const name = 'e0000000-0000-4000-8000-000000000001'
const otherName = 'e0000000-0000-4000-8000-000000000002'
const readerRole = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`
const contributorRole = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.contributor}`

const urlOf = (scope: string, assignment: string, apiVersion = '2022-04-01'): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=${apiVersion}`

const listUrl = (scope: string, filter?: string): string =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments?api-version=2022-04-01${filter === undefined ? '' : `&$filter=${filter}`}`

const wanted = (properties: JsonObject = {}): JsonObject => ({
  properties: { roleDefinitionId: readerRole, principalId: principals.application, ...properties },
})

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
})

/** What a GET shows of `wanted()` at the group, two seconds after its creation by the owner. */
const stored = (properties: JsonObject = {}): Json => ({
  properties: {
    roleDefinitionId: readerRole,
    principalId: principals.application,
    principalType: 'ServicePrincipal',
    scope: group,
    condition: null,
    conditionVersion: null,
    createdOn: '2030-01-01T00:00:00.0000000Z',
    updatedOn: '2030-01-01T00:00:00.0000000Z',
    createdBy: principals.owner,
    updatedBy: principals.owner,
    delegatedManagedIdentityResourceId: null,
    description: null,
    ...properties,
  },
  id: `${group}/providers/Microsoft.Authorization/roleAssignments/${name}`,
  type: 'Microsoft.Authorization/roleAssignments',
  name,
})

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

const put = (body: JsonObject = wanted(), scope = group, assignment = name) =>
  cloud.call('PUT', urlOf(scope, assignment), { body })

const namesOf = ({ body }: Answer): readonly Json[] => {
  const { value } = body as { value: { name: string }[] } // the body of a list
  return value.map((item) => item.name)
}

describe('PUT of a role assignment', () => {
  it('answers 201 without an author, and shows the author to a later GET', async () => {
    expect(await put()).toEqual({ status: 201, body: stored({ createdBy: null }) })
    cloud.clock.advance(2)
    expect(await cloud.call('GET', urlOf(group, name))).toEqual({ status: 200, body: stored() })
  })

  it('writes the members in the order in which Azure writes them', async () => {
    const { body } = await put()
    expect(JSON.stringify(body)).toMatch(
      /^\{"properties":\{"roleDefinitionId":.*"principalId":.*"principalType":.*"scope":.*"condition":null,"conditionVersion":null,"createdOn":.*"updatedOn":.*"createdBy":null,"updatedBy":.*"delegatedManagedIdentityResourceId":null,"description":null\},"id":.*"type":.*"name":/,
    )
  })

  it('keeps description and delegated identity', async () => {
    const texts = { description: 'for the night job', delegatedManagedIdentityResourceId: `${group}/x` }
    await put(wanted(texts))
    expect(await cloud.call('GET', urlOf(group, name))).toEqual({ status: 200, body: stored(texts) })
  })

  it('keeps the case of the scope in the URL and finds it in any other', async () => {
    const shouted = `${subscription}/resourcegroups/DEV`
    await put(wanted(), shouted)
    const answer = await cloud.call('GET', urlOf(group, name.toUpperCase()))
    expect(answer).toMatchObject({ status: 200, body: { properties: { scope: shouted } } })
  })

  it.each([
    ['under the group', `${group}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`],
    ['without a scope', `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`],
    ['in another case', readerRole.toUpperCase()],
    ['with doubled slashes', readerRole.replaceAll('/providers/', '//providers/')],
  ])('takes a role id %s and answers it under the subscription', async (_, roleDefinitionId) => {
    expect(await put(wanted({ roleDefinitionId }))).toEqual({ status: 201, body: stored({ createdBy: null }) })
  })

  it('answers the same assignment again with 201 and the stored object', async () => {
    await put()
    cloud.clock.advance(2)
    expect(await put()).toEqual({ status: 201, body: stored() })
  })

  it('changes the description, keeps the creation date, and drops a description that is not sent', async () => {
    await put()
    cloud.clock.advance(2)
    const later = '2030-01-01T00:00:02.0000000Z'
    expect(await put(wanted({ description: 'new' }))).toEqual({
      status: 201,
      body: stored({ description: 'new', createdOn: later, updatedOn: later, createdBy: null }),
    })
    expect(await cloud.call('GET', urlOf(group, name))).toEqual({
      status: 200,
      body: stored({ description: 'new', updatedOn: later }),
    })
    await put()
    expect(await cloud.call('GET', urlOf(group, name))).toMatchObject({ body: { properties: { description: null } } })
  })

  it('stores the given type of a principal that the directory does not know yet', async () => {
    const principalId = 'f0000000-0000-4000-8000-000000000001'
    expect(await put(wanted({ principalId, principalType: 'Group' }))).toEqual({
      status: 201,
      body: stored({ principalId, principalType: 'Group', createdBy: null }),
    })
  })

  it('takes a PUT of an existing assignment after its principal is gone', async () => {
    await put()
    await cloud.store.transaction((tx) => tx.principals.delete(principals.application))
    expect(await put()).toEqual({ status: 201, body: stored() })
  })

  it('works at the tenant root for who may, with role ids that have no subscription', async () => {
    await cloud.assign({
      name: otherName,
      scope: '/',
      principalId: principals.administrator,
      roleDefinitionId: builtInRoleIds.owner,
    })
    const answer = await cloud.call('PUT', urlOf('', name), { body: wanted(), as: principals.administrator })
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: `/providers/Microsoft.Authorization/roleAssignments/${name}`,
        properties: {
          scope: '/',
          roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`,
        },
      },
    })
  })
})

describe('a PUT that is refused', () => {
  const unknown = 'f0000000-0000-4000-8000-000000000001'
  const bare = 'f0000000000040008000000000000001'

  it.each<[string, JsonObject, Answer]>([
    ['no properties', {}, refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.')],
    [
      'no role',
      { properties: { principalId: unknown } },
      refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.'),
    ],
    [
      'a bare GUID as role',
      wanted({ roleDefinitionId: builtInRoleIds.reader }),
      refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.'),
    ],
    [
      'a principal type that does not exist',
      wanted({ principalType: 'Robot' }),
      refusal(400, 'BadRequestFormat', 'The request was incorrectly formatted.'),
    ],
    [
      'a role that is not named by a GUID',
      wanted({ roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/Reader' }),
      refusal(
        400,
        'InvalidRoleDefinitionId',
        "The role definition ID 'Reader' is not valid. The role definition ID must be a GUID.",
      ),
    ],
    [
      'a principal id that is not a GUID',
      wanted({ principalId: 'wow' }),
      refusal(400, 'InvalidPrincipalId', "The Principal ID 'wow' is not valid. Principal ID must be a GUID."),
    ],
    [
      'another scope in the body than in the URL',
      wanted({ scope: subscription }),
      refusal(
        400,
        'InvalidCreateRoleAssignmentRequest',
        `The request to create role assignment '${name}' is not valid. Role assignment scope '${subscription}' must match the scope specified on the URI '${group}'.`,
      ),
    ],
    [
      'a role that does not exist',
      wanted({ roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${unknown}` }),
      refusal(404, 'RoleDefinitionDoesNotExist', `The specified role definition with ID '${bare}' does not exist.`),
    ],
    [
      'a principal that does not exist',
      wanted({ principalId: unknown }),
      refusal(
        400,
        'PrincipalNotFound',
        `Principal ${bare} does not exist in the directory ${testTenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
      ),
    ],
    [
      'a type that is not the principal’s',
      wanted({ principalType: 'user' }),
      refusal(
        400,
        'UnmatchedPrincipalType',
        "The PrincipalId 'b0000000000040008000000000000001' has type 'ServicePrincipal' , which is different from specified PrinciaplType 'User'.",
      ),
    ],
  ])('for %s', async (_, body, expected) => {
    expect(await put(body)).toEqual(expected)
    expect(await cloud.store.read.roleAssignments.findByName(name)).toBeUndefined()
  })

  it('for a name that is not a GUID, before the body is looked at', async () => {
    expect(await put({}, group, 'mine')).toEqual(
      refusal(
        400,
        'InvalidRoleAssignmentId',
        "The role assignment ID 'mine' is not valid. The role assignment ID must be a GUID.",
      ),
    )
  })

  it.each<[string, JsonObject, string]>([
    ['another role', wanted({ roleDefinitionId: contributorRole }), group],
    ['another principal', wanted({ principalId: principals.team }), group],
    ['another scope', wanted(), otherGroup],
  ])('for an existing name with %s', async (_, body, scope) => {
    await put()
    expect(await put(body, scope)).toEqual(
      refusal(
        400,
        'RoleAssignmentUpdateNotPermitted',
        'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
      ),
    )
    expect(await cloud.call('GET', urlOf(group, name))).toEqual({ status: 200, body: stored() })
  })

  it('for the same principal, role and scope under another name', async () => {
    await put()
    expect(await put(wanted(), group.toUpperCase(), otherName)).toEqual(
      refusal(
        409,
        'RoleAssignmentExists',
        'The role assignment already exists. The ID of the existing role assignment is e0000000000040008000000000000001.',
      ),
    )
  })

  it('but not for the same principal and role at another scope', async () => {
    await put()
    expect((await put(wanted(), otherGroup, otherName)).status).toBe(201)
  })

  it('for a custom role that is not assignable here', async () => {
    const roleDefinitionId = 'f1000000-0000-4000-8000-000000000001'
    await cloud.store.transaction((tx) =>
      tx.roleDefinitions.put({
        roleDefinitionId,
        roleName: 'Night watch',
        description: '',
        type: 'CustomRole',
        permissions: [],
        assignableScopes: [otherGroup],
        createdAt: 0,
        updatedAt: 0,
      }),
    )
    const body = wanted({ roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${roleDefinitionId}` })
    expect(await put(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'RoleAssignmentScopeNotAssignableToRoleDefinition' } },
    })
    expect((await put(body, `${otherGroup}/providers/Microsoft.Storage/storageAccounts/x`)).status).toBe(201)
  })

  it('for a caller without the right, over the id of the assignment', async () => {
    await cloud.assign({
      name: otherName,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.contributor,
    })
    const answer = await cloud.call('PUT', urlOf(group, name), { body: wanted(), as: principals.reader })
    expect(answer).toEqual(
      refusal(
        403,
        'AuthorizationFailed',
        `The client '${principals.reader}' with object id '${principals.reader}' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${group}/providers/Microsoft.Authorization/roleAssignments/${name}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      ),
    )
  })
})

describe('members by api-version', () => {
  const dated = ['createdOn', 'updatedOn', 'createdBy', 'updatedBy']
  it.each<[string, readonly string[]]>([
    ['2014-10-01-preview', ['roleDefinitionId', 'principalId', 'scope']],
    ['2015-05-01-preview', ['roleDefinitionId', 'principalId', 'scope']],
    ['2015-07-01', ['roleDefinitionId', 'principalId', 'scope', ...dated]],
    ['2018-01-01-preview', ['roleDefinitionId', 'principalId', 'principalType', 'scope', ...dated]],
    ['2018-09-01-preview', ['roleDefinitionId', 'principalId', 'principalType', 'scope', ...dated]],
    [
      '2020-04-01-preview',
      [
        'roleDefinitionId',
        'principalId',
        'principalType',
        'scope',
        'condition',
        'conditionVersion',
        ...dated,
        'delegatedManagedIdentityResourceId',
        'description',
      ],
    ],
    [
      '2020-08-01-preview',
      [
        'roleDefinitionId',
        'principalId',
        'principalType',
        'scope',
        'condition',
        'conditionVersion',
        ...dated,
        'canDelegate',
        'delegatedManagedIdentityResourceId',
        'description',
      ],
    ],
    [
      '2022-04-01',
      [
        'roleDefinitionId',
        'principalId',
        'principalType',
        'scope',
        'condition',
        'conditionVersion',
        ...dated,
        'delegatedManagedIdentityResourceId',
        'description',
      ],
    ],
  ])('%s shows %j', async (apiVersion, members) => {
    const { body } = await cloud.call('PUT', urlOf(group, name, apiVersion), { body: wanted() })
    const { properties } = body as { properties: JsonObject } // the body of an assignment
    expect(Object.keys(properties)).toEqual(members)
  })

  it.each([
    ['2014-10-01-preview', ['value']],
    ['2015-07-01', ['value', 'nextLink']],
    ['2018-01-01-preview', ['value']],
    ['2022-04-01', ['value']],
  ])('lists of %s have %j', async (apiVersion, members) => {
    const url = `${group}/providers/Microsoft.Authorization/roleAssignments?api-version=${apiVersion}`
    expect(Object.keys((await cloud.call('GET', url)).body as JsonObject)).toEqual(members)
  })
})

describe('GET and DELETE of a role assignment', () => {
  it('answers 404 for a name that is not assigned at this very scope', async () => {
    await put()
    expect(await cloud.call('GET', urlOf(subscription, name))).toEqual(
      refusal(404, 'RoleAssignmentNotFound', `The role assignment '${name}' is not found.`),
    )
  })

  it('deletes once with the object and then with 204', async () => {
    await put()
    expect(await cloud.call('DELETE', urlOf(group, name))).toEqual({ status: 200, body: stored() })
    expect(await cloud.call('DELETE', urlOf(group, name))).toEqual({ status: 204, body: undefined })
    expect((await cloud.call('GET', urlOf(group, name))).status).toBe(404)
  })

  it('refuses to delete what cannot be an assignment', async () => {
    expect(await cloud.call('DELETE', urlOf(group, 'mine'))).toMatchObject({
      status: 400,
      body: { error: { code: 'InvalidRoleAssignmentId' } },
    })
  })

  it('keeps the last owner of a subscription', async () => {
    expect(await cloud.call('DELETE', urlOf(subscription, ownerAssignment))).toEqual(
      refusal(412, 'CannotDeleteLastRbacAdminAssignment', 'Cannot delete the last RBAC admin assignment'),
    )
  })

  it('lets an owner go while another remains', async () => {
    await cloud.assign({
      name: otherName,
      scope: subscription,
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.owner,
    })
    expect((await cloud.call('DELETE', urlOf(subscription, otherName))).status).toBe(200)
  })

  it('does not count owners of groups, which may always go', async () => {
    await cloud.assign({
      name: otherName,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: builtInRoleIds.owner,
    })
    expect((await cloud.call('DELETE', urlOf(subscription, ownerAssignment))).status).toBe(412)
    expect((await cloud.call('DELETE', urlOf(group, otherName))).status).toBe(200)
  })

  it('lets a Global Administrator remove even the last owner', async () => {
    await cloud.assign({
      name: otherName,
      scope: '/',
      principalId: principals.administrator,
      roleDefinitionId: builtInRoleIds.owner,
    })
    const answer = await cloud.call('DELETE', urlOf(subscription, ownerAssignment), { as: principals.administrator })
    expect(answer.status).toBe(200)
  })
})

describe('lists of role assignments', () => {
  const at = {
    root: '01000000-0000-4000-8000-000000000000',
    group: '02000000-0000-4000-8000-000000000000',
    other: '03000000-0000-4000-8000-000000000000',
    vm: '04000000-0000-4000-8000-000000000000',
    team: '05000000-0000-4000-8000-000000000000',
    division: '06000000-0000-4000-8000-000000000000',
  }
  const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`

  beforeEach(async () => {
    const reading = { roleDefinitionId: builtInRoleIds.reader, principalId: principals.reader }
    await cloud.assign({ ...reading, name: at.vm, scope: vm })
    await cloud.assign({ ...reading, name: at.other, scope: otherGroup })
    await cloud.assign({ ...reading, name: at.group, scope: group })
    await cloud.assign({ ...reading, name: at.root, scope: '/' })
    await cloud.assign({ ...reading, name: at.team, scope: group, principalId: principals.team })
    await cloud.assign({ ...reading, name: at.division, scope: group, principalId: principals.division })
  })

  it.each<[string, string, string | undefined, readonly string[]]>([
    [
      'subscription, everything',
      subscription,
      undefined,
      [at.root, ownerAssignment, at.group, at.other, at.team, at.division, at.vm],
    ],
    ['group, at, above and below', group, undefined, [at.root, ownerAssignment, at.group, at.team, at.division, at.vm]],
    ['group, an empty filter', group, '', [at.root, ownerAssignment, at.group, at.team, at.division, at.vm]],
    ['group, not below', group, 'atScope()', [at.root, ownerAssignment, at.group, at.team, at.division]],
    ['subscription, not below', subscription, 'atScope()', [at.root, ownerAssignment]],
    ['encoded filter', subscription, 'atScope%28%29', [at.root, ownerAssignment]],
    [
      'one principal, without its groups',
      subscription,
      `principalId%20eq%20'${principals.reader}'`,
      [at.root, at.group, at.other, at.vm],
    ],
    ['one principal under the group', group, `principalId+eq+'${principals.reader}'`, [at.root, at.group, at.vm]],
    ['a group as principal', subscription, `principalId eq '${principals.team}'`.replaceAll(' ', '%20'), [at.team]],
    ['a principal in capitals', subscription, `PRINCIPALID%20EQ%20'${principals.team.toUpperCase()}'`, [at.team]],
    ['a principal without assignments', subscription, `principalId%20eq%20'${principals.application}'`, []],
    [
      'with groups of groups',
      group,
      `assignedTo('${principals.reader}')`,
      [at.root, at.group, at.team, at.division, at.vm],
    ],
    [
      'with groups, not below',
      group,
      `atScope()+and+assignedTo('${principals.reader}')`,
      [at.root, at.group, at.team, at.division],
    ],
    [
      'the same the other way round',
      group,
      `assignedTo('${principals.reader}')%20and%20atScope()`,
      [at.root, at.group, at.team, at.division],
    ],
    ['assignedTo does not take a group', group, `assignedTo('${principals.team}')`, []],
  ])('%s', async (_, scope, filter, expected) => {
    const answer = await cloud.call('GET', listUrl(scope, filter))
    expect(answer.status).toBe(200)
    expect(namesOf(answer)).toEqual(expected)
  })

  it('shows inherited assignments with role ids of the subscription asked in', async () => {
    const { body } = await cloud.call('GET', listUrl(subscription, 'atScope()'))
    expect(body).toMatchObject({
      value: [
        {
          id: `/providers/Microsoft.Authorization/roleAssignments/${at.root}`,
          properties: { scope: '/', roleDefinitionId: readerRole },
        },
        {},
      ],
    })
  })

  it.each([
    ["name eq 'x'"],
    ['principalId'],
    [`principalId eq ${principals.reader}`],
    ["principalId eq ''"],
    [`atScope() and principalId eq '${principals.reader}'`],
    [`principalId eq '${principals.reader}' and atScope()`],
    [`principalId eq '${principals.reader}' and roleDefinitionId eq 'x'`],
    [`principalId eq '${principals.reader}' or atScope()`],
    ["atScope('x')"],
    ['assignedTo()'],
    ['atScope() and'],
  ])('refuse %s', async (filter) => {
    expect(await cloud.call('GET', listUrl(subscription, encodeURIComponent(filter)))).toEqual(
      refusal(
        400,
        'UnsupportedQuery',
        `The filter '${filter}' is not supported. Supported filters are either 'atScope()' or 'principalId eq '{value}' or assignedTo('{value}')'.`,
      ),
    )
  })

  it('refuse a caller without the right at the scope', async () => {
    const answer = await cloud.call('GET', listUrl(otherGroup), { as: principals.team })
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'AuthorizationFailed' } } })
  })
})

it('refuses the assignment that would be one too many for the subscription', async () => {
  const inGroup = {
    scope: otherGroup,
    principalType: 'User',
    roleDefinitionId: builtInRoleIds.reader,
    createdAt: 0,
    updatedAt: 0,
  } as const
  await cloud.store.transaction(async (tx) => {
    // One assignment, the owner's, is there already.
    for (let number = 1; number < 3999; number++) {
      const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
      await tx.roleAssignments.insert({ ...inGroup, name: id, principalId: id })
    }
  })
  expect((await put()).status).toBe(201)
  expect(await put(wanted(), subscription, otherName)).toEqual(
    refusal(
      400,
      'RoleAssignmentLimitExceeded',
      'The role assignment limit of 4000 for the subscription has been reached. No more role assignments can be created.',
    ),
  )
  expect((await put()).status).toBe(201)
})
