/** Every place of every valid body, replaced by everything that JSON can hold: refused or taken, never an accident. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestCloud, type TestCloud } from '../../testing/start-test-cloud.js'
import { testSubscription } from '../../testing/test-ports.js'
import { vmBody } from '../../testing/vm-body.js'

const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1.5,
  1e308,
  '',
  'x',
  '../..',
  'ü\u0000\u202e',
  'x'.repeat(70_000),
  [],
  [null],
  [[{}]],
  {},
  { a: { b: null } },
  JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
]

type Node = { readonly [key: string]: unknown }
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

/** Paths of all nodes and leaves, the root among them. */
function pathsOf(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  const inside = isNode(value) ? Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...at, key])) : []
  return [at, ...inside]
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? replaced(item, rest, by) : item))
  if (!isNode(value)) return value
  const changed = Object.entries(value).map(([name, child]) => [name, name === key ? replaced(child, rest, by) : child])
  return Object.fromEntries(changed)
}

const group = `${testSubscription}/resourceGroups/hostile`
const known = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/known`
const reader = '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'

let test: TestCloud
beforeAll(async () => {
  test = await startTestCloud()
  await test.arm('PUT', `${group}?api-version=2021-04-01`, { body: { location: 'westus' } })
  await test.arm('PUT', `${known}?api-version=2023-01-31`, { body: { location: 'westus' } })
})
afterAll(() => test.close())

const requests: readonly [string, 'PUT' | 'PATCH', string, unknown][] = [
  ['a group', 'PUT', '?api-version=2021-04-01', { location: 'westus', tags: { a: 'b' }, managedBy: 'x' }],
  [
    'tags',
    'PUT',
    '/providers/Microsoft.Resources/tags/default?api-version=2021-04-01',
    { properties: { tags: { a: 'b' } } },
  ],
  [
    'changed tags',
    'PATCH',
    '/providers/Microsoft.Resources/tags/default?api-version=2021-04-01',
    { operation: 'Merge', properties: { tags: { a: 'b' } } },
  ],
  [
    'an identity',
    'PUT',
    '/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one?api-version=2024-11-30',
    { location: 'westus', tags: { a: 'b' }, properties: { isolationScope: 'None' } },
  ],
  [
    'a machine',
    'PUT',
    '/providers/Microsoft.Compute/virtualMachines/vm1?api-version=2024-03-01',
    vmBody({ type: 'SystemAssigned, UserAssigned', userAssignedIdentities: { [known]: {} } }),
  ],
  [
    'a changed machine',
    'PATCH',
    '/providers/Microsoft.Compute/virtualMachines/vm1?api-version=2024-03-01',
    {
      tags: { a: 'b' },
      identity: { type: 'SystemAssigned' },
      properties: { hardwareProfile: { vmSize: 'Standard_B1s' } },
    },
  ],
  [
    'a role assignment',
    'PUT',
    '/providers/Microsoft.Authorization/roleAssignments/11111111-1111-4111-8111-111111111111?api-version=2022-04-01',
    {
      properties: {
        roleDefinitionId: reader,
        principalId: '99999999-0000-4000-8000-000000000000',
        principalType: 'User',
        description: 'x',
      },
    },
  ],
  [
    'a role definition',
    'PUT',
    '/providers/Microsoft.Authorization/roleDefinitions/22222222-2222-4222-8222-222222222222?api-version=2022-04-01',
    {
      properties: {
        roleName: 'r',
        description: 'd',
        type: 'CustomRole',
        permissions: [{ actions: ['Microsoft.Compute/*/read'], notActions: [], dataActions: [], notDataActions: [] }],
        assignableScopes: [group],
      },
    },
  ],
]

describe.each(requests)('%s', (_name, method, path, body) => {
  it('meets nothing but answers of ARM, whatever its body holds', async () => {
    expect((await test.arm(method, `${group}${path}`, { body })).status).toBeLessThan(300)
    const accidents: unknown[] = []
    for (const at of pathsOf(body)) {
      for (const value of hostile) {
        const answer = await test.arm(method, `${group}${path}`, { body: JSON.stringify(replaced(body, at, value)) })
        const isAnswer = answer.status < 500 || answer.status === 501
        const isShaped = answer.status < 400 || typeof answer.body?.error?.code === 'string'
        if (isAnswer && isShaped) continue
        accidents.push({ at: at.join('.'), value: JSON.stringify(value).slice(0, 60), status: answer.status })
      }
    }
    expect(accidents).toEqual([])
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(test.log.entries.filter(({ level }) => level === 'error')).toEqual([])
  }, 60_000)
})

describe('methods and targets of no sense', () => {
  it.each(['TRACE', 'PROPFIND', 'LOCK'])('%s is refused as ARM refuses a wrong verb', async (method) => {
    const response = await test.cloud.arm.inject({
      method: method as 'GET', // what clients may send is more than what the type lists
      url: `${group}?api-version=2021-04-01`,
    })
    expect([response.statusCode, response.json()]).toEqual([
      405,
      { Message: `The requested resource does not support http method '${method}'.` },
    ])
  })

  it('a path that cannot be decoded is refused with an error of ARM', async () => {
    const response = await test.cloud.arm.inject({ method: 'GET', url: '/subscriptions/%zz?api-version=2021-04-01' })
    expect([response.statusCode, response.json().error.code]).toEqual([400, 'BadRequest'])
  })
})
