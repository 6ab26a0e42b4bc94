import { describe, expect, it } from 'vitest'
import { collectOperations, describePermission, linesOf, providerOf, suggestOperations } from './permission-words.js'

it.each([
  ['Microsoft.Compute/virtualMachines/start/action', 'Start virtual machines'],
  ['Microsoft.Compute/virtualMachines/read', 'Read virtual machines'],
  ['Microsoft.Compute/virtualMachines/*', 'Do anything with virtual machines'],
  ['Microsoft.Compute/*/read', 'Read everything in Microsoft.Compute'],
  ['Microsoft.Compute/*', 'Do anything with everything in Microsoft.Compute'],
  ['Microsoft.Network/register/action', 'Register'],
  ['*/read', 'Read everything'],
  ['*', 'Do anything with everything'],
])('%s in words: %s', (permission, expected) => expect(describePermission(permission)).toBe(expected))

const operations = collectOperations(
  [
    {
      name: 'Microsoft.Compute',
      operations: [{ name: 'Microsoft.Compute/register/action', isDataAction: false }],
      resourceTypes: [
        {
          operations: [
            { name: 'Microsoft.Compute/virtualMachines/start/action', isDataAction: false, displayName: 'Start VM' },
          ],
        },
      ],
    },
  ],
  [{ actions: ['*/read', 'microsoft.compute/REGISTER/action'], dataActions: ['Microsoft.Storage/blobs/read'] }],
)

describe('collectOperations', () => {
  it('joins what providers list and what roles spell out, without wildcards and repetitions', () => {
    expect(operations.map(({ name }) => name)).toEqual([
      'Microsoft.Compute/register/action',
      'Microsoft.Compute/virtualMachines/start/action',
      'Microsoft.Storage/blobs/read',
    ])
  })
})

it.each([
  [{ typed: 'start machines', isDataAction: false }, ['Microsoft.Compute/virtualMachines/start/action']],
  [{ typed: 'vm', isDataAction: false }, ['Microsoft.Compute/virtualMachines/start/action']],
  [{ typed: '', isDataAction: true }, ['Microsoft.Storage/blobs/read']],
  [{ typed: 'nothing like it', isDataAction: false }, []],
])('%j suggests %j', (asked, expected) => {
  expect(suggestOperations(operations, { ...asked, limit: 10 }).map(({ name }) => name)).toEqual(expected)
})

it('keeps the condition beside what it guards', () => {
  const blocks = [{ actions: ['a/read'] }, { notActions: ['b/write'], condition: 'only there' }]
  expect(linesOf(blocks)).toEqual([
    { block: 0, kind: 'actions', permission: 'a/read' },
    { block: 1, kind: 'notActions', permission: 'b/write', condition: 'only there' },
  ])
})

it.each([
  ['Microsoft.Compute/virtualMachines/read', 'Microsoft.Compute'],
  ['*/read', 'All providers'],
])('%s belongs to %s', (permission, expected) => expect(providerOf(permission)).toBe(expected))
