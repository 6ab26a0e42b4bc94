/**
 * The roles of the tab "Role": which of Azure's two groups one is in, its category, what may be conditioned, and which
 * ones a search finds.
 *
 * Sources: learn.microsoft.com, "Azure built-in roles for Privileged" (the built-in ones of that group) and "Azure
 * role-based access control best practices" (what makes a custom role privileged); the categories are the headings of
 * "Azure built-in roles". Decision: Resource Manager does not tell the category, so it is read from the provider that
 * most of a role's permissions are of, for the providers that are met most.
 */

import type { PermissionBlock, RoleDefinition } from '../rbac-records.js'

export const roleGroups = {
  job: 'Job function roles',
  privileged: 'Privileged administrator roles',
} as const
export type RoleGroup = keyof typeof roleGroups

/** A role and what the table shows of it. */
export interface ListedRole {
  readonly role: RoleDefinition
  readonly name: string
  readonly description: string
  readonly type: string
  readonly category: string
  readonly group: RoleGroup
  /** Lower case: all that the search looks through. */
  readonly searched: string
}

const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
const roleBasedAccessControlAdministrator = 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
const userAccessAdministrator = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'

/** Those that may assign any role. */
export const roleAdministrators: readonly string[] = [
  owner,
  roleBasedAccessControlAdministrator,
  userAccessAdministrator,
]

const privilegedBuiltInRoles: ReadonlySet<string> = new Set([
  ...roleAdministrators,
  'b24988ac-6180-42a0-ab88-20f7382dd24c', // Contributor
  '92b92042-07d9-4307-87f7-36a593fc5850', // Azure File Sync Administrator
  'a8889054-8d42-49c9-bc1c-52486c10e7cd', // Reservations Administrator
])

const writeAssignments = 'Microsoft.Authorization/roleAssignments/write'
const deleteAssignments = 'Microsoft.Authorization/roleAssignments/delete'

/** What makes a custom role privileged. */
const privilegedActions = [
  ...[writeAssignments, deleteAssignments],
  ...['Microsoft.Authorization/roleDefinitions/write', 'Microsoft.Authorization/roleDefinitions/delete'],
  ...['Microsoft.Authorization/denyAssignments/write', 'Microsoft.Authorization/denyAssignments/delete'],
]
const privilegedPatterns: ReadonlySet<string> = new Set(['*', '*/write', '*/delete'])

export function groupOf({ name, properties }: RoleDefinition): RoleGroup {
  if (properties.type !== 'CustomRole') return privilegedBuiltInRoles.has(name.toLowerCase()) ? 'privileged' : 'job'
  const isPrivileged = properties.permissions.some(
    (block) =>
      block.actions?.some((action) => privilegedPatterns.has(action.toLowerCase())) ||
      privilegedActions.some((action) => grants(block, action)),
  )
  return isPrivileged ? 'privileged' : 'job'
}

/** Does a pattern with `*` cover an action? Without regard to case; `*` stands for any characters, slashes too. */
export function covers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*').map(escaped)
  return new RegExp(`^${parts.join('.*')}$`).test(action.toLowerCase())
}
const escaped = (text: string): string => text.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&')

const grants = ({ actions = [], notActions = [] }: PermissionBlock, action: string): boolean =>
  actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action))

/**
 * What the portal offers a condition for: which roles somebody may assign (`delegation`), or data of storage accounts.
 * Resource Manager takes one for any role; Azure's portal offers no more than these.
 */
export type ConditionSupport = 'delegation' | 'data'

