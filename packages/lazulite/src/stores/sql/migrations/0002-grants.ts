/** Migration 2: what the token service remembers of sign-ins, for as long as it is good. Never edited after release. */
import type { Kysely } from 'kysely'
import type { SqlDialect } from '../dialect.js'
import type { Tables } from '../schema.js'

export async function grants(db: Kysely<Tables>, dialect: SqlDialect): Promise<void> {
  const key = dialect.keyType
  await db.schema
    .createTable('grant_record')
    .addColumn('key', key, (c) => c.primaryKey().notNull())
    .addColumn('kind', key, (c) => c.notNull())
    .addColumn('family', key, (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addColumn('record', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('grant_record_by_end').on('grant_record').column('expires_at').execute()
}
