import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../../domain/json.js'
import { type DenyAssignment, everyone } from '../../../domain/rbac/deny-assignment.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  otherGroup,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'
import { testTenantId } from '../../../testing/test-ports.js'

const type = 'Microsoft.Authorization/denyAssignments'
const name = 'e0000000-0000-4000-8000-00000000000d'
const otherName = 'e0000000-0000-4000-8000-00000000000e'
const newest = '2024-07-01-preview'

const urlOf = (scope: string, deny: string, apiVersion = newest): string =>
  `${scope === '/' ? '' : scope}/providers/${type}/${deny}?api-version=${apiVersion}`
const listUrl = (scope: string, filter?: string, apiVersion = '2022-04-01'): string =>
  `${scope === '/' ? '' : scope}/providers/${type}?api-version=${apiVersion}${filter === undefined ? '' : `&$filter=${filter}`}`

const noDeletes = { actions: ['Microsoft.Compute/virtualMachines/delete'] }

/** Denies deleting machines to everyone but the application. */
const wanted = (properties: JsonObject = {}): JsonObject => ({
  properties: {
    denyAssignmentName: 'no deletes',
    description: 'for now',
    permissions: [noDeletes],
    principals: [{ ...everyone }],
    excludePrincipals: [{ id: principals.application, type: 'ServicePrincipal' }],
    ...properties,
  },
})