export function conditionSupportOf({ properties }: RoleDefinition): ConditionSupport | undefined {
  const { permissions } = properties
  if (permissions.some((block) => grants(block, writeAssignments) || grants(block, deleteAssignments))) {
    return 'delegation'
  }
  const isOfData = permissions.some(({ dataActions = [] }) =>
    dataActions.some((action) => /^microsoft\.storage\/storageaccounts\/(blob|queue)services\//i.test(action)),
  )
  return isOfData ? 'data' : undefined
}

const categories: Readonly<Record<string, readonly string[]>> = {
  Compute: ['compute', 'desktopvirtualization', 'classiccompute', 'avs', 'computeschedule'],
  Networking: ['network', 'cdn', 'classicnetwork', 'servicenetworking'],
  Storage: ['storage', 'elasticsan', 'classicstorage', 'storagesync', 'netapp', 'dataprotection', 'databox'],
  'Web and Mobile': ['web', 'signalrservice', 'appplatform', 'maps', 'search', 'certificateregistration'],
  Containers: ['containerservice', 'containerregistry', 'kubernetes', 'kubernetesconfiguration', 'containerinstance'],
  Databases: ['sql', 'documentdb', 'cache', 'dbformysql', 'dbforpostgresql', 'azurearcdata', 'datamigration'],
  Analytics: ['hdinsight', 'streamanalytics', 'kusto', 'synapse', 'datafactory', 'datalakeanalytics', 'purview'],
  'AI + machine learning': ['cognitiveservices', 'machinelearningservices', 'healthbot', 'botservice'],
  'Internet of Things': ['devices', 'digitaltwins', 'deviceupdate', 'deviceregistry', 'azuresphere'],
  'Mixed Reality': ['mixedreality'],
  Integration: [
    'apimanagement',
    'apicenter',
    'eventgrid',
    'eventhub',
    'servicebus',
    'relay',
    'logic',
    'healthcareapis',
  ],
  Identity: ['managedidentity', 'aad', 'azureactivedirectory'],
  Security: ['keyvault', 'security', 'securityinsights', 'attestation', 'confidentialledger', 'codesigning'],
  DevOps: ['devcenter', 'labservices', 'loadtestservice', 'chaos', 'devtestlab'],
  Monitor: ['operationalinsights', 'monitor', 'dashboard', 'alertsmanagement', 'insights'],
  'Management and governance': [
    ...['management', 'automation', 'policyinsights', 'blueprint', 'advisor', 'billing', 'costmanagement', 'quota'],
    ...['recoveryservices', 'solutions', 'resources', 'authorization', 'support', 'features', 'managedservices'],
  ],
  'Hybrid + multicloud': ['hybridcompute', 'azurestackhci', 'azurestack', 'resourceconnector', 'hybridconnectivity'],
}
const categoryOfNamespace: ReadonlyMap<string, string> = new Map(
  Object.entries(categories).flatMap(([category, namespaces]) => namespaces.map((one) => [one, category] as const)),
)
/** In nearly every role, so they say nothing of one that has others. */
const companions: ReadonlySet<string> = new Set(['resources', 'authorization', 'support', 'insights', 'resourcehealth'])

export function categoryOf(role: RoleDefinition): string {
  const { type, permissions } = role.properties
  if (type === 'CustomRole') return 'None'
  if (groupOf(role) === 'privileged') return 'Privileged'
  const counts = new Map<string, number>()
  for (const { actions = [], dataActions = [] } of permissions) {
    for (const action of [...actions, ...dataActions]) {
      const namespace = /^microsoft\.([^/]+)\//i.exec(action)?.[1]?.toLowerCase()
      if (namespace !== undefined) counts.set(namespace, (counts.get(namespace) ?? 0) + 1)
    }
  }
  const telling = [...counts].filter(([namespace]) => !companions.has(namespace))
  const ranked = (telling.length === 0 ? [...counts] : telling).toSorted(([, one], [, other]) => other - one)
  if (ranked.length === 0) return hasGeneralAction(permissions) ? 'General' : 'None'
  return categoryOfNamespace.get(ranked[0]?.[0] ?? '') ?? 'None'
}

const hasGeneralAction = (permissions: readonly PermissionBlock[]): boolean =>
  permissions.some(({ actions = [] }) => actions.some((action) => action.startsWith('*')))

/** For the table, in its order: Reader first, as in Azure's portal; then by name. */
export function listRoles(roles: readonly RoleDefinition[]): readonly ListedRole[] {
  const listed = roles.map((role): ListedRole => {
    const { roleName, description, type, permissions } = role.properties
    const patterns = permissions.flatMap(({ actions = [], dataActions = [] }) => [...actions, ...dataActions])
    return {
      ...{ role, name: roleName, description: description ?? '', type },
      category: categoryOf(role),
      group: groupOf(role),
      searched: [roleName, description ?? '', role.name, ...patterns].join('\n').toLowerCase(),
    }
  })
  const rank = ({ role }: ListedRole): number => (role.name.toLowerCase() === reader ? 0 : 1)
  return listed.toSorted((one, other) => rank(one) - rank(other) || byName(one, other))
}

const collator = new Intl.Collator(undefined, { numeric: true })
const byName = (one: ListedRole, other: ListedRole): number => collator.compare(one.name, other.name)

export interface RoleFilter {
  readonly search: string
  /** `undefined`: all. */
  readonly type?: string | undefined
  readonly category?: string | undefined
}

/** Roles of both groups that a filter lets through; the name that was typed comes first, then names that begin so. */
export function findRoles(roles: readonly ListedRole[], { search, type, category }: RoleFilter): readonly ListedRole[] {
  const text = search.trim().toLowerCase()
  const words = text.split(/\s+/).filter(Boolean)
  const found = roles.filter(
    (role) =>
      (type === undefined || role.type === type) &&
      (category === undefined || role.category === category) &&
      words.every((word) => role.searched.includes(word)),
  )
  if (text === '') return found
  const rank = ({ name }: ListedRole): number => {
    const lower = name.toLowerCase()
    if (lower === text) return 0
    if (lower.startsWith(text)) return 1
    return words.every((word) => lower.includes(word)) ? 2 : 3
  }
  return found.toSorted((one, other) => rank(one) - rank(other))
}
