/**
 * Fills the database of a cloud that has been started once, by SQL and in one transaction, with as much as Azure's limits
 * allow: at most 4,000 role assignments per subscription, 500 per management group. Run as a process of its own, so that
 * what it remembers is not counted as memory of whoever decides.
 * Usage: node fill-cloud.mjs DATABASE DEFAULT-SUBSCRIPTION small|large POPULATION.json
 */
import { writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const [database, defaultSubscription, size, populationFile] = process.argv.slice(2)

/** `kits`: sets of callers of whom it is known what they may do where, one caller of each kind. */
const sizes = {
  small: {
    ...{ subscriptions: 1, groups: 1, resources: 10, managementGroups: 20, customRoles: 1 },
    ...{ kits: 1, users: 12, teams: 3, divisions: 2, companies: 1, assignments: 10, denies: 1 },
  },
  large: {
    ...{ subscriptions: 30, groups: 34, resources: 1000, managementGroups: 20, customRoles: 200 },
    ...{ kits: 2000, users: 20_000, teams: 2000, divisions: 400, companies: 10, assignments: 100_000, denies: 500 },
  },
}
const wanted = sizes[size]

const roles = {
  reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
  rbacAdministrator: 'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
}
const condition = `((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {${roles.reader}, ${roles.contributor}}))`

const guid = (kind, number) => `${kind}0000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
const keyOf = (id) => id.toLowerCase()
const times = { createdAt: 1_750_000_000_000, updatedAt: 1_750_000_000_000 }

// the same numbers in every run (mulberry32)
let state = 1
function under(below) {
  state = (state + 0x6d2b79f5) >>> 0
  let bits = Math.imul(state ^ (state >>> 15), 1 | state)
  bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
  return ((bits ^ (bits >>> 14)) >>> 0) % below
}
const of = (values) => values[under(values.length)]

const db = new DatabaseSync(database)
db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -200000; begin')
const insert = {
  resource: db.prepare('insert or ignore into resource (key, type_key, etag, record) values (?, ?, ?, ?)'),
  principal: db.prepare(
    'insert into principal (principal_key, kind, client_key, user_principal_name_key, created_at, record) values (?, ?, null, ?, ?, ?)',
  ),
  member: db.prepare('insert or ignore into group_member (group_key, member_key) values (?, ?)'),
  role: db.prepare('insert into role_definition (role_definition_key, role_name_key, record) values (?, ?, ?)'),
  assignment: db.prepare(
    'insert or ignore into role_assignment (scope_key, name_key, principal_key, role_definition_key, record) values (?, ?, ?, ?, ?)',
  ),
  deny: db.prepare('insert into deny_assignment (scope_key, name_key, record) values (?, ?, ?)'),
}

function addResource(id, type, parts = {}) {
  const names = id.split('/')
  const record = {
    ...{ id, type, name: names.at(-1), subscriptionId: names[2] },
    ...(names[4] === undefined || !id.startsWith('/subscriptions') ? {} : { resourceGroup: names[4] }),
    ...{ location: 'westus', tags: { team: 'a' }, provisioningState: 'Succeeded', body: {}, etag: 'e' },
    ...{ createdAt: times.createdAt, changedAt: times.createdAt, ...parts },
  }
  insert.resource.run(keyOf(id), keyOf(type), 'e', JSON.stringify(record))
}

const subscriptions = Array.from({ length: wanted.subscriptions }, (_, index) =>
  index === 0 ? defaultSubscription : guid('3', index),
).sort()
const managementGroups = Array.from({ length: wanted.managementGroups }, (_, index) => `mg${index}`)
const managementScope = (name) => `/providers/Microsoft.Management/managementGroups/${name}`
/** The only subscription of the small cloud lies as deep as those of the large one do on the whole. */
const managementGroupOf = (subscription) =>
  managementGroups[(subscriptions.indexOf(subscription) + 4) % managementGroups.length]

for (const [index, name] of managementGroups.entries()) {
  const parent = index === 0 ? {} : { parent: managementGroups[Math.floor((index - 1) / 3)] }
  addResource(managementScope(name), 'Microsoft.Management/managementGroups', {
    ...{ subscriptionId: '', body: { displayName: name, ...parent } },
  })
}
for (const subscription of subscriptions) {
  addResource(
    `${managementScope(managementGroupOf(subscription))}/subscriptions/${subscription}`,
    'Microsoft.Management/managementGroups/subscriptions',
    { subscriptionId: '' },
  )
}

const types = [
  'Microsoft.Compute/disks',
  'Microsoft.ManagedIdentity/userAssignedIdentities',
  'Microsoft.Storage/storageAccounts',
]
const groups = []
for (const subscription of subscriptions) {
  addResource(`/subscriptions/${subscription}`, 'Microsoft.Resources/subscriptions', {
    body: { displayName: subscription },
  })
  for (let group = 0; group < wanted.groups; group++) {
    const id = `/subscriptions/${subscription}/resourceGroups/group-${String(group).padStart(3, '0')}`
    groups.push(id)
    addResource(id, 'Microsoft.Resources/resourceGroups')
    for (const [index, type] of types.entries()) {
      const first = Math.floor((wanted.resources * index) / types.length)
      const last = Math.floor((wanted.resources * (index + 1)) / types.length)
      for (let number = first; number < last; number++) {
        addResource(`${id}/providers/${type}/resource-${String(number).padStart(4, '0')}`, type, {
          body: {
            properties: { sku: 'Standard_LRS', size: 128, note: 'as much as a small resource has to say of itself' },
          },
        })
      }
    }
  }
}
function anyResource(group = of(groups)) {
  const number = under(wanted.resources)
  const type = types.findIndex((_, index) => number < Math.floor((wanted.resources * (index + 1)) / types.length))
  return `${group}/providers/${types[type]}/resource-${String(number).padStart(4, '0')}`
}

const id = {
  user: (n) => guid('a', n),
  team: (n) => guid('b', n),
  division: (n) => guid('c', n),
  company: (n) => guid('d', n),
}
function addPrincipal(principalId, kind, name) {
  const user = kind === 'User' ? { userPrincipalName: `${name}@bench.example`, directoryRoles: [] } : {}
  const record = { kind, principalId, displayName: name, isEnabled: true, createdAt: times.createdAt, ...user }
  insert.principal.run(principalId, kind, user.userPrincipalName ?? null, times.createdAt, JSON.stringify(record))
}
for (let n = 0; n < wanted.companies; n++) addPrincipal(id.company(n), 'Group', `company-${n}`)
for (let n = 0; n < wanted.divisions; n++) {
  addPrincipal(id.division(n), 'Group', `division-${n}`)
  insert.member.run(id.company(n % wanted.companies), id.division(n))
}
for (let n = 0; n < wanted.teams; n++) {
  addPrincipal(id.team(n), 'Group', `team-${n}`)
  insert.member.run(id.division(n % wanted.divisions), id.team(n))
}
for (let n = 0; n < wanted.users; n++) {
  addPrincipal(id.user(n), 'User', `user-${n}`)
  insert.member.run(id.team(n % wanted.teams), id.user(n))
}

for (let n = 0; n < wanted.customRoles; n++) {
  const record = {
    ...{ roleDefinitionId: guid('e', n), roleName: `Role ${n}`, description: '', type: 'CustomRole' },
    permissions: [
      {
        actions: ['Microsoft.Compute/disks/*', 'Microsoft.Storage/*/read', 'Microsoft.ManagedIdentity/*/read'],
        ...{ notActions: ['Microsoft.Compute/disks/delete'], dataActions: [], notDataActions: [] },
      },
    ],
    ...{ assignableScopes: subscriptions.slice(0, 5).map((one) => `/subscriptions/${one}`), ...times },
  }
  insert.role.run(record.roleDefinitionId, record.roleName.toLowerCase(), JSON.stringify(record))
}

let assignments = 0
function assign(principalId, principalType, roleDefinitionId, scope, parts = {}) {
  const name = guid('f', assignments)
  const record = { name, scope, principalId, principalType, roleDefinitionId, ...parts, ...times }
  assignments += Number(
    insert.assignment.run(keyOf(scope), name, principalId, roleDefinitionId, JSON.stringify(record)).changes,
  )
}

const reading = (resource) => ({
  action: `${resource.split('/').slice(6, 8).join('/')}/read`,
  scope: resource,
})
const populations = Object.fromEntries(
  ['group', 'subscription', 'managementGroup', 'member', 'condition', 'denied', 'refused'].map((kind) => [kind, []]),
)
for (let kit = 0; kit < wanted.kits; kit++) {
  const user = (place) => id.user((kit * 6 + place) % wanted.users)
  const group = groups[kit % groups.length]
  const subscription = group.split('/').slice(0, 3).join('/')
  const resource = anyResource(group)
  const add = (kind, principalId, question) => populations[kind].push({ principalId, question })

  assign(user(0), 'User', roles.reader, group)
  add('group', user(0), reading(resource))
  assign(user(1), 'User', roles.contributor, subscription)
  add('subscription', user(1), reading(resource))
  assign(user(2), 'User', roles.reader, managementScope(managementGroupOf(subscription.split('/')[2])))
  add('managementGroup', user(2), reading(resource))
  const memberNumber = (kit * 6 + 3) % wanted.users
  assign(
    id.division((memberNumber % wanted.teams) % wanted.divisions),
    'Group',
    guid('e', kit % wanted.customRoles),
    group,
  )
  add('member', id.user(memberNumber), reading(resource))
  assign(user(4), 'User', roles.rbacAdministrator, group, { condition, conditionVersion: '2.0' })
  add('condition', user(4), {
    action: 'Microsoft.Authorization/roleAssignments/write',
    scope: `${resource}/providers/Microsoft.Authorization/roleAssignments/${guid('0', kit)}`,
    attributes: { request: { 'Microsoft.Authorization/roleAssignments:RoleDefinitionId': roles.reader } },
  })
  assign(user(5), 'User', roles.owner, group)
  if (kit < wanted.denies) {
    const deny = {
      ...{ name: guid('9', kit), displayName: `deny ${kit}`, scope: group, doNotApplyToChildScopes: false },
      permissions: [{ actions: ['*/delete'], notActions: [], dataActions: [], notDataActions: [] }],
      principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
      excludePrincipals: [{ id: id.company(wanted.companies - 1), type: 'Group' }].slice(
        wanted.companies === 1 ? 1 : 0,
      ),
      ...{ isSystemProtected: false, effect: 'Enforced', ...times },
    }
    insert.deny.run(keyOf(group), deny.name, JSON.stringify(deny))
    const isExcluded = (((kit * 6 + 5) % wanted.teams) % wanted.divisions) % wanted.companies === wanted.companies - 1
    if (!isExcluded || wanted.companies === 1) {
      add('denied', user(5), { ...reading(resource), action: reading(resource).action.replace(/read$/, 'delete') })
    }
  }
  add('refused', id.user(under(wanted.users)), {
    ...reading(resource),
    action: reading(resource).action.replace(/read$/, 'write'),
    scope: anyResource(),
  })
}

while (assignments < wanted.assignments && wanted.kits > 1) {
  const place = under(100)
  const group = of(groups)
  const scope =
    place < 3
      ? managementScope(of(managementGroups))
      : place < 6
        ? group.split('/').slice(0, 3).join('/')
        : place < 40
          ? group
          : anyResource(group)
  const role = of([...Object.values(roles).slice(0, 3), guid('e', under(wanted.customRoles))])
  if (under(100) < 80) assign(id.user(under(wanted.users)), 'User', role, scope)
  else assign(id.team(under(wanted.teams)), 'Group', role, scope)
}

db.exec('update change set number = number + 1; commit')
const count = (table) => db.prepare(`select count(*) as number from ${table}`).get().number
const counts = { resources: count('resource'), assignments: count('role_assignment'), denies: count('deny_assignment') }
db.exec('pragma journal_mode = wal')
db.close()
writeFileSync(populationFile, JSON.stringify({ counts, populations, groups: groups.slice(0, 40) }))
