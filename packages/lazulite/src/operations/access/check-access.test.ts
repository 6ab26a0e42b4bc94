import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtInRoleIds } from '../../domain/rbac/built-in-roles.js'
import { everyone } from '../../domain/rbac/deny-assignment.js'
import {
  type AuthorizationCloud,
  group,
  otherGroup,
  principals,
  startAuthorizationCloud,
  subscription,
} from '../../testing/authorization-cloud.js'
import { checkAccess, createAccessLens } from './check-access.js'

const reading = 'Microsoft.Compute/virtualMachines/read'
const vm = `${group}/providers/Microsoft.Compute/virtualMachines/vm1`
const name = 'e0000000-0000-4000-8000-000000000001'

let cloud: AuthorizationCloud
beforeEach(async () => {
  cloud = await startAuthorizationCloud()
})
afterEach(() => cloud.close())

const assignReader = (principalId: string, scope = group) =>
  cloud.assign({ name, scope, principalId, roleDefinitionId: builtInRoleIds.reader })

const asks = (principalId: string, scope = vm, action = reading) =>
  checkAccess(cloud.ports, { principalId }, { action, scope })

describe('checkAccess', () => {
  it('names the assignment and the role that allow', async () => {
    await assignReader(principals.application)
    expect(await asks(principals.application)).toMatchObject({
      allowed: true,
      assignment: { name },
      role: { roleName: 'Reader' },
    })
  })

  it('finds nothing for somebody without assignments', async () => {
    expect(await asks(principals.application)).toEqual({ allowed: false, reason: 'noAssignment', findings: [] })
  })

  it.each([
    ['its group', principals.team],
    ['a group of its group', principals.division],
  ])('counts what is assigned to %s', async (_, groupId) => {
    await assignReader(groupId)
    expect((await asks(principals.reader)).allowed).toBe(true)
    expect((await asks(principals.owner.replace('1', '9'))).allowed).toBe(false)
  })

  it('goes on accepting a principal that was deleted while its assignment stands', async () => {
    await assignReader(principals.application)
    await cloud.store.transaction((tx) => tx.principals.delete(principals.application))
    expect((await asks(principals.application)).allowed).toBe(true)
  })

  it('no longer counts a group that a deleted member was in', async () => {
    await assignReader(principals.team)
    await cloud.store.transaction((tx) => tx.principals.delete(principals.reader))
    expect((await asks(principals.reader)).allowed).toBe(false)
  })

  it('reads custom roles from the store', async () => {
    const roleDefinitionId = 'f1000000-0000-4000-8000-000000000001'
    await cloud.assign({
      name,
      scope: group,
      principalId: principals.reader,
      roleDefinitionId: roleDefinitionId.toUpperCase(),
    })
    expect(await asks(principals.reader)).toMatchObject({ allowed: false, reason: 'noMatchingAction' })
    await cloud.store.transaction((tx) =>
      tx.roleDefinitions.put({
        roleDefinitionId,
        roleName: 'Machine reader',
        description: '',
        type: 'CustomRole',
        permissions: [{ actions: [reading], notActions: [], dataActions: [], notDataActions: [] }],
        assignableScopes: [subscription],
        createdAt: 0,
        updatedAt: 0,
      }),
    )
    expect(await asks(principals.reader)).toMatchObject({ allowed: true, role: { roleName: 'Machine reader' } })
  })
})

describe('createAccessLens', () => {
  it('answers as checkAccess does', async () => {
    await assignReader(principals.division)
    const lens = await createAccessLens(cloud.ports, { principalId: principals.reader })
    for (const scope of [vm, group, otherGroup, subscription, '/']) {
      expect(lens.check({ action: reading, scope })).toEqual(await asks(principals.reader, scope))
    }
  })

  it.each([
    ['at the scope', group, reading, true],
    ['above it', vm, reading, true],
    ['only below it', subscription, reading, true],
    ['only below the root', '/', reading, true],
    ['beside it', otherGroup, reading, false],
    ['another action', subscription, 'Microsoft.Compute/virtualMachines/write', false],
  ])('knows whether something grants an action within a scope: %s', async (_, scope, action, expected) => {
    await assignReader(principals.application)
    const lens = await createAccessLens(cloud.ports, { principalId: principals.application })
    expect(lens.grantsWithin(scope, action)).toBe(expected)
  })

  it('keeps what it saw when it was made', async () => {
    const lens = await createAccessLens(cloud.ports, { principalId: principals.application })
    await assignReader(principals.application)
    expect(lens.check({ action: reading, scope: vm }).allowed).toBe(false)
  })
})

describe('conditions that ask for the caller’s attributes', () => {
  const condition =
    "@Principal[Microsoft.Directory/CustomSecurityAttributes/Id:Engineering_Project] ForAnyOfAnyValues:StringEquals {'Baker'}"
  const holds = async (principalId: string): Promise<readonly boolean[]> => {
    const lens = await createAccessLens(cloud.ports, { principalId })
    return [
      (await asks(principalId)).allowed,
      lens.check({ action: reading, scope: vm }).allowed,
      lens.grantsWithin(group, reading),
    ]
  }
  const give = (principalId: string, project: string) =>
    cloud.store.transaction(async (tx) => {
      const principal = await tx.principals.get(principalId)
      if (principal === undefined) throw new Error('there is no such principal')
      await tx.principals.update({ ...principal, customSecurityAttributes: { Engineering: { Project: project } } })
    })

  it.each([
    ['of its own', principals.reader],
    ['of its group', principals.team],
  ])('count in an assignment %s', async (_, assignee) => {
    await cloud.store.transaction((tx) =>
      tx.roleAssignments.insert({
        ...{ name, scope: group, principalId: assignee, principalType: 'User', createdAt: 0, updatedAt: 0 },
        ...{ roleDefinitionId: builtInRoleIds.reader, condition },
      }),
    )
    expect(await holds(principals.reader)).toEqual([false, false, false])
    await give(principals.reader, 'Cascade')
    expect(await holds(principals.reader)).toEqual([false, false, false])
    await give(principals.reader, 'Baker')
    expect(await holds(principals.reader)).toEqual([true, true, true])
  })

  it('count in a deny assignment', async () => {
    await assignReader(principals.reader)
    await cloud.store.transaction((tx) =>
      tx.denyAssignments.insert({
        ...{ name, displayName: 'no bakers', scope: group, condition },
        permissions: [{ actions: ['*'], notActions: [], dataActions: [], notDataActions: [] }],
        ...{ principals: [everyone], excludePrincipals: [] },
        ...{ doNotApplyToChildScopes: false, isSystemProtected: true, effect: 'Enforced' },
        ...{ createdAt: 0, updatedAt: 0 },
      }),
    )
    expect((await asks(principals.reader)).allowed).toBe(true)
    await give(principals.reader, 'Baker')
    expect(await asks(principals.reader)).toMatchObject({ allowed: false, reason: 'denyAssignment' })
  })

  it('are of nobody once the caller is gone', async () => {
    await give(principals.reader, 'Baker')
    await cloud.store.transaction(async (tx) => {
      await tx.roleAssignments.insert({
        ...{ name, scope: group, principalId: principals.reader, principalType: 'User', createdAt: 0, updatedAt: 0 },
        ...{ roleDefinitionId: builtInRoleIds.reader, condition },
      })
      await tx.principals.delete(principals.reader)
    })
    expect(await holds(principals.reader)).toEqual([false, false, false])
  })
})
