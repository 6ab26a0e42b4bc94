/**
 * What every store must do, whatever is behind it: the rules of `ports/store.ts` as tests.
 * A rule found missing is added here once, and then holds for all.
 */
import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../ports/store.js'
import { type ChangeMemory, describeAccessChanges } from './access-changes.js'
import { describeApplications } from './applications.js'
import { describeDenyAssignments } from './deny-assignments.js'
import { describeEvents } from './events.js'
import { describeGrants } from './grants.js'
import { describeHousekeeping } from './housekeeping.js'
import { describePrincipals } from './principals.js'
import { describeResources } from './resources.js'
import { describeRoleAssignments } from './role-assignments.js'
import { describeRoleDefinitions } from './role-definitions.js'
import { describeTransactions } from './transactions.js'

/** Makes an empty store. */
export type MakeStore = (options: { readonly changeMemory?: ChangeMemory }) => Promise<Store>

/** The store of the running test. */
export type CurrentStore = () => Store

/** @param makeStore makes an empty store, which remembers changes when it is told to; the suite closes it */
export function describeStore(name: string, makeStore: MakeStore): void {
  describe(`the store on ${name}`, () => {
    let store: Store | undefined
    beforeEach(async () => {
      store = await makeStore({})
    })
    afterEach(async () => {
      await store?.close()
      store = undefined
    })
    const current: CurrentStore = () => {
      if (store === undefined) throw new Error('no store outside a test')
      return store
    }
    describeResources(current)
    describePrincipals(current)
    describeApplications(current)
    describeRoleAssignments(current)
    describeDenyAssignments(current)
    describeRoleDefinitions(current)
    describeEvents(current)
    describeHousekeeping(current)
    describeGrants(current)
    describeTransactions(current)
  })
  describe(`the store on ${name}, remembering changes`, () => {
    describeAccessChanges(makeStore)
  })
}
