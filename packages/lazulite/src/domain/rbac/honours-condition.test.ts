import { describe, expect, it } from 'vitest'
import { isUnhonoured } from './honours-condition.js'
import type { RoleAssignment, RoleDefinition } from './role.js'

const assignment = (condition?: string): RoleAssignment => ({
  name: 'a',
  scope: '/',
  principalId: 'p',
  principalType: 'User',
  roleDefinitionId: 'r',
  createdAt: 0,
  updatedAt: 0,
  ...(condition === undefined ? {} : { condition }),
})

const role = (...dataActions: string[]): RoleDefinition => ({
  roleDefinitionId: 'r',
  roleName: 'r',
  description: '',
  type: 'CustomRole',
  permissions: [{ actions: ['*'], notActions: [], dataActions, notDataActions: [] }],
  assignableScopes: [],
  createdAt: 0,
  updatedAt: 0,
})

describe('isUnhonoured', () => {
  const guids = '@Request[x] GuidEquals 49fc33c1886f4b21a00e1d9993234734'
  const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
  it.each<[string, string | undefined, RoleDefinition, boolean]>([
    ['a condition on GUIDs with a role for blobs', guids, role(blobs), true],
    [
      'the same among others, in another case',
      `NOT (${guids}) AND Exists @Resource[y]`,
      role('x/y', blobs.toLowerCase()),
      true,
    ],
    ['with a role for all data', guids, role('*'), true],
    ['with a role without data actions', guids, role(), false],
    ['with a role for other data', guids, role('Microsoft.StorageCache/x/read'), false],
    ['a condition on texts', "@Request[x] StringEquals '49fc33c1886f4b21a00e1d9993234734'", role(blobs), false],
    ['no condition', undefined, role(blobs), false],
    ['a condition that cannot be read', 'GuidEquals', role(blobs), false],
  ])('%s', (_, condition, of, expected) => expect(isUnhonoured(assignment(condition), of)).toBe(expected))
})
