/**
 * One subscription with a group and a few principals, asked through the ARM endpoint: real store in memory, real
 * access checks, only the token is skipped (the caller is whoever the Authorization header names).
 */
import type { Principal } from '../domain/directory/directory-objects.js'
import type { Json, JsonObject } from '../domain/json.js'
import { builtInRoleIds } from '../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import type { Caller } from '../domain/token/caller.js'
import { createArmEndpoint } from '../endpoints/arm/arm-endpoint.js'
import { createRegistry } from '../endpoints/arm/registry.js'
import type { Ports } from '../ports/ports.js'
import type { Store } from '../ports/store.js'
import { authorization } from '../providers/authorization/index.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { type FakeClock, fakeClock } from './fake-clock.js'
import { sequentialIds } from './sequential-ids.js'
import { silentLog } from './silent-log.js'

export const tenantId = '10000000-0000-4000-8000-000000000000'
export const subscriptionId = '20000000-0000-4000-8000-000000000000'
export const subscription = `/subscriptions/${subscriptionId}`
export const group = `${subscription}/resourceGroups/dev`
export const otherGroup = `${subscription}/resourceGroups/prod`

/** Object ids. The owner's assignment is named `ownerAssignment`. */
export const principals = {
  owner: 'a0000000-0000-4000-8000-000000000001',
  administrator: 'a0000000-0000-4000-8000-000000000002',
  reader: 'a0000000-0000-4000-8000-000000000003',
  application: 'b0000000-0000-4000-8000-000000000001',
  team: 'c0000000-0000-4000-8000-000000000001',
  division: 'c0000000-0000-4000-8000-000000000002',
} as const
export const ownerAssignment = 'd0000000-0000-4000-8000-000000000001'

export interface Answer {
  readonly status: number
  /** `undefined` when there is none. */
  readonly body: Json | undefined
}

export interface AuthorizationCloud {
  readonly store: Store
  readonly ports: Ports
  readonly clock: FakeClock
  /** `as` is an object id; the owner when left out. */
  call(
    method: 'GET' | 'PUT' | 'DELETE',
    url: string,
    options?: { readonly body?: JsonObject; readonly as?: string },
  ): Promise<Answer>
  assign(assignment: Pick<RoleAssignment, 'name' | 'scope' | 'principalId' | 'roleDefinitionId'>): Promise<void>
  close(): Promise<void>
}

export async function startAuthorizationCloud(): Promise<AuthorizationCloud> {
  const store = await openSqliteStore({ file: ':memory:' })
  const clock = fakeClock()
  const unused = (): never => {
    throw new Error('this cloud has no keys')
  }
  const ports: Ports = {
    store,
    clock,
    ids: sequentialIds(),
    keyRing: { sign: unused, verify: unused, published: unused, rotate: unused },
    log: silentLog,
    rules: { managedIdentityTokenLifetime: 86_400, applicationTokenLifetime: 3_599 },
    audit: () => {},
  }
  await seed(store, clock.nowMillis())
  const endpoint = createArmEndpoint({
    ports,
    registry: createRegistry([authorization]),
    authenticate: async (authorization) => callerOf(authorization ?? ''),
    locationNames: ['westus'],
  })
  return {
    store,
    ports,
    clock,
    async call(method, url, { body, as = principals.owner } = {}) {
      const response = await endpoint.inject({
        method,
        url,
        headers: {
          authorization: as,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      })
      return { status: response.statusCode, body: response.payload === '' ? undefined : response.json<Json>() }
    },
    assign: (assignment) =>
      store.transaction((tx) =>
        tx.roleAssignments.insert({
          principalType: 'User',
          createdAt: clock.nowMillis(),
          updatedAt: clock.nowMillis(),
          ...assignment,
        }),
      ),
    async close() {
      await endpoint.close()
      await store.close()
    },
  }
}

const callerOf = (principalId: string): Caller => ({ principalId, tenantId, kind: 'user', clientName: principalId })

async function seed(store: Store, now: number): Promise<void> {
  await store.transaction(async (tx) => {
    const times = { createdAt: now, changedAt: now }
    const resource = { subscriptionId, provisioningState: 'Succeeded', body: {}, etag: 'e', ...times } as const
    await tx.resources.insert({
      ...resource,
      id: subscription,
      type: 'Microsoft.Resources/subscriptions',
      name: subscriptionId,
    })
    for (const id of [group, otherGroup]) {
      const name = id.split('/').at(-1) ?? ''
      await tx.resources.insert({
        ...resource,
        id,
        type: 'Microsoft.Resources/resourceGroups',
        name,
        resourceGroup: name,
        location: 'westus',
      })
    }
    for (const principal of seededPrincipals(now)) await tx.principals.insert(principal)
    await tx.principals.addMember(principals.team, principals.reader)
    await tx.principals.addMember(principals.division, principals.team)
    await tx.roleAssignments.insert({
      name: ownerAssignment,
      scope: subscription,
      principalId: principals.owner,
      principalType: 'User',
      roleDefinitionId: builtInRoleIds.owner,
      createdAt: now,
      updatedAt: now,
    })
  })
}

function seededPrincipals(createdAt: number): readonly Principal[] {
  const common = { isEnabled: true, createdAt }
  const user = (principalId: string, name: string, directoryRoles: readonly string[] = []): Principal => ({
    ...common,
    kind: 'User',
    principalId,
    displayName: name,
    userPrincipalName: `${name}@lazulite.onmicrosoft.com`,
    directoryRoles,
  })
  return [
    user(principals.owner, 'owner'),
    user(principals.administrator, 'administrator', ['62e90394-69f5-4237-9190-012177145e10']),
    user(principals.reader, 'reader'),
    { ...common, kind: 'Group', principalId: principals.team, displayName: 'team' },
    { ...common, kind: 'Group', principalId: principals.division, displayName: 'division' },
    {
      ...common,
      kind: 'ServicePrincipal',
      principalId: principals.application,
      displayName: 'application',
      clientId: 'b0000000-0000-4000-8000-0000000000ff',
      servicePrincipalType: 'Application',
      servicePrincipalNames: [],
    },
  ]
}
