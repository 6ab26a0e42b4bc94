import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../../domain/json.js'
import { builtInRoleIds } from '../../../domain/rbac/built-in-roles.js'
import { everyone } from '../../../domain/rbac/deny-assignment.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  otherGroup,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../../testing/authorization-cloud.js'

const urlOf = (scope: string, word = 'checkAccess'): string =>
  `${scope === '/' ? '' : scope}/providers/Microsoft.Authorization/${word}?api-version=2018-09-01-preview`
const start = 'Microsoft.Compute/virtualMachines/start/action'
const read = 'Microsoft.Compute/virtualMachines/read'
const readBlob = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
const readerAssignment = 'd0000000-0000-4000-8000-000000000002'
const denyName = 'e0000000-0000-4000-8000-00000000000d'

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
  await cloud.assign({
    ...{ name: readerAssignment, scope: group, principalId: principals.division },
    roleDefinitionId: builtInRoleIds.reader,
  })
})
afterEach(() => cloud.close())

const ask = (body: JsonObject | undefined, as: string, scope = group): Promise<Answer> =>
  cloud.call('POST', urlOf(scope), { as, ...(body === undefined ? {} : { body }) })

const decisions = ({ body }: Answer): readonly unknown[] =>
  (body as { accessDecision: string }[]).map((item) => item.accessDecision) // the body of an answer

const about = (objectId: string, more: JsonObject = {}): JsonObject => ({
  Subject: { Attributes: { ObjectId: objectId, ...more } },
  Actions: [{ Id: read }, { Id: start }],
})

const deny = (actions: readonly string[]) =>
  cloud.store.transaction((tx) =>
    tx.denyAssignments.insert({
      ...{ name: denyName, displayName: 'no reads', description: 'closed', scope: otherGroup },
      permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [] }],
      ...{ doNotApplyToChildScopes: false, principals: [everyone], excludePrincipals: [], isSystemProtected: true },
      ...{ effect: 'Enforced', createdAt: 0, updatedAt: 0 },
    }),
  )

