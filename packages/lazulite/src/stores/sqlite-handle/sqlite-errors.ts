/**
 * What SQLite and the file system report, in the store's own words; nowhere else are their codes looked at.
 * Sources: https://www.sqlite.org/rescode.html; errno(3).
 */
import { StoreConflict, StoreError, type StoreErrorCode } from '../../ports/store.js'

/** Extended result codes. */
const conflicts: Readonly<Record<number, StoreConflict['reason']>> = {
  1555: 'alreadyExists', // SQLITE_CONSTRAINT_PRIMARYKEY
  2067: 'alreadyExists', // SQLITE_CONSTRAINT_UNIQUE
  787: 'notFound', // SQLITE_CONSTRAINT_FOREIGNKEY: what the row refers to is not there
}

/** Primary result codes, the lowest byte of a code. */
const failures: Readonly<Record<number, StoreErrorCode>> = {
  5: 'inUse', // SQLITE_BUSY
  8: 'readOnly', // SQLITE_READONLY
  11: 'damaged', // SQLITE_CORRUPT
  13: 'full', // SQLITE_FULL
  14: 'cannotOpen', // SQLITE_CANTOPEN
  26: 'notADatabase', // SQLITE_NOTADB
}

const systemFailures: Readonly<Record<string, StoreErrorCode>> = {
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EEXIST: 'cannotOpen', // a file where the folder should be
  ENOENT: 'cannotOpen',
  ENOTDIR: 'cannotOpen',
  EISDIR: 'cannotOpen',
}

const texts: Readonly<Record<StoreErrorCode, string>> = {
  cannotOpen: 'cannot be opened; check that its folder exists',
  damaged: 'is damaged; restore it from a copy, or use another data folder',
  full: 'cannot be written: no space is left',
  inUse: 'is in use by another process',
  newerDatabase: 'was written by a newer version',
  notADatabase: 'is not a Lazulite database',
  readOnly: 'cannot be written: it or its folder is read-only, or belongs to someone else',
}

/** @param what how the message calls the file */
export const storeError = (code: StoreErrorCode, what: string, options?: ErrorOptions): StoreError =>
  new StoreError(code, `${what} ${texts[code]}`, options)

/** The store's own error for what went wrong with `what`; an error that means nothing to a caller stays as it is. */
export function translateError(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error
  if ('errcode' in error && typeof error.errcode === 'number') {
    const reason = conflicts[error.errcode]
    // SQLite's text names the table and columns, never a value.
    if (reason !== undefined) return new StoreConflict(reason, error.message, { cause: error })
    const code = failures[error.errcode & 0xff]
    return code === undefined ? error : storeError(code, what, { cause: error })
  }
  if ('code' in error && typeof error.code === 'string') {
    const code = systemFailures[error.code]
    return code === undefined ? error : storeError(code, what, { cause: error })
  }
  return error
}

/** Runs `f`; what it throws comes out translated. */
export function translating<T>(what: string, f: () => T): T {
  try {
    return f()
  } catch (error) {
    throw translateError(error, what)
  }
}
