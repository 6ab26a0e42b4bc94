import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { group, startTestArm, type TestArm } from '../../testing/start-test-arm.js'
import { testSubscription } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const type = 'Microsoft.Authorization/locks'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id1`
const lockUrl = (scope: string, name = '', version = '2016-09-01', query = ''): string =>
  `${scope}/providers/${type}${name === '' ? '' : `/${name}`}?api-version=${version}${query}`
const lockId = (scope: string, name: string): string => `${scope}/providers/${type}/${name}`

let world: TestArm
beforeEach(async () => {
  world = await startTestArm({ groups: ['rg', 'rg2'] })
  await world.call('PUT', `${vm}?api-version=2022-11-01`, { body: vmBody() })
  await world.call('PUT', `${identity}?api-version=2023-01-31`, { body: { location: 'westus' } })
  await world.settle()
})
afterEach(() => world.close())

const lock = (scope: string, level: string, name = 'l') =>
  world.call('PUT', lockUrl(scope, name), { body: { properties: { level } } })

describe('a lock', () => {
  it.each([
    ['a subscription', testSubscription],
    ['a group', group],
    ['a resource', vm],
    ['a child resource', `${identity}/federatedIdentityCredentials/fic`],
    ['a resource that is not kept here', `${group}/providers/Microsoft.Sql/servers/sql/databases/db`],
  ])('on %s is made, changed, read and removed as recorded', async (_, scope) => {
    const whole = (properties: object) => ({ properties, id: lockId(scope, 'L1'), type, name: 'L1' })
    const body = { properties: { level: 'CanNotDelete' } }
    const made = await world.call('PUT', lockUrl(scope, 'L1'), { body })
    expect([made.status, made.text]).toEqual([201, JSON.stringify(whole(body.properties))])
    const properties = { level: 'ReadOnly', notes: 'test', owners: [{ applicationId: 'a' }] }
    const changed = await world.call('PUT', lockUrl(scope, 'l1', '2020-05-01'), { body: { properties } })
    expect([changed.status, changed.body]).toEqual([200, whole(properties)])
    expect((await world.call('GET', lockUrl(scope.toUpperCase(), 'L1'))).body).toEqual(whole(properties))
    const removed = await world.call('DELETE', lockUrl(scope, 'L1'))
    expect([removed.status, removed.text]).toEqual([200, ''])
    expect((await world.call('DELETE', lockUrl(scope, 'L1'))).status).toBe(204)
  })

  it('may be addressed by a scope that is percent-encoded as a whole', async () => {
    const url = lockUrl(`/${encodeURIComponent(vm)}`, 'l')
    const made = await world.call('PUT', url, { body: { properties: { level: 'readonly' } } })
    expect([made.status, made.body.id, made.body.properties]).toEqual([201, lockId(vm, 'l'), { level: 'ReadOnly' }])
  })

  it('is listed with those above and below it, or with those above alone', async () => {
    await lock(testSubscription, 'CanNotDelete', 's')
    await lock(group, 'CanNotDelete', 'g')
    await lock(vm, 'ReadOnly', 'v')
    await lock(`${testSubscription}/resourceGroups/rg2`, 'ReadOnly', 'other')
    const names = async (scope: string, query = '') => {
      const { body } = await world.call('GET', lockUrl(scope, '', '2016-09-01', query))
      return body.value.map(({ name }: { name: string }) => name)
    }
    expect(await names(testSubscription)).toEqual(['s', 'g', 'other', 'v'])
    expect(await names(group)).toEqual(['s', 'g', 'v'])
    expect(await names(group, '&$filter=atScope()')).toEqual(['s', 'g'])
    expect(await names(testSubscription, '&$filter=atScope()')).toEqual(['s'])
    expect(await names(vm)).toEqual(['s', 'g', 'v'])
    expect(await names(identity)).toEqual(['s', 'g'])
  })
})

describe('a lock is refused', () => {
  const levels = "The lock level must be one of 'CanNotDelete', 'ReadOnly'"
  it.each<[string, unknown, string]>([
    ['without properties', {}, levels],
    ['without a level', { properties: { notes: 'x' } }, levels],
    ['with an unknown level', { properties: { level: 'NotSpecified' } }, levels],
    [
      'with long notes',
      { properties: { level: 'ReadOnly', notes: 'x'.repeat(513) } },
      "The 'notes' property must be a text of at most 512 characters",
    ],
    [
      'with owners that are no list',
      { properties: { level: 'ReadOnly', owners: {} } },
      "The 'owners' property must be a list of applications",
    ],
    [
      'with an owner that is none',
      { properties: { level: 'ReadOnly', owners: [{}] } },
      "Each of the 'owners' must have an 'applicationId'",
    ],
  ])('%s', async (_, body, detail) => {
    const answer = await world.call('PUT', lockUrl(group, 'l'), { body })
    expect([answer.status, answer.body]).toEqual([
      400,
      {
        error: {
          code: 'InvalidRequestContent',
          message: `The request content was invalid and could not be deserialized: '${detail}'.`,
        },
      },
    ])
  })

  it.each<[string, string, string, number, string, string]>([
    [
      'missing',
      'GET',
      lockUrl(group, 'NonExisting'),
      404,
      'LockNotFound',
      "The lock 'NonExisting' could not be found.",
    ],
    [
      'with a name of forbidden characters',
      'PUT',
      lockUrl(group, 'a:b'),
      400,
      'InvalidResourceName',
      "The lock name 'a:b' is invalid. It must have 1 to 260 characters, none of them one of '<,>,%,&,:,\\,?,/', and must not end with a period or a space.",
    ],
    [
      'on a resource that is not there',
      'PUT',
      lockUrl(`${vm}x`, 'l'),
      404,
      'ResourceNotFound',
      "The Resource 'Microsoft.Compute/virtualMachines/vm1x' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ],
    [
      'at the tenant',
      'PUT',
      lockUrl('', 'l'),
      501,
      'NotImplemented',
      `NotImplemented: PUT ${type} outside a subscription`,
    ],
    [
      'in a list with another filter',
      'GET',
      lockUrl(group, '', '2016-09-01', `&$filter=level eq 'ReadOnly'`),
      400,
      'InvalidFilterInQueryString',
      "Invalid $filter 'level eq 'ReadOnly'' specified in the query string.",
    ],
  ])('%s', async (_, method, url, status, code, message) => {
    const answer = await world.call(
      method,
      url,
      method === 'PUT' ? { body: { properties: { level: 'ReadOnly' } } } : {},
    )
    expect([answer.status, answer.body]).toEqual([status, { error: { code, message } }])
  })

  it.each([
    ['Contributor', 'PUT', 403],
    ['Contributor', 'DELETE', 403],
    ['Contributor', 'GET', 200],
    ['User Access Administrator', 'PUT', 200],
    ['User Access Administrator', 'DELETE', 200],
  ])('to whom locks are not theirs: %s, %s: %i', async (role, method, status) => {
    await lock(group, 'ReadOnly')
    const { as } = await world.caller({ name: 'somebody', role, scope: group })
    const body = method === 'PUT' ? { body: { properties: { level: 'ReadOnly' } } } : {}
    expect((await world.call(method, lockUrl(group, 'l'), { as, ...body })).status).toBe(status)
  })
})

describe('under a lock', () => {
  const assignment = `${vm}/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111`
  const roleDefinitionId = `${testSubscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`
  const requests: Readonly<Record<string, readonly [string, string, unknown?]>> = {
    'reading the machine': ['GET', `${vm}?api-version=2022-11-01`],
    'changing the machine': ['PATCH', `${vm}?api-version=2022-11-01`, { tags: { a: 'b' } }],
    'starting the machine': ['POST', `${vm}/start?api-version=2022-11-01`],
    'deleting the machine': ['DELETE', `${vm}?api-version=2022-11-01`],
    'making a role assignment on it': [
      'PUT',
      `${assignment}?api-version=2022-04-01`,
      { properties: { roleDefinitionId, principalId: '50000000-0000-4000-8000-6f776e657200' } },
    ],
    'deleting the role assignment': ['DELETE', `${assignment}?api-version=2022-04-01`],
    'tagging the machine': [
      'PATCH',
      `${vm}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01`,
      { operation: 'Merge', properties: { tags: { a: 'b' } } },
    ],
    'making another resource': ['PUT', `${identity}2?api-version=2023-01-31`, { location: 'westus' }],
    'deleting another resource': ['DELETE', `${identity}?api-version=2023-01-31`],
    'changing the group': ['PATCH', `${group}?api-version=2021-04-01`, { tags: { a: 'b' } }],
    'deleting the group': ['DELETE', `${group}?api-version=2021-04-01`],
  }
  const idOf = (name: string): string => requests[name]?.[1].replace(/(\/start)?\?.*/, '') ?? ''
  const all = Object.keys(requests)
  const deletes = ['deleting the machine', 'deleting the role assignment', 'deleting the group']
  const changes = [
    'changing the machine',
    'starting the machine',
    'making a role assignment on it',
    'tagging the machine',
  ]

  it.each<[string, string, string, readonly string[]]>([
    ['CanNotDelete', 'the machine', vm, deletes],
    ['ReadOnly', 'the machine', vm, [...changes, ...deletes]],
    ['CanNotDelete', 'the group', group, [...deletes, 'deleting another resource']],
    ['ReadOnly', 'the group', group, all.filter((name) => name !== 'reading the machine')],
    ['CanNotDelete', 'the subscription', testSubscription, [...deletes, 'deleting another resource']],
    ['CanNotDelete', 'another group', `${testSubscription}/resourceGroups/rg2`, []],
  ])('%s on %s', async (level, _, scope, forbidden) => {
    expect((await lock(scope, level)).status).toBe(201)
    const refused: string[] = []
    for (const [name, [method, url, body]] of Object.entries(requests)) {
      const answer = await world.call(method, url, body === undefined ? {} : { body })
      if (answer.status !== 409) continue
      refused.push(name)
      const operation = method === 'DELETE' ? 'delete' : 'write'
      expect(answer.body).toEqual({
        error: {
          code: 'ScopeLocked',
          message: `The scope '${idOf(name)}' cannot perform ${operation} operation because following scope(s) are locked: '${scope}'. Please remove the lock and try again.`,
        },
      })
      expect(answer.headers['x-ms-failure-cause']).toBe('gateway')
    }
    expect(new Set(refused)).toEqual(new Set(forbidden))
  })

  it('says who may not before it says what is locked', async () => {
    await lock(group, 'CanNotDelete')
    const { as } = await world.caller({ name: 'reader', role: 'Reader', scope: group })
    expect((await world.call('DELETE', `${vm}?api-version=2022-11-01`, { as })).status).toBe(403)
  })

  it('names every locked scope, outermost first, and lets go when the last lock is gone', async () => {
    await lock(vm, 'ReadOnly')
    await lock(group, 'CanNotDelete')
    const refused = await world.call('DELETE', `${vm}?api-version=2022-11-01`)
    expect(refused.body.error.message).toContain(`are locked: '${group}','${vm}'. Please`)
    await world.call('DELETE', lockUrl(vm, 'l'))
    await world.call('DELETE', lockUrl(group, 'l'))
    expect((await world.call('DELETE', `${vm}?api-version=2022-11-01`)).status).toBe(202)
  })
})
