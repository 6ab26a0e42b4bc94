/**
 * One process per data folder.
 *
 * An exclusive transaction on a tiny SQLite database is a lock of the operating system's: it ends with the process that
 * holds it, even one that was killed, so no stale lock is ever left to clean up. (A file with a process id in it would be.)
 * Nothing is ever written to it, so it needs no journal file.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from './sqlite-handle/open-database.js'
import { translating } from './sqlite-handle/sqlite-errors.js'

export interface DataFolderLock {
  /** Idempotent. */
  release(): void
}

/**
 * Makes the folder (mode 0700) if it is not there.
 * @throws StoreError `inUse` when another holder has it; `readOnly`, `cannotOpen` when there can be no lock
 */
export function acquireDataFolderLock(folder: string): DataFolderLock {
  const what = `the data folder ${folder}`
  translating(what, () => mkdirSync(folder, { recursive: true, mode: 0o700 }))
  const { raw, close } = openDatabase({ file: join(folder, 'lock'), what, companions: [], waitMillis: 0 })
  try {
    translating(what, () => raw.exec('pragma journal_mode = memory; begin exclusive'))
  } catch (error) {
    close()
    throw error
  }
  return { release: close }
}
