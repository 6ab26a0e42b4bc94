/** What differs between the databases, each difference named once; queries and migrations take it from here. */
import { type RawBuilder, sql } from 'kysely'

export interface SqlDialect {
  /** Column type of a key: text that sorts byte by byte, so that key ranges mean what they say. */
  readonly keyType: RawBuilder<unknown>
  /** Column type of a row number that the database hands out: growing, never reused. */
  readonly sequenceType: RawBuilder<unknown>
  /** Most parameters that one statement may have. */
  readonly maxParameters: number
}

/** SQLite compares text byte by byte unless told otherwise; `autoincrement` keeps it from reusing a number. */
export const sqliteDialect: SqlDialect = {
  keyType: sql`text`,
  sequenceType: sql`integer primary key autoincrement`,
  maxParameters: 32_766,
}
