/**
 * Small random tenants in which much happens at few places: what is granted and denied lies mostly near the question,
 * half of the time off by just a little.
 */
import type { World } from './access-oracle-fixture.js'
import type { AccessQuestion } from './decision.js'
import type { DenyAssignment, DenyPrincipal } from './deny-assignment.js'
import { randomAttributes, randomCondition } from './random-condition-fixture.js'
import type { Permission, RoleAssignment, RoleDefinition } from './role.js'
import { type Chance, chanceOf } from './seeded-random-fixture.js'

/** Until conditions can be read, none is true. */
const areConditionsRead = true

const tenantId = 'tenant'
const callerId = 'caller'
export const strangerId = 'caller2'
const groupIds = ['team', 'team2', 'division', 'company', 'club']
const subscriptionIds = ['sub', 'sub1', 'sub10']
const resourceGroups = ['rg1', 'rg10', 'rg', 'größe', 'providers']
const resources = ['N/t/a', 'N/t/a1', 'n/T/A', 'M/t/a', 'N/u/a']
const extensions = ['Microsoft.Authorization/locks/l', 'Microsoft.Authorization/roleAssignments/r', 'M/x/y']
const actions = [
  'N/t/read',
  'N/t/write',
  'N/t/u/read',
  'N/t/start/action',
  'N/assign/action',
  'M/x/y/delete',
  'Microsoft.Authorization/roleAssignments/write',
]
const strings = [
  '*',
  '*/read',
  'N/*',
  'n/T/*',
  'N/*/read',
  'N/*/assign/action',
  '*/t/*',
  'N/*/*/read',
  'M/*',
  '',
  '/*/',
]
const reader: readonly [string, Partial<Permission>] = ['acdd72a7-3385-48ef-bd42-f606fba81ae7', { actions: ['*/read'] }]
const owner: readonly [string, Partial<Permission>] = ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', { actions: ['*'] }]
/** In every world, and not to be stored: the product knows them. */
export const builtInIds: readonly string[] = [reader[0], owner[0]]
const customIds = ['role-0', 'role-1', 'role-2']

const managementGroup = (name: string): string => `/providers/Microsoft.Management/managementGroups/${name}`

export function randomWorld(seed: number): World {
  const chance = chanceOf(seed)
  const managementGroups = randomTree(chance)
  const placements = subscriptionIds
    .filter(() => chance.is(0.7))
    .map((subscriptionId) => ({ subscriptionId, managementGroup: chance.of(managementGroups).name }))
  const path = randomPath(chance, managementGroups)
  const question = randomQuestion(chance, path)
  const truths = new Map<string, boolean>()
  const maker = createMaker({ chance, question, truths, path, managementGroups })
  return {
    seed,
    tenantId,
    callerId,
    question,
    groupIds,
    memberships: randomMemberships(chance),
    managementGroups,
    placements,
    roles: maker.roles(),
    assignments: withoutRepeats(chance.several(0, 5, maker.assignment)).map((one, index) => ({
      ...one,
      name: `assignment-${index}`,
    })),
    denyAssignments: chance.is(0.6)
      ? []
      : chance
          .several(1, 3, maker.deny)
          .map((one, index) => ({ ...one, name: `deny-${index}`, displayName: `${index}` })),
    truths,
  }
}

/** Three levels below the root at most. */
function randomTree(chance: Chance): World['managementGroups'] {
  const [top = '', ...names] = ['corp', 'corp2', 'europe', 'asia']
  const groups: { name: string; parent?: string }[] = [{ name: top }]
  for (const name of names) {
    const parent = chance.is(0.3) ? undefined : chance.of(groups).name
    groups.push({ name, ...(parent === undefined ? {} : { parent: miscased(chance, parent, 0.2) }) })
  }
  return groups
}

/** Groups may contain each other. */
const randomMemberships = (chance: Chance): World['memberships'] =>
  chance.several(1, 7, () => {
    const groupId = chance.of(groupIds)
    const memberId = chance.weighed([4, () => callerId], [5, () => chance.of(groupIds)], [1, () => strangerId])
    return { groupId, memberId }
  })

