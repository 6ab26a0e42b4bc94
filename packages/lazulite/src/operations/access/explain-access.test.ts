import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Resource } from '../../domain/arm-resource/resource.js'
import type { Principal } from '../../domain/directory/directory-objects.js'
import { lockType } from '../../domain/locks/lock.js'
import { builtInRoles } from '../../domain/rbac/built-in-roles.js'
import { accessModes } from '../../domain/rbac/decision.js'
import { everyone } from '../../domain/rbac/deny-assignment.js'
import { grantRole } from '../../testing/assign-role.js'
import {
  openTestPorts,
  type TestPorts,
  testSubscription,
  testSubscriptionId,
  testTenantId,
} from '../../testing/test-ports.js'
import { setAccessMode } from './access-modes.js'
import { checkAccess } from './check-access.js'
import { explainDecision } from './explain-access.js'

const read = 'Microsoft.Compute/virtualMachines/read'
const write = 'Microsoft.Compute/virtualMachines/write'
const guid = (letter: string): string => `${letter}0000000-0000-4000-8000-000000000001`
const [bot, botClient, team, division, off] = ['b', 'c', '1', '2', 'd'].map(guid) as [
  string,
  string,
  string,
  string,
  string,
]
const rg1 = `${testSubscription}/resourceGroups/rg1`
const rg10 = `${testSubscription}/resourceGroups/rg10`
const network = `${rg1}/providers/Microsoft.Network/virtualNetworks/net`

let ports: TestPorts
beforeAll(async () => {
  ports = await openTestPorts()
  const now = ports.clock.nowMillis()
  await ports.store.transaction(async (tx) => {
    await tx.tenants.put({ tenantId: testTenantId, displayName: 'T', defaultDomain: 't.example', createdAt: now })
    for (const principal of principals(now)) await tx.principals.insert(principal)
    await tx.principals.addMember(team, bot)
    await tx.principals.addMember(division, team)
    for (const [id, type] of [
      [testSubscription, 'Microsoft.Resources/subscriptions'],
      [rg1, 'Microsoft.Resources/subscriptions/resourceGroups'],
      [rg10, 'Microsoft.Resources/subscriptions/resourceGroups'],
      [network, 'Microsoft.Network/virtualNetworks'],
    ] as const) {
      await tx.resources.insert(resource(id, type, now))
    }
    await tx.resources.insert({
      ...resource(`${rg1}/providers/${lockType}/keep`, lockType, now),
      body: { level: 'CanNotDelete' },
    })
  })
  await grantRole(ports, { role: 'Reader', scope: rg1 }, { principalId: division, principalType: 'Group' })
  await grantRole(
    ports,
    { role: 'Network Contributor', scope: network },
    { principalId: bot, principalType: 'ServicePrincipal' },
  )
  await grantRole(ports, { role: 'Reader', scope: rg10 }, { principalId: botClient, principalType: 'ServicePrincipal' })
  await grantRole(ports, { role: 'Contributor', scope: rg1 }, { principalId: off, principalType: 'User' })
})
afterAll(() => ports.store.close())

const resource = (id: string, type: string, now: number): Resource => ({
  ...{ id, type, name: id.split('/').at(-1) ?? '', subscriptionId: testSubscriptionId },
  ...{ provisioningState: 'Succeeded', body: {}, etag: '1', createdAt: now, changedAt: now },
})

function principals(createdAt: number): readonly Principal[] {
  const common = { isEnabled: true, createdAt }
  return [
    { ...common, kind: 'Group', principalId: team, displayName: 'team' },
    { ...common, kind: 'Group', principalId: division, displayName: 'division' },
    {
      ...common,
      ...{ kind: 'ServicePrincipal', principalId: bot, clientId: botClient, displayName: 'build-bot' },
      ...{ servicePrincipalType: 'Application', servicePrincipalNames: [] },
    },
    {
      ...common,
      ...{ kind: 'User', principalId: off, displayName: 'Off', userPrincipalName: 'off@t.example', directoryRoles: [] },
      isEnabled: false,
    },
  ]
}

