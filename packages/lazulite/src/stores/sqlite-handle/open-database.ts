/**
 * Opens one SQLite file for this process alone.
 *
 * The file system is asked before SQLite is, because SQLite reports a read-only folder as `locked` or `disk I/O error`
 * (observed with SQLite 3.53.4).
 * Files are made with mode 0600; SQLite gives `-wal` and `-journal` the mode of the database.
 *
 * A POSIX lock belongs to the process and is lost when the process closes *any* descriptor of the file
 * (https://www.sqlite.org/howtocorrupt.html, section 2.2), so a file that this process has open must not be touched
 * beside SQLite: a second opener in the same process is recognised by name, before anything is opened.
 */
import { chmodSync, closeSync, constants, openSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { storeError, translating } from './sqlite-errors.js'

const OWNER_ONLY = 0o600

/** By path. It also keeps them from the garbage collector, which would close a database, and end its locks, unasked. */
const openHere = new Map<string, DatabaseSync>()

export interface OpenDatabase {
  readonly raw: DatabaseSync
  /** Idempotent. */
  close(): void
}

export interface OpenDatabaseOptions {
  /** A path, or `:memory:`. */
  readonly file: string
  /** How messages call it. */
  readonly what: string
  /** Files that SQLite will write beside it, by their endings (`-wal`). */
  readonly companions: readonly string[]
  /** How long to wait for another process that is about to let go; the event loop waits too. */
  readonly waitMillis: number
}

/** @throws StoreError `inUse`, `readOnly`, `cannotOpen`, `full` */
export function openDatabase({ file, what, companions, waitMillis }: OpenDatabaseOptions): OpenDatabase {
  const options = { timeout: waitMillis, enableForeignKeyConstraints: true }
  if (file === ':memory:') {
    const raw = new DatabaseSync(file, options)
    return { raw, close: () => closeOnce(raw) }
  }
  return translating(what, () => {
    const path = join(realpathSync(dirname(file)), basename(file))
    if (openHere.has(path)) throw storeError('inUse', what)
    for (const ending of ['', ...companions]) makeWritable(path + ending)
    const raw = new DatabaseSync(path, options)
    openHere.set(path, raw)
    return {
      raw,
      close() {
        if (!raw.isOpen) return
        closeOnce(raw)
        openHere.delete(path)
      },
    }
  })
}

function closeOnce(raw: DatabaseSync): void {
  if (raw.isOpen) raw.close()
}

/** Makes the file if it is not there, and takes it from everybody but its owner. Throws what the file system throws. */
function makeWritable(path: string): void {
  closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT, OWNER_ONLY))
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY)
}
