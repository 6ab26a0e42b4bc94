import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import { builtInRoleByName, builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import {
  type Answer,
  type AuthorizationCloud,
  group,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../testing/authorization-cloud.js'

const name = 'e0000000-0000-4000-8000-000000000001'
const roleGuid = 'f1000000-0000-4000-8000-000000000001'
/** Recorded with az in 2020: the condition speaks of nothing that Reader does, and is kept as it was sent. */
const recorded = "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:Name] stringEquals 'foo'"

const roleId = (roleName: string): string => {
  const guid = builtInRoleByName(roleName)?.roleDefinitionId ?? roleName
  return `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${guid}`
}

const wanted = (properties: JsonObject = {}): JsonObject => ({
  properties: { roleDefinitionId: roleId('Reader'), principalId: principals.application, ...properties },
})

const url = (apiVersion = '2022-04-01', assignment = name): string =>
  `${group}/providers/Microsoft.Authorization/roleAssignments/${assignment}?api-version=${apiVersion}`

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

const put = (properties: JsonObject, apiVersion?: string): Promise<Answer> =>
  cloud.call('PUT', url(apiVersion), { body: wanted(properties) })

/** What the cloud has and shows of condition, version and description. */
const kept = async (apiVersion?: string): Promise<unknown> => {
  const { body } = await cloud.call('GET', url(apiVersion))
  const { condition, conditionVersion, description } = (body as { properties: JsonObject }).properties
  return { condition, conditionVersion, description }
}

describe('the condition of a role assignment', () => {
  it('is kept as it was written, with its version', async () => {
    const answer = await put({ condition: recorded, conditionVersion: '2.0' })
    expect(answer).toMatchObject({
      status: 201,
      body: { properties: { condition: recorded, conditionVersion: '2.0', createdBy: null } },
    })
    expect(await kept()).toEqual({ condition: recorded, conditionVersion: '2.0', description: null })
  })

  it.each<[string, JsonObject]>([
    ['no version', { condition: recorded }],
    ['null for a version', { condition: recorded, conditionVersion: null }],
  ])('has version 2.0 with %s', async (_, properties) => {
    expect(await put(properties)).toMatchObject({ status: 201, body: { properties: { conditionVersion: '2.0' } } })
  })

  it.each<[string, JsonObject]>([
    ['a version alone', { conditionVersion: '2.0' }],
    ['an empty text', { condition: '', conditionVersion: '2.0' }],
    ['null', { condition: null, conditionVersion: null }],
  ])('is none with %s', async (_, properties) => {
    await put(properties)
    expect(await kept()).toEqual({ condition: null, conditionVersion: null, description: null })
  })

  it('is changed, and taken away, by a PUT of the same name', async () => {
    await put({ condition: recorded, description: 'first' })
    const other = recorded.replace('foo', 'bar')
    expect(await put({ condition: other, description: 'second' })).toMatchObject({
      status: 201,
      body: { properties: { condition: other, conditionVersion: '2.0', description: 'second' } },
    })
    expect(await kept()).toEqual({ condition: other, conditionVersion: '2.0', description: 'second' })
    await put({})
    expect(await kept()).toEqual({ condition: null, conditionVersion: null, description: null })
  })

  it('does not make another assignment of the same principal, role and scope', async () => {
    await put({})
    const second = await cloud.call('PUT', url('2022-04-01', name.replace('1', '2')), {
      body: wanted({ condition: recorded }),
    })
    expect(second).toMatchObject({ status: 409, body: { error: { code: 'RoleAssignmentExists' } } })
  })

  it('is neither shown, set nor lost in a version that has none', async () => {
    await put({ condition: recorded })
    const { body } = await cloud.call('GET', url('2018-09-01-preview'))
    expect(Object.keys((body as { properties: JsonObject }).properties)).not.toContain('condition')
    expect((await put({}, '2018-09-01-preview')).status).toBe(201)
    expect(await kept()).toEqual({ condition: recorded, conditionVersion: '2.0', description: null })
    expect(await put({ condition: recorded }, '2018-09-01-preview')).toEqual({
      status: 400,
      body: {
        error: {
          code: 'InvalidRoleAssignmentCondition',
          message:
            "The given role assignment condition is invalid. API version '2018-09-01-preview' has no conditions here.",
        },
      },
    })
  })

  it.each<[string, JsonObject, string]>([
    [
      'no condition at all',
      { condition: 'nonsense' },
      'Line 1, column 9: Expected a comparison operator, found the end of the condition.',
    ],
    [
      'a mistake on its second line',
      { condition: "Exists @Resource[a:b]\nAND @Resource[a:b] NumericEquals '5'" },
      "Line 2, column 34: NumericEquals takes integers, not '5'.",
    ],
    [
      'AND and OR side by side',
      { condition: 'Exists @Resource[a] AND Exists @Resource[b] OR Exists @Resource[c]' },
      'Line 1, column 45: AND and OR stand on one level: parentheses have to say which belongs together.',
    ],
    [
      'a condition that is too long',
      { condition: recorded.padEnd(8193) },
      'Line 1, column 1: The condition has 8193 characters; 8192 are allowed.',
    ],
    [
      'the first version',
      { condition: recorded, conditionVersion: '1.0' },
      "Condition version '1.0' is not supported; it is '2.0'.",
    ],
    [
      'an attribute of which a shell ate a part',
      { condition: "@Resource[a/tags:Project<>] StringEquals 'a'" },
      'Line 1, column 1: Resource attribute a/tags:Project<> is not valid.',
    ],
  ])('is refused: %s', async (_, properties, detail) => {
    expect(await put(properties)).toEqual({
      status: 400,
      body: {
        error: {
          code: 'InvalidRoleAssignmentCondition',
          message: `The given role assignment condition is invalid. ${detail}`,
        },
      },
    })
    expect(await cloud.store.read.roleAssignments.findByName(name)).toBeUndefined()
  })

  it('is refused before the role is looked for, and after the scope in the body', async () => {
    const nowhere = { roleDefinitionId: roleId(roleGuid), condition: 'nonsense' }
    expect(await put(nowhere)).toMatchObject({ body: { error: { code: 'InvalidRoleAssignmentCondition' } } })
    expect(await put({ ...nowhere, scope: subscription })).toMatchObject({
      body: { error: { code: 'InvalidCreateRoleAssignmentRequest' } },
    })
  })
})

describe('the condition of a custom role', () => {
  const roleUrl = (apiVersion: string): string =>
    `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${roleGuid}?api-version=${apiVersion}`
  const putRole = (blocks: JsonObject[], apiVersion = '2022-05-01-preview'): Promise<Answer> =>
    cloud.call('PUT', roleUrl(apiVersion), {
      body: { properties: { roleName: 'Watch', assignableScopes: [subscription], permissions: blocks } },
    })
  const block = { actions: ['Microsoft.Compute/*'], notActions: [], dataActions: [], notDataActions: [] }
  const never = "@Environment[UtcNow] DateTimeLessThan '2000-01-01T00:00:00.0Z'"
  const always = "@Environment[UtcNow] DateTimeGreaterThan '2000-01-01T00:00:00.0Z'"

  it('is kept with its block and version', async () => {
    expect((await putRole([block, { ...block, condition: always }])).status).toBe(201)
    expect(await cloud.call('GET', roleUrl('2022-05-01-preview'))).toMatchObject({
      body: { properties: { permissions: [block, { ...block, condition: always, conditionVersion: '2.0' }] } },
    })
  })

  it.each([
    ['true', always, 404],
    ['not true', never, 403],
  ])('counts: what is %s, answers a reader of a machine that is not there with %s', async (_, condition, status) => {
    await putRole([{ ...block, condition }])
    await cloud.assign({ name, scope: group, principalId: principals.reader, roleDefinitionId: roleGuid })
    const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm?api-version=2024-07-01`
    expect((await cloud.call('GET', vm, { as: principals.reader })).status).toBe(status)
  })

  it.each<[string, JsonObject, string | undefined, string]>([
    [
      'cannot be read',
      { condition: 'nonsense' },
      undefined,
      'Line 1, column 9: Expected a comparison operator, found the end of the condition.',
    ],
    [
      'is of another version',
      { condition: always, conditionVersion: '1.0' },
      undefined,
      "Condition version '1.0' is not supported; it is '2.0'.",
    ],
    [
      'comes in a version that has none',
      { condition: always },
      '2022-04-01',
      "API version '2022-04-01' has no conditions here.",
    ],
  ])('is refused when it %s', async (_, properties, apiVersion, detail) => {
    expect(await putRole([block, { ...block, ...properties }], apiVersion)).toEqual({
      status: 400,
      body: {
        error: {
          code: 'InvalidRoleDefinitionCondition',
          message: `The condition of permission 1 is invalid. ${detail}`,
        },
      },
    })
    expect(await cloud.store.read.roleDefinitions.list()).toEqual([])
  })

  it('is not lost through a version that does not show it', async () => {
    await putRole([{ ...block, condition: always }])
    expect(await putRole([block], '2022-04-01')).toEqual({
      status: 400,
      body: {
        error: {
          code: 'InvalidRoleDefinitionCondition',
          message:
            "The condition of permission 0 is invalid. API version '2022-04-01' would drop the one that is there.",
        },
      },
    })
    expect((await putRole([block])).status).toBe(201)
    expect((await putRole([block], '2022-04-01')).status).toBe(201)
  })
})

describe('a condition decides', () => {
  it('over its own assignment only: any other that grants the action counts', async () => {
    const never = "@Environment[UtcNow] DateTimeLessThan '2000-01-01T00:00:00.0Z'"
    await put({ principalId: principals.reader, condition: never })
    const read = () => cloud.call('GET', `${group}?api-version=2021-04-01`, { as: principals.reader })
    expect((await read()).status).toBe(403)
    await cloud.assign({
      name: name.replace('1', '2'),
      scope: subscription,
      principalId: principals.team,
      roleDefinitionId: builtInRoleIds.reader,
    })
    expect((await read()).status).toBe(200)
  })

  it('by the clock', async () => {
    const condition = "@Environment[UtcNow] TimeOfDayInRange ['08:00', '17:00']"
    await put({ principalId: principals.reader, condition })
    const read = () => cloud.call('GET', `${group}?api-version=2021-04-01`, { as: principals.reader })
    expect((await read()).status).toBe(403)
    cloud.clock.advance(8 * 3600)
    expect((await read()).status).toBe(200)
    cloud.clock.advance(9 * 3600 + 1)
    expect((await read()).status).toBe(403)
  })
})
