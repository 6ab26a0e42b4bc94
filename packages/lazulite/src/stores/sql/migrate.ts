/**
 * Brings a database to the form this version works with. Forward only.
 *
 * Decision: forty lines of our own instead of kysely's migrator, because a start with nothing to do must cost one
 * query, and because a database of a newer version must be refused before anything touches it.
 */
import type { Kysely } from 'kysely'
import { StoreError } from '../../ports/store.js'
import type { SqlDialect } from './dialect.js'
import { type Migration, migrations as ours } from './migrations/migrations.js'
import type { Tables } from './schema.js'

export interface MigrateOptions {
  readonly dialect: SqlDialect
  /** How messages call the database. */
  readonly description: string
  readonly migrations?: readonly Migration[]
}

/**
 * Runs what is pending, all in one transaction.
 * @throws StoreError `newerDatabase` when the database has migrations that this version does not know
 */
export async function migrate(db: Kysely<Tables>, options: MigrateOptions): Promise<void> {
  const { dialect, description, migrations = ours } = options
  await db.transaction().execute(async (tx) => {
    await tx.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('number', 'integer', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .execute()
    const last = await tx
      .selectFrom('migration')
      .select(({ fn }) => fn.max('number').as('number'))
      .executeTakeFirst()
    const applied = last?.number ?? 0
    if (applied > migrations.length) {
      throw new StoreError(
        'newerDatabase',
        `${description} was written by a newer version of Lazulite (format ${applied}; this version knows ${migrations.length}); start that version, or use another data folder`,
      )
    }
    for (const [index, migration] of migrations.entries()) {
      if (index < applied) continue
      await migration.up(tx, dialect)
      await tx
        .insertInto('migration')
        .values({ number: index + 1, name: migration.name })
        .execute()
    }
  })
}
