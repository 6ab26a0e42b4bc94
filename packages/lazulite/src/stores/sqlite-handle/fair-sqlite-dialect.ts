/**
 * kysely's SQLite dialect with a queue of our own in front of the one connection.
 *
 * kysely's lock wakes every waiter whenever it is released, so a thousand reads that wait for one transaction cost half
 * a million wake-ups (measured: 34 µs per read instead of 5). This one hands the connection to the next in line.
 */
import type { DatabaseSync } from 'node:sqlite'
import { type DatabaseConnection, SqliteAdapter, type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely'

export class FairSqliteDialect extends SqliteDialect {
  readonly #database: SqliteDatabase
  readonly #raw: DatabaseSync

  constructor(database: SqliteDatabase, raw: DatabaseSync) {
    super({ database })
    this.#database = database
    this.#raw = raw
  }

  override createAdapter(): SqliteAdapter {
    return new QueueingAdapter()
  }

  override createDriver(): SqliteDriver {
    return new QueueingDriver(this.#database, this.#raw)
  }
}

/** Tells kysely to leave the taking of turns to the driver. */
class QueueingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}

class QueueingDriver extends SqliteDriver {
  readonly #raw: DatabaseSync
  readonly #waiting: (() => void)[] = []
  #isTaken = false

  constructor(database: SqliteDatabase, raw: DatabaseSync) {
    super({ database })
    this.#raw = raw
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#isTaken = true
    return super.acquireConnection()
  }

  override async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift()
    if (next === undefined) this.#isTaken = false
    else next()
  }

  /** SQLite has already rolled back after some failures (no space left); asking again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#raw.isTransaction) await super.rollbackTransaction(connection)
  }
}
