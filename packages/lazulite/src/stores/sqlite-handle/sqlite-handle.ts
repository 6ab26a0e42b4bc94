/** `node:sqlite` in the shape that kysely's SQLite driver works with. */
import type { SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import type { OpenDatabase } from './open-database.js'
import { translating } from './sqlite-errors.js'
import { StatementCache } from './statement-cache.js'

/** @param what how messages call the database */
export function sqliteHandle({ raw, close }: OpenDatabase, what: string): SqliteDatabase {
  const statements = new StatementCache<SqliteStatement>((sql) => {
    const statement = translating(what, () => raw.prepare(sql))
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => translating(what, () => statement.all(...bindable(parameters))),
      run: (parameters) => translating(what, () => statement.run(...bindable(parameters))),
      iterate: (parameters) => statement.iterate(...bindable(parameters)),
    }
  })
  return {
    prepare: (sql) => statements.get(sql),
    close() {
      statements.clear()
      close()
    },
  }
}

/** kysely hands parameters over untyped; our row types allow only what SQLite can bind, and `node:sqlite` refuses the rest. */
const bindable = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
