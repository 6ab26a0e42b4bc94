/** Contract of `accessChanges`: a store that remembers what changes who may do what. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AccessChange } from '../../domain/rbac/access-change.js'
import { type DenyAssignment, everyone } from '../../domain/rbac/deny-assignment.js'
import type { Store, Tx } from '../../ports/store.js'
import type { MakeStore } from './describe-store.js'
import { aGroup, anAssignment, aRole, aUser, DEV, guid, SUBSCRIPTION, TIME } from './records.js'

/** How a store remembers changes. */
export interface ChangeMemory {
  readonly now: () => number
  /** Seconds. */
  readonly keepFor: number
}

const aDeny = (name: string, scope: string): DenyAssignment => ({
  name: guid(name),
  displayName: name,
  scope,
  permissions: [{ actions: ['*/write'], notActions: [], dataActions: [], notDataActions: [] }],
  doNotApplyToChildScopes: false,
  principals: [everyone],
  excludePrincipals: [],
  isSystemProtected: false,
  effect: 'Enforced',
  createdAt: TIME,
  updatedAt: TIME,
})

export function describeAccessChanges(makeStore: MakeStore): void {
  let store: Store
  let now: number
  beforeEach(async () => {
    now = TIME
    store = await makeStore({ changeMemory: { now: () => now, keepFor: 60 } })
  })
  afterEach(() => store.close())

  /** Each step one second after the one before; resolves to everything that is remembered in the end. */
  async function remembered(...steps: readonly ((tx: Tx) => Promise<unknown>)[]): Promise<AccessChange[]> {
    for (const step of steps) {
      await store.transaction(step)
      now += 1_000
    }
    return store.read.accessChanges.list()
  }

  const assignment = anAssignment('a', DEV)
  const conditional = { ...assignment, condition: "ActionMatches{'*'}", updatedAt: TIME + 1_000 }
  const deny = aDeny('d', DEV)
  const audited: DenyAssignment = { ...deny, effect: 'Audit' }
  const role = aRole('e', 'Watcher')
  const renamed = { ...role, roleName: 'Reader of all' }

  it('remembers nothing at first', async () => {
    expect(await store.read.accessChanges.list()).toEqual([])
  })

  it.each<[AccessChange['kind'], object, object, readonly ((tx: Tx) => Promise<unknown>)[]]>([
    [
      'roleAssignment',
      assignment,
      conditional,
      [
        (tx) => tx.roleAssignments.insert(assignment),
        (tx) => tx.roleAssignments.update(conditional),
        (tx) => tx.roleAssignments.delete(DEV.toUpperCase(), assignment.name.toUpperCase()),
      ],
    ],
    [
      'denyAssignment',
      deny,
      audited,
      [
        (tx) => tx.denyAssignments.insert(deny),
        (tx) => tx.denyAssignments.update(audited),
        (tx) => tx.denyAssignments.delete(DEV.toUpperCase(), deny.name.toUpperCase()),
      ],
    ],
    [
      'roleDefinition',
      role,
      renamed,
      [
        (tx) => tx.roleDefinitions.put(role),
        (tx) => tx.roleDefinitions.put(renamed),
        (tx) => tx.roleDefinitions.delete(role.roleDefinitionId),
      ],
    ],
  ])('remembers how a %s was made, changed and deleted', async (kind, first, second, steps) => {
    expect(await remembered(...steps)).toEqual([
      { kind, at: TIME, after: first },
      { kind, at: TIME + 1_000, before: first, after: second },
      { kind, at: TIME + 2_000, before: second },
    ])
  })

  it('remembers what went with a scope, and nothing of what stayed', async () => {
    await store.transaction(async (tx) => {
      await tx.roleAssignments.insert(assignment)
      await tx.roleAssignments.insert(anAssignment('b', SUBSCRIPTION))
      await tx.denyAssignments.insert(deny)
      await tx.denyAssignments.insert(aDeny('c', SUBSCRIPTION))
      await tx.accessChanges.deleteUntil(now)
    })
    const changes = await remembered(
      (tx) => tx.roleAssignments.deleteWithin(DEV),
      (tx) => tx.denyAssignments.deleteWithin(DEV),
    )
    expect(changes).toEqual([
      { kind: 'roleAssignment', at: TIME, before: assignment },
      { kind: 'denyAssignment', at: TIME + 1_000, before: deny },
    ])
  })

  const people = async (tx: Tx) => {
    await tx.principals.insert(aUser('1', 'user@x'))
    for (const id of ['a', 'b']) await tx.principals.insert(aGroup(id))
  }
  const of = (group: string, member: string) => ({ groupId: guid(group), memberId: guid(member) })

  it('remembers memberships, and nothing where nothing changed', async () => {
    await store.transaction(people)
    const changes = await remembered(
      (tx) => tx.principals.addMember(guid('A').toUpperCase(), guid('1')),
      (tx) => tx.principals.addMember(guid('a'), guid('1')),
      (tx) => tx.principals.removeMember(guid('a'), guid('1')),
      (tx) => tx.principals.removeMember(guid('a'), guid('1')),
      (tx) => tx.roleAssignments.delete(DEV, guid('f')),
      (tx) => tx.roleAssignments.deleteWithin(DEV),
    )
    expect(changes).toEqual([
      { kind: 'groupMembership', at: TIME, after: of('a', '1') },
      { kind: 'groupMembership', at: TIME + 2_000, before: of('a', '1') },
    ])
  })

  it('remembers the memberships that end with a principal, above it and below it', async () => {
    await store.transaction(async (tx) => {
      await people(tx)
      await tx.principals.addMember(guid('a'), guid('1'))
      await tx.principals.addMember(guid('b'), guid('a'))
      await tx.principals.addMember(guid('a'), guid('a'))
      await tx.accessChanges.deleteUntil(now)
    })
    const changes = await remembered((tx) => tx.principals.delete(guid('a')))
    const kind = 'groupMembership'
    expect(changes.map(({ before }) => before)).toEqual([of('a', 'a'), of('b', 'a'), of('a', '1')])
    expect(changes.every((change) => change.kind === kind && change.at === TIME)).toBe(true)
  })

  it('finds direct memberships of several principals', async () => {
    await store.transaction(async (tx) => {
      await people(tx)
      await tx.principals.addMember(guid('a'), guid('1'))
      await tx.principals.addMember(guid('b'), guid('a'))
    })
    const found = await store.read.principals.membershipsOf([guid('1').toUpperCase(), guid('a'), guid('b')])
    expect(found.toSorted((x, y) => (x.groupId < y.groupId ? -1 : 1))).toEqual([of('a', '1'), of('b', 'a')])
    expect(await store.read.principals.membershipsOf([])).toEqual([])
  })

  it('remembers nothing of a transaction that failed', async () => {
    const failing = store.transaction(async (tx) => {
      await tx.roleAssignments.insert(assignment)
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await store.read.accessChanges.list()).toEqual([])
  })

  it.each([
    ['is dropped when it is as old as what is kept', 60_000, 1],
    ['is kept until then', 59_999, 2],
  ])('a change %s', async (_, age, left) => {
    await store.transaction((tx) => tx.roleAssignments.insert(assignment))
    now += age
    await store.transaction((tx) => tx.roleDefinitions.put(role))
    expect(await store.read.accessChanges.list()).toHaveLength(left)
  })

  it('forgets changes up to a time, and tells that something changed', async () => {
    await remembered(
      (tx) => tx.roleAssignments.insert(assignment),
      (tx) => tx.roleAssignments.update(conditional),
    )
    const change = await store.read.changes.latest()
    expect(await store.transaction((tx) => tx.accessChanges.deleteUntil(TIME))).toBe(1)
    expect(await store.read.accessChanges.list()).toEqual([
      { kind: 'roleAssignment', at: TIME + 1_000, before: assignment, after: conditional },
    ])
    expect(await store.read.changes.latest()).toBe(change + 1)
    expect(await store.transaction((tx) => tx.accessChanges.deleteUntil(TIME))).toBe(0)
    expect(await store.read.changes.latest()).toBe(change + 1)
  })

  describe('unless it was told to remember', () => {
    it('remembers nothing', async () => {
      const forgetful = await makeStore({})
      try {
        await forgetful.transaction(async (tx) => {
          await people(tx)
          await tx.principals.addMember(guid('a'), guid('1'))
          await tx.roleAssignments.insert(assignment)
          await tx.roleAssignments.delete(DEV, assignment.name)
          await tx.roleDefinitions.put(role)
          await tx.denyAssignments.insert(deny)
          await tx.denyAssignments.deleteWithin(DEV)
          await tx.principals.delete(guid('a'))
        })
        expect(await forgetful.read.accessChanges.list()).toEqual([])
      } finally {
        await forgetful.close()
      }
    })
  })
}
