/** All migrations, in order. A new one is added at the end; a released one is never edited, moved or removed. */
import type { Kysely } from 'kysely'
import type { SqlDialect } from '../dialect.js'
import type { Tables } from '../schema.js'
import { firstTables } from './0001-first-tables.js'
import { grants } from './0002-grants.js'
import { access } from './0003-access.js'
import { activityLogs } from './0004-activity-logs.js'

export interface Migration {
  readonly name: string
  readonly up: (db: Kysely<Tables>, dialect: SqlDialect) => Promise<void>
}

/** The number of a migration is its place in this list, from 1. */
export const migrations: readonly Migration[] = [
  { name: 'first tables', up: firstTables },
  { name: 'grants', up: grants },
  { name: 'access', up: access },
  { name: 'activity logs', up: activityLogs },
]