const explain = (principalId: string, action: string, scope: string) =>
  explainDecision(ports, { principalId, action, scope })

describe('explainDecision', () => {
  it('tells everything about a refusal', async () => {
    const explanation = await explain(bot, write, `${rg10}/providers/Microsoft.Compute/virtualMachines/vm1`)
    expect({ ...explanation, remedies: explanation.remedies.length }).toMatchInlineSnapshot(`
      {
        "considered": [],
        "decision": "denied",
        "groups": [
          {
            "displayName": "division",
            "groupId": "20000000-0000-4000-8000-000000000001",
          },
          {
            "displayName": "team",
            "groupId": "10000000-0000-4000-8000-000000000001",
          },
        ],
        "hints": [
          {
            "kind": "linkedAccess",
            "sentence": "attaching a user-assigned identity also needs Microsoft.ManagedIdentity/userAssignedIdentities/assign/action on the identity",
          },
          {
            "kind": "linkedAccess",
            "sentence": "naming a network interface also needs Microsoft.Network/networkInterfaces/join/action on it",
          },
        ],
        "mode": "enforce",
        "moreNearMisses": 0,
        "nearMisses": [],
        "principal": {
          "displayName": "build-bot",
          "kind": "ServicePrincipal",
          "principalId": "b0000000-0000-4000-8000-000000000001",
        },
        "question": {
          "action": "Microsoft.Compute/virtualMachines/write",
          "isDataAction": false,
          "scope": "/subscriptions/20000000-0000-4000-8000-000000000001/resourceGroups/rg10/providers/Microsoft.Compute/virtualMachines/vm1",
        },
        "reason": "noAssignment",
        "remedies": 3,
        "rule": {
          "decision": "denied",
          "reason": "noAssignment",
        },
        "summary": "no role is assigned at virtualMachines vm1 in rg10 or above",
      }
    `)
    expect(explanation.remedies.at(-1)?.command).toBe(
      `az role assignment create --assignee-object-id ${bot} --assignee-principal-type ServicePrincipal --role Contributor --scope ${rg10}`,
    )
  })

  it('offers no role that the principal holds there already under a condition', async () => {
    const { store } = ports
    const scope = `${testSubscription}/resourceGroups/RG10`
    const roleOffered = async () => (await explain(off, write, scope)).remedies.map(({ role }) => role)
    expect(await roleOffered()).toContain('Contributor')
    const contributor = builtInRoles().find(({ roleName }) => roleName === 'Contributor')?.roleDefinitionId ?? ''
    const assignment = {
      ...{ name: guid('f'), scope: rg10, principalId: off, principalType: 'User' as const },
      ...{ roleDefinitionId: contributor, condition: "@Request[a:b] StringEquals 'c'", createdAt: 0, updatedAt: 0 },
    }
    await store.transaction((tx) => tx.roleAssignments.insert(assignment))
    expect(await roleOffered()).not.toContain('Contributor')
    await store.transaction((tx) => tx.roleAssignments.delete(rg10, assignment.name))
  })

  it('names the groups in between', async () => {
    const { summary, grantedBy, groups } = await explain(bot, read, `${rg1.toUpperCase()}/providers/x/y/z`)
    expect(summary).toBe('Reader through group division (which contains team) at resource group rg1 grants it')
    expect(grantedBy?.via).toEqual({ groupId: division, displayName: 'division', path: ['division', 'team'] })
    expect(groups.map(({ displayName }) => displayName)).toEqual(['division', 'team'])
  })

  it('finds the assignment that went to the client id', async () => {
    const { nearMisses } = await explain(bot, read, rg10)
    expect(nearMisses.map(({ kind }) => kind)).toEqual(['assignedToClientId', 'elsewhere'])
  })

  it.each([
    ['its client id', botClient, 'isClientId', `${botClient} is the client id of build-bot; its object id is ${bot}`],
    [
      'nobody',
      guid('e'),
      'unknownPrincipal',
      `the directory has no principal ${guid('e')}: never was there, or was deleted`,
    ],
    ['no GUID', 'build-bot', 'unknownPrincipal', 'the directory has no principal build-bot: an object id is a GUID'],
  ])('asked about %s, says so and offers no role', async (_what, principalId, kind, sentence) => {
    const { nearMisses, remedies, principal } = await explain(principalId, write, rg1)
    expect(nearMisses[0]).toMatchObject({ kind, sentence })
    expect([remedies, principal.kind]).toEqual([[], 'Unknown'])
  })

  it('names a lock that stands in the way of what is allowed, and a principal that is disabled', async () => {
    const { decision, hints } = await explain(off, 'Microsoft.Resources/subscriptions/resourceGroups/delete', rg1)
    expect([decision, hints]).toEqual([
      'allowed',
      [
        { kind: 'disabledPrincipal', sentence: 'off@t.example is disabled: it gets no new tokens, whatever its roles' },
        { kind: 'lock', sentence: 'a lock at resource group rg1 refuses it all the same (ScopeLocked)' },
      ],
    ])
    expect((await explain(off, write, rg1)).hints.map(({ kind }) => kind)).not.toContain('lock')
  })

  it.each([
    ['a group', `${testSubscription}/resourceGroups/nope/providers/a/b/c`, 'resource group nope', testSubscription],
    [
      'a subscription',
      '/subscriptions/99999999-0000-4000-8000-000000000000/resourceGroups/x',
      'subscription 99999999-0000-4000-8000-000000000000',
      undefined,
    ],
    ['a resource', `${rg1}/providers/Microsoft.Compute/virtualMachines/v`, 'virtualMachines v in rg1', rg1],
    ['a management group', '/providers/Microsoft.Management/managementGroups/m', 'management group m', undefined],
  ])(
    'says that %s does not exist, and offers a role at what does, the tenant root excepted',
    async (_what, scope, what, existing) => {
      const { nearMisses, remedies } = await explain(bot, 'Microsoft.Storage/storageAccounts/delete', scope)
      expect(nearMisses).toContainEqual(
        expect.objectContaining({
          kind: 'missingScope',
          sentence: `${what} does not exist; access to it is decided by name all the same`,
        }),
      )
      expect(new Set(remedies.map((remedy) => remedy.scope))).toEqual(new Set([existing].flatMap((at) => at ?? [])))
    },
  )

  it.each([
    ['a child, which may live in its parent', `${network}/subnets/default`, network],
    ['an extension', `${network}/providers/Microsoft.Authorization/roleAssignments/x`, network],
    ['the tenant root', '/', '/'],
    [
      'the root management group',
      `/providers/Microsoft.Management/managementGroups/${testTenantId}`,
      `/providers/Microsoft.Management/managementGroups/${testTenantId}`,
    ],
  ])('offers a role at the nearest of what exists for %s', async (_what, scope, existing) => {
    const { nearMisses, remedies } = await explain(bot, 'Microsoft.Storage/storageAccounts/delete', scope)
    expect(nearMisses.filter(({ kind }) => kind === 'missingScope')).toEqual([])
    expect(new Set(remedies.map((remedy) => remedy.scope))).toEqual(new Set([existing]))
  })

  it.each(['/nonsense', `${testSubscription}/resourceGroups`])('says that %s is no scope', async (scope) => {
    const { nearMisses, remedies } = await explain(bot, read, scope)
    expect(remedies).toEqual([])
    expect(nearMisses).toContainEqual({
      kind: 'malformedScope',
      sentence: `${scope} is no id of a subscription, group or resource`,
      scope,
    })
  })
})

