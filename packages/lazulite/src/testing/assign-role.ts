/** Role assignments for tests, straight into the store. */
import { builtInRoleByName } from '../domain/rbac/built-in-roles.js'
import type { RoleAssignment } from '../domain/rbac/role.js'
import type { TestPorts } from './test-ports.js'

export type AssignmentFacts = Pick<RoleAssignment, 'scope' | 'principalId' | 'roleDefinitionId'> &
  Partial<RoleAssignment>

/** Of a user, now, and under the next free name unless `facts` say otherwise. */
export async function assignRole({ store, clock, ids }: TestPorts, facts: AssignmentFacts): Promise<void> {
  const now = clock.nowMillis()
  const name = facts.name ?? ids.guid('granted in a test')
  await store.transaction((tx) =>
    tx.roleAssignments.insert({ principalType: 'User', createdAt: now, updatedAt: now, ...facts, name }),
  )
}

export interface Grant {
  /** Name of a built-in role, `Reader`. */
  readonly role: string
  readonly scope: string
}

/** @throws Error when there is no built-in role of this name */
export function grantRole(
  ports: TestPorts,
  { role, scope }: Grant,
  principal: Pick<RoleAssignment, 'principalId' | 'principalType'>,
): Promise<void> {
  const definition = builtInRoleByName(role)
  if (definition === undefined) throw new Error(`there is no built-in role '${role}'`)
  return assignRole(ports, { ...principal, scope, roleDefinitionId: definition.roleDefinitionId })
}

/** Somebody who asks for things in a test. */
export interface TestCaller {
  /** What names it in calls. */
  readonly as: string
  readonly principalId: string
}
