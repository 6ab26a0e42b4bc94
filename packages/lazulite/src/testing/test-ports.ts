/** Ports for tests, shared by the test kits: a store in memory; time and ids stand still. */

import { changeMemoryFor } from '../operations/access/change-memory.js'
import type { Ids } from '../ports/ids.js'
import type { Passwords } from '../ports/passwords.js'
import type { Rules } from '../ports/ports.js'
import type { Store } from '../ports/store.js'
import { openSqliteStore } from '../stores/sqlite-handle/open-sqlite-store.js'
import { type FakeClock, fakeClock } from './fake-clock.js'
import { sequentialIds } from './sequential-ids.js'

export const testTenantId = '10000000-0000-4000-8000-000000000001'
export const testSubscriptionId = '20000000-0000-4000-8000-000000000001'
export const testSubscription = `/subscriptions/${testSubscriptionId}`

/** Quick and readable; never outside tests. */
export const testPasswords: Passwords = {
  hash: async (plain) => `test$${plain}`,
  verify: async (plain, hash) => hash === `test$${plain}`,
}

/** Azure's own lifetimes; changes act at once. */
export const testRules: Rules = {
  managedIdentityTokenLifetime: 86_400,
  applicationTokenLifetime: 3_599,
  rolePropagationDelay: 0,
  groupMembershipDelay: 0,
}

export interface TestPorts {
  readonly store: Store
  readonly clock: FakeClock
  readonly ids: Ids
  readonly rules: Rules
  readonly passwords: Passwords
}

export interface TestPortOptions {
  readonly rules?: Partial<Rules>
  /** Path of a database to go on with; absent: an empty one in memory. */
  readonly file?: string
  readonly clock?: FakeClock
}

/** The store is the caller's to close. */
export async function openTestPorts(options: TestPortOptions = {}): Promise<TestPorts> {
  const { file = ':memory:', clock = fakeClock() } = options
  const rules = { ...testRules, ...options.rules }
  const changeMemory = changeMemoryFor(rules, clock)
  return {
    store: await openSqliteStore({ file, ...(changeMemory === undefined ? {} : { changeMemory }) }),
    clock,
    ids: sequentialIds(),
    rules,
    passwords: testPasswords,
  }
}
