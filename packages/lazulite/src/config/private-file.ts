/** Files that only their owner may read, replaced as a whole or not at all. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isJsonObject, type JsonObject } from '../domain/json.js'

/** Writes `text` with `mode` (0600): a reader sees the old content or the new, never a part. @throws file system errors */
export function writeFileWhole(path: string, text: string | Uint8Array, mode = 0o600): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`)
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', mode)
  try {
    if (typeof text === 'string') writeSync(file, text)
    else writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

export const writeJsonWhole = (path: string, value: object): void =>
  writeFileWhole(path, `${JSON.stringify(value, null, 2)}\n`)

/** The object in a JSON file; undefined when there is no such file, or no object in it. @throws when it cannot be read */
export function readJsonObject(path: string): JsonObject | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
