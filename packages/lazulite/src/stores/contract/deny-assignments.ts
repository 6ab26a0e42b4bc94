/** Contract of `denyAssignments`. */
import { describe, expect, it } from 'vitest'
import type { DenyAssignment } from '../../domain/rbac/deny-assignment.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { aDeny, DEV, guid, SUBSCRIPTION } from './records.js'

const VM = `${DEV}/providers/Microsoft.Compute/virtualMachines/Vm1`
const MANAGEMENT_GROUP = '/providers/Microsoft.Management/managementGroups/Field'

const atRoot = aDeny('f', '/')
const atManagementGroup = aDeny('e', MANAGEMENT_GROUP)
const atSubscription = aDeny('d', SUBSCRIPTION)
const atDev = aDeny('c', DEV)
const atDevToo = aDeny('9', DEV)
const atVm = aDeny('b', VM)
const atDev2 = aDeny('a', `${DEV}2`)
const all = [atVm, atDev2, atDev, atDevToo, atSubscription, atManagementGroup, atRoot]

export function describeDenyAssignments(store: CurrentStore): void {
  describe('deny assignments', () => {
    const insert = (...denies: DenyAssignment[]) =>
      store().transaction(async (tx) => {
        for (const deny of denies) await tx.denyAssignments.insert(deny)
      })

    it('gives back the whole record by scope and name in any case', async () => {
      const full = aDeny('a', DEV, {
        description: 'why',
        permissions: [
          { actions: ['*/write'], notActions: ['A/b/write'], dataActions: ['A/b/read'], notDataActions: [] },
          {
            actions: [],
            notActions: [],
            dataActions: ['*'],
            notDataActions: [],
            condition: 'c',
            conditionVersion: '2.0',
          },
        ],
        doNotApplyToChildScopes: true,
        principals: [{ id: guid('2'), type: 'Group' }],
        isSystemProtected: false,
        effect: 'Audit',
        condition: '(true)',
        conditionVersion: '2.0',
        createdBy: guid('2'),
        updatedBy: guid('3'),
      })
      await insert(full)
      const { denyAssignments } = store().read
      expect(await denyAssignments.get(`${DEV.toUpperCase()}/`, full.name.toUpperCase())).toEqual(full)
      expect(await denyAssignments.get(VM, full.name)).toBeUndefined()
      expect(await denyAssignments.findByName(full.name.toUpperCase())).toEqual(full)
      expect(await denyAssignments.findByName(guid('ffff'))).toBeUndefined()
    })

    it('keeps one at the root under /', async () => {
      await insert(atRoot)
      expect(await store().read.denyAssignments.get('/', atRoot.name)).toEqual(atRoot)
    })

    it.each([
      ['there', DEV, { covering: false, below: false }, [atDevToo, atDev]],
      ['there and above', DEV, { covering: true, below: false }, [atRoot, atSubscription, atDevToo, atDev]],
      ['there and below', DEV.toUpperCase(), { covering: false, below: true }, [atDevToo, atDev, atVm]],
      ['all around', DEV, { covering: true, below: true }, [atRoot, atSubscription, atDevToo, atDev, atVm]],
      ['only the root', '/', { covering: true, below: false }, [atRoot]],
      ['a management group', MANAGEMENT_GROUP, { covering: true, below: true }, [atRoot, atManagementGroup]],
      [
        'the root and everything below',
        '/',
        { covering: true, below: true },
        [atRoot, atManagementGroup, atSubscription, atDevToo, atDev, atVm, atDev2],
      ],
      ['where there is none', `${VM}2`, { covering: false, below: true }, []],
    ])('lists at a scope: %s', async (_, scope, parts, expected) => {
      await insert(...all)
      expect(await store().read.denyAssignments.listAtScope(scope, parts)).toEqual(expected)
    })

    it.each([
      ['at that scope', DEV],
      ['at another scope', VM],
    ])('refuses a second one with the same name %s', async (_, scope) => {
      await insert(atDev)
      const second = { ...atDev, name: atDev.name.toUpperCase(), scope }
      expect(await conflictOf(store(), (tx) => tx.denyAssignments.insert(second))).toBe('alreadyExists')
      expect(await store().read.denyAssignments.listAtScope('/', { covering: false, below: true })).toEqual([atDev])
    })

    it('replaces one, and refuses to replace what is not there', async () => {
      await insert(atDev)
      const changed: DenyAssignment = { ...atDev, name: atDev.name.toUpperCase(), displayName: 'changed' }
      await store().transaction((tx) => tx.denyAssignments.update(changed))
      expect(await store().read.denyAssignments.get(DEV, atDev.name)).toEqual(changed)
      expect(await conflictOf(store(), (tx) => tx.denyAssignments.update({ ...atDev, scope: VM }))).toBe('notFound')
    })

    it('deletes at that scope only, once', async () => {
      await insert(atDev)
      const remove = (scope: string) =>
        store().transaction((tx) => tx.denyAssignments.delete(scope, atDev.name.toUpperCase()))
      expect([await remove(VM), await remove(DEV.toUpperCase()), await remove(DEV)]).toEqual([
        undefined,
        atDev,
        undefined,
      ])
    })

    it.each([
      ['a group', DEV.toUpperCase(), [atRoot, atManagementGroup, atSubscription, atDev2]],
      ['a resource', VM, [atRoot, atManagementGroup, atSubscription, atDevToo, atDev, atDev2]],
      ['a resource without any', `${VM}2`, [atRoot, atManagementGroup, atSubscription, atDevToo, atDev, atVm, atDev2]],
      ['everything', '/', []],
    ])('deletes what is at and below %s, and nothing beside or above it', async (_, scope, left) => {
      await insert(...all)
      const count = await store().transaction((tx) => tx.denyAssignments.deleteWithin(scope))
      expect(count).toBe(all.length - left.length)
      expect(await store().read.denyAssignments.listAtScope('/', { covering: false, below: true })).toEqual(left)
    })

    it('counts as a change when written, and not when nothing was deleted', async () => {
      const { changes } = store().read
      const before = await changes.latest()
      await insert(atDev)
      const written = await changes.latest()
      expect(written).toBeGreaterThan(before)
      await store().transaction((tx) => tx.denyAssignments.delete(VM, atDev.name))
      await store().transaction((tx) => tx.denyAssignments.deleteWithin(VM))
      expect(await changes.latest()).toBe(written)
      await store().transaction((tx) => tx.denyAssignments.update({ ...atDev, displayName: 'changed' }))
      const updated = await changes.latest()
      expect(updated).toBeGreaterThan(written)
      await store().transaction((tx) => tx.denyAssignments.delete(DEV, atDev.name))
      expect(await changes.latest()).toBeGreaterThan(updated)
    })
  })
}
