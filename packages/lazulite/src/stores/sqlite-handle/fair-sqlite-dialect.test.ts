/** Failures in the middle of things: the database is limited to a few pages, so that space runs out at will. */
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../ports/store.js'
import { aResource, DEV } from '../contract/records.js'
import { sqliteDialect } from '../sql/dialect.js'
import { migrate } from '../sql/migrate.js'
import type { Tables } from '../sql/schema.js'
import { sqlStore } from '../sql/sql-store.js'
import { FairSqliteDialect } from './fair-sqlite-dialect.js'
import { sqliteHandle } from './sqlite-handle.js'

async function smallStore(): Promise<Store> {
  const raw = new DatabaseSync(':memory:')
  const handle = sqliteHandle({ raw, close: () => raw.close() }, 'the small database')
  const db = new Kysely<Tables>({ dialect: new FairSqliteDialect(handle, raw) })
  await migrate(db, { dialect: sqliteDialect, description: 'test' })
  raw.exec('pragma max_page_count = 100')
  const store = sqlStore({ db, dialect: sqliteDialect, description: 'test' })
  onTestFinished(() => store.close())
  return store
}
const big = aResource(DEV, { body: { text: 'x'.repeat(1_000_000) } })

describe('a store on a full disk', () => {
  it('says so, writes nothing, and goes on with what has room', async () => {
    const store = await smallStore()
    const writing = store.transaction(async (tx) => {
      await tx.settings.put('name', { a: 1 })
      await tx.resources.insert(big)
    })
    await expect(writing).rejects.toMatchObject({
      name: 'StoreError',
      code: 'full',
      message: 'the small database cannot be written: no space is left',
    })
    expect(await store.read.settings.get('name')).toBeUndefined()
    await store.transaction((tx) => tx.settings.put('name', { a: 2 }))
    expect(await store.read.settings.get('name')).toEqual({ a: 2 })
  })
})

describe('the queue for the connection', () => {
  it('serves reads and transactions in the order in which they came', async () => {
    const store = await smallStore()
    const order: string[] = []
    const write = (name: string, n: number) =>
      store
        .transaction(async (tx) => {
          await tx.settings.put('n', { n })
          await Promise.resolve()
        })
        .then(() => order.push(name))
    const read = async (name: string) => {
      const seen = await store.read.settings.get('n')
      order.push(`${name} saw ${seen?.n ?? 'nothing'}`)
    }
    await Promise.all([read('a'), write('b', 1), read('c'), write('d', 2), read('e')])
    expect(order).toEqual(['a saw nothing', 'b', 'c saw 1', 'd', 'e saw 2'])
  })

  it('goes on after a transaction that failed', async () => {
    const store = await smallStore()
    const failing = store.transaction(async () => {
      throw new Error('failed')
    })
    const reading = store.read.changes.latest()
    await expect(failing).rejects.toThrow('failed')
    expect(await reading).toBe(0)
  })
})
