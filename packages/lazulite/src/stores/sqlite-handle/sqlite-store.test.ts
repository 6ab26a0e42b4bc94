/** The store's contract, on SQLite. */
import { describeStore } from '../contract/describe-store.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openSqliteStore } from './open-sqlite-store.js'

describeStore('a SQLite file', async (options) =>
  openSqliteStore({ file: `${temporaryFolder()}/lazulite.db`, ...options }),
)
describeStore('SQLite in memory', (options) => openSqliteStore({ file: ':memory:', ...options }))
