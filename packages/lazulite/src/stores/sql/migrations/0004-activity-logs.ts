/** Migration 4: events of a subscription's activity log can be found by time. Never edited after release. */
import type { Kysely } from 'kysely'
import type { SqlDialect } from '../dialect.js'
import type { Tables } from '../schema.js'

/** Events from before are in none: they do not say how their requests ended. */
export async function activityLogs(db: Kysely<Tables>, dialect: SqlDialect): Promise<void> {
  await db.schema.alterTable('event').addColumn('activity_log', dialect.keyType).execute()
  await db.schema.alterTable('event').addColumn('happened_at', 'bigint').execute()
  await db.schema
    .createIndex('event_by_activity_log')
    .on('event')
    .columns(['activity_log', 'happened_at', 'sequence'])
    .execute()
}
