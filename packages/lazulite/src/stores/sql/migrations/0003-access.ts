/** Migration 3: what decides about access beside role assignments. Never edited after release. */
import type { Kysely } from 'kysely'
import type { SqlDialect } from '../dialect.js'
import type { Tables } from '../schema.js'

export async function access(db: Kysely<Tables>, dialect: SqlDialect): Promise<void> {
  const key = dialect.keyType
  await db.schema
    .createTable('deny_assignment')
    .addColumn('scope_key', key, (c) => c.notNull())
    .addColumn('name_key', key, (c) => c.notNull().unique())
    .addColumn('record', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('deny_assignment_key', ['scope_key', 'name_key'])
    .execute()

  await db.schema
    .createTable('access_change')
    .addColumn('sequence', dialect.sequenceType)
    .addColumn('changed_at', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('access_change_by_time').on('access_change').column('changed_at').execute()
}
