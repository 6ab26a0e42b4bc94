/** Every query that asks for something in particular is answered by an index. */
import { DatabaseSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReadStores, Store, Tx } from '../../ports/store.js'
import { DEV, guid } from '../contract/records.js'
import { sqliteDialect } from '../sql/dialect.js'
import { migrate } from '../sql/migrate.js'
import type { Tables } from '../sql/schema.js'
import { sqlStore } from '../sql/sql-store.js'
import { FairSqliteDialect } from './fair-sqlite-dialect.js'
import { sqliteHandle } from './sqlite-handle.js'

describe('query plans', () => {
  const raw = new DatabaseSync(':memory:')
  const asked = new Set<string>()
  let store: Store

  beforeAll(async () => {
    const handle = sqliteHandle({ raw, close: () => raw.close() }, 'test')
    const recording: SqliteDatabase = {
      prepare(sql) {
        asked.add(sql)
        return handle.prepare(sql)
      },
      close: () => handle.close(),
    }
    const db = new Kysely<Tables>({ dialect: new FairSqliteDialect(recording, raw) })
    await migrate(db, { dialect: sqliteDialect, description: 'test' })
    store = sqlStore({ db, dialect: sqliteDialect, description: 'test' })
  })
  afterAll(() => store.close())

  /** The steps of the plans of all queries that `ask` led to. */
  async function plansOf(ask: () => Promise<unknown>): Promise<string[]> {
    asked.clear()
    await ask()
    return [...asked]
      .filter((sql) => /^(select|with|update|delete)/.test(sql))
      .flatMap((sql) => {
        const rows = raw.prepare(`explain query plan ${sql}`).all(...Array(sql.split('?').length - 1).fill(null))
        return rows.map((row) => String(row.detail))
      })
  }

  const scope = `${DEV}/providers/Microsoft.Compute/virtualMachines/vm`
  const principalIds = [guid('1'), guid('2'), guid('3')]

  it.each<[string, (read: ReadStores) => Promise<unknown>]>([
    ['a resource', (r) => r.resources.get(scope)],
    ['resources within a scope', (r) => r.resources.list({ scope })],
    ['resources of a type within a scope', (r) => r.resources.list({ scope, type: 'a/b' })],
    ['resources of a type anywhere', (r) => r.resources.list({ scope: '/', type: 'a/b' })],
    ['resources with an identity', (r) => r.resources.listByUserAssignedIdentity(scope)],
    ['a principal', (r) => r.principals.get(guid('1'))],
    ['many principals', (r) => r.principals.getMany(principalIds)],
    ['a client id', (r) => r.principals.findByClientId(guid('1'))],
    ['a user principal name', (r) => r.principals.findByUserPrincipalName('a@b')],
    ['a service principal name', (r) => r.principals.findByServicePrincipalName('https://x')],
    ['one kind of principal', (r) => r.principals.list({ kind: 'Group' })],
    ['members', (r) => r.principals.members(guid('1'))],
    ['an application', (r) => r.applications.findByClientId(guid('1'))],
    ['an assignment', (r) => r.roleAssignments.get(scope, guid('1'))],
    ['an assignment by name', (r) => r.roleAssignments.findByName(guid('1'))],
    ['memberships', (r) => r.principals.membershipsOf(principalIds)],
    ['applicable assignments', (r) => r.roleAssignments.findApplicable({ principalIds, scope })],
    ['assignments of principals', (r) => r.roleAssignments.listByPrincipals(principalIds)],
    ['assignments around a scope', (r) => r.roleAssignments.listAtScope(scope, { covering: true, below: true })],
    ['how many assignments a scope has', (r) => r.roleAssignments.countAtScope(scope, { below: true })],
    ['assignments of a role', (r) => r.roleAssignments.countByRoleDefinition(guid('1'))],
    ['a role by name', (r) => r.roleDefinitions.findByName('name')],
    ['an operation', (r) => r.operations.get(guid('1'))],
    ['running operations', (r) => r.operations.list({ status: 'InProgress' })],
    ['a grant', (r) => r.grants.get('session', 'a')],
    ['events before a number', (r) => r.events.list({ limit: 5, before: 9 })],
    ['events of a kind', (r) => r.events.list({ limit: 5, kind: 'a', before: 9 })],
    ['events of a principal', (r) => r.events.list({ limit: 5, principalId: guid('1') })],
    ['an activity log', (r) => r.events.listActivity({ activityLog: DEV, from: 1, until: 2, limit: 5 })],
  ])('search for %s, scanning nothing', async (_, ask) => {
    const plans = await plansOf(() => ask(store.read))
    expect(plans.filter((step) => step.startsWith('SEARCH'))).not.toEqual([])
    expect(plans.filter((step) => step.startsWith('SCAN'))).toEqual([])
  })

  it.each<[string, (tx: Tx) => Promise<unknown>]>([
    ['assignments within a scope', (tx) => tx.roleAssignments.deleteWithin(scope)],
    ['changes that have settled', (tx) => tx.accessChanges.deleteUntil(1)],
    ['ended operations', (tx) => tx.operations.deleteEndedBefore(1)],
    ['expired grants', (tx) => tx.grants.deleteExpired(1)],
  ])('search for %s to delete, scanning nothing', async (_, ask) => {
    const plans = await plansOf(() => store.transaction(ask))
    expect(plans.filter((step) => step.startsWith('SCAN'))).toEqual([])
  })

  it('walk from a principal up its groups by index; only the few groups found are scanned', async () => {
    const { principals } = store.read
    for (const ask of [principals.transitiveGroupIds, principals.transitiveGroupKeys]) {
      const plans = await plansOf(() => ask(guid('1')))
      expect(plans.filter((step) => step.startsWith('SCAN') && !step.includes('containing'))).toEqual([])
    }
  })

  it.each<[string, (read: ReadStores) => Promise<unknown>]>([
    ['newest events', (r) => r.events.list({ limit: 5 })],
    ['newest events of a kind', (r) => r.events.list({ limit: 5, kind: 'a' })],
    ['newest events of a principal', (r) => r.events.list({ limit: 5, principalId: guid('1') })],
    ['an activity log', (r) => r.events.listActivity({ activityLog: DEV, from: 1, until: 2, limit: 5 })],
    [
      'the rest of an activity log',
      (r) => r.events.listActivity({ activityLog: DEV, from: 1, until: 9, after: { time: 5, sequence: 3 }, limit: 5 }),
    ],
    ['all resources', (r) => r.resources.list({ scope: '/' })],
    ['resources of a type', (r) => r.resources.list({ scope: '/', type: 'a/b' })],
  ])('take %s in the order of an index, sorting nothing', async (_, ask) => {
    const plans = await plansOf(() => ask(store.read))
    expect(plans.filter((step) => step.includes('TEMP B-TREE'))).toEqual([])
  })
})
