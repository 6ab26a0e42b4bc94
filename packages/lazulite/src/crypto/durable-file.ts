/**
 * Replaces a file so that a reader, or a start after a crash, finds the old content or the new, never half of it.
 *
 * The content is written beside the file, forced to disk and renamed over it (POSIX `rename` is atomic). The name of
 * the side file is fixed, so that what an interrupted write leaves is overwritten by the next one.
 */
import { chmod, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export const sideFileOf = (file: string): string => `${file}.new`

export async function replaceFile(file: string, content: string, options: { readonly mode: number }): Promise<void> {
  const side = sideFileOf(file)
  // a leftover would keep its own mode, and could be a link somebody else put there
  await rm(side, { force: true })
  const handle = await open(side, 'wx', options.mode)
  try {
    await handle.chmod(options.mode)
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(side, file)
  await syncFolder(dirname(file))
}

/** The file's text; `undefined` when there is no such file. Every other failure is thrown. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Takes a secret file away from group and others, should someone have opened it to them. */
export async function keepPrivate(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0) await chmod(file, 0o600)
}

const isNotFound = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Makes the rename itself survive a power cut. Windows has no handles on folders; there the rename has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
