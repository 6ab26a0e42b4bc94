/** Contract of `tenants`, `signingKeys`, `operations` and `settings`. */
import { describe, expect, it } from 'vitest'
import type { CurrentStore } from './describe-store.js'
import { anOperation, aSigningKey, guid, TIME } from './records.js'

export function describeHousekeeping(store: CurrentStore): void {
  describe('the tenant', () => {
    const tenant = { tenantId: guid('a'), displayName: 'Lazulite', defaultDomain: 'x.onmicrosoft.com', createdAt: TIME }

    it('is absent at first, then what was put last', async () => {
      expect(await store().read.tenants.get()).toBeUndefined()
      await store().transaction((tx) => tx.tenants.put(tenant))
      expect(await store().read.tenants.get()).toEqual(tenant)
      await store().transaction((tx) => tx.tenants.put({ ...tenant, displayName: 'renamed' }))
      expect(await store().read.tenants.get()).toEqual({ ...tenant, displayName: 'renamed' })
    })

    it('is one: another takes its place', async () => {
      const other = { ...tenant, tenantId: guid('0') }
      await store().transaction(async (tx) => {
        await tx.tenants.put(tenant)
        await tx.tenants.put(other)
      })
      expect(await store().read.tenants.get()).toEqual(other)
    })
  })

  describe('signing keys', () => {
    it('are listed in the order in which they were published', async () => {
      const [old, current, next] = [aSigningKey('z', TIME), aSigningKey('m', TIME + 1), aSigningKey('a', TIME + 2)]
      await store().transaction(async (tx) => {
        for (const key of [next, old, current]) await tx.signingKeys.put(key)
      })
      expect(await store().read.signingKeys.list()).toEqual([old, current, next])
    })

    it('are replaced and deleted by kid, in exactly its case', async () => {
      const [lower, upper] = [aSigningKey('kid', TIME), aSigningKey('KID', TIME + 1)]
      const retired = { ...lower, retiredAt: TIME + 9 }
      await store().transaction(async (tx) => {
        await tx.signingKeys.put(lower)
        await tx.signingKeys.put(upper)
        await tx.signingKeys.put(retired)
      })
      expect(await store().read.signingKeys.list()).toEqual([retired, upper])
      await store().transaction(async (tx) => {
        await tx.signingKeys.delete('KID')
        await tx.signingKeys.delete('Kid')
      })
      expect(await store().read.signingKeys.list()).toEqual([retired])
    })
  })

  describe('operations', () => {
    const running = anOperation('a')
    const failed = anOperation('b', {
      status: 'Failed',
      endedAt: TIME + 10,
      error: { code: 'Conflict', message: 'busy' },
    })

    it('are found by id in any case and replaced by put', async () => {
      await store().transaction((tx) => tx.operations.put(running))
      expect(await store().read.operations.get(guid('a').toUpperCase())).toEqual(running)
      expect(await store().read.operations.get(guid('c'))).toBeUndefined()
      const done = { ...running, status: 'Succeeded' as const, endedAt: TIME + 1 }
      await store().transaction((tx) => tx.operations.put(done))
      expect(await store().read.operations.get(guid('a'))).toEqual(done)
    })

    it('are listed by status, oldest first', async () => {
      const older = anOperation('f', { startedAt: TIME - 1 })
      await store().transaction(async (tx) => {
        for (const operation of [running, failed, older]) await tx.operations.put(operation)
      })
      expect(await store().read.operations.list({ status: 'InProgress' })).toEqual([older, running])
      expect(await store().read.operations.list({ status: 'Failed' })).toEqual([failed])
      expect(await store().read.operations.list({ status: 'Canceled' })).toEqual([])
    })

    it.each([
      [TIME + 10, 0],
      [TIME + 11, 1],
    ])('that ended before a time are dropped, running ones never: %i', async (time, dropped) => {
      await store().transaction(async (tx) => {
        await tx.operations.put(running)
        await tx.operations.put(failed)
      })
      expect(await store().transaction((tx) => tx.operations.deleteEndedBefore(time))).toBe(dropped)
      expect(await store().read.operations.get(running.operationId)).toEqual(running)
      expect(await store().read.operations.get(failed.operationId)).toEqual(dropped === 0 ? failed : undefined)
    })
  })

  describe('settings', () => {
    it('hold one document per name', async () => {
      await store().transaction(async (tx) => {
        await tx.settings.put('first', { a: 1, nested: { list: [null, true, 'text'] } })
        await tx.settings.put('second', {})
        await tx.settings.put('second', { b: 2 })
      })
      expect(await store().read.settings.get('first')).toEqual({ a: 1, nested: { list: [null, true, 'text'] } })
      expect(await store().read.settings.get('second')).toEqual({ b: 2 })
      expect(await store().read.settings.get('third')).toBeUndefined()
    })
  })
}
