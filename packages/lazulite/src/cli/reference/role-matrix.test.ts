import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtInRoleByName } from '../../domain/rbac/built-in-roles.js'
import { evaluateAccess } from '../../domain/rbac/evaluate-access.js'
import { implementedActions } from './implemented-actions.js'
import { roleMatrixPage, roleMatrixTable } from './role-matrix.js'

const docs = resolve(import.meta.dirname, '../../../../../docs')
const source = resolve(import.meta.dirname, '../..')

/** Both written anew by `npm run docs`. */
describe('the role matrix', () => {
  it('is what docs/role-matrix.csv holds', async () => {
    await expect(roleMatrixTable()).toMatchFileSnapshot(join(docs, 'role-matrix.csv'))
  })

  it('is what docs/role-matrix.md says', async () => {
    await expect(roleMatrixPage()).toMatchFileSnapshot(join(docs, 'role-matrix.md'))
  })

  const [head = '', ...lines] = roleMatrixTable().trimEnd().split('\n')
  const actions = head.split(',').slice(2)
  const cells = new Map(
    lines.map((line) => {
      const [id = '', ...letters] = line
        .slice(line.search(/,[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12},/) + 1)
        .split(',')
      return [id, letters] as const
    }),
  )

  it.each([
    ['Reader', 'Microsoft.Compute/virtualMachines/read', 'A'],
    ['Reader', 'Microsoft.Compute/virtualMachines/write', ''],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/write', 'N'],
    ['Contributor', 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', 'A'],
    ['Managed Identity Operator', 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', 'A'],
    ['Managed Identity Operator', 'Microsoft.ManagedIdentity/userAssignedIdentities/delete', ''],
    ['Virtual Machine Contributor', 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action', ''],
    ['Key Vault Data Access Administrator', 'Microsoft.Authorization/roleAssignments/write', 'C'],
  ])('has for %s and %s the letter %j', (roleName, action, letter) => {
    const role = builtInRoleByName(roleName)
    expect(cells.get(role?.roleDefinitionId ?? '')?.[actions.indexOf(action)]).toBe(letter)
  })

  it.each(['Contributor', 'Reader', 'Managed Identity Operator', 'Network Contributor'])(
    'agrees with the access rule on every action of %s',
    (roleName) => {
      const role = builtInRoleByName(roleName)
      const scope = '/subscriptions/s'
      const allowed = implementedActions().map((action) => {
        const verdict = evaluateAccess({
          principalIds: ['p'],
          assignments: [
            {
              ...{ name: 'a', scope, principalId: 'p', principalType: 'User', createdAt: 0, updatedAt: 0 },
              roleDefinitionId: role?.roleDefinitionId ?? '',
            },
          ],
          roleOf: () => role,
          question: { action, scope },
        })
        if (verdict.allowed) return 'A'
        return verdict.reason === 'excludedByNotActions' ? 'N' : ''
      })
      expect(cells.get(role?.roleDefinitionId ?? '')).toEqual(allowed)
    },
  )
})

describe('the implemented actions', () => {
  it('are whole names, each once, in order', () => {
    const all = implementedActions()
    expect(
      all.filter((action) => !/^Microsoft\.[A-Za-z]+(\/[A-Za-z]+)+\/(read|write|delete|action)$/.test(action)),
    ).toEqual([])
    const keys = all.map((action) => action.toLowerCase())
    expect(keys).toEqual([...new Set(keys)].toSorted())
  })

  it('are all that the code of providers, operations and endpoints names', () => {
    const known = new Set(implementedActions().map((action) => action.toLowerCase()))
    const named = ['providers', 'operations', 'endpoints'].flatMap((layer) =>
      readdirSync(join(source, layer), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .flatMap((file) => [
          ...readFileSync(join(source, layer, file), 'utf8').matchAll(
            /['`](Microsoft\.[A-Za-z]+(?:\/[A-Za-z]+)+\/(?:read|write|delete|action))['`]/g,
          ),
        ])
        .map(([, action = '']) => action),
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((action) => !known.has(action.toLowerCase()))).toEqual([])
  })
})
