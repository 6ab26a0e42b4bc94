/** Contract of group membership. */
import { describe, expect, it } from 'vitest'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { aGroup, aUser, guid } from './records.js'

export function describeGroups(store: CurrentStore): void {
  describe('groups', () => {
    /** A user `1` and groups `a` to `d`; then `[group, member]` pairs. */
    const arrange = (...pairs: (readonly [string, string])[]) =>
      store().transaction(async (tx) => {
        await tx.principals.insert(aUser('1', 'user@x'))
        for (const id of ['a', 'b', 'c', 'd']) await tx.principals.insert(aGroup(id))
        for (const [group, member] of pairs) await tx.principals.addMember(guid(group), guid(member))
      })
    const groupsOf = async (id: string) => {
      const { principals } = store().read
      const ids = await principals.transitiveGroupIds(guid(id))
      expect(await principals.transitiveGroupKeys(guid(id))).toEqual(ids.map((one) => one.toLowerCase()))
      return ids
    }
    const membersOf = (id: string) => store().read.principals.members(guid(id))

    it('lists direct members only', async () => {
      await arrange(['a', 'b'], ['a', '1'], ['b', 'c'])
      expect(await membersOf('a')).toEqual([guid('1'), guid('b')])
      expect(await membersOf('d')).toEqual([])
    })

    it.each([
      ['directly', [['a', '1']], ['a']],
      [
        'through other groups',
        [
          ['a', '1'],
          ['b', 'a'],
          ['c', 'b'],
        ],
        ['a', 'b', 'c'],
      ],
      [
        'by two ways, once',
        [
          ['a', '1'],
          ['b', '1'],
          ['c', 'a'],
          ['c', 'b'],
        ],
        ['a', 'b', 'c'],
      ],
      [
        'in groups that contain each other',
        [
          ['a', '1'],
          ['b', 'a'],
          ['c', 'b'],
          ['a', 'c'],
        ],
        ['a', 'b', 'c'],
      ],
      ['not at all', [['a', 'b']], []],
    ] as const)('finds the groups that contain a principal %s', async (_, pairs, expected) => {
      await arrange(...pairs)
      expect(await groupsOf('1')).toEqual(expected.map(guid))
    })

    it('does not count a group as its own when groups contain each other', async () => {
      await arrange(['a', 'b'], ['b', 'a'], ['c', 'c'])
      expect(await groupsOf('a')).toEqual([guid('b')])
      expect(await groupsOf('c')).toEqual([])
    })

    it('compares ids without case', async () => {
      await arrange(['a', '1'])
      const upper = (id: string) => guid(id).toUpperCase()
      expect(await store().read.principals.members(upper('a'))).toEqual([guid('1')])
      await store().transaction((tx) => tx.principals.addMember(upper('b'), upper('a')))
      expect(await store().read.principals.transitiveGroupIds(upper('1'))).toEqual([guid('a'), guid('b')])
      expect(await store().read.principals.transitiveGroupKeys(upper('1'))).toEqual([guid('a'), guid('b')])
      await store().transaction((tx) => tx.principals.removeMember(upper('b'), upper('a')))
      expect(await groupsOf('1')).toEqual([guid('a')])
    })

    it('takes a member that is added twice, or removed twice, once', async () => {
      await arrange(['a', '1'], ['a', '1'])
      expect(await membersOf('a')).toEqual([guid('1')])
      await store().transaction(async (tx) => {
        await tx.principals.removeMember(guid('a'), guid('1'))
        await tx.principals.removeMember(guid('a'), guid('1'))
      })
      expect(await membersOf('a')).toEqual([])
    })

    it.each([
      ['group', 'f', '1'],
      ['member', 'a', 'f'],
    ])('refuses a membership whose %s is missing', async (_, group, member) => {
      await arrange()
      expect(await conflictOf(store(), (tx) => tx.principals.addMember(guid(group), guid(member)))).toBe('notFound')
    })

    it('a deleted principal leaves every group, and a deleted group lets go of its members', async () => {
      await arrange(['a', '1'], ['b', '1'], ['c', 'b'])
      await store().transaction(async (tx) => {
        await tx.principals.delete(guid('b'))
        expect(await tx.principals.transitiveGroupIds(guid('1'))).toEqual([guid('a')])
        await tx.principals.delete(guid('1'))
      })
      expect(await membersOf('a')).toEqual([])
      expect(await membersOf('c')).toEqual([])
    })

    it('an update keeps memberships', async () => {
      await arrange(['a', '1'], ['b', 'a'])
      await store().transaction((tx) => tx.principals.update({ ...aGroup('a'), displayName: 'renamed' }))
      expect(await groupsOf('1')).toEqual([guid('a'), guid('b')])
    })
  })
}