/** The ids of the asked scope and of those that it lies in, the root first. */
function randomPath(chance: Chance, groups: World['managementGroups']): readonly string[] {
  const path = ['/']
  const extend = (tail: string) => path.push(`${path.at(-1) === '/' ? '' : path.at(-1)}${tail}`)
  const start = chance.weighed(
    [10, () => `/subscriptions/${chance.of(subscriptionIds)}`],
    [1, () => managementGroup(chance.of(groups).name)],
    [1, () => managementGroup(tenantId)],
    [1, () => `/providers/${chance.of(resources)}`],
    [1, () => ''],
  )
  if (start !== '') extend(start)
  if (start.startsWith('/subscriptions') && chance.is(0.9)) {
    extend(`/resourceGroups/${chance.of(resourceGroups)}`)
    if (chance.is(0.8)) extend(`/providers/${chance.of(resources)}`)
    if (path.length > 3 && chance.is(0.3)) extend(`/${chance.of(['u/b', 'u/b1', 'subnets/b'])}`)
  }
  while (chance.is(0.2)) extend(`/providers/${chance.of(extensions)}`)
  return path
}

function randomQuestion(chance: Chance, path: readonly string[]): AccessQuestion {
  const subOperation = chance.weighed<string | undefined>([4, () => undefined], [1, () => 'Blob.List'])
  return {
    action: miscased(chance, chance.of(actions), 0.2),
    scope: sloppy(chance, path.at(-1) ?? '/'),
    isDataAction: chance.is(0.3),
    attributes: randomAttributes(chance),
    ...(subOperation === undefined ? {} : { subOperation }),
  }
}

interface Surroundings {
  readonly chance: Chance
  readonly question: AccessQuestion
  readonly path: readonly string[]
  readonly managementGroups: World['managementGroups']
  /** Filled with every condition that is made. */
  readonly truths: Map<string, boolean>
}

function createMaker({ chance, question, path, managementGroups, truths }: Surroundings) {
  const condition = (share: number): { condition?: string } => {
    if (!chance.is(share)) return {}
    const { text, isTrue } = randomCondition(chance, question)
    truths.set(text, isTrue && areConditionsRead)
    return { condition: text }
  }

  const scope = (): string =>
    sloppy(
      chance,
      chance.weighed(
        [12, () => chance.of(path)],
        [3, () => managementGroup(chance.of(managementGroups).name)],
        [1, () => managementGroup(tenantId)],
        [3, () => beside(chance, chance.of(path))],
        [2, () => randomPath(chance, managementGroups).at(-1) ?? '/'],
      ),
    )

  const block = (): Permission => ({
    actions: chance.several(0, 2, () => randomString(chance, question)),
    notActions: chance.is(0.6) ? [] : chance.several(1, 2, () => randomString(chance, question)),
    dataActions: chance.several(0, 2, () => randomString(chance, question)),
    notDataActions: chance.is(0.6) ? [] : chance.several(1, 2, () => randomString(chance, question)),
    ...condition(0.15),
  })

  const principalId = (): string =>
    miscased(chance, chance.weighed([4, () => callerId], [5, () => chance.of(groupIds)], [1, () => strangerId]), 0.1)
  const named = (): DenyPrincipal => ({ id: principalId(), type: 'Group' })

  return {
    roles: (): readonly RoleDefinition[] => [
      ...[reader, owner].map(([id, parts]) => definition(id, [{ ...nothing, ...parts }])),
      ...customIds.map((id) => definition(id, chance.several(1, 3, block))),
    ],

    assignment: (): RoleAssignment => ({
      ...times,
      name: '',
      scope: scope(),
      principalId: principalId(),
      principalType: 'User',
      roleDefinitionId: miscased(
        chance,
        chance.weighed([12, () => chance.of(customIds)], [1, () => reader[0]], [1, () => owner[0]], [1, () => 'gone']),
        0.1,
      ),
      ...condition(0.25),
    }),

    deny: (): DenyAssignment => ({
      ...times,
      name: '',
      displayName: '',
      scope: scope(),
      permissions: chance.several(1, 2, block),
      doNotApplyToChildScopes: chance.is(0.25),
      principals: chance.is(0.5)
        ? [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }]
        : chance.several(1, 2, named),
      excludePrincipals: chance.is(0.7) ? [] : chance.several(1, 2, named),
      isSystemProtected: chance.is(0.3),
      effect: chance.is(0.15) ? 'Audit' : 'Enforced',
      ...condition(0.15),
    }),
  }
}

