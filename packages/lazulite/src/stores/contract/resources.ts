/** Contract of `resources`. */
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../domain/arm-resource/resource.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { aResource, DEV, guid, SUBSCRIPTION, TIME } from './records.js'

const VM = `${DEV}/providers/Microsoft.Compute/virtualMachines/Vm1`
const IDENTITY = `${DEV}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Id1`
const GROUP_TYPE = 'Microsoft.Resources/resourceGroups'

const withIdentities = (id: string, ...identities: string[]): Resource =>
  aResource(id, {
    identity: {
      userAssigned: identities.map((resourceId) => ({ resourceId, principalId: guid('1'), clientId: guid('2') })),
    },
  })

export function describeResources(store: CurrentStore): void {
  describe('resources', () => {
    const insert = (...resources: Resource[]) =>
      store().transaction(async (tx) => {
        for (const resource of resources) await tx.resources.insert(resource)
      })

    it('gives back the whole record as it was written', async () => {
      const full = aResource(VM, {
        resourceGroup: 'Dev',
        location: 'westus',
        tags: { Team: 'Ä "quoted" \u0000', empty: '' },
        identity: {
          systemAssigned: { principalId: guid('1'), clientId: guid('2') },
          userAssigned: [{ resourceId: IDENTITY, principalId: guid('3'), clientId: guid('4') }],
        },
        provisioningState: 'Updating',
        body: { properties: { hardwareProfile: { vmSize: 'Standard_B1s' }, list: [1, null, true] }, zones: ['1'] },
        changedAt: TIME + 1,
      })
      await insert(full)
      expect(await store().read.resources.get(VM)).toEqual(full)
    })

    it('gives back absent fields as absent', async () => {
      await insert(aResource(VM))
      expect(Object.keys((await store().read.resources.get(VM)) ?? {}).sort()).toEqual(
        Object.keys(aResource(VM)).sort(),
      )
    })

    it.each([VM.toUpperCase(), VM.toLowerCase(), `${VM}/`, VM.replace('/providers', '//providers')])(
      'finds the same resource as %s',
      async (id) => {
        await insert(aResource(VM))
        expect(await store().read.resources.get(id)).toEqual(aResource(VM))
      },
    )

    it('knows nothing of an id that was never written', async () => {
      await insert(aResource(VM))
      expect(await store().read.resources.get(`${VM}2`)).toBeUndefined()
    })

    it('refuses to insert an id that exists in another case, and keeps the first', async () => {
      await insert(aResource(VM))
      const again = aResource(VM.toUpperCase(), { etag: 'etag-2' })
      expect(await conflictOf(store(), (tx) => tx.resources.insert(again))).toBe('alreadyExists')
      expect(await store().read.resources.get(VM)).toEqual(aResource(VM))
    })

    it('replaces a record, with the case of its id', async () => {
      await insert(aResource(VM, { tags: { a: '1' } }))
      const replaced = aResource(VM.toLowerCase(), { etag: 'etag-2' })
      await store().transaction((tx) => tx.resources.update(replaced))
      expect(await store().read.resources.get(VM)).toEqual(replaced)
    })

    it.each([
      ['etag-1', undefined, 'etag-2'],
      ['etag-0', 'changed', 'etag-1'],
      ['ETAG-1', 'changed', 'etag-1'],
    ])('updates on condition of etag %s: conflict %s, then etag %s', async (ifEtag, conflict, etag) => {
      await insert(aResource(VM))
      const changed = aResource(VM, { etag: 'etag-2' })
      expect(await conflictOf(store(), (tx) => tx.resources.update(changed, { ifEtag }))).toBe(conflict)
      expect((await store().read.resources.get(VM))?.etag).toBe(etag)
    })

    it.each([[{}], [{ ifEtag: 'etag-1' }]])('refuses to update what is not there: %j', async (options) => {
      expect(await conflictOf(store(), (tx) => tx.resources.update(aResource(VM), options))).toBe('notFound')
    })

    it('deletes in any case and gives back what was deleted', async () => {
      await insert(aResource(VM))
      expect(await store().transaction((tx) => tx.resources.delete(VM.toUpperCase()))).toEqual(aResource(VM))
      expect(await store().transaction((tx) => tx.resources.delete(VM))).toBeUndefined()
      expect(await store().read.resources.get(VM)).toBeUndefined()
    })

    describe('lists', () => {
      const extension = `${VM}/extensions/Ext`
      const inDev = [DEV, IDENTITY, VM, extension]
      const siblings = [`${SUBSCRIPTION}/resourceGroups/dev2`, `${DEV}-2`, `${DEV}.x`, `${DEV}0`, `${DEV}(1)`]
      const all = [
        aResource(SUBSCRIPTION, { type: 'Microsoft.Resources/subscriptions' }),
        aResource(DEV, { type: GROUP_TYPE }),
        aResource(VM),
        aResource(extension, { type: 'Microsoft.Compute/virtualMachines/extensions' }),
        aResource(IDENTITY, { type: 'Microsoft.ManagedIdentity/userAssignedIdentities' }),
        ...siblings.map((id) => aResource(id, { type: GROUP_TYPE })),
        ...siblings.map((id) => aResource(`${id}/providers/Microsoft.Compute/virtualMachines/Vm1`)),
      ]
      const idsOf = async (query: { scope: string; type?: string }) =>
        (await store().read.resources.list(query)).map((resource) => resource.id)
      const byKey = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)

      it.each([
        ['a group', DEV, inDev],
        ['a group in another case and with a slash', `${DEV.toUpperCase()}/`, inDev],
        ['a resource with its children', VM, [VM, extension]],
        ['a scope that is no resource', `${DEV}/providers/Microsoft.Compute`, [VM, extension]],
        ['nothing there', `${DEV}/providers/Microsoft.Network`, []],
        ['half a name', `${SUBSCRIPTION}/resourceGroups/De`, []],
        ['the subscription', SUBSCRIPTION, all.map((resource) => resource.id)],
        ['everything', '/', all.map((resource) => resource.id)],
      ])('what is at or below %s, whole segments only, ordered by key', async (_, scope, expected) => {
        await insert(...all)
        expect(await idsOf({ scope })).toEqual(expected.toSorted(byKey))
      })

      it.each([
        ['microsoft.compute/VIRTUALMACHINES', [VM]],
        ['Microsoft.Resources/resourceGroups', [DEV]],
        ['Microsoft.Compute', []],
      ])('one type, in any case, and only that: %s', async (type, expected) => {
        await insert(...all)
        expect(await idsOf({ scope: DEV, type })).toEqual(expected)
      })

      it('one type of the whole store', async () => {
        await insert(...all)
        const groups = [DEV, ...siblings].toSorted(byKey)
        expect(await idsOf({ scope: '/', type: GROUP_TYPE })).toEqual(groups)
      })
    })

    describe('by user-assigned identity', () => {
      const other = `${DEV}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/Id2`
      const vm2 = `${DEV}/providers/Microsoft.Compute/virtualMachines/Vm2`
      const idsWith = async (identity: string) =>
        (await store().read.resources.listByUserAssignedIdentity(identity)).map((resource) => resource.id)

      it('lists the resources that have it, in any case, ordered by key', async () => {
        await insert(withIdentities(vm2, other, IDENTITY), withIdentities(VM, IDENTITY.toUpperCase()), aResource(DEV))
        expect(await idsWith(IDENTITY.toLowerCase())).toEqual([VM, vm2])
        expect(await idsWith(other)).toEqual([vm2])
        expect(await idsWith(`${IDENTITY}1`)).toEqual([])
      })

      it('follows updates and deletion', async () => {
        await insert(withIdentities(VM, IDENTITY), withIdentities(vm2, IDENTITY))
        await store().transaction(async (tx) => {
          await tx.resources.update(withIdentities(VM, other))
          await tx.resources.delete(vm2)
        })
        expect(await idsWith(IDENTITY)).toEqual([])
        expect(await idsWith(other)).toEqual([VM])
        await store().transaction((tx) => tx.resources.update(aResource(VM)))
        expect(await idsWith(other)).toEqual([])
      })

      it('takes an identity that is named twice for one', async () => {
        await insert(withIdentities(VM, IDENTITY, IDENTITY.toUpperCase()))
        expect(await idsWith(IDENTITY)).toEqual([VM])
      })
    })
  })
}