it('an explanation always says what the decision says', async () => {
  const names = builtInRoles().map(({ roleName }) => roleName)
  const common = ['Reader', 'Contributor', 'Owner', 'User Access Administrator', 'Storage Blob Data Owner']
  const scopes = ['/', testSubscription, rg1, rg10, network, `${network}/subnets/a`]
  const actions = [
    read,
    write,
    'Microsoft.Authorization/roleAssignments/write',
    'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
    'nonsense',
  ]
  const holders = [bot, team, division, off]
  const grants = fc.array(
    fc.record({
      role: fc.oneof(fc.constantFrom(...common), fc.constantFrom(...names)),
      scope: fc.constantFrom(...scopes),
      principalId: fc.constantFrom(...holders),
      condition: fc.option(
        fc.constantFrom("ActionMatches{'*/read'}", "@Request[a:b] StringEquals 'c'", 'no condition'),
        { nil: undefined },
      ),
    }),
    { maxLength: 6 },
  )
  const denies = fc.array(
    fc.record({
      scope: fc.constantFrom(...scopes),
      action: fc.constantFrom('*', '*/write', '*/read'),
      principal: fc.constantFrom(everyone.id, ...holders),
      excluded: fc.option(fc.constantFrom(...holders), { nil: undefined }),
      effect: fc.constantFrom('Enforced' as const, 'Audit' as const),
    }),
    { maxLength: 2 },
  )
  const question = fc.record({
    principalId: fc.constantFrom(bot, off, guid('e')),
    action: fc.constantFrom(...actions),
    scope: fc.constantFrom(...scopes, '/nonsense'),
    isDataAction: fc.boolean(),
  })
  const world = fc.record({ grants, denies, question, mode: fc.constantFrom(...accessModes) })
  await fc.assert(
    fc.asyncProperty(world, async ({ grants: granted, denies: denied, question: { principalId, ...asked }, mode }) => {
      const own = await openTestPorts()
      try {
        const now = own.clock.nowMillis()
        await own.store.transaction(async (tx) => {
          for (const principal of principals(now)) await tx.principals.insert(principal)
          await tx.principals.addMember(team, bot)
          await tx.principals.addMember(division, team)
          for (const [index, { scope, action, principal, excluded, effect }] of denied.entries()) {
            await tx.denyAssignments.insert({
              ...{ name: own.ids.guid('deny'), displayName: `deny ${index}`, scope, effect },
              permissions: [{ actions: [action], notActions: [], dataActions: [], notDataActions: [] }],
              doNotApplyToChildScopes: false,
              principals: [{ id: principal, type: 'User' }],
              excludePrincipals: excluded === undefined ? [] : [{ id: excluded, type: 'User' }],
              ...{ isSystemProtected: false, createdAt: now, updatedAt: now },
            })
          }
        })
        for (const grant of granted) await grantOnce(own, grant)
        if (mode !== 'enforce') await setAccessMode({ ...own, audit: () => {} }, { principalId, mode, by: off })
        const decision = await checkAccess(own, { principalId }, asked)
        const { store } = own
        const before = await store.read.changes.latest()
        const explanation = await explainDecision(own, { principalId, ...asked })
        expect([explanation.decision, explanation.reason]).toEqual([
          decision.allowed ? 'allowed' : 'denied',
          decision.reason,
        ])
        if (decision.reason === 'roleAssignment')
          expect(explanation.grantedBy?.roleAssignment).toBe(decision.assignment.name)
        if (decision.reason === 'denyAssignment') expect(explanation.deniedBy?.denyAssignment).toBe(decision.deny?.name)
        expect(explanation.nearMisses.length).toBeLessThanOrEqual(10)
        expect(await store.read.changes.latest()).toBe(before)
      } finally {
        await own.store.close()
      }
    }),
    { numRuns: 60 },
  )
})

/** The same principal, role and scope are assigned once. */
async function grantOnce(
  own: TestPorts,
  {
    role,
    scope,
    principalId,
    condition,
  }: { role: string; scope: string; principalId: string; condition: string | undefined },
): Promise<void> {
  const known = await own.store.read.roleAssignments.listByPrincipals([principalId])
  const definition = builtInRoles().find(({ roleName }) => roleName === role)
  if (known.some((one) => one.scope === scope && one.roleDefinitionId === definition?.roleDefinitionId)) return
  await own.store.transaction((tx) =>
    tx.roleAssignments.insert({
      ...{ name: own.ids.guid('assignment'), scope, principalId, principalType: 'User', createdAt: 0, updatedAt: 0 },
      roleDefinitionId: definition?.roleDefinitionId ?? '',
      ...(condition === undefined ? {} : { condition }),
    }),
  )
}
