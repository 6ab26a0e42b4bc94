/**
 * The store over a SQL database: the same queries for every dialect.
 *
 * One connection answers everything in turn, so a read that arrives during a transaction waits for it and never sees
 * what is not committed. The other side of that: `read` or a second `transaction` from inside a transaction would wait
 * for itself for ever. That is a mistake in the program, and is reported as one.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { Kysely } from 'kysely'
import type { ReadStores, Store, Tx } from '../../ports/store.js'
import { accessChangeReader, accessChangeWriter, type ChangeMemory } from './access-changes.js'
import { applicationReader, applicationWriter } from './applications.js'
import { changeReader, raiseChangeNumber } from './changes.js'
import { denyAssignmentReader, denyAssignmentWriter } from './deny-assignments.js'
import type { SqlDialect } from './dialect.js'
import { eventReader, eventWriter } from './events.js'
import { grantReader, grantWriter } from './grants.js'
import { operationReader, operationWriter } from './operations.js'
import { principalReader, principalWriter } from './principals.js'
import { resourceReader, resourceWriter } from './resources.js'
import { roleAssignmentReader, roleAssignmentWriter } from './role-assignments.js'
import { roleDefinitionReader, roleDefinitionWriter } from './role-definitions.js'
import type { Tables } from './schema.js'
import type { ReadSession, WriteSession } from './session.js'
import { settingReader, settingWriter } from './settings.js'
import { signingKeyReader, signingKeyWriter } from './signing-keys.js'
import { tenantReader, tenantWriter } from './tenants.js'

export interface SqlStoreOptions {
  readonly db: Kysely<Tables>
  readonly dialect: SqlDialect
  /** What `status` prints; no secrets. */
  readonly description: string
  /** Remember what changes who may do what. */
  readonly changeMemory?: ChangeMemory
}

/** Takes the connection over: `close` ends it. Migrations must have run. */
export function sqlStore({ db, dialect, description, changeMemory }: SqlStoreOptions): Store {
  const running = new AsyncLocalStorage<{ isOpen: boolean }>()
  let closed: Promise<void> | undefined
  let rules = 0
  const ruleChanges = (): number => rules

  function assertOutside(what: string): void {
    if (running.getStore()?.isOpen === true) {
      throw new Error(`${what} inside a transaction would wait for itself for ever: use tx`)
    }
  }

  async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    assertOutside('store.transaction')
    const scope = { isOpen: true }
    let isTouched = false
    let areRulesTouched = false
    try {
      return await db.transaction().execute(async (trx) => {
        const session: WriteSession = {
          dialect,
          ...(changeMemory === undefined ? {} : { changeMemory }),
          db() {
            if (!scope.isOpen) throw new Error('tx was used after its transaction ended')
            return trx
          },
          ruleChanges,
          touch(what) {
            isTouched = true
            areRulesTouched ||= what === 'rules'
          },
        }
        const result = await running.run(scope, () => work(writeStores(session)))
        if (isTouched) await raiseChangeNumber(session)
        // before the commit, so that nobody sees the change and the old number; a commit that fails has changed nothing
        if (areRulesTouched) rules++
        scope.isOpen = false
        return result
      })
    } finally {
      scope.isOpen = false
    }
  }

  /** Waits for its turn, so that a running transaction ends first. */
  async function close(): Promise<void> {
    await db.connection().execute(async () => {})
    await db.destroy()
  }

  return {
    description,
    transaction,
    read: readStores({
      dialect,
      ruleChanges,
      db() {
        assertOutside('store.read')
        return db
      },
    }),
    async close() {
      assertOutside('store.close')
      closed ??= close()
      await closed
    },
  }
}

const readStores = (session: ReadSession): ReadStores => ({
  tenants: tenantReader(session),
  resources: resourceReader(session),
  principals: principalReader(session),
  applications: applicationReader(session),
  roleAssignments: roleAssignmentReader(session),
  denyAssignments: denyAssignmentReader(session),
  roleDefinitions: roleDefinitionReader(session),
  accessChanges: accessChangeReader(session),
  signingKeys: signingKeyReader(session),
  operations: operationReader(session),
  events: eventReader(session),
  settings: settingReader(session),
  grants: grantReader(session),
  changes: changeReader(session),
})

const writeStores = (session: WriteSession): Tx => ({
  tenants: tenantWriter(session),
  resources: resourceWriter(session),
  principals: principalWriter(session),
  applications: applicationWriter(session),
  roleAssignments: roleAssignmentWriter(session),
  denyAssignments: denyAssignmentWriter(session),
  roleDefinitions: roleDefinitionWriter(session),
  accessChanges: accessChangeWriter(session),
  signingKeys: signingKeyWriter(session),
  operations: operationWriter(session),
  events: eventWriter(session),
  settings: settingWriter(session),
  grants: grantWriter(session),
  changes: { ...changeReader(session), touch: () => session.touch('rules') },
})
