/**
 * Where the files of a server that keeps nothing are: a folder of its own (0700) that ends with it.
 *
 * Decision: with `--memory` the data folder holds nothing but `server.json` (and a detached server's log), which points here; a database
 * and credentials that an earlier start left in the data folder are neither read nor touched.
 */
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { DataFolder } from './data-folder.js'
import { readServerRecord } from './server-record.js'

const prefix = 'lazulite-memory-'

export const makeTemporaryFolder = (): string => mkdtempSync(join(realpathSync(tmpdir()), prefix))

/** Tried again for a moment: a program of a machine that is just ending may write a last file. */
export const removeTemporaryFolder = (path: string): void =>
  rmSync(path, { recursive: true, force: true, maxRetries: 5 })

/** Removes what a server killed with `kill -9` left: only a folder of ours, of this user, in the temporary folder. */
export function sweepStaleTemporaryFolder(folder: DataFolder): void {
  const record = readServerRecord(folder)
  if (record === undefined || !record.memory) return
  const path = record.dataFolder
  if (dirname(path) !== realpathSync(tmpdir()) || !basename(path).startsWith(prefix)) return
  const owner = statSync(path, { throwIfNoEntry: false })?.uid
  if (owner !== undefined && owner === process.geteuid?.()) removeTemporaryFolder(path)
}
