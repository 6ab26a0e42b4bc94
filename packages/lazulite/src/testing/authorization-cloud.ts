/**
 * A directory with people, groups and an application in one subscription with two groups, for tests of role
 * assignments and definitions. Only the owner holds a role.
 */
import type { Principal } from '../domain/directory/directory-objects.js'
import type { Json, JsonObject } from '../domain/json.js'
import { builtInRoleIds } from '../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import type { Ports } from '../ports/ports.js'
import type { Store } from '../ports/store.js'
import { assignRole } from './assign-role.js'
import type { FakeClock } from './fake-clock.js'
import { startTestArm } from './start-test-arm.js'
import { testSubscription } from './test-ports.js'

export const subscription = testSubscription
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
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    options?: { readonly body?: JsonObject; readonly as?: string },
  ): Promise<Answer>
  assign(assignment: Pick<RoleAssignment, 'name' | 'scope' | 'principalId' | 'roleDefinitionId'>): Promise<void>
  close(): Promise<void>
}

export async function startAuthorizationCloud(): Promise<AuthorizationCloud> {
  const arm = await startTestArm({ groups: ['dev', 'prod'], hasOwner: false })
  const { ports, clock } = arm
  await ports.store.transaction(async (tx) => {
    for (const principal of seededPrincipals(clock.nowMillis())) await tx.principals.insert(principal)
    await tx.principals.addMember(principals.team, principals.reader)
    await tx.principals.addMember(principals.division, principals.team)
  })
  await assignRole(ports, {
    name: ownerAssignment,
    scope: subscription,
    principalId: principals.owner,
    roleDefinitionId: builtInRoleIds.owner,
  })
  return {
    store: ports.store,
    ports,
    clock,
    async call(method, url, { as = principals.owner, ...how } = {}) {
      const { status, body } = await arm.call(method, url, { as, ...how })
      return { status, body }
    },
    assign: (assignment) => assignRole(ports, assignment),
    close: () => arm.close(),
  }
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
