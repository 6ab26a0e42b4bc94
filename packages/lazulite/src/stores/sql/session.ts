/** What a store's queries run on: plain reads, or one open transaction. */
import type { Kysely } from 'kysely'
import type { ChangeMemory } from './access-changes.js'
import type { SqlDialect } from './dialect.js'
import type { Tables } from './schema.js'

export interface ReadSession {
  readonly dialect: SqlDialect
  /** Asked anew for each query. @throws Error when this session must not be used now (a mistake in the program). */
  db(): Kysely<Tables>
  /** How many transactions have changed the rules. */
  ruleChanges(): number
}

export interface WriteSession extends ReadSession {
  /** Tells that directory, roles or resources changed: the transaction gets a change number. `rules`: they did, too. */
  touch(what?: 'rules'): void
  /** Absent: changes of who may do what are not remembered. */
  readonly changeMemory?: ChangeMemory
}
