/** Contract of `roleAssignments`. */
import { describe, expect, it } from 'vitest'
import type { RoleAssignment } from '../../domain/rbac/role.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { anAssignment, DEV, guid, SUBSCRIPTION } from './records.js'

const VM = `${DEV}/providers/Microsoft.Compute/virtualMachines/Vm1`
const DEV2 = `${DEV}2`

const atRoot = anAssignment('e', '/')
const atSubscription = anAssignment('d', SUBSCRIPTION)
const atDev = anAssignment('c', DEV)
const atVm = anAssignment('b', VM)
const atDev2 = anAssignment('a', DEV2)
const ofOther = anAssignment('f', DEV, { principalId: guid('2') })
const all = [atVm, atDev2, ofOther, atDev, atSubscription, atRoot]

export function describeRoleAssignments(store: CurrentStore): void {
  describe('role assignments', () => {
    const insert = (...assignments: RoleAssignment[]) =>
      store().transaction(async (tx) => {
        for (const assignment of assignments) await tx.roleAssignments.insert(assignment)
      })
    const byName = (a: RoleAssignment, b: RoleAssignment) => (a.name < b.name ? -1 : 1)

    it('gives back the whole record by scope and name in any case', async () => {
      const full = anAssignment('a', DEV, {
        condition: '(true)',
        conditionVersion: '2.0',
        description: 'why',
        delegatedManagedIdentityResourceId: VM,
        createdBy: guid('2'),
        updatedBy: guid('3'),
      })
      await insert(full)
      const { roleAssignments } = store().read
      expect(await roleAssignments.get(`${DEV.toUpperCase()}/`, full.name.toUpperCase())).toEqual(full)
      expect(await roleAssignments.get(VM, full.name)).toBeUndefined()
      expect(await roleAssignments.findByName(full.name.toUpperCase())).toEqual(full)
      expect(await roleAssignments.findByName(guid('ffff'))).toBeUndefined()
    })

    it('keeps an assignment at the root under /', async () => {
      await insert(atRoot)
      expect(await store().read.roleAssignments.get('/', atRoot.name)).toEqual(atRoot)
    })

    it.each([
      ['the vm', VM, [guid('1')], [atVm, atDev, atSubscription, atRoot]],
      ['the vm, for two', VM, [guid('1'), guid('2')], [atVm, atDev, ofOther, atSubscription, atRoot]],
      ['a group in another case', DEV.toUpperCase(), [guid('2').toUpperCase()], [ofOther]],
      ['a sibling with a longer name', DEV2, [guid('1')], [atDev2, atSubscription, atRoot]],
      ['something below a sibling', `${DEV2}/providers/Microsoft.X/y/z`, [guid('2')], []],
      ['the root', '/', [guid('1'), guid('2')], [atRoot]],
      ['the vm, for nobody', VM, [], []],
      ['the vm, for a stranger', VM, [guid('3')], []],
    ])('finds what applies at %s: there and above, never beside or below', async (_, scope, principalIds, expected) => {
      await insert(...all)
      const found = await store().read.roleAssignments.findApplicable({ principalIds, scope })
      expect(found.toSorted(byName)).toEqual(expected.toSorted(byName))
    })

    it('lists all assignments of principals, at any scope', async () => {
      await insert(...all)
      const { roleAssignments } = store().read
      expect((await roleAssignments.listByPrincipals([guid('1'), guid('2').toUpperCase()])).toSorted(byName)).toEqual(
        all.toSorted(byName),
      )
      expect(await roleAssignments.listByPrincipals([guid('2')])).toEqual([ofOther])
      expect(await roleAssignments.listByPrincipals([])).toEqual([])
    })

    it.each([
      ['there', DEV, { covering: false, below: false }, [atDev, ofOther]],
      ['there and above', DEV, { covering: true, below: false }, [atRoot, atSubscription, atDev, ofOther]],
      ['there and below', DEV.toUpperCase(), { covering: false, below: true }, [atDev, ofOther, atVm]],
      ['all around', DEV, { covering: true, below: true }, [atRoot, atSubscription, atDev, ofOther, atVm]],
      ['only the root', '/', { covering: true, below: false }, [atRoot]],
      [
        'the root and everything below',
        '/',
        { covering: true, below: true },
        [atRoot, atSubscription, atDev, ofOther, atVm, atDev2],
      ],
    ])('lists at a scope: %s', async (_, scope, parts, expected) => {
      await insert(...all)
      expect(await store().read.roleAssignments.listAtScope(scope, parts)).toEqual(expected)
    })

    it.each([
      ['there', DEV, false, 2],
      ['there and below', DEV.toUpperCase(), true, 3],
      ['there, where only others are below', SUBSCRIPTION, false, 1],
      ['everywhere', '/', true, 6],
      ['where nothing is', `${DEV}3`, true, 0],
    ])('counts the assignments of a scope: %s', async (_, scope, below, expected) => {
      await insert(...all)
      expect(await store().read.roleAssignments.countAtScope(scope, { below })).toBe(expected)
    })

    it('counts the assignments of a role', async () => {
      await insert(...all, anAssignment('99', VM, { roleDefinitionId: guid('ddd') }))
      const { roleAssignments } = store().read
      expect(await roleAssignments.countByRoleDefinition(guid('eee').toUpperCase())).toBe(all.length)
      expect(await roleAssignments.countByRoleDefinition(guid('ccc'))).toBe(0)
    })

    it.each([
      ['the name at that scope', { ...atDev, name: atDev.name.toUpperCase(), principalId: guid('9') }],
      ['principal, role and scope', { ...atDev, name: guid('99'), scope: `${DEV.toUpperCase()}/` }],
      [
        'principal, role and scope in another case',
        { ...atDev, name: guid('99'), principalId: guid('1').toUpperCase(), roleDefinitionId: guid('EEE') },
      ],
    ])('refuses a second assignment with %s', async (_, second) => {
      await insert(atDev)
      expect(await conflictOf(store(), (tx) => tx.roleAssignments.insert(second))).toBe('alreadyExists')
      expect(await store().read.roleAssignments.listAtScope('/', { covering: true, below: true })).toEqual([atDev])
    })

    it.each([
      ['the same name at another scope', { ...atDev, scope: VM }],
      ['another role', { ...atDev, name: guid('99'), roleDefinitionId: guid('ddd') }],
      ['another principal', { ...atDev, name: guid('99'), principalId: guid('2') }],
    ])('accepts %s', async (_, second) => {
      await insert(atDev, second)
      expect(await store().read.roleAssignments.get(second.scope, second.name)).toEqual(second)
      expect(await store().read.roleAssignments.get(atDev.scope, atDev.name)).toEqual(atDev)
    })

    it('replaces an assignment, and refuses to replace what is not there', async () => {
      await insert(atDev)
      const changed = { ...atDev, name: atDev.name.toUpperCase(), description: 'changed' }
      await store().transaction((tx) => tx.roleAssignments.update(changed))
      expect(await store().read.roleAssignments.get(DEV, atDev.name)).toEqual(changed)
      expect(await conflictOf(store(), (tx) => tx.roleAssignments.update({ ...atDev, scope: VM }))).toBe('notFound')
    })

    it('deletes at that scope only, once', async () => {
      const below = { ...atDev, scope: VM }
      await insert(atDev, below)
      const remove = () =>
        store().transaction((tx) => tx.roleAssignments.delete(DEV.toUpperCase(), atDev.name.toUpperCase()))
      expect([await remove(), await remove()]).toEqual([atDev, undefined])
      expect(await store().read.roleAssignments.findByName(atDev.name)).toEqual(below)
    })

    it.each([
      ['a group', DEV.toUpperCase(), [atRoot, atSubscription, atDev2]],
      ['a resource', VM, [atRoot, atSubscription, atDev, ofOther, atDev2]],
      ['a resource without assignments', `${VM}2`, [atRoot, atSubscription, atDev, ofOther, atVm, atDev2]],
      ['everything', '/', []],
    ])('deletes what is at and below %s, and nothing beside or above it', async (_, scope, left) => {
      await insert(...all)
      const count = await store().transaction((tx) => tx.roleAssignments.deleteWithin(scope))
      expect(count).toBe(all.length - left.length)
      expect(await store().read.roleAssignments.listAtScope('/', { covering: false, below: true })).toEqual(left)
    })
  })
}
