/** Contract of `roleDefinitions`. */
import { describe, expect, it } from 'vitest'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { aRole, guid } from './records.js'

export function describeRoleDefinitions(store: CurrentStore): void {
  describe('role definitions', () => {
    const role = { ...aRole('a1', 'VM Starter'), createdBy: guid('1'), updatedBy: guid('2') }
    const other = aRole('a2', 'VM Stopper')
    const put = (...roles: (typeof other)[]) =>
      store().transaction(async (tx) => {
        for (const each of roles) await tx.roleDefinitions.put(each)
      })

    it('gives back what was written, by id or name in any case', async () => {
      await put(other, role)
      const { roleDefinitions } = store().read
      expect(await roleDefinitions.get(guid('a1').toUpperCase())).toEqual(role)
      expect(await roleDefinitions.findByName('vm starter')).toEqual(role)
      expect(await roleDefinitions.findByName('VM Start')).toBeUndefined()
      expect(await roleDefinitions.get(guid('a3'))).toBeUndefined()
      expect(await roleDefinitions.list()).toEqual([role, other])
    })

    it('replaces a role, also its name', async () => {
      await put(role)
      const renamed = { ...role, roleDefinitionId: guid('a1').toUpperCase(), roleName: 'VM Runner' }
      await put(renamed)
      expect(await store().read.roleDefinitions.list()).toEqual([renamed])
      expect(await store().read.roleDefinitions.findByName('VM Starter')).toBeUndefined()
    })

    it('refuses the name of another role', async () => {
      await put(role, other)
      const renamed = { ...other, roleName: 'VM STARTER' }
      expect(await conflictOf(store(), (tx) => tx.roleDefinitions.put(renamed))).toBe('alreadyExists')
      expect(await store().read.roleDefinitions.list()).toEqual([role, other])
    })

    it('deletes once', async () => {
      await put(role)
      const remove = () => store().transaction((tx) => tx.roleDefinitions.delete(guid('a1').toUpperCase()))
      expect([await remove(), await remove()]).toEqual([role, undefined])
      expect(await store().read.roleDefinitions.list()).toEqual([])
    })
  })
}
