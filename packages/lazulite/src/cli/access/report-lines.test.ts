import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../domain/json.js'
import type { FoundPrincipal } from '../resolve-principal.js'
import { reportLines } from './report-lines.js'

const principalId = 'a0000000-0000-4000-8000-000000000001'
const vm1: FoundPrincipal = { principalId, displayName: 'vm1', kind: 'ServicePrincipal' }
const group = '/subscriptions/s/resourceGroups/dev'

const use = (action: string, more: JsonObject = {}): JsonObject => ({
  action,
  isDataAction: false,
  count: 1,
  firstTime: '2030-01-01T10:00:00.000Z',
  lastTime: '2030-01-01T10:30:59.000Z',
  scopes: [group],
  scopeCount: 1,
  ...more,
})
const role = (roleName: string, grantedOperations: number): JsonObject => ({
  roleName,
  roleDefinitionId: `id of ${roleName}`,
  grantedOperations,
})
const nothing: JsonObject = {
  principalId,
  displayName: null,
  since: null,
  used: [],
  refused: [],
  smallestRoles: [],
  generalRole: null,
  customRole: null,
  beyondCustomRoles: [],
}
const full: JsonObject = {
  ...nothing,
  since: '2030-01-01T09:00:00.000Z',
  used: [
    use('Microsoft.Compute/virtualMachines/read', { count: 1234 }),
    use('Microsoft.Compute/virtualMachineScaleSets/virtualMachines/instanceView/read', { letThrough: 1 }),
    use('Microsoft.KeyVault/vaults/secrets/getSecret/action', { isDataAction: true }),
  ],
  refused: [
    use('Microsoft.Compute/virtualMachines/delete', { reasons: ['noAssignment', 'noMatchingAction'] }),
    use('Microsoft.Authorization/roleAssignments/write', { reasons: ['somethingNew'] }),
  ],
  smallestRoles: [role('Small Role', 4), role('Larger Role', 12)],
  generalRole: role('Reader', 4441),
  customRole: { Name: 'exact', Actions: ['Microsoft.Compute/virtualMachines/read'] },
  beyondCustomRoles: [{ action: 'Microsoft.Authorization/elevateAccess/action', scope: '/' }],
}

describe('the report', () => {
  it('shows everything within 80 columns', () => {
    const lines = reportLines(vm1, full, { width: 80 })
    expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      vm1, service principal a0000000-0000-4000-8000-000000000001
      since 2030-01-01 09:00 UTC

      COUNT  LAST USE (UTC)    ACTION
      1234   2030-01-01 10:30  Microsoft.Compute/virtualMachines/read
      1      2030-01-01 10:30  Microsoft.Compute/virtualMachineScaleSets/
                                 virtualMachines/instanceView/read*
      1      2030-01-01 10:30  Microsoft.KeyVault/vaults/secrets/getSecret/
                                 action (data)
      * let through: the principal is not enforced

      refused
      COUNT  LAST TRY (UTC)    ACTION
      1      2030-01-01 10:30  Microsoft.Compute/virtualMachines/delete
                                 no role is assigned there
                                 no assigned role has it
      1      2030-01-01 10:30  Microsoft.Authorization/roleAssignments/write
                                 somethingNew

      SMALLEST BUILT-IN ROLES  OPERATIONS
      Small Role               4
      Larger Role              12
      Reader (general)         4441

      custom role
      {
        "Name": "exact",
        "Actions": [
          "Microsoft.Compute/virtualMachines/read"
        ]
      }
      no custom role can grant Microsoft.Authorization/elevateAccess/action at /
      "
    `)
    expect(lines.filter((line) => [...line].length > 80)).toEqual([])
  })

  it('says where the custom role was written instead of showing it', () => {
    const lines = reportLines(vm1, full, { width: 80, roleFile: 'role.json' })
    expect(lines.slice(-4)).toEqual([
      '',
      'custom role in role.json; make it with:',
      '  az role definition create --role-definition @role.json',
      'no custom role can grant Microsoft.Authorization/elevateAccess/action at /',
    ])
  })

  it('says how the custom role is assigned where it can be, in words that a shell takes', () => {
    const customRole = { Name: "what vm1's work takes", AssignableScopes: ['/subscriptions/s/resourceGroups/a', '/b'] }
    const role = (who: FoundPrincipal) =>
      reportLines(who, { ...full, customRole, beyondCustomRoles: [] }, { width: 80, roleFile: 'my role.json' })
    const lines = role(vm1)
    expect(lines.slice(lines.indexOf('custom role in my role.json; make it with:'))).toEqual([
      'custom role in my role.json; make it with:',
      "  az role definition create --role-definition '@my role.json'",
      'then assign it with:',
      '  az role assignment create \\',
      `    --assignee-object-id ${principalId} \\`,
      '    --assignee-principal-type ServicePrincipal \\',
      "    --role 'what vm1'\\''s work takes' \\",
      '    --scope /subscriptions/s/resourceGroups/a',
      '  az role assignment create \\',
      `    --assignee-object-id ${principalId} \\`,
      '    --assignee-principal-type ServicePrincipal \\',
      "    --role 'what vm1'\\''s work takes' \\",
      '    --scope /b',
    ])
    expect(role({ ...vm1, kind: 'Unknown' }).at(-1)).toBe(
      "  az role definition create --role-definition '@my role.json'",
    )
  })

  it.each<[string, FoundPrincipal, JsonObject, readonly string[]]>([
    [
      'nothing at all',
      { principalId, displayName: principalId, kind: 'Unknown' },
      nothing,
      [`unknown principal ${principalId}`, 'everything on record', '', 'nothing was asked for'],
    ],
    [
      'refusals alone',
      { ...vm1, kind: 'User' },
      { ...nothing, refused: [use('a/b/write', { reasons: ['denyAssignment'] })] },
      [
        `vm1, user ${principalId}`,
        'everything on record',
        '',
        'nothing was used',
        '',
        'refused',
        'COUNT  LAST TRY (UTC)    ACTION',
        '1      2030-01-01 10:30  a/b/write',
        '                           a deny assignment forbids it',
      ],
    ],
    [
      'what no built-in role has',
      vm1,
      { ...nothing, used: [use('a/b/write')], customRole: { Name: 'exact' } },
      [
        `vm1, service principal ${principalId}`,
        'everything on record',
        '',
        'COUNT  LAST USE (UTC)    ACTION',
        '1      2030-01-01 10:30  a/b/write',
        '',
        'no built-in role covers it',
        '',
        'custom role',
        '{',
        '  "Name": "exact"',
        '}',
      ],
    ],
  ])('of %s', (_what, principal, report, expected) =>
    expect(reportLines(principal, report, { width: 80 })).toEqual(expected),
  )

  it('marks a general role that is among the smallest, and does not repeat it', () => {
    const reader = role('Reader', 4441)
    const lines = reportLines(
      vm1,
      { ...nothing, used: [use('a/b/read')], smallestRoles: [{ ...reader }, role('Other', 9999)], generalRole: reader },
      { width: 80 },
    )
    expect(lines.filter((line) => line.startsWith('Reader'))).toEqual(['Reader (general)         4441'])
  })
})
