import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FairSqliteDialect } from '../sqlite-handle/fair-sqlite-dialect.js'
import { sqliteHandle } from '../sqlite-handle/sqlite-handle.js'
import { sqliteDialect } from './dialect.js'
import { migrate } from './migrate.js'
import type { Migration } from './migrations/migrations.js'
import type { Tables } from './schema.js'

describe('migrate', () => {
  let raw: DatabaseSync
  let db: Kysely<Tables>
  beforeEach(() => {
    raw = new DatabaseSync(':memory:')
    db = new Kysely({ dialect: new FairSqliteDialect(sqliteHandle({ raw, close: () => raw.close() }, 'test'), raw) })
  })
  afterEach(() => db.destroy())

  /** A migration that makes the table `name`. */
  const making = (name: string): Migration => ({
    name,
    async up(tx) {
      await tx.schema.createTable(name).addColumn('a', 'text').execute()
    },
  })
  const breaking: Migration = {
    name: 'breaking',
    async up() {
      throw new Error('no way forward')
    },
  }
  const run = (...migrations: Migration[]) => migrate(db, { dialect: sqliteDialect, description: 'D', migrations })
  const tables = () =>
    raw
      .prepare('select name from sqlite_schema order by name')
      .all()
      .map((row) => row.name)
  const applied = () =>
    raw
      .prepare('select number, name from migration order by number')
      .all()
      .map((row) => ({ ...row }))

  it('runs all on an empty database, and later only what is new', async () => {
    await run(making('one'))
    await run(making('one'), making('two'))
    await run(making('one'), making('two'))
    expect(tables()).toEqual(['migration', 'one', 'two'])
    expect(applied()).toEqual([
      { number: 1, name: 'one' },
      { number: 2, name: 'two' },
    ])
  })

  it('changes nothing when one of several fails', async () => {
    await run(making('one'))
    await expect(run(making('one'), making('two'), breaking)).rejects.toThrow('no way forward')
    expect(tables()).toEqual(['migration', 'one'])
    expect(applied()).toEqual([{ number: 1, name: 'one' }])
  })

  it('refuses the database of a newer version and leaves it as it is', async () => {
    await run(making('one'), making('two'))
    await expect(run(making('one'))).rejects.toMatchObject({
      name: 'StoreError',
      code: 'newerDatabase',
      message:
        'D was written by a newer version of Lazulite (format 2; this version knows 1); start that version, or use another data folder',
    })
    expect(tables()).toEqual(['migration', 'one', 'two'])
  })
})
