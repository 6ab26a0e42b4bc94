/** Contract of transactions, change numbers and closing. */
import { describe, expect, it } from 'vitest'
import { managementGroupScope } from '../../domain/management/hierarchy.js'
import { StoreConflict, type Tx } from '../../ports/store.js'
import type { CurrentStore } from './describe-store.js'
import {
  aDeny,
  aGroup,
  anApplication,
  anAssignment,
  anOperation,
  aResource,
  aRole,
  aSigningKey,
  DEV,
  guid,
  TIME,
} from './records.js'

/** A promise and how to fulfil it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { opened: promise, open: resolve }
}

export function describeTransactions(store: CurrentStore): void {
  describe('transactions', () => {
    it('give back what the work gives back, and read their own writes', async () => {
      const seen = await store().transaction(async (tx) => {
        await tx.resources.insert(aResource(DEV))
        return tx.resources.get(DEV)
      })
      expect(seen).toEqual(aResource(DEV))
    })

    it('write nothing when the work fails, and pass its error on', async () => {
      const failure = new Error('changed my mind')
      const failing = store().transaction(async (tx) => {
        await tx.resources.insert(aResource(DEV))
        await tx.principals.insert(aGroup('a'))
        await tx.settings.put('name', { a: 1 })
        throw failure
      })
      await expect(failing).rejects.toBe(failure)
      expect(await store().read.resources.list({ scope: '/' })).toEqual([])
      expect(await store().read.principals.list()).toEqual([])
      expect(await store().read.settings.get('name')).toBeUndefined()
      expect(await store().read.changes.latest()).toBe(0)
    })

    it('write nothing of what came before a conflict', async () => {
      await store().transaction((tx) => tx.resources.insert(aResource(DEV)))
      const failing = store().transaction(async (tx) => {
        await tx.principals.insert(aGroup('a'))
        await tx.resources.insert(aResource(DEV))
      })
      await expect(failing).rejects.toBeInstanceOf(StoreConflict)
      expect(await store().read.principals.list()).toEqual([])
    })

    it('go on after a conflict that the work catches', async () => {
      await store().transaction((tx) => tx.roleAssignments.insert(anAssignment('a', DEV)))
      const existing = await store().transaction(async (tx) => {
        await tx.principals.insert(aGroup('a'))
        await tx.roleAssignments.insert(anAssignment('b', DEV)).catch(() => {})
        return tx.roleAssignments.findByName(guid('a'))
      })
      expect(existing).toEqual(anAssignment('a', DEV))
      expect(await store().read.principals.list()).toEqual([aGroup('a')])
    })

    it('are not seen by reads before they end', async () => {
      const [written, goOn] = [gate(), gate()]
      const writing = store().transaction(async (tx) => {
        await tx.resources.insert(aResource(DEV))
        written.open()
        await goOn.opened
        throw new Error('rolled back')
      })
      await written.opened
      const reading = store().read.resources.get(DEV)
      const changes = store().read.changes.latest()
      goOn.open()
      await expect(writing).rejects.toThrow('rolled back')
      expect(await reading).toBeUndefined()
      expect(await changes).toBe(0)
    })

    it('that start together all come through, one after the other', async () => {
      await store().transaction((tx) => tx.settings.put('counter', { n: 0 }))
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store().transaction(async (tx) => {
            const n = Number((await tx.settings.get('counter'))?.n)
            await tx.settings.put('counter', { n: n + 1 })
          }),
        ),
      )
      expect(await store().read.settings.get('counter')).toEqual({ n: 20 })
    })

    it.each([
      ['read', (s: ReturnType<CurrentStore>) => s.read.resources.get(DEV)],
      ['transaction', (s: ReturnType<CurrentStore>) => s.transaction(async () => {})],
      ['close', (s: ReturnType<CurrentStore>) => s.close()],
    ])('refuse %s from inside, which would never end', async (_, use) => {
      const nested = store().transaction(async (tx) => {
        await tx.resources.insert(aResource(DEV))
        await use(store())
      })
      await expect(nested).rejects.toThrow('inside a transaction')
      expect(await store().read.resources.get(DEV)).toBeUndefined()
    })

    it('let work that they started read once they have ended', async () => {
      const ended = gate()
      const later = await store().transaction(async (tx) => {
        await tx.resources.insert(aResource(DEV))
        return { read: ended.opened.then(() => store().read.resources.get(DEV)) }
      })
      ended.open()
      expect(await later.read).toEqual(aResource(DEV))
    })

    it('refuse their tx once they have ended', async () => {
      let kept: Tx | undefined
      await store().transaction(async (tx) => {
        kept = tx
      })
      await expect(kept?.resources.insert(aResource(DEV))).rejects.toThrow('after its transaction ended')
      expect(await store().read.resources.get(DEV)).toBeUndefined()
    })
  })

  describe('change numbers', () => {
    const before: (tx: Tx) => Promise<void> = async (tx) => {
      await tx.resources.insert(aResource(DEV))
      await tx.principals.insert(aGroup('a'))
      await tx.principals.insert(aGroup('b'))
      await tx.principals.addMember(guid('a'), guid('b'))
      await tx.applications.insert(anApplication('a', 'b'))
      await tx.roleAssignments.insert(anAssignment('a', DEV))
      await tx.roleDefinitions.put(aRole('a', 'role'))
    }

    it.each<[string, (tx: Tx) => Promise<unknown>]>([
      ['a resource is inserted', (tx) => tx.resources.insert(aResource(`${DEV}2`))],
      ['a resource is updated', (tx) => tx.resources.update(aResource(DEV))],
      ['a resource is deleted', (tx) => tx.resources.delete(DEV)],
      ['a principal is inserted', (tx) => tx.principals.insert(aGroup('c'))],
      ['a principal is updated', (tx) => tx.principals.update(aGroup('a'))],
      ['a principal is deleted', (tx) => tx.principals.delete(guid('a'))],
      ['a member is added', (tx) => tx.principals.addMember(guid('b'), guid('a'))],
      ['a member is removed', (tx) => tx.principals.removeMember(guid('a'), guid('b'))],
      ['an application is inserted', (tx) => tx.applications.insert(anApplication('c', 'd'))],
      ['an application is updated', (tx) => tx.applications.update(anApplication('a', 'b'))],
      ['an application is deleted', (tx) => tx.applications.delete(guid('a'))],
      ['a role assignment is inserted', (tx) => tx.roleAssignments.insert(anAssignment('b', `${DEV}2`))],
      ['a role assignment is updated', (tx) => tx.roleAssignments.update(anAssignment('a', DEV))],
      ['a role assignment is deleted', (tx) => tx.roleAssignments.delete(DEV, guid('a'))],
      ['role assignments are deleted', (tx) => tx.roleAssignments.deleteWithin(DEV)],
      ['a role definition is put', (tx) => tx.roleDefinitions.put(aRole('b', 'other'))],
      ['a role definition is deleted', (tx) => tx.roleDefinitions.delete(guid('a'))],
      [
        'the tenant is put',
        (tx) => tx.tenants.put({ tenantId: guid('a'), displayName: '', defaultDomain: 'x', createdAt: TIME }),
      ],
      ['nothing is written, but the change is told', async (tx) => tx.changes.touch()],
    ])('grow when %s', async (_, write) => {
      await store().transaction(before)
      const last = await store().read.changes.latest()
      await store().transaction(write)
      expect(await store().read.changes.latest()).toBe(last + 1)
    })

    it.each<[string, (tx: Tx) => Promise<unknown>]>([
      ['nothing is written', (tx) => tx.resources.get(DEV)],
      ['nothing is found to delete', (tx) => tx.resources.delete(`${DEV}2`)],
      ['no assignment is found to delete', (tx) => tx.roleAssignments.deleteWithin(`${DEV}2`)],
      ['events are appended', (tx) => tx.events.append([{ time: TIME, kind: 'token.issued', facts: {} }])],
      ['an operation is put', (tx) => tx.operations.put(anOperation('a'))],
      ['a setting is put', (tx) => tx.settings.put('name', {})],
      ['a signing key is put', (tx) => tx.signingKeys.put(aSigningKey('a', TIME))],
    ])('stay when %s', async (_, write) => {
      await store().transaction(before)
      const last = await store().read.changes.latest()
      await store().transaction(write)
      expect(await store().read.changes.latest()).toBe(last)
    })

    it.each<[string, boolean, (tx: Tx) => Promise<unknown>]>([
      ['a role definition is put', true, (tx) => tx.roleDefinitions.put(aRole('b', 'other'))],
      ['a role definition is deleted', true, (tx) => tx.roleDefinitions.delete(guid('a'))],
      ['a deny assignment is inserted', true, (tx) => tx.denyAssignments.insert(aDeny('a', DEV))],
      ['a management group is inserted', true, (tx) => tx.resources.insert(aResource(managementGroupScope('a')))],
      [
        'a subscription is put into a management group',
        true,
        (tx) => tx.resources.insert(aResource(`${managementGroupScope('a')}/subscriptions/s`)),
      ],
      [
        'the tenant is put',
        true,
        (tx) => tx.tenants.put({ tenantId: guid('a'), displayName: '', defaultDomain: 'x', createdAt: TIME }),
      ],
      ['a principal is inserted', true, (tx) => tx.principals.insert(aGroup('c'))],
      ['a principal is updated', true, (tx) => tx.principals.update(aGroup('a'))],
      ['a principal is deleted', true, (tx) => tx.principals.delete(guid('a'))],
      ['the change is told', true, async (tx) => tx.changes.touch()],
      ['a resource is inserted', false, (tx) => tx.resources.insert(aResource(`${DEV}/providers/N/t/other`))],
      ['an assignment is inserted', false, (tx) => tx.roleAssignments.insert(anAssignment('b', `${DEV}2`))],
      ['a member is added', false, (tx) => tx.principals.addMember(guid('b'), guid('a'))],
      ['no deny assignment is found to delete', false, (tx) => tx.denyAssignments.delete(DEV, guid('a'))],
    ])('grow for the rules when %s: %s', async (_, grows, write) => {
      await store().transaction(before)
      const last = await store().read.changes.latestOfRules()
      await store().transaction(write)
      expect((await store().read.changes.latestOfRules()) > last).toBe(grows)
    })

    it('leave the rules alone when the transaction fails', async () => {
      const last = await store().read.changes.latestOfRules()
      const failing = store().transaction(async (tx) => {
        await tx.roleDefinitions.put(aRole('b', 'other'))
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      expect(await store().read.changes.latestOfRules()).toBe(last)
    })

    it('grow by one for a transaction, however much it writes, and only when it commits', async () => {
      expect(await store().read.changes.latest()).toBe(0)
      const inside = await store().transaction(async (tx) => {
        await before(tx)
        return tx.changes.latest()
      })
      expect([inside, await store().read.changes.latest()]).toEqual([0, 1])
    })
  })

  describe('closing', () => {
    it('waits for the transaction that runs, happens once, and refuses what comes after', async () => {
      const [started, goOn] = [gate(), gate()]
      const writing = store().transaction(async (tx) => {
        started.open()
        await goOn.opened
        await tx.resources.insert(aResource(DEV))
        return 'written'
      })
      await started.opened
      const closing = Promise.all([store().close(), store().close()])
      goOn.open()
      expect(await writing).toBe('written')
      await closing
      await expect(store().read.resources.get(DEV)).rejects.toThrow()
      await expect(store().transaction(async () => {})).rejects.toThrow()
    })
  })
}