describe('checkAccess', () => {
  it('answers an item per action, in the order asked, about whoever asks', async () => {
    const actions = [{ id: read }, { id: start, isDataAction: false }, { id: readBlob, isDataAction: true }]
    expect(await ask({ actions }, principals.reader)).toEqual({
      status: 200,
      body: [
        {
          actionId: read,
          accessDecision: 'Allowed',
          isDataAction: false,
          roleAssignment: {
            id: `${group}/providers/Microsoft.Authorization/roleAssignments/${readerAssignment}`,
            roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${builtInRoleIds.reader}`,
            principalId: principals.division,
            principalType: 'User',
            scope: group,
            condition: null,
            conditionVersion: null,
            canDelegate: false,
            delegatedManagedIdentityResourceId: null,
          },
          denyAssignment: null,
          timeToLiveInMs: 300_000,
        },
        {
          ...{ actionId: start, accessDecision: 'NotAllowed', isDataAction: false },
          ...{ roleAssignment: null, denyAssignment: null, timeToLiveInMs: 300_000 },
        },
        {
          ...{ actionId: readBlob, accessDecision: 'NotAllowed', isDataAction: true },
          ...{ roleAssignment: null, denyAssignment: null, timeToLiveInMs: 300_000 },
        },
      ],
    })
  })

  it('names the deny assignment that decides, for an Owner, too', async () => {
    await deny(['*/read'])
    expect(await ask({ Actions: [{ Id: read }] }, principals.owner, otherGroup)).toEqual({
      status: 200,
      body: [
        {
          actionId: read,
          accessDecision: 'Denied',
          isDataAction: false,
          roleAssignment: null,
          denyAssignment: {
            id: `${otherGroup}/providers/Microsoft.Authorization/denyAssignments/${denyName}`,
            name: 'no reads',
            description: 'closed',
            permissions: [
              {
                ...{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] },
                ...{ condition: null, conditionVersion: null },
              },
            ],
            scope: otherGroup,
            doNotApplyToChildScopes: false,
            principals: [{ id: everyone.id, type: 'SystemDefined' }],
            excludePrincipals: [],
            condition: null,
            isSystemProtected: true,
          },
          timeToLiveInMs: 300_000,
        },
      ],
    })
  })

  it.each<[string, JsonObject, readonly string[]]>([
    ['a user with the groups it is in', about(principals.reader), ['Allowed', 'NotAllowed']],
    ['somebody who has nothing', about(principals.application), ['NotAllowed', 'NotAllowed']],
    ['the Owner', about(principals.owner), ['Allowed', 'Allowed']],
    [
      'somebody with a group',
      about(principals.application, { Groups: [principals.division] }),
      ['Allowed', 'NotAllowed'],
    ],
    [
      'a user with other groups',
      about(principals.reader, { Groups: [principals.application] }),
      ['NotAllowed', 'NotAllowed'],
    ],
    [
      'a user with other groups and those it is in',
      about(principals.reader, { Groups: [principals.application], 'xms-pasrp-retrievegroupmemberships': true }),
      ['Allowed', 'NotAllowed'],
    ],
    [
      'members in any case',
      { sUBJECT: { attributes: { objectid: principals.reader.toUpperCase() } }, ACTIONS: [{ ID: read }] },
      ['Allowed'],
    ],
    [
      'a resource below',
      { ...about(principals.reader), Resource: { Id: `${group}/providers/Microsoft.Compute/virtualMachines/vm` } },
      ['Allowed', 'NotAllowed'],
    ],
    ['nobody that is known', about('99999999-9999-4999-8999-999999999999'), ['NotAllowed', 'NotAllowed']],
  ])('answers about %s', async (_, body, expected) => {
    const answer = await ask(body, principals.owner)
    expect([answer.status, decisions(answer)]).toEqual([200, expected])
  })

  it.each<[string, string]>([
    ['the root', '/'],
    ['a subscription', subscription],
    ['a management group', '/providers/Microsoft.Management/managementGroups/field'],
    ['a group that is not there, which nobody learns', `${subscription}/resourceGroups/none`],
    ['a resource that is kept nowhere here', `${group}/providers/Microsoft.Web/sites/site`],
  ])('is asked at %s, also in lower case, by anybody about itself', async (_, scope) => {
    const answer = await cloud.call('POST', urlOf(scope, 'checkaccess'), {
      as: principals.application,
      body: { Actions: [{ Id: read }] },
    })
    expect([answer.status, decisions(answer)]).toEqual([200, ['NotAllowed']])
  })

  it.each([
    ['about somebody else', about(principals.owner)],
    ['with groups of its own choice', about(principals.application, { Groups: [principals.division] })],
  ])('takes the right to read role assignments to ask %s', async (_, body) => {
    const scope = `${group}`
    expect(await ask(body, principals.application)).toEqual({
      status: 403,
      body: {
        error: {
          code: 'AuthorizationFailed',
          message: `The client '${principals.application}' with object id '${principals.application}' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/read' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
        },
      },
    })
    expect((await ask(body, principals.reader)).status).toBe(200)
  })

  it('asks conditions with the attributes of action, resource and environment', async () => {
    const condition =
      "@Request[a] StringEquals 'x' AND @Resource[b] ForAnyOfAnyValues:StringEquals {'y'} AND @Environment[isPrivateLink] BoolEquals true"
    await cloud.store.transaction((tx) =>
      tx.roleAssignments.insert({
        ...{ name: 'd0000000-0000-4000-8000-000000000003', scope: otherGroup, principalId: principals.reader },
        ...{ principalType: 'User', roleDefinitionId: builtInRoleIds.reader, condition, conditionVersion: '2.0' },
        ...{ createdAt: 0, updatedAt: 0 },
      }),
    )
    const answer = await ask(
      {
        actions: [{ id: read, attributes: { a: 'x' } }, { id: read, attributes: { a: 'z', c: null } }, { id: read }],
        resource: { id: otherGroup, attributes: { b: ['y', 'n'] } },
        environment: { attributes: { isPrivateLink: true } },
      },
      principals.reader,
      otherGroup,
    )
    expect(decisions(answer)).toEqual(['Allowed', 'NotAllowed', 'NotAllowed'])
    expect(answer.body).toMatchObject([{ roleAssignment: { condition, conditionVersion: '2.0' } }, {}, {}])
  })

  it('lets the conditions of the groups that it names ask about the subject', async () => {
    const condition = "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project] StringEquals 'x'"
    await cloud.store.transaction(async (tx) => {
      await tx.roleAssignments.insert({
        ...{ name: 'd0000000-0000-4000-8000-000000000003', scope: otherGroup, principalId: principals.team },
        ...{ principalType: 'Group', roleDefinitionId: builtInRoleIds.reader, condition, conditionVersion: '2.0' },
        ...{ createdAt: 0, updatedAt: 0 },
      })
      for (const [id, Project] of [
        [principals.application, 'x'],
        [principals.administrator, 'y'],
      ] as const) {
        const principal = await tx.principals.get(id)
        if (principal === undefined) throw new Error('seeded')
        await tx.principals.update({ ...principal, customSecurityAttributes: { Engineering: { Project } } })
      }
    })
    const named = (id: string) => ask(about(id, { Groups: [principals.team] }), principals.owner, otherGroup)
    expect(decisions(await named(principals.application))).toEqual(['Allowed', 'NotAllowed'])
    expect(decisions(await named(principals.administrator))).toEqual(['NotAllowed', 'NotAllowed'])
  })

  it('is a read to locks', async () => {
    await cloud.call('PUT', `${group}/providers/Microsoft.Authorization/locks/l?api-version=2016-09-01`, {
      body: { properties: { level: 'ReadOnly' } },
    })
    expect((await ask({ Actions: [{ Id: read }] }, principals.reader)).status).toBe(200)
  })

  it.each<[string, JsonObject | undefined, string, string]>([
    ['no body', undefined, 'InvalidCheckAccessRequest', 'Actions must have at least one action.'],
    ['no actions', { Actions: [] }, 'InvalidCheckAccessRequest', 'Actions must have at least one action.'],
    ['an action without an id', { Actions: [{}] }, 'InvalidCheckAccessRequest', 'Each of the Actions must have an Id.'],
    ['actions as texts', { actions: [read] }, 'InvalidCheckAccessRequest', 'Each of the Actions must have an Id.'],
    [
      'too many actions',
      { actions: Array.from({ length: 1001 }, () => ({ id: read })) },
      'InvalidCheckAccessRequest',
      'Actions can have at most 1000 actions.',
    ],
    [
      'an action as long as a book',
      { Actions: [{ Id: 'a'.repeat(1025) }] },
      'InvalidCheckAccessRequest',
      'An action has at most 1024 characters.',
    ],
    [
      'very many groups',
      about(principals.reader, { Groups: Array.from({ length: 5001 }, () => principals.team) }),
      'InvalidCheckAccessRequest',
      'Subject.Attributes can have at most 5000 Groups.',
    ],
    [
      'a resource in a well of slashes',
      { Actions: [{ Id: read }], Resource: { Id: `${group}${'/a'.repeat(200_000)}` } },
      'InvalidResourceId',
      `The resource identifier '${`${group}${'/a'.repeat(200)}`.slice(0, 200)}…' is malformed or invalid.`,
    ],
    [
      'an attribute as long as a book',
      { actions: [{ id: read, attributes: { a: ['x', 'x'.repeat(2049)] } }] },
      'InvalidCheckAccessRequest',
      "The attribute 'a' has a text of more than 2048 characters.",
    ],
    [
      'an attribute of very many values',
      { actions: [{ id: read }], environment: { attributes: { a: Array.from({ length: 1001 }, () => 1) } } },
      'InvalidCheckAccessRequest',
      "The attribute 'a' has more than 1000 values.",
    ],
    [
      'a resource elsewhere',
      { Actions: [{ Id: read }], Resource: { Id: otherGroup } },
      'InvalidCheckAccessRequest',
      `The resource '${otherGroup}' must be at or below the scope '${group}'.`,
    ],
    [
      'a subject that is no GUID',
      about('me'),
      'InvalidPrincipalId',
      "The Principal ID 'me' is not valid. Principal ID must be a GUID.",
    ],
    [
      'a group that is no GUID',
      about(principals.reader, { Groups: ['us'] }),
      'InvalidPrincipalId',
      "The Principal ID 'us' is not valid. Principal ID must be a GUID.",
    ],
  ])('refuses %s', async (_, body, code, message) => {
    expect(await ask(body, principals.owner)).toEqual({ status: 400, body: { error: { code, message } } })
  })

  it('is served in no other version', async () => {
    const url = urlOf(group).replace('2018-09-01-preview', '2022-04-01')
    expect(await cloud.call('POST', url, { body: { Actions: [{ Id: read }] } })).toMatchObject({
      status: 404,
      body: { error: { code: 'InvalidResourceType' } },
    })
  })
})
