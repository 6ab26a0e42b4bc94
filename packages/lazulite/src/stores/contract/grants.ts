/** Contract of `grants`. */
import { describe, expect, it } from 'vitest'
import type { StoredGrant } from '../../ports/store.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { TIME } from './records.js'

const aGrant = (key: string, changed: Partial<StoredGrant> = {}): StoredGrant => ({
  key,
  kind: 'refreshToken',
  family: 'family',
  expiresAt: TIME,
  facts: { clientId: 'client', nested: { list: [1, 'a', null] } },
  ...changed,
})

export function describeGrants(store: CurrentStore): void {
  const insert = (...grants: StoredGrant[]) =>
    store().transaction(async (tx) => {
      for (const grant of grants) await tx.grants.insert(grant)
    })

  describe('grants', () => {
    it('are found by kind and key, in exactly their case', async () => {
      await insert(aGrant('Key'))
      expect(await store().read.grants.get('refreshToken', 'Key')).toEqual(aGrant('Key'))
      expect(await store().read.grants.get('refreshToken', 'key')).toBeUndefined()
      expect(await store().read.grants.get('session', 'Key')).toBeUndefined()
    })

    it('have keys of their own', async () => {
      await insert(aGrant('a'))
      expect(await conflictOf(store(), (tx) => tx.grants.insert(aGrant('a')))).toBe('alreadyExists')
      expect(await conflictOf(store(), (tx) => tx.grants.insert(aGrant('a', { kind: 'session' })))).toBe(
        'alreadyExists',
      )
    })

    it('are replaced as a whole', async () => {
      await insert(aGrant('a'), aGrant('b'))
      const changed = aGrant('a', { family: 'other', expiresAt: TIME + 5, facts: {} })
      await store().transaction((tx) => tx.grants.update(changed))
      expect(await store().read.grants.get('refreshToken', 'a')).toEqual(changed)
      expect(await store().read.grants.get('refreshToken', 'b')).toEqual(aGrant('b'))
    })

    it.each([
      ['another key', aGrant('x')],
      ['another kind', aGrant('a', { kind: 'session' })],
    ])('are not updated under %s', async (_, grant) => {
      await insert(aGrant('a'))
      expect(await conflictOf(store(), (tx) => tx.grants.update(grant))).toBe('notFound')
    })

    it('are handed out once by whoever deletes them', async () => {
      await insert(aGrant('a'))
      expect(await store().transaction((tx) => tx.grants.delete('session', 'a'))).toBeUndefined()
      expect(await store().transaction((tx) => tx.grants.delete('refreshToken', 'a'))).toEqual(aGrant('a'))
      expect(await store().transaction((tx) => tx.grants.delete('refreshToken', 'a'))).toBeUndefined()
    })

    it('are dropped at the moment they expire', async () => {
      await insert(aGrant('a'), aGrant('b', { expiresAt: TIME + 1 }))
      expect(await store().transaction((tx) => tx.grants.deleteExpired(TIME - 1))).toBe(0)
      expect(await store().transaction((tx) => tx.grants.deleteExpired(TIME))).toBe(1)
      expect(await store().read.grants.get('refreshToken', 'b')).toBeDefined()
    })

    it('leave the change number alone', async () => {
      const before = await store().read.changes.latest()
      await insert(aGrant('a'))
      expect(await store().read.changes.latest()).toBe(before)
    })
  })
}
