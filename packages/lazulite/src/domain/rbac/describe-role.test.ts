import { expect, it } from 'vitest'
import { describeRole } from './describe-role.js'
import type { Permission } from './role.js'

const block = (parts: Partial<Permission>): Permission => ({
  actions: [],
  notActions: [],
  dataActions: [],
  notDataActions: [],
  ...parts,
})

it.each<[string, Partial<Permission>[]]>([
  ['Permits nothing.', []],
  ['Permits every management action.', [{ actions: ['*'] }]],
  ['Permits every management read action.', [{ actions: ['*/read'] }]],
  ['Permits every management read action and 1 more action.', [{ actions: ['*/read', 'Microsoft.Support/*'] }]],
  ['Permits 2 management read actions of N.', [{ actions: ['N/a/read', 'N/b/read'] }]],
  [
    'Permits 1 management action of N, 2 data actions of N and M.',
    [{ actions: ['N/*'], dataActions: ['N/x/write', 'M/x/read'] }],
  ],
  ['Permits 4 management actions of A, B, C and 1 more provider.', [{ actions: ['A/*', 'B/*', 'C/*', 'D/*'] }]],
  ['Permits every management action, without 1 excluded action.', [{ actions: ['*'], notActions: ['N/*'] }]],
  ['Permits 1 management action of N, in part only under a condition.', [{ actions: ['N/*'], condition: 'c' }]],
])('says "%s"', (sentence, blocks) => expect(describeRole(blocks.map(block))).toBe(sentence))
