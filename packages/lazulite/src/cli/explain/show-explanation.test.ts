import { expect, it } from 'vitest'
import type { Explanation } from '../../domain/rbac/explain/explanation.js'
import { explanationLines } from './show-explanation.js'

const rg = (name: string): string => `/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/${name}`

const denied: Explanation = {
  decision: 'denied',
  reason: 'conditionNotMet',
  summary: 'Reader through group division has the action, but its condition is not true, at resource group rg10',
  mode: 'enforce',
  rule: { decision: 'denied', reason: 'conditionNotMet' },
  question: {
    action: 'Microsoft.Compute/virtualMachines/read',
    isDataAction: false,
    scope: rg('rg10'),
    attributes: { resource: { 'tags:env': ['prod', 'test'] } },
  },
  principal: {
    principalId: 'b0000000-0000-4000-8000-000000000001',
    kind: 'ServicePrincipal',
    displayName: 'build-bot',
  },
  groups: Array.from({ length: 7 }, (_, index) => ({ groupId: `g${index}`, displayName: `group-${index}` })),
  considered: [
    {
      ...{ roleAssignment: 'a1', roleDefinitionId: 'r1', role: 'Reader', scope: rg('rg10'), isInherited: false },
      ...{ principalId: 'g1', effect: 'conditionNotMet', pattern: '*/read' },
      condition: "@Resource[tags:env]\n  ForAnyOfAnyValues:StringEquals {'dev'}",
      conditionDetail: "not true: @Resource[tags:env] ForAnyOfAnyValues:StringEquals {'dev'}",
      sentence: 'Reader through group division at resource group rg10 has it (*/read), but its condition is not true',
    },
  ],
  nearMisses: [
    {
      kind: 'missingScope',
      sentence: 'resource group rg10 does not exist; access to it is decided by name all the same',
    },
    {
      ...{ kind: 'elsewhere', roleAssignment: 'a2', role: 'Owner', scope: rg('rg1') },
      sentence: 'Owner at resource group rg1 does not cover resource group rg10: names are compared whole',
    },
  ],
  moreNearMisses: 3,
  hints: [{ kind: 'lock', sentence: 'a lock at resource group rg10 refuses it all the same (ScopeLocked)' }],
  remedies: [
    {
      ...{ role: 'Virtual Machine Reader', roleDefinitionId: 'r2', scope: rg('rg10'), command: '' },
      sentence: 'Virtual Machine Reader at resource group rg10 would allow it: the least that would do',
    },
    { ...{ role: 'Reader', roleDefinitionId: 'r1', scope: rg('rg10'), command: '' }, sentence: 'Reader would, too' },
  ],
}

const lines = (explanation: Explanation, width = 80): string =>
  explanationLines(explanation, { width, paint: (_style, text) => text }).join('\n')

it('a refusal: its cause, what was looked at, what nearly allowed it, what would', () =>
  expect(lines(denied)).toMatchInlineSnapshot(`
    "Denied: Reader through group division has the action, but its condition is not
      true, at resource group rg10.

      principal  build-bot (b0000000-0000-4000-8000-000000000001)
      groups     group-0, group-1, group-2, group-3, group-4 and 2 more
      action     Microsoft.Compute/virtualMachines/read
      scope      /subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/rg10
      @resource  tags:env = ["prod","test"]

    Assignments here
      - Reader through group division at resource group rg10 has it (*/read), but
        its condition is not true
        condition: @Resource[tags:env] ForAnyOfAnyValues:StringEquals {'dev'}
        not true: @Resource[tags:env] ForAnyOfAnyValues:StringEquals {'dev'}

    About the question
      - resource group rg10 does not exist; access to it is decided by name all the
        same

    Near misses
      - Owner at resource group rg1 does not cover resource group rg10: names are
        compared whole
      - … and 3 more

    Worth knowing
      - a lock at resource group rg10 refuses it all the same (ScopeLocked)

    What would allow it
      - Virtual Machine Reader at resource group rg10 would allow it: the least that
        would do
      - Reader would, too

      az role assignment create \\
        --assignee-object-id b0000000-0000-4000-8000-000000000001 \\
        --assignee-principal-type ServicePrincipal \\
        --role 'Virtual Machine Reader' \\
        --scope /subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/rg10"
  `))

it('a grant: by what, and what else there is', () => {
  const [considered] = denied.considered
  if (considered === undefined) throw new Error('nothing was considered')
  const grantedBy = {
    ...considered,
    effect: 'grants',
    sentence: 'Reader at resource group rg10 grants it: */read',
  } as const
  const { condition: _condition, conditionDetail: _detail, ...other } = considered
  const explanation: Explanation = {
    ...denied,
    ...{ decision: 'allowed', reason: 'notEnforced', mode: 'audit', summary: 'it is' },
    rule: { decision: 'allowed', reason: 'roleAssignment' },
    grantedBy,
    considered: [
      grantedBy,
      { ...other, roleAssignment: 'a3', sentence: 'AcrPull at resource group rg10 does not have it' },
    ],
    ...{ nearMisses: [], moreNearMisses: 0, hints: [], remedies: [], groups: [] },
  }
  expect(lines(explanation)).toMatchInlineSnapshot(`
    "Allowed: it is.

      principal  build-bot (b0000000-0000-4000-8000-000000000001)
      action     Microsoft.Compute/virtualMachines/read
      scope      /subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/rg10
      @resource  tags:env = ["prod","test"]
      mode       audit

    Granted by
      - Reader at resource group rg10 grants it: */read (a1)
        condition: @Resource[tags:env] ForAnyOfAnyValues:StringEquals {'dev'}
        not true: @Resource[tags:env] ForAnyOfAnyValues:StringEquals {'dev'}

    Other assignments here
      - AcrPull at resource group rg10 does not have it"
  `)
})

it.each([80, 100])('keeps to %i columns, but for ids and commands', (width) => {
  const tooLong = lines(denied, width)
    .split('\n')
    .filter((line) => line.length > width && !/[\w-]{20,}/.test(line))
  expect(tooLong).toEqual([])
})

it('paints the answer alone: red when denied, green when allowed, yellow when nobody looked', () => {
  const painted = (explanation: Explanation) =>
    explanationLines(explanation, { width: 80, paint: (style, text) => `<${String(style)}>${text}</>` })[0]?.slice(
      0,
      24,
    )
  expect(painted(denied)).toBe('<bold,red>Denied:</> Rea')
  expect(painted({ ...denied, decision: 'allowed', reason: 'roleAssignment' })).toBe('<bold,green>Allowed:</> ')
  expect(painted({ ...denied, decision: 'allowed', reason: 'notEnforced' })).toBe('<bold,yellow>Allowed:</>')
})
