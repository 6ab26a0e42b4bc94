import { describe, expect, it } from 'vitest'
import { builtInRole, builtInRoleByName } from '../built-in-roles.js'
import type { AccessMode, AccessQuestion } from '../decision.js'
import { type DenyAssignment, everyone } from '../deny-assignment.js'
import { type AccessCase, evaluateAccess } from '../evaluate-access.js'
import type { RoleAssignment } from '../role.js'
import { type ExplainedWorld, explainAccess } from './explain-access.js'
import type { NearMiss, Via } from './explanation.js'

const subscription = '/subscriptions/11111111-1111-1111-1111-111111111111'
const rg1 = `${subscription}/resourceGroups/rg1`
const rg10 = `${subscription}/resourceGroups/rg10`
const vm = (group: string, name: string): string => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`
const root = '/providers/Microsoft.Management/managementGroups/root'
const read = 'Microsoft.Compute/virtualMachines/read'
const write = 'Microsoft.Compute/virtualMachines/write'
const blobRead = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'

const assign = (role: string, scope: string, parts: Partial<RoleAssignment> = {}): RoleAssignment => ({
  name: `${role} at ${scope}`,
  scope,
  principalId: 'p1',
  principalType: 'ServicePrincipal',
  roleDefinitionId: builtInRoleByName(role)?.roleDefinitionId ?? 'gone',
  createdAt: 0,
  updatedAt: 0,
  ...parts,
})

const deny = (parts: Partial<DenyAssignment>): DenyAssignment => ({
  name: 'd1',
  displayName: 'no writes',
  scope: subscription,
  permissions: [{ actions: ['*/write'], notActions: [], dataActions: [], notDataActions: [] }],
  doNotApplyToChildScopes: false,
  principals: [everyone],
  excludePrincipals: [],
  isSystemProtected: false,
  effect: 'Enforced',
  createdAt: 0,
  updatedAt: 0,
  ...parts,
})

const team: Via = { groupId: 'g1', displayName: 'team', path: ['team'] }

interface Case extends Partial<ExplainedWorld> {
  readonly assignments?: readonly RoleAssignment[]
  readonly denyAssignments?: readonly DenyAssignment[]
  readonly above?: readonly string[]
}

function explain(question: AccessQuestion, { assignments = [], denyAssignments = [], above = [root], ...world }: Case) {
  const access: AccessCase = {
    principalIds: ['p1', 'g1'],
    assignments,
    denyAssignments,
    roleOf: builtInRole,
    question,
    above,
  }
  return explainAccess({
    question,
    access,
    decision: evaluateAccess(access),
    mode: 'enforce',
    principal: { principalId: 'p1', kind: 'ServicePrincipal', displayName: 'build-bot' },
    groups: [{ groupId: 'g1', displayName: 'team' }],
    viaOf: (id) => (id === 'g1' ? team : undefined),
    stored: assignments,
    toClientId: [],
    roleOf: builtInRole,
    oddities: [],
    hints: [],
    remedies: [{ role: 'Reader', roleDefinitionId: 'r', scope: rg1, sentence: 's', command: 'c' }],
    ...world,
  })
}

describe('the cause in one sentence', () => {
  const writer = assign('Contributor', subscription)
  it.each<[string, AccessQuestion, Case, string, string]>([
    [
      'a grant',
      { action: read, scope: rg1 },
      { assignments: [assign('Reader', rg1)] },
      'roleAssignment',
      'Reader at resource group rg1 grants it',
    ],
    [
      "a group's grant",
      { action: read, scope: rg1 },
      { assignments: [assign('Reader', subscription, { principalId: 'g1' })] },
      'roleAssignment',
      'Reader through group team at subscription 11111111-1111-1111-1111-111111111111 grants it',
    ],
    [
      'a grant from above',
      { action: read, scope: vm(rg1, 'a') },
      { assignments: [assign('Reader', root)] },
      'roleAssignment',
      'Reader at management group root grants it',
    ],
    [
      'nothing assigned',
      { action: read, scope: rg1 },
      {},
      'noAssignment',
      'no role is assigned at resource group rg1 or above',
    ],
    [
      'nothing assigned at the root',
      { action: read, scope: '/' },
      {},
      'noAssignment',
      'no role is assigned at the tenant root',
    ],
    [
      'a role without the action',
      { action: write, scope: rg1 },
      { assignments: [assign('Reader', rg1)] },
      'noMatchingAction',
      'Reader does not have the action',
    ],
    [
      'roles without the data action',
      { action: blobRead, isDataAction: true, scope: rg1 },
      {
        assignments: [
          assign('Reader', rg1),
          assign('Contributor', rg1),
          assign('AcrPull', rg1),
          assign('AcrPush', rg1),
          assign('Owner', rg1),
        ],
      },
      'noMatchingAction',
      'none of AcrPull, AcrPush, Contributor and 2 more has the data action',
    ],
    [
      'a role that is gone',
      { action: read, scope: rg1 },
      { assignments: [assign('Nobody', rg1)] },
      'noMatchingAction',
      'the deleted role gone does not have the action',
    ],
    [
      'a notAction',
      { action: 'Microsoft.Authorization/roleAssignments/write', scope: rg1 },
      { assignments: [writer] },
      'excludedByNotActions',
      'Contributor leaves out Microsoft.Authorization/*/Write (notActions), at subscription 11111111-1111-1111-1111-111111111111',
    ],
    [
      'a condition',
      { action: read, scope: rg1 },
      { assignments: [assign('Reader', rg1, { condition: "@Resource[a:b] StringEquals 'c'" })] },
      'conditionNotMet',
      'Reader has the action, but its condition is not true, at resource group rg1',
    ],
    [
      'a deny',
      { action: write, scope: rg1 },
      { assignments: [writer], denyAssignments: [deny({})] },
      'denyAssignment',
      "deny assignment 'no writes' at subscription 11111111-1111-1111-1111-111111111111 denies it",
    ],
  ])('%s', (_what, question, world, reason, summary) => {
    const explained = explain(question, world)
    expect([explained.reason, explained.summary]).toEqual([reason, summary])
    expect(explained.decision).toBe(
      evaluateAccess({
        principalIds: ['p1', 'g1'],
        roleOf: builtInRole,
        question,
        assignments: world.assignments ?? [],
        denyAssignments: world.denyAssignments ?? [],
        above: [root],
      }).allowed
        ? 'allowed'
        : 'denied',
    )
  })
})

describe('what each assignment says', () => {
  it.each<[string, AccessQuestion, RoleAssignment, string]>([
    ['grants', { action: read, scope: rg1 }, assign('Reader', rg1), 'Reader at resource group rg1 grants it: */read'],
    [
      'grants under a condition',
      { action: read, scope: rg1 },
      assign('Reader', rg1, { condition: "ActionMatches{'*/read'}" }),
      'Reader at resource group rg1 grants it: */read, under a condition that is true',
    ],
    ['lacks it', { action: write, scope: rg1 }, assign('Reader', rg1), 'Reader at resource group rg1 does not have it'],
    [
      'has it as data action',
      { action: blobRead, scope: rg1 },
      assign('Storage Blob Data Contributor', rg1, { condition: 'x' }),
      'Storage Blob Data Contributor at resource group rg1 has it as a data action only',
    ],
    [
      'has it as action',
      { action: read, isDataAction: true, scope: rg1 },
      assign('Reader', rg1),
      'Reader at resource group rg1 has it as an action only, not as a data action',
    ],
    [
      'takes it away',
      { action: 'Microsoft.Authorization/locks/delete', scope: rg1 },
      assign('Contributor', rg1),
      'Contributor at resource group rg1 leaves it out: notActions has Microsoft.Authorization/*/Delete',
    ],
    [
      'has no role any more',
      { action: read, scope: rg1 },
      assign('Nobody', rg1),
      'the deleted role gone at resource group rg1 grants nothing: the role does not exist any more',
    ],
  ])('%s', (_what, question, assignment, sentence) =>
    expect(explain(question, { assignments: [assignment] }).considered.map((one) => one.sentence)).toEqual([sentence]),
  )

  it('lists all that cover the scope, broadest first, the one that decided among them', () => {
    const assignments = [
      assign('Reader', rg1, { principalId: 'g1' }),
      assign('Contributor', subscription),
      assign('Reader', rg10),
    ]
    const explained = explain({ action: read, scope: rg1 }, { assignments })
    expect(explained.considered.map(({ role, isInherited, via }) => [role, isInherited, via?.displayName])).toEqual([
      ['Contributor', true, undefined],
      ['Reader', false, 'team'],
    ])
    expect(explained.grantedBy).toBe(explained.considered[0])
  })

  it('leaves out the condition of a role that does not have the action: it had no say', () => {
    const condition = "@Environment[UtcNow] DateTimeLessThan '2020-01-01T00:00:00.0Z'"
    const { considered } = explain(
      { action: write, scope: rg1 },
      { assignments: [assign('Reader', rg1, { condition })] },
    )
    expect(considered.map((one) => [one.effect, one.condition])).toEqual([['lacksAction', undefined]])
  })

  it('names the part of a condition that is not true, and what the question does not say', () => {
    const condition =
      "((!(ActionMatches{'Microsoft.Compute/virtualMachines/read'})) OR (@Resource[tags:env] StringEquals 'dev' AND @Request[a:b] NumericEquals 3))"
    const question = { action: read, scope: rg1, attributes: { resource: { 'tags:env': 'prod' } } }
    const [only] = explain(question, { assignments: [assign('Reader', rg1, { condition })] }).considered
    expect([only?.condition, only?.conditionDetail]).toEqual([
      condition,
      "not true: @Resource[tags:env] StringEquals 'dev' · @Request[a:b] NumericEquals 3; the question does not say @Request[a:b]",
    ])
  })

  it('says of a condition that nobody can read what is wrong with it', () => {
    const [only] = explain(
      { action: read, scope: rg1 },
      { assignments: [assign('Reader', rg1, { condition: 'x' })] },
    ).considered
    expect(only?.conditionDetail).toMatch(/^it cannot be read: Line 1, column \d+: /)
  })
})

describe('a deny assignment that decides', () => {
  const question = { action: write, scope: rg1 }
  const me = { id: 'p1', type: 'ServicePrincipal' } as const
  const mine = { id: 'g1', type: 'Group' } as const
  it.each([
    [
      'everyone',
      [everyone],
      'everyone',
      "deny assignment 'no writes' at resource group rg1 denies */write to everyone; no role goes before it",
    ],
    [
      'the principal',
      [me],
      'p1',
      "deny assignment 'no writes' at resource group rg1 denies */write to the principal itself; no role goes before it",
    ],
    [
      'a group',
      [mine],
      'g1',
      "deny assignment 'no writes' at resource group rg1 denies */write to group team; no role goes before it",
    ],
  ])('names %s, and no role helps', (_whom, principals, appliesTo, sentence) => {
    const explained = explain(question, {
      assignments: [assign('Owner', rg1)],
      denyAssignments: [deny({ scope: rg1, principals })],
    })
    expect(explained.deniedBy).toMatchObject({
      denyAssignment: 'd1',
      appliesTo,
      pattern: '*/write',
      isInherited: false,
      sentence,
    })
    expect(explained.considered.map(({ effect }) => effect)).toEqual(['grants'])
    expect(explained.remedies).toEqual([])
  })

  it.each([
    [
      'excludes the principal',
      { excludePrincipals: [me] },
      'excludedFromDeny',
      "deny assignment 'no writes' at resource group rg1 would deny it, but excludes build-bot",
    ],
    [
      'excludes its group',
      { excludePrincipals: [mine] },
      'excludedFromDeny',
      "deny assignment 'no writes' at resource group rg1 would deny it, but excludes group team",
    ],
    [
      'only records',
      { effect: 'Audit' as const },
      'auditDeny',
      "deny assignment 'no writes' at resource group rg1 would deny it, and only records that",
    ],
  ])('that %s is a hint', (_what, parts, kind, sentence) => {
    const explained = explain(
      { action: 'M/x/write', scope: rg1 },
      { denyAssignments: [deny({ scope: rg1, ...parts })] },
    )
    expect(explained.hints).toEqual([{ kind, sentence }])
  })
})

describe('near misses', () => {
  const ask = (question: AccessQuestion, world: Case): readonly (readonly [string, string])[] =>
    explain(question, world).nearMisses.map(({ kind, sentence }) => [kind, sentence])

  it.each<[string, string, string, string]>([
    [
      'a longer name',
      rg1,
      rg10,
      'Reader at resource group rg1 does not cover resource group rg10: names are compared whole',
    ],
    [
      'a shorter name',
      rg10,
      rg1,
      'Reader at resource group rg10 does not cover resource group rg1: names are compared whole',
    ],
    [
      'another name',
      `${subscription}/resourceGroups/x`,
      rg1,
      'Reader at resource group x does not cover resource group rg1',
    ],
    [
      'another subscription',
      '/subscriptions/22222222-2222-2222-2222-222222222222',
      rg1,
      'Reader at subscription 22222222-2222-2222-2222-222222222222 does not reach another subscription',
    ],
    [
      'a scope below',
      vm(rg1, 'vm1'),
      rg1,
      'Reader at virtualMachines vm1 in rg1 holds there and below, not at resource group rg1 above it',
    ],
    [
      'a sibling',
      vm(rg1, 'vm1'),
      vm(rg1, 'vm10'),
      'Reader at virtualMachines vm1 in rg1 does not cover virtualMachines vm10 in rg1: names are compared whole',
    ],
    [
      'another group, seen from a resource',
      rg10,
      vm(rg1, 'vm1'),
      'Reader at resource group rg10 does not cover resource group rg1: names are compared whole',
    ],
    [
      'another type',
      `${rg1}/providers/Microsoft.Compute/disks/d`,
      vm(rg1, 'vm1'),
      'Reader at disks d in rg1 does not cover virtualMachines vm1 in rg1',
    ],
    [
      'a management group elsewhere',
      '/providers/Microsoft.Management/managementGroups/m',
      rg1,
      'Reader at management group m does not hold: it is not above resource group rg1',
    ],
  ])('%s', (_what, held, scope, sentence) =>
    expect(ask({ action: read, scope }, { assignments: [assign('Reader', held)] })).toEqual([['elsewhere', sentence]]),
  )

  it('are only those that would have granted it, nearest first, each once, ten at most', () => {
    const others = Array.from({ length: 14 }, (_, index) =>
      assign('Reader', `${subscription}/resourceGroups/x${index}`),
    )
    const explained = explain(
      { action: write, scope: rg1 },
      {
        assignments: [
          ...others,
          assign('Contributor', rg10),
          assign('Contributor', rg10, { name: 'again' }),
          assign('Owner', `${subscription}/resourceGroups/a`),
          ...Array.from({ length: 12 }, (_, index) => assign('Owner', `/subscriptions/s${index}`)),
        ],
      },
    )
    expect(explained.nearMisses.slice(0, 3).map(({ role, scope }) => [role, scope])).toEqual([
      ['Contributor', rg10],
      ['Owner', `${subscription}/resourceGroups/a`],
      ['Owner', '/subscriptions/s0'],
    ])
    expect([explained.nearMisses.length, explained.moreNearMisses]).toEqual([10, 4])
  })

  it.each<[string, AccessQuestion, NearMiss['kind'], string, readonly string[] | undefined]>([
    [
      'a data action asked as an action',
      { action: blobRead.toUpperCase(), scope: rg1 },
      'dataAction',
      `${blobRead} is a data action, and was asked as an action: dataActions of roles grant it`,
      [blobRead],
    ],
    [
      'an action asked as a data action',
      { action: read, isDataAction: true, scope: rg1 },
      'managementAction',
      `${read} is an action, and was asked as a data action: actions of roles grant it`,
      [read],
    ],
    [
      'a misspelt action',
      { action: 'Microsoft.Compute/virtualMachine/read', scope: rg1 },
      'unknownAction',
      'no action Microsoft.Compute/virtualMachine/read is known of Microsoft.Compute; did you mean Microsoft.Compute/virtualMachines/read?',
      [read],
    ],
    [
      'an action without its last word',
      { action: 'Microsoft.Compute/virtualMachines/start', scope: rg1 },
      'unknownAction',
      'no action Microsoft.Compute/virtualMachines/start is known of Microsoft.Compute; did you mean Microsoft.Compute/virtualMachines/start/action?',
      ['Microsoft.Compute/virtualMachines/start/action'],
    ],
    [
      'a provider that nobody knows',
      { action: 'Contoso.Nothing/things/frobnicate/action', scope: rg1 },
      'unknownAction',
      'no provider Contoso.Nothing is known, so its actions are not',
      [],
    ],
    [
      'a word that is no action',
      { action: 'read', scope: rg1 },
      'noAction',
      'read is no action: actions are written Namespace/type/verb, such as Microsoft.Compute/virtualMachines/read',
      undefined,
    ],
    [
      'a pattern',
      { action: 'Microsoft.Compute/*', scope: rg1 },
      'wildcardAction',
      'Microsoft.Compute/* is a pattern: wildcards stand in roles; ask about one action',
      undefined,
    ],
  ])('%s', (_what, question, kind, sentence, actions) => {
    const [first] = explain(question, {}).nearMisses
    expect(first).toEqual({ kind, sentence, ...(actions === undefined ? {} : { actions }) } satisfies Partial<NearMiss>)
  })

  it.each([
    ['a misspelt action', { action: 'Microsoft.Compute/virtualMachine/read', scope: rg1 }, 0],
    ['a data action asked as an action', { action: blobRead, scope: rg1 }, 0],
    ['a word that is no action', { action: 'read', scope: rg1 }, 0],
    ['an action of an unknown provider', { action: 'Contoso.Nothing/things/read', scope: rg1 }, 1],
    ['a known action', { action: read, scope: rg1 }, 1],
  ])('%s is offered so many roles: %#', (_what, question, roles) =>
    expect(explain(question, {}).remedies).toHaveLength(roles),
  )

  it('an assignment that is not in effect yet', () =>
    expect(
      ask({ action: read, scope: rg1 }, { stored: [assign('Reader', subscription), assign('AcrPull', rg1)] }),
    ).toEqual([
      [
        'pending',
        'Reader at subscription 11111111-1111-1111-1111-111111111111 would grant it, but is not in effect yet: changes take their time here',
      ],
    ]))

  it('is the cause when it is all that lacks, and waiting the remedy', () => {
    const asked: AccessQuestion = { action: read, scope: rg1 }
    const { summary, reason, remedies } = explain(asked, { stored: [assign('Reader', rg1)] })
    expect([reason, summary, remedies]).toEqual([
      'noAssignment',
      'Reader at resource group rg1 would grant it, but is not in effect yet: changes take their time here',
      [],
    ])
  })

  it('is not the cause where a deny assignment is', () =>
    expect(
      explain({ action: write, scope: rg1 }, { stored: [assign('Owner', rg1)], denyAssignments: [deny({})] }).summary,
    ).toContain("deny assignment 'no writes'"))

  it('an assignment to the client id', () =>
    expect(
      ask(
        { action: read, scope: rg1 },
        { toClientId: [assign('Reader', rg1, { principalId: 'c1' }), assign('Reader', rg10, { principalId: 'c1' })] },
      ),
    ).toEqual([
      ['assignedToClientId', 'Reader at resource group rg1 is assigned to the client id c1; roles go to object ids'],
    ]))

  it('none of other assignments when it is allowed', () =>
    expect(ask({ action: read, scope: rg1 }, { assignments: [assign('Reader', rg1), assign('Reader', rg10)] })).toEqual(
      [],
    ))

  it.each<[string, string, NearMiss['kind']]>([
    ['a data action asked as an action', blobRead, 'dataAction'],
    ['a misspelt action', 'Microsoft.Compute/virtualMachine/read', 'unknownAction'],
    ['a pattern', '*/read', 'wildcardAction'],
  ])('%s is told of when a wildcard allows it, too', (_what, action, kind) => {
    const { decision, nearMisses } = explain({ action, scope: rg1 }, { assignments: [assign('Reader', rg1)] })
    expect([decision, nearMisses.map((miss) => miss.kind)]).toEqual(['allowed', [kind]])
  })
})

describe('what is worth knowing', () => {
  it('an assignment that was removed and still counts', () =>
    expect(explain({ action: read, scope: rg1 }, { assignments: [assign('Reader', rg1)], stored: [] }).hints).toEqual([
      {
        kind: 'pendingRemoval',
        sentence: 'Reader at resource group rg1 has been removed and is still in effect: changes take their time here',
      },
    ]))

  it('rights on other resources that such a request needs', () =>
    expect(
      explain({ action: write, scope: rg1 }, { assignments: [assign('Owner', rg1)] }).hints.map(({ kind }) => kind),
    ).toEqual(['linkedAccess', 'linkedAccess']))
})

describe('a principal for whom refusals do not count', () => {
  const question = { action: write, scope: rg1 }
  const unenforced = (mode: Exclude<AccessMode, 'enforce'>, assignments: readonly RoleAssignment[]) => {
    const verdict = evaluateAccess({ principalIds: ['p1'], assignments, roleOf: builtInRole, question })
    const refusal = mode === 'off' || verdict.allowed ? {} : { refusal: verdict }
    return explain(question, {
      assignments,
      mode,
      decision: { allowed: true, reason: 'notEnforced', mode, ...refusal },
    })
  }

  it.each([
    [
      'audit',
      [],
      'refusals are recorded and let through for build-bot (mode audit); the rule says: no role is assigned at resource group rg1 or above',
      'denied',
      1,
    ],
    [
      'off',
      [],
      'access is not enforced for build-bot (mode off); the rule would have denied it: no role is assigned at resource group rg1 or above',
      'denied',
      1,
    ],
    [
      'off',
      [assign('Owner', rg1)],
      'access is not enforced for build-bot (mode off); the rule would have allowed it: Owner at resource group rg1 grants it',
      'allowed',
      0,
    ],
  ] as const)('in mode %s, given %j', (mode, assignments, summary, rule, remedies) => {
    const explained = unenforced(mode, assignments)
    expect([explained.decision, explained.reason, explained.mode, explained.summary]).toEqual([
      'allowed',
      'notEnforced',
      mode,
      summary,
    ])
    expect([explained.rule.decision, explained.remedies.length]).toEqual([rule, remedies])
  })
})
