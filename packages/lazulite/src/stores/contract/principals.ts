/** Contract of `principals`. */
import { describe, expect, it } from 'vitest'
import type { Principal } from '../../domain/directory/directory-objects.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { describeGroups } from './groups.js'
import { aGroup, anAssignment, aServicePrincipal, aUser, DEV, guid, TIME } from './records.js'

export function describePrincipals(store: CurrentStore): void {
  describe('principals', () => {
    const admin: Principal = {
      ...aUser('a1', 'Admin@lazulite.onmicrosoft.com'),
      password: { keyId: guid('9'), hash: 'scrypt$…', hint: 'abc', startsAt: TIME, endsAt: TIME + 1 },
      directoryRoles: [guid('8')],
    }
    const app = aServicePrincipal('b1', 'c1', {
      servicePrincipalNames: [guid('c1'), 'https://Vault.azure.net', 'api://App/'],
    })
    const vm = aServicePrincipal('b2', 'c2', {
      servicePrincipalType: 'ManagedIdentity',
      managedIdentity: { type: 'SystemAssigned', resourceId: `${DEV}/providers/Microsoft.Compute/virtualMachines/Vm1` },
    })
    const group = aGroup('d1')
    const all = [admin, app, vm, group]
    const insert = (...principals: Principal[]) =>
      store().transaction(async (tx) => {
        for (const principal of principals) await tx.principals.insert(principal)
      })

    it.each(all)('gives back a $kind as it was written, by object id in any case', async (principal) => {
      await insert(...all)
      expect(await store().read.principals.get(principal.principalId)).toEqual(principal)
      expect(await store().read.principals.get(principal.principalId.toUpperCase())).toEqual(principal)
      expect(await store().read.principals.get(guid('ffff'))).toBeUndefined()
    })

    it('gives back many, each once, and leaves out who is not there', async () => {
      await insert(...all)
      const ids = [vm, admin, group, admin].map((principal) => principal.principalId)
      expect(await store().read.principals.getMany([...ids, guid('ffff'), vm.principalId.toUpperCase()])).toEqual([
        admin,
        vm,
        group,
      ])
      expect(await store().read.principals.getMany([])).toEqual([])
    })

    it('gives back more than one query can ask for', async () => {
      const users = Array.from({ length: 1100 }, (_, n) => aUser(`${10_000 + n}`, `user${n}@x`))
      await insert(...users)
      expect(await store().read.principals.getMany(users.map((user) => user.principalId))).toEqual(users)
    })

    it('lists all, or one kind', async () => {
      await insert(...all)
      expect(await store().read.principals.list()).toEqual(all)
      expect(await store().read.principals.list({ kind: 'ServicePrincipal' })).toEqual([app, vm])
    })

    it('finds a service principal by client id in any case, and by nothing else', async () => {
      await insert(...all)
      expect(await store().read.principals.findByClientId(guid('c2').toUpperCase())).toEqual(vm)
      expect(await store().read.principals.findByClientId(vm.principalId)).toBeUndefined()
    })

    it.each([
      ['Admin@lazulite.onmicrosoft.com', admin],
      ['ADMIN@LAZULITE.ONMICROSOFT.COM', admin],
      ['admin@lazulite.onmicrosoft.co', undefined],
      ['%', undefined],
    ])('finds who signs in as %s', async (name, expected) => {
      await insert(...all)
      expect(await store().read.principals.findByUserPrincipalName(name)).toEqual(expected)
    })

    it.each([
      ['https://vault.azure.net', app],
      ['https://vault.azure.net/', app],
      ['HTTPS://VAULT.AZURE.NET//', app],
      ['api://app', app],
      [guid('c1').toUpperCase(), app],
      [guid('c2'), vm],
      ['https://vault.azure.net/secrets', undefined],
      ['https://vault.azure', undefined],
      ['', undefined],
    ])('finds who answers to %s', async (name, expected) => {
      await insert(...all)
      expect(await store().read.principals.findByServicePrincipalName(name)).toEqual(expected)
    })

    it('answers to its client id even when its names leave it out', async () => {
      await insert(aServicePrincipal('b3', 'c3', { servicePrincipalNames: [] }))
      expect((await store().read.principals.findByServicePrincipalName(guid('c3')))?.principalId).toBe(guid('b3'))
    })

    it('leaves a name with the oldest that answers to it', async () => {
      const names = { servicePrincipalNames: ['https://vault.azure.net'] }
      await insert(
        aServicePrincipal('b9', 'c9', names),
        aServicePrincipal('b3', 'c3', { ...names, createdAt: TIME + 1 }),
      )
      const found = await store().read.principals.findByServicePrincipalName('https://vault.azure.net')
      expect(found?.principalId).toBe(guid('b9'))
    })

    it.each([
      ['object id', { ...aGroup('0'), principalId: admin.principalId.toUpperCase() }],
      ['client id', { ...aServicePrincipal('b9', '0'), clientId: guid('c1').toUpperCase() }],
      ['user principal name', aUser('a9', 'ADMIN@lazulite.onmicrosoft.com')],
    ])('refuses a second principal with the same %s', async (_, second: Principal) => {
      await insert(...all)
      expect(await conflictOf(store(), (tx) => tx.principals.insert(second))).toBe('alreadyExists')
      expect(await store().read.principals.list()).toEqual(all)
    })

    it('replaces a principal and the names it answers to', async () => {
      await insert(app)
      const changed = { ...app, isEnabled: false, servicePrincipalNames: ['api://other'] }
      await store().transaction((tx) => tx.principals.update(changed))
      expect(await store().read.principals.findByServicePrincipalName('api://other')).toEqual(changed)
      expect(await store().read.principals.findByServicePrincipalName('https://vault.azure.net')).toBeUndefined()
    })

    it('refuses to update who is not there', async () => {
      expect(await conflictOf(store(), (tx) => tx.principals.update(app))).toBe('notFound')
    })

    it('deletes a principal and all its names', async () => {
      await insert(...all)
      expect(await store().transaction((tx) => tx.principals.delete(app.principalId.toUpperCase()))).toEqual(app)
      expect(await store().transaction((tx) => tx.principals.delete(app.principalId))).toBeUndefined()
      expect(await store().read.principals.findByServicePrincipalName('https://vault.azure.net')).toBeUndefined()
      expect(await store().read.principals.findByClientId(app.clientId)).toBeUndefined()
      await insert(app)
      expect(await store().read.principals.get(app.principalId)).toEqual(app)
    })

    it('leaves the role assignments of a deleted principal behind', async () => {
      const assignment = anAssignment('5', DEV, { principalId: vm.principalId })
      await store().transaction(async (tx) => {
        await tx.principals.insert(vm)
        await tx.roleAssignments.insert(assignment)
      })
      await store().transaction((tx) => tx.principals.delete(vm.principalId))
      expect(await store().read.roleAssignments.listByPrincipals([vm.principalId])).toEqual([assignment])
    })

    describeGroups(store)
  })
}
