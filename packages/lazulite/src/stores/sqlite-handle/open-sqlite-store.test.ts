import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Store } from '../../ports/store.js'
import { aResource, DEV } from '../contract/records.js'
import { migrations } from '../sql/migrations/migrations.js'
import { startChild } from '../testing/child-process.js'
import { temporaryFolder } from '../testing/temporary-folder.js'
import { openSqliteStore } from './open-sqlite-store.js'

const databaseFile = () => join(temporaryFolder(), 'lazulite.db')

async function open(file: string): Promise<Store> {
  const store = await openSqliteStore({ file })
  onTestFinished(() => store.close())
  return store
}

/** Opens a database that must be refused, and gives back what was said. */
async function refusal(file: string): Promise<unknown> {
  try {
    await open(file)
  } catch (error) {
    return error
  }
  throw new Error(`${file} was opened`)
}
const storeError = (code: string, message: string) => expect.objectContaining({ name: 'StoreError', code, message })

/** Root may write anything, so for `f` this process is nobody. */
async function asOrdinaryUser<T>(f: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return f()
  process.seteuid?.(65534)
  try {
    return await f()
  } finally {
    process.seteuid?.(0)
  }
}

describe('openSqliteStore', () => {
  it('says where it keeps things', async () => {
    const file = databaseFile()
    expect((await open(file)).description).toBe(`sqlite ${file}`)
    expect((await open(':memory:')).description).toBe('sqlite (memory)')
  })

  it('keeps what was written from one opening to the next', async () => {
    const file = databaseFile()
    const first = await open(file)
    await first.transaction((tx) => tx.resources.insert(aResource(DEV)))
    await first.close()
    const second = await open(file)
    expect(await second.read.resources.get(DEV)).toEqual(aResource(DEV))
    expect(await second.read.changes.latest()).toBe(1)
  })

  it('keeps nothing in memory, and nothing of it is shared', async () => {
    const [one, other] = [await open(':memory:'), await open(':memory:')]
    await one.transaction((tx) => tx.resources.insert(aResource(DEV)))
    expect(await other.read.resources.get(DEV)).toBeUndefined()
  })

  it('makes its files for their owner only, and takes back what was given to others', async () => {
    const file = databaseFile()
    const modes = () =>
      readdirSync(dirname(file)).map((name) => [name, statSync(join(dirname(file), name)).mode & 0o777])
    const first = await open(file)
    await first.transaction((tx) => tx.resources.insert(aResource(DEV)))
    const ownerOnly = [
      ['lazulite.db', 0o600],
      ['lazulite.db-wal', 0o600],
    ]
    expect(modes()).toEqual(ownerOnly)
    await first.close()
    chmodSync(file, 0o644)
    await open(file)
    expect(modes()).toEqual(ownerOnly)
  })

  it('refuses a second opener, here or in another process, until the first has gone', async () => {
    const file = databaseFile()
    const inUse = storeError('inUse', `the database ${file} is in use by another process`)
    const child = startChild('write-for-ever.ts', [file])
    expect(await child.lines.next()).toEqual({ done: false, value: 'vm0' })
    expect(await refusal(file)).toEqual(inUse)
    await child.kill()
    const store = await open(file)
    expect(await refusal(file)).toEqual(inUse)
    await store.transaction((tx) => tx.settings.put('name', {}))
    await store.close()
    await open(file)
  })

  it('has every acknowledged write, and no half of one, after its process was killed', async () => {
    const file = databaseFile()
    const child = startChild('write-for-ever.ts', [file])
    let acknowledged = 0
    while (acknowledged < 300 && !(await child.lines.next()).done) acknowledged++
    await child.kill()
    // What it printed before it died but we had not read yet is acknowledged too.
    while (!(await child.lines.next()).done) acknowledged++
    expect(acknowledged).toBeGreaterThanOrEqual(300)

    const store = await open(file)
    const kept = (await store.read.resources.list({ scope: DEV })).map((resource) => resource.name)
    const expected = Array.from({ length: kept.length }, (_, n) => `vm${n}`)
    expect(new Set(kept)).toEqual(new Set(expected))
    expect([acknowledged, acknowledged + 1]).toContain(kept.length)
    expect(await store.read.settings.get('last')).toEqual({ n: kept.length - 1 })
    expect(await store.read.changes.latest()).toBe(kept.length)
  })

  it('refuses the database of a newer version', async () => {
    const file = databaseFile()
    await (await open(file)).close()
    const raw = new DatabaseSync(file)
    raw.exec("insert into migration (number, name) values (1000, 'from the future')")
    raw.close()
    const message = `the database ${file} was written by a newer version of Lazulite (format 1000; this version knows ${migrations.length}); start that version, or use another data folder`
    expect(await refusal(file)).toEqual(storeError('newerDatabase', message))
    expect(await refusal(file)).toEqual(storeError('newerDatabase', message)) // and not `inUse`
  })

  it('refuses a file that is not a database, and leaves it as it is', async () => {
    const file = databaseFile()
    const text = 'Dear diary, '.repeat(1000)
    writeFileSync(file, text)
    expect(await refusal(file)).toEqual(storeError('notADatabase', `the database ${file} is not a Lazulite database`))
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('refuses the database of another program, and leaves it as it is', async () => {
    const file = databaseFile()
    const raw = new DatabaseSync(file)
    raw.exec('create table resource (a)')
    raw.close()
    const before = readFileSync(file)
    expect(await refusal(file)).toEqual(storeError('notADatabase', `the database ${file} is not a Lazulite database`))
    expect(readFileSync(file)).toEqual(before)
  })

  it('refuses a database whose pages are damaged', async () => {
    const file = databaseFile()
    const store = await open(file)
    await store.transaction((tx) => tx.resources.insert(aResource(DEV)))
    await store.close()
    const bytes = readFileSync(file)
    writeFileSync(file, bytes.fill(0x55, 100))
    expect(await refusal(file)).toEqual(
      storeError('damaged', `the database ${file} is damaged; restore it from a copy, or use another data folder`),
    )
  })

  it.each([
    ['a read-only file', 0o777, 0o444],
    ['a file in a read-only folder', 0o555, 0o666],
    ['a new file in a read-only folder', 0o555, undefined],
    ['a file that only others may read', 0o777, 0o600],
  ])('refuses %s', async (_, folderMode, fileMode) => {
    const folder = join(temporaryFolder(), 'inner')
    const file = join(folder, 'lazulite.db')
    mkdirSync(folder)
    chmodSync(dirname(folder), 0o777)
    if (fileMode !== undefined) await (await openSqliteStore({ file })).close()
    if (fileMode !== undefined) chmodSync(file, fileMode)
    chmodSync(folder, folderMode)
    onTestFinished(() => chmodSync(folder, 0o777))
    const message = `the database ${file} cannot be written: it or its folder is read-only, or belongs to someone else`
    if (fileMode === 0o600 && process.geteuid?.() !== 0) return // one's own file can be read; only root can make another's
    expect(await asOrdinaryUser(() => refusal(file))).toEqual(storeError('readOnly', message))
  })

  it.each(['missing/lazulite.db', '.'])('refuses a place where no file can be: %s', async (path) => {
    const file = join(temporaryFolder(), path)
    expect(await refusal(file)).toEqual(
      storeError('cannotOpen', `the database ${file} cannot be opened; check that its folder exists`),
    )
  })
})
