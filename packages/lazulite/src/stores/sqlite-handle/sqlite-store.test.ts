/** The store's contract, on SQLite. */
import { describeStore } from '../contract/describe-store.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openSqliteStore } from './open-sqlite-store.js'

describeStore('a SQLite file', async () => openSqliteStore({ file: `${temporaryFolder()}/lazulite.db` }))
describeStore('SQLite in memory', () => openSqliteStore({ file: ':memory:' }))
