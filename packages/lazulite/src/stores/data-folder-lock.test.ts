import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { acquireDataFolderLock, type DataFolderLock } from './data-folder-lock.js'
import { startChild } from './testing/child-process.js'
import { temporaryFolder } from './testing/temporary-folder.js'

function acquire(folder: string): DataFolderLock {
  const lock = acquireDataFolderLock(folder)
  onTestFinished(() => lock.release())
  return lock
}
const inUse = (folder: string) =>
  expect.objectContaining({
    name: 'StoreError',
    code: 'inUse',
    message: `the data folder ${folder} is in use by another process`,
  })

describe('acquireDataFolderLock', () => {
  it('makes the folder and the lock for their owner only', () => {
    const folder = join(temporaryFolder(), 'new', 'data')
    acquire(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder)).toEqual(['lock'])
    expect(statSync(join(folder, 'lock')).mode & 0o777).toBe(0o600)
  })

  it('refuses a second holder in this process, and keeps the first one safe', async () => {
    const folder = temporaryFolder()
    acquire(folder)
    expect(() => acquireDataFolderLock(`${folder}/.`)).toThrow(inUse(`${folder}/.`))
    const { lines } = startChild('hold-lock.ts', [folder])
    expect(await lines.next()).toEqual({ done: false, value: 'inUse' })
  })

  it('refuses a folder that another process holds, until that process is killed', async () => {
    const folder = temporaryFolder()
    const holder = startChild('hold-lock.ts', [folder])
    expect(await holder.lines.next()).toEqual({ done: false, value: 'held' })
    expect(() => acquireDataFolderLock(folder)).toThrow(inUse(folder))
    expect(() => acquireDataFolderLock(folder)).toThrow(inUse(folder))
    await holder.kill()
    acquire(folder)
  })

  it('can be taken again after release, which may be repeated', () => {
    const folder = temporaryFolder()
    const first = acquire(folder)
    first.release()
    const second = acquire(folder)
    first.release()
    expect(() => acquireDataFolderLock(folder)).toThrow(inUse(folder))
    second.release()
    acquire(folder).release()
  })

  it('is per folder', () => {
    acquire(temporaryFolder())
    acquire(temporaryFolder())
  })

  it('says when the folder is a file', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    expect(() => acquireDataFolderLock(file)).toThrow(
      expect.objectContaining({ name: 'StoreError', code: 'cannotOpen' }),
    )
    expect(existsSync(`${file}/lock`)).toBe(false)
  })
})
