/**
 * The embedded store: one SQLite file, or memory.
 *
 * Decision: exclusive locking. SQLite mode is for one process by design; a second one is refused at the door instead of
 * working beside a first that keeps derived data in memory. The lock ends with its process, however that ends.
 * Every commit waits for the disk (`synchronous = full`): what was acknowledged survives `kill -9` and a power cut.
 */
import type { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import type { Store } from '../../ports/store.js'
import type { ChangeMemory } from '../sql/access-changes.js'
import { sqliteDialect } from '../sql/dialect.js'
import { migrate } from '../sql/migrate.js'
import type { Tables } from '../sql/schema.js'
import { sqlStore } from '../sql/sql-store.js'
import { FairSqliteDialect } from './fair-sqlite-dialect.js'
import { openDatabase } from './open-database.js'
import { storeError, translating } from './sqlite-errors.js'
import { sqliteHandle } from './sqlite-handle.js'

/** "Lazu" in the file's header: this file is ours (https://www.sqlite.org/pragma.html#pragma_application_id). */
const APPLICATION_ID = 0x4c617a75

/** Long enough for a shell that looks into the file, short enough for a start. */
const WAIT_MILLIS = 250

/** The write-ahead log is cut back to this after a checkpoint, bytes. */
const LOG_SIZE_LIMIT = 16 * 1024 * 1024

/**
 * Pages of the database that are kept in memory, KiB; taken as they are touched. Large enough for the indexes that
 * decisions about access look into with 100,000 role assignments (measured: a tenth less time than with 2 MiB).
 */
const PAGE_CACHE_KIB = 64 * 1024

export interface SqliteStoreOptions {
  /** Path of the database, made if it is not there (its folder must be); `:memory:` keeps nothing. */
  readonly file: string
  /** Remember what changes who may do what (`accessChanges`). */
  readonly changeMemory?: ChangeMemory
}

/** @throws StoreError when the file cannot be used: see its codes */
export async function openSqliteStore({ file, changeMemory }: SqliteStoreOptions): Promise<Store> {
  const isMemory = file === ':memory:'
  const what = isMemory ? 'the database in memory' : `the database ${file}`
  const database = openDatabase({ file, what, companions: ['-wal'], waitMillis: WAIT_MILLIS })
  const { raw } = database
  try {
    if (!isMemory) translating(what, () => takeFile(raw, what))
    const handle = sqliteHandle(database, what)
    const db = new Kysely<Tables>({ dialect: new FairSqliteDialect(handle, raw) })
    await migrate(db, { dialect: sqliteDialect, description: what })
    return sqlStore({
      ...{ db, dialect: sqliteDialect },
      description: isMemory ? 'sqlite (memory)' : `sqlite ${file}`,
      ...(changeMemory === undefined ? {} : { changeMemory }),
    })
  } catch (error) {
    database.close()
    throw error
  }
}

/** Locks the file, sees that it is ours, and sets how it is written. */
function takeFile(raw: DatabaseSync, what: string): void {
  raw.exec('pragma locking_mode = exclusive')
  const id = raw.prepare('pragma application_id').get()?.application_id
  if (id !== APPLICATION_ID && !isEmpty(raw)) throw storeError('notADatabase', what)
  raw.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = ${LOG_SIZE_LIMIT}`)
  raw.exec(`pragma cache_size = -${PAGE_CACHE_KIB}`)
  if (id !== APPLICATION_ID) raw.exec(`pragma application_id = ${APPLICATION_ID}`)
}

/** Has nothing ever been stored in it? */
const isEmpty = (raw: DatabaseSync): boolean => raw.prepare('pragma schema_version').get()?.schema_version === 0