const times = { createdAt: 0, updatedAt: 0 }
const nothing: Permission = { actions: [], notActions: [], dataActions: [], notDataActions: [] }

const definition = (roleDefinitionId: string, permissions: readonly Permission[]): RoleDefinition => ({
  ...times,
  roleDefinitionId,
  roleName: roleDefinitionId,
  description: '',
  type: builtInIds.includes(roleDefinitionId) ? 'BuiltInRole' : 'CustomRole',
  permissions,
  assignableScopes: ['/'],
})

/** The same principal, role and scope cannot be assigned twice. */
function withoutRepeats(assignments: readonly RoleAssignment[]): readonly RoleAssignment[] {
  const keyOf = ({ principalId, scope, roleDefinitionId }: RoleAssignment): string =>
    `${principalId} ${`${scope}/`.replace(/\/+/g, '/')} ${roleDefinitionId}`.toLowerCase()
  return [...new Map(assignments.map((one) => [keyOf(one), one])).values()]
}

/** An action string that has something to do with the question, more often than not. */
function randomString(chance: Chance, { action }: AccessQuestion): string {
  const at = chance.under(action.length)
  const segments = action.split('/')
  const middle = 1 + chance.under(segments.length - 1)
  return miscased(
    chance,
    chance.weighed(
      [5, () => chance.of(strings)],
      [2, () => chance.of(actions)],
      [2, () => action],
      [1, () => `${action.slice(0, at)}*`],
      [1, () => `*${action.slice(at)}`],
      [1, () => `${action.slice(0, at)}*${action.slice(at)}`],
      [1, () => `${action.slice(0, at)}*${action.slice(at + 1)}`],
      [1, () => segments.with(middle, '*').join('/')],
      [1, () => segments.toSpliced(middle, 0, '*').join('/')],
      [1, () => segments.toSpliced(middle, 0, '*', '*').join('/')],
      [1, () => `*${segments.toSpliced(middle, 0, '*').join('/')}*`],
      [1, () => action.slice(0, -1)],
      [1, () => `${action}s`],
    ),
    0.15,
  )
}

/** Nearly the same scope: a name that is longer or shorter by a little, or another type. */
const beside = (chance: Chance, scope: string): string =>
  scope === '/'
    ? '/providers/N/t/a'
    : chance.of([
        `${scope}0`,
        `${scope}-x`,
        `${scope}.a`,
        scope.replace(/([^/])[^/]$/, '$1'),
        scope.replace('/t/', '/t2/'),
        `${scope}/providers/Microsoft.Authorization/locks/l`,
      ])

/** The same scope, written by somebody careless. */
function sloppy(chance: Chance, scope: string): string {
  const doubled = chance.is(0.1) ? scope.replace('/', '//') : scope
  return miscased(chance, chance.is(0.1) ? `${doubled}/` : doubled, 0.2)
}

/** In `share` of all cases some letters get the other case; letters whose other case is another word do not. */
function miscased(chance: Chance, text: string, share: number): string {
  if (!chance.is(share)) return text
  return [...text]
    .map((letter) => {
      const upper = letter.toUpperCase()
      const other = letter === upper ? letter.toLowerCase() : upper
      return other.length === letter.length && chance.is(0.5) ? other : letter
    })
    .join('')
}
