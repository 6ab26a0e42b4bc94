/** Contract of `applications`. */
import { describe, expect, it } from 'vitest'
import type { Application } from '../../domain/directory/directory-objects.js'
import { conflictOf } from './conflict.js'
import type { CurrentStore } from './describe-store.js'
import { anApplication, guid, TIME } from './records.js'

export function describeApplications(store: CurrentStore): void {
  describe('applications', () => {
    const first = anApplication('a1', 'c2', {
      identifierUris: ['api://first'],
      secrets: [{ keyId: guid('9'), hash: 'scrypt$…', hint: 'abc', startsAt: TIME }],
    })
    const second = anApplication('a2', 'c1', { isPublicClient: true })
    const insert = (...applications: Application[]) =>
      store().transaction(async (tx) => {
        for (const application of applications) await tx.applications.insert(application)
      })

    it('gives back what was written, by object id or client id in any case', async () => {
      await insert(second, first)
      const { applications } = store().read
      expect(await applications.get(guid('a1').toUpperCase())).toEqual(first)
      expect(await applications.findByClientId(guid('c1').toUpperCase())).toEqual(second)
      expect(await applications.get(guid('c1'))).toBeUndefined()
      expect(await applications.findByClientId(guid('a1'))).toBeUndefined()
      expect(await applications.list()).toEqual([first, second])
    })

    it.each([
      ['object id', { ...anApplication('0', 'c9'), objectId: guid('a1').toUpperCase() }],
      ['client id', { ...anApplication('a9', '0'), clientId: guid('c2').toUpperCase() }],
    ])('refuses a second application with the same %s', async (_, again: Application) => {
      await insert(first)
      expect(await conflictOf(store(), (tx) => tx.applications.insert(again))).toBe('alreadyExists')
      expect(await store().read.applications.list()).toEqual([first])
    })

    it('replaces an application, and refuses to replace what is not there', async () => {
      await insert(first)
      const changed = { ...first, secrets: [] }
      await store().transaction((tx) => tx.applications.update(changed))
      expect(await store().read.applications.get(first.objectId)).toEqual(changed)
      expect(await conflictOf(store(), (tx) => tx.applications.update(second))).toBe('notFound')
    })

    it('deletes once', async () => {
      await insert(first)
      const remove = () => store().transaction((tx) => tx.applications.delete(first.objectId.toUpperCase()))
      expect([await remove(), await remove()]).toEqual([first, undefined])
      expect(await store().read.applications.list()).toEqual([])
    })
  })
}