/** What a GET shows of `wanted()` at the group in the newest version. */
const stored = (properties: JsonObject = {}): Json => ({
  properties: {
    denyAssignmentName: 'no deletes',
    description: 'for now',
    permissions: [
      {
        ...{ ...noDeletes, notActions: [], dataActions: [], notDataActions: [] },
        ...{ condition: null, conditionVersion: null },
      },
    ],
    scope: group,
    doNotApplyToChildScopes: false,
    principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
    excludePrincipals: [{ id: principals.application, type: 'ServicePrincipal' }],
    isSystemProtected: false,
    denyAssignmentEffect: 'enforced',
    condition: null,
    conditionVersion: null,
    createdOn: '2030-01-01T00:00:00.0000000Z',
    updatedOn: '2030-01-01T00:00:00.0000000Z',
    createdBy: principals.owner,
    updatedBy: principals.owner,
    ...properties,
  },
  id: `${group}/providers/${type}/${name}`,
  type,
  name,
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

const put = (body: JsonObject = wanted(), scope = group, deny = name) => cloud.call('PUT', urlOf(scope, deny), { body })

/** As the platform makes them. */
const keep = (deny: Partial<DenyAssignment> & Pick<DenyAssignment, 'name' | 'scope'>): Promise<void> =>
  cloud.store.transaction((tx) =>
    tx.denyAssignments.insert({
      displayName: deny.name,
      permissions: [{ actions: ['*/delete'], notActions: [], dataActions: [], notDataActions: [] }],
      doNotApplyToChildScopes: false,
      principals: [everyone],
      excludePrincipals: [],
      isSystemProtected: true,
      effect: 'Enforced',
      createdAt: cloud.clock.nowMillis(),
      updatedAt: cloud.clock.nowMillis(),
      ...deny,
    }),
  )

describe('a deny assignment of a client', () => {
  it('is created with 201, shown by scope and by id, changed with 200, and deleted once', async () => {
    expect(await put()).toEqual({ status: 201, body: stored() })
    expect(await cloud.call('GET', urlOf(group, name))).toEqual({ status: 200, body: stored() })
    expect(await cloud.call('GET', urlOf(group.toUpperCase(), name.toUpperCase()))).toEqual({
      status: 200,
      body: stored(),
    })
    cloud.clock.advance(2)
    const changed = stored({ description: '', updatedOn: '2030-01-01T00:00:02.0000000Z' })
    expect(await put(wanted({ description: null }))).toEqual({ status: 200, body: changed })
    expect(await cloud.call('DELETE', urlOf(group, name))).toEqual({ status: 200, body: changed })
    expect(await cloud.call('DELETE', urlOf(group, name))).toEqual({ status: 204, body: undefined })
    expect(await cloud.call('GET', urlOf(group, name))).toEqual(
      refusal(404, 'DenyAssignmentNotFound', `The deny assignment '${name}' is not found.`),
    )
  })

  it.each([
    ['2018-07-01-preview', false, false, false],
    ['2018-07-01', false, false, false],
    ['2019-03-01-preview', true, false, false],
    ['2020-03-01-preview', true, true, false],
    ['2022-04-01', true, true, false],
    [newest, true, true, true],
  ])('is shown in %s with conditions: %s, dates: %s, effect: %s', async (apiVersion, conditions, dates, effect) => {
    await put()
    const { body } = await cloud.call('GET', urlOf(group, name, apiVersion))
    const { properties } = body as { properties: JsonObject } // the body of one deny assignment
    expect(Object.keys(properties)).toEqual([
      ...['denyAssignmentName', 'description', 'permissions', 'scope', 'doNotApplyToChildScopes'],
      ...['principals', 'excludePrincipals', 'isSystemProtected'],
      ...(effect ? ['denyAssignmentEffect'] : []),
      ...(conditions ? ['condition', 'conditionVersion'] : []),
      ...(dates ? ['createdOn', 'updatedOn', 'createdBy', 'updatedBy'] : []),
    ])
    expect(properties.permissions).toEqual([
      {
        ...{ ...noDeletes, notActions: [], dataActions: [], notDataActions: [] },
        ...(conditions ? { condition: null, conditionVersion: null } : {}),
      },
    ])
  })

  it.each(['PUT', 'DELETE'] as const)('cannot be written with %s in versions before 2024', async (method) => {
    const body = method === 'PUT' ? { body: wanted() } : {}
    expect(await cloud.call(method, urlOf(group, name, '2022-04-01'), body)).toEqual({
      status: 405,
      body: { Message: `The requested resource does not support http method '${method}'.` },
    })
  })

  it.each([
    ['a user', principals.reader, 'User'],
    ['an application', principals.application, 'ServicePrincipal'],
    ['somebody whom the directory does not know yet', '99999999-9999-4999-8999-999999999999', 'ServicePrincipal'],
  ])('may name %s alone, without exclusions', async (_, id, kind) => {
    const answer = await put(wanted({ principals: [{ id, type: kind }], excludePrincipals: [] }))
    expect(answer).toMatchObject({ status: 201, body: { properties: { principals: [{ id, type: kind }] } } })
  })

  it('calls excluded principals what the directory calls them', async () => {
    const excludePrincipals = [principals.reader, principals.team].map((id) => ({ id, type: 'ServicePrincipal' }))
    expect(await put(wanted({ excludePrincipals }))).toMatchObject({
      status: 201,
      body: {
        properties: {
          excludePrincipals: [
            { id: principals.reader, type: 'User' },
            { id: principals.team, type: 'Group' },
          ],
        },
      },
    })
  })

  it('may audit instead of denying', async () => {
    expect(await put(wanted({ denyAssignmentEffect: 'Audit' }))).toEqual({
      status: 201,
      body: stored({ denyAssignmentEffect: 'audit' }),
    })
  })

  const invalid = 'InvalidCreateDenyAssignmentRequest'
  it.each<[string, JsonObject, number, string, string]>([
    ['without a name', { denyAssignmentName: ' ' }, 400, invalid, 'The deny assignment name cannot be null or empty.'],
    [
      'without permissions',
      { permissions: [] },
      400,
      invalid,
      'The deny assignment must have at least one action or data action.',
    ],
    [
      'with data actions',
      { permissions: [{ ...noDeletes, dataActions: ['*'] }] },
      400,
      invalid,
      'Data actions are not supported for user-assigned deny assignments.',
    ],
    [
      'with reads',
      { permissions: [{ actions: ['*/delete', 'Microsoft.Compute/*/Read'] }] },
      400,
      invalid,
      "Read actions are not permitted for user-assigned deny assignments: 'Microsoft.Compute/*/Read'.",
    ],
    [
      'with an action that cannot be',
      { permissions: [{ actions: ['Microsoft.Resources/resourceGroups'] }] },
      400,
      'InvalidActionOrNotAction',
      "'Microsoft.Resources/resourceGroups' does not match any of the actions supported by the providers.",
    ],
    [
      'without child scopes',
      { doNotApplyToChildScopes: true },
      400,
      invalid,
      'DoNotApplyToChildScopes is not supported for user-assigned deny assignments.',
    ],
    ['for nobody', { principals: [] }, 400, invalid, 'The deny assignment must have at least one principal.'],
    [
      'for two',
      { principals: [principals.reader, principals.application].map((id) => ({ id, type: 'User' })) },
      400,
      invalid,
      'A user-assigned deny assignment must have exactly one principal: everyone, a user or a service principal.',
    ],
    [
      'for a group',
      { principals: [{ id: principals.team, type: 'Group' }] },
      400,
      invalid,
      `Group principals are not permitted for user-assigned deny assignments: '${principals.team}'.`,
    ],
    [
      'for a group that is called a user',
      { principals: [{ id: principals.team, type: 'User' }] },
      400,
      invalid,
      `Group principals are not permitted for user-assigned deny assignments: '${principals.team}'.`,
    ],
    [
      'for everyone without exclusions',
      { excludePrincipals: [] },
      400,
      invalid,
      'A user-assigned deny assignment for everyone must have at least one excluded principal.',
    ],
    [
      'that excludes everyone',
      { excludePrincipals: [{ ...everyone }] },
      400,
      invalid,
      'Everyone cannot be an excluded principal.',
    ],
    [
      'for a principal that is no GUID',
      { principals: [{ id: 'wow', type: 'User' }] },
      400,
      'InvalidPrincipalId',
      "The Principal ID 'wow' is not valid. Principal ID must be a GUID.",
    ],
    [
      'for a principal of another type',
      { principals: [{ id: principals.reader, type: 'Device' }] },
      400,
      invalid,
      `The principal type 'Device' of the principal '${principals.reader}' is not valid.`,
    ],
    [
      'for a principal of a type that every object has',
      { principals: [{ id: '99999999-9999-4999-8999-999999999998', type: 'constructor' }] },
      400,
      invalid,
      "The principal type 'constructor' of the principal '99999999-9999-4999-8999-999999999998' is not valid.",
    ],
    [
      'for an unknown principal without a type',
      { principals: [{ id: '99999999-9999-4999-8999-999999999999' }] },
      400,
      'PrincipalNotFound',
      `Principal 99999999999949998999999999999999 does not exist in the directory ${testTenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`,
    ],
    [
      'with an effect that there is not',
      { denyAssignmentEffect: 'hope' },
      400,
      invalid,
      "The deny assignment effect 'hope' is not valid. It must be 'enforced' or 'audit'.",
    ],
    [
      'of another scope than the URL',
      { scope: otherGroup },
      400,
      invalid,
      `The scope '${otherGroup}' must match the scope specified on the URI '${group}'.`,
    ],
    [
      'that is the platform’s',
      { isSystemProtected: true },
      403,
      'DenyAssignmentIsSystemProtected',
      `The deny assignment '${name}' is protected by the system. It cannot be created, changed or deleted by clients.`,
    ],
    [
      'with a condition of another version',
      { condition: "@Resource[a] StringEquals 'b'", conditionVersion: '1.0' },
      400,
      invalid,
      "The given deny assignment condition is invalid. Condition version '1.0' is not supported; it is '2.0'.",
    ],
    ['of another form', { permissions: 'all' }, 400, 'BadRequestFormat', 'The request was incorrectly formatted.'],
  ])('is refused %s', async (_, properties, status, code, message) => {
    expect(await put(wanted(properties))).toEqual(refusal(status, code, message))
    expect(await cloud.store.read.denyAssignments.findByName(name)).toBeUndefined()
  })

  it.each([
    ['itself', { condition: '(@Resource[a]' }],
    ['a block', { permissions: [{ ...noDeletes, condition: '(@Resource[a]' }] }],
  ])('is refused with a condition of %s that cannot be read, and says where', async (_, properties) => {
    const { status, body } = await put(wanted(properties))
    const { error } = body as { error: { code: string; message: string } } // the body of a refusal
    expect([status, error.code]).toEqual([400, invalid])
    expect(error.message).toMatch(/^The given deny assignment condition is invalid\. .*column 14/)
  })

  it('keeps its conditions', async () => {
    const condition = "@Resource[a] StringEquals 'b'"
    const answer = await put(wanted({ condition, permissions: [{ ...noDeletes, condition, conditionVersion: '2.0' }] }))
    expect(answer).toEqual({
      status: 201,
      body: stored({
        ...{ condition, conditionVersion: '2.0' },
        permissions: [
          {
            ...{ ...noDeletes, notActions: [], dataActions: [], notDataActions: [] },
            ...{ condition, conditionVersion: '2.0' },
          },
        ],
      }),
    })
  })

  it('is refused for the object id of an application registration', async () => {
    const objectId = '99999999-9999-4999-8999-999999999999'
    await cloud.store.transaction((tx) =>
      tx.applications.insert({
        objectId,
        clientId: principals.application,
        displayName: 'registration',
        identifierUris: [],
        isPublicClient: false,
        secrets: [],
        createdAt: cloud.clock.nowMillis(),
      }),
    )
    const excludePrincipals = [{ id: objectId, type: 'ServicePrincipal' }]
    expect(await put(wanted({ excludePrincipals }))).toEqual(
      refusal(
        400,
        invalid,
        `Deny assignment doesn't not support object type Application. ObjectId ${objectId}, TenantId ${testTenantId}.`,
      ),
    )
  })

  it('is refused under a name that is no GUID', async () => {
    expect(await put(wanted(), group, 'mine')).toEqual(
      refusal(
        400,
        'InvalidDenyAssignmentId',
        "The deny assignment ID 'mine' is not valid. The deny assignment ID must be a GUID.",
      ),
    )
  })

  it('has a display name of its own at its scope, and a GUID of its own everywhere', async () => {
    await put()
    const shouted = wanted({ denyAssignmentName: 'NO deletes' })
    expect(await put(shouted, group, otherName)).toEqual(
      refusal(409, 'DenyAssignmentExists', 'Custom deny assignment with the same name NO deletes already exists.'),
    )
    expect((await put(wanted(), otherGroup, otherName)).status).toBe(201)
    expect(await put(wanted(), subscription, name)).toEqual(
      refusal(
        400,
        'DenyAssignmentUpdateNotPermitted',
        `The deny assignment '${name}' exists at another scope. The scope of a deny assignment is not allowed to be updated.`,
      ),
    )
  })

  it.each(['PUT', 'DELETE'] as const)('leaves those of the platform alone: %s', async (method) => {
    await keep({ name, scope: group, permissions: [] })
    const body = method === 'PUT' ? { body: wanted() } : {}
    expect(await cloud.call(method, urlOf(group, name), body)).toEqual(
      refusal(
        403,
        'DenyAssignmentIsSystemProtected',
        `The deny assignment '${name}' is protected by the system. It cannot be created, changed or deleted by clients.`,
      ),
    )
  })

  it.each([
    ['PUT', 'write'],
    ['DELETE', 'delete'],
    ['GET', 'read'],
  ] as const)('takes a right of its own to %s', async (method, verb) => {
    const body = method === 'PUT' ? { body: wanted() } : {}
    const scope = `${group}/providers/${type}/${name}`
    expect(await cloud.call(method, urlOf(group, name), { as: principals.reader, ...body })).toEqual(
      refusal(
        403,
        'AuthorizationFailed',
        `The client '${principals.reader}' with object id '${principals.reader}' does not have authorization to perform action '${type}/${verb}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      ),
    )
  })
})

describe('a list of deny assignments', () => {
  const managementGroup = '/providers/Microsoft.Management/managementGroups/field'
  const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
  const denyAt = (digit: string): string => `e0000000-0000-4000-8000-00000000000${digit}`
  const user = { id: principals.reader, type: 'User' } as const
  const application = { id: principals.application, type: 'ServicePrincipal' } as const
  const division = { id: principals.division, type: 'Group' } as const

  beforeEach(async () => {
    await cloud.store.transaction((tx) =>
      tx.resources.insert({
        ...{ id: managementGroup, type: 'Microsoft.Management/managementGroups', name: 'field', subscriptionId: '' },
        ...{ provisioningState: 'Succeeded', body: { displayName: 'Field' }, etag: 'e', createdAt: 0, changedAt: 0 },
      }),
    )
    await keep({ name: denyAt('0'), scope: '/', principals: [application] })
    await keep({ name: denyAt('1'), scope: subscription, principals: [division], excludePrincipals: [application] })
    await keep({ name: denyAt('2'), scope: group, displayName: 'At Group', principals: [user] })
    await keep({ name: denyAt('3'), scope: vm, displayName: 'At Machine', excludePrincipals: [user] })
    await keep({ name: denyAt('4'), scope: otherGroup, displayName: 'At Group', principals: [user] })
    await keep({ name: denyAt('5'), scope: managementGroup, principals: [user] })
  })

  it.each<[string, string, string | undefined, string]>([
    ['everything at, above and below', group, undefined, '0123'],
    ['everything at, above and below a subscription', subscription, undefined, '01243'],
    ['what is at and above', group, 'atScope()', '012'],
    ['what is at a resource and above', vm, 'atScope()', '0123'],
    ['nothing below the root', '/', 'atScope()', '0'],
    ['what names a user, its groups or everyone', group, `assignedTo('${principals.reader}')`, '123'],
    ['what names an application or everyone', group, `assignedTo('${principals.application}')`, '03'],
    ['nothing that is assigned to a group', group, `assignedTo('${principals.team}')`, ''],
    ['both at once', group, `atScope()+and+assignedTo('${principals.reader}')`, '12'],
    ['both the other way round', group, `assignedTo('${principals.reader}')%20and%20atScope()`, '12'],
    ['one principal without its groups', group, `principalId+eq+'${principals.reader.toUpperCase()}'`, '2'],
    ['a group by itself', group, `principalId eq '${principals.division}'`, '1'],
    ['whom it excludes, too', group, `gdprExportPrincipalId eq '${principals.reader}'`, '23'],
    ['the same at the root', '/', `gdprExportPrincipalId eq '${principals.reader}'`, '2453'],
    ['a name at the scope', group, "denyAssignmentName eq 'at group'", '2'],
    ['no name below the scope', subscription, "denyAssignmentName eq 'At Group'", ''],
  ])('holds %s', async (_, scope, filter, expected) => {
    await cloud.assign({
      name: 'e0000000-0000-4000-8000-0000000000ff',
      ...{ scope: '/', principalId: principals.owner, roleDefinitionId: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635' },
    })
    const { status, body } = await cloud.call('GET', listUrl(scope, filter))
    const { value } = body as { value: { name: string }[] } // the body of a list
    expect([status, value.map((item) => item.name.at(-1)).join('')]).toEqual([200, expected])
  })

  it('holds those of management groups above, too', async () => {
    await cloud.store.transaction((tx) =>
      tx.resources.insert({
        id: `${managementGroup}${subscription}`,
        type: 'Microsoft.Management/managementGroups/subscriptions',
        name: subscription.split('/').at(-1) ?? '',
        ...{ subscriptionId: '', provisioningState: 'Succeeded', body: {}, etag: 'e', createdAt: 0, changedAt: 0 },
      }),
    )
    const { body } = await cloud.call('GET', listUrl(group, 'atScope()'))
    const { value } = body as { value: { name: string }[] } // the body of a list
    expect(value.map((item) => item.name.at(-1)).toSorted()).toEqual(['0', '1', '2', '5'])
  })

  it.each([
    "createdBy eq 'me'",
    'atScope() or atScope()',
    'assignedTo()',
    "principalId eq ''",
    `atScope() and principalId eq '${principals.reader}'`,
  ])('refuses the filter %s', async (filter) => {
    expect(await cloud.call('GET', listUrl(group, encodeURIComponent(filter)))).toEqual(
      refusal(
        400,
        'UnsupportedQuery',
        `The filter '${filter}' is not supported. Supported filters are either 'atScope()' or 'assignedTo('{value}')' or principalId eq '{value}' or gdprExportPrincipalId eq '{value}' or denyAssignmentName eq '{value}'.`,
      ),
    )
  })

  it('needs a filter at the root', async () => {
    await cloud.assign({
      name: 'e0000000-0000-4000-8000-0000000000ff',
      ...{ scope: '/', principalId: principals.owner, roleDefinitionId: 'acdd72a7-3385-48ef-bd42-f606fba81ae7' },
    })
    expect(await cloud.call('GET', listUrl('/'))).toEqual(
      refusal(400, 'UnsupportedQuery', 'A filter is required to list deny assignments at the root scope.'),
    )
  })

  it('names the scope of a refusal as Azure does, with the provider behind it', async () => {
    const { body } = await cloud.call('GET', listUrl(group), { as: principals.reader })
    const { error } = body as { error: { message: string } } // the body of a refusal
    expect(error.message).toContain(`'${type}/read' over scope '${group}/providers/Microsoft.Authorization' or`)
  })
})

describe('somebody who is denied', () => {
  const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
  const denied = (action: string, scope: string, at: string) =>
    refusal(
      403,
      'DenyAssignmentAuthorizationFailed',
      `The client '${principals.owner}' with object id '${principals.owner}' has permission to perform action '${action}' on scope '${scope}'; however, the access is denied because of the deny assignment with name 'no deletes' and Id '${name.replaceAll('-', '')}' at scope '${at}'.`,
    )

  it('is told by what, though it is Owner, until the deny assignment is gone', async () => {
    await put()
    const remove = () => cloud.call('DELETE', `${vm}?api-version=2022-11-01`)
    expect(await remove()).toEqual(denied('Microsoft.Compute/virtualMachines/delete', vm, group))
    await cloud.call('DELETE', urlOf(group, name))
    expect((await remove()).status).toBe(204)
  })

  it('can neither read on a denied scope what was denied to it, nor lists', async () => {
    await keep({
      ...{ name, displayName: 'no deletes', scope: group },
      permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
    })
    expect(await cloud.call('GET', `${vm}?api-version=2022-11-01`)).toEqual(
      denied('Microsoft.Compute/virtualMachines/read', vm, group),
    )
    expect(await cloud.call('GET', listUrl(group))).toEqual(
      denied(`${type}/read`, `${group}/providers/Microsoft.Authorization`, group),
    )
  })

  it('is told so by a list, too, unless the deny leaves alone what is below', async () => {
    const machines = `${group}/providers/Microsoft.Compute/virtualMachines?api-version=2022-11-01`
    const denyReading = (more: Partial<DenyAssignment>) =>
      keep({
        ...{ name, displayName: 'no deletes', scope: group, ...more },
        permissions: [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
      })
    await denyReading({ doNotApplyToChildScopes: true })
    expect(await cloud.call('GET', machines)).toEqual({ status: 200, body: { value: [] } })
    await cloud.store.transaction((tx) => tx.denyAssignments.delete(group, name))
    await denyReading({})
    expect(await cloud.call('GET', machines)).toEqual(
      denied('Microsoft.Compute/virtualMachines/read', `${group}/providers/Microsoft.Compute`, group),
    )
  })

  it('is denied only what a condition names', async () => {
    const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
    const condition = `@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] GuidEquals ${owner}`
    const permissions = [{ actions: ['Microsoft.Authorization/roleAssignments/write'] }]
    expect((await put(wanted({ permissions, condition }))).status).toBe(201)
    const assign = (role: string, digit: string) => {
      const id = `${group}/providers/Microsoft.Authorization/roleAssignments/e0000000-0000-4000-8000-0000000000${digit}`
      const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`
      return cloud.call('PUT', `${id}?api-version=2022-04-01`, {
        body: { properties: { roleDefinitionId, principalId: principals.application } },
      })
    }
    expect(await assign(owner, 'a1')).toMatchObject({
      status: 403,
      body: { error: { code: 'DenyAssignmentAuthorizationFailed' } },
    })
    expect((await assign('acdd72a7-3385-48ef-bd42-f606fba81ae7', 'a2')).status).toBe(201)
  })

  it('is not denied when it is excluded, elsewhere, or only audited', async () => {
    await keep({ name: otherName, scope: otherGroup })
    await keep({ name, scope: group, excludePrincipals: [{ id: principals.owner, type: 'User' }] })
    await keep({ name: 'e0000000-0000-4000-8000-0000000000aa', scope: subscription, effect: 'Audit' })
    expect((await cloud.call('DELETE', `${vm}?api-version=2022-11-01`)).status).toBe(204)
  })
})
