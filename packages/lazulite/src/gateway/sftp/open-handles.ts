/** Files and folders that one client has open, by the handles it was given. */
import { type FileHandle, lstat, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FileEntry } from 'ssh2'
import { attributesOf, longName } from './file-attributes.js'

interface OpenFolder {
  readonly path: string
  /** Not told yet. */
  readonly names: string[]
}

const mostHandles = 256
const namesPerAnswer = 64
const defaultMode = 0o666

export class OpenHandles {
  readonly #open = new Map<number, FileHandle | OpenFolder>()
  #next = 0
  #isClosed = false

  /** @throws file system errors; Error when too many are open */
  async openFile(path: string, flags: number, mode = defaultMode): Promise<Buffer> {
    this.#requireRoom()
    const file = await open(path, flags, mode)
    if (this.#isClosed) await file.close()
    return this.#add(file)
  }

  async openFolder(path: string): Promise<Buffer> {
    this.#requireRoom()
    return this.#add({ path, names: ['.', '..', ...(await readdir(path))] })
  }

  /** @throws Error when the handle is none of a file */
  file(handle: Buffer): FileHandle {
    const found = this.#open.get(numberOf(handle))
    if (found === undefined || 'names' in found) throw new Error('invalid handle')
    return found
  }

  /** Empty at the end of the file. */
  async read(handle: Buffer, offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(length)
    const { bytesRead } = await this.file(handle).read(buffer, 0, length, offset)
    return buffer.subarray(0, bytesRead)
  }

  async write(handle: Buffer, offset: number, data: Buffer): Promise<void> {
    const file = this.file(handle)
    let written = 0
    while (written < data.length) {
      written += (await file.write(data, written, data.length - written, offset + written)).bytesWritten
    }
  }

  /** Some more names of a folder; none at its end. What is gone meanwhile is left out. */
  async readNames(handle: Buffer): Promise<FileEntry[]> {
    const folder = this.#open.get(numberOf(handle))
    if (folder === undefined || !('names' in folder)) throw new Error('invalid handle')
    for (;;) {
      const names = folder.names.splice(0, namesPerAnswer)
      const entries = await Promise.all(names.map((name) => entryOf(folder.path, name)))
      const found = entries.filter((entry) => entry !== undefined)
      if (found.length > 0 || folder.names.length === 0) return found
    }
  }

  async close(handle: Buffer): Promise<void> {
    const number = numberOf(handle)
    const found = this.#open.get(number)
    if (found === undefined) throw new Error('invalid handle')
    this.#open.delete(number)
    if (!('names' in found)) await found.close()
  }

  /** Never rejects. */
  async closeAll(): Promise<void> {
    this.#isClosed = true
    const left = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(left.map((found) => ('names' in found ? undefined : found.close().catch(() => {}))))
  }

  #requireRoom(): void {
    if (this.#open.size >= mostHandles) throw new Error('too many open handles')
  }

  #add(opened: FileHandle | OpenFolder): Buffer {
    const number = this.#next
    this.#next = (number + 1) % 2 ** 32
    if (!this.#isClosed) this.#open.set(number, opened)
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(number)
    return handle
  }
}

const numberOf = (handle: Buffer): number => (handle.length === 4 ? handle.readUInt32BE() : -1)

async function entryOf(folder: string, name: string): Promise<FileEntry | undefined> {
  const found = await lstat(join(folder, name)).catch(() => undefined)
  if (found === undefined) return undefined
  return { filename: name, longname: longName(name, found, Date.now()), attrs: attributesOf(found) }
}
