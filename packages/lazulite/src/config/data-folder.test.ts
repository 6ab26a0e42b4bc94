import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.js'
import { newCredentials, readCredentials, writeCredentials } from './credentials.js'
import { dataFolder, openDataFolder } from './data-folder.js'
import { loadConfig } from './load-config.js'
import { readJsonObject, writeFileWhole } from './private-file.js'
import { processStart } from './process-start.js'
import {
  isAlive,
  liveServer,
  readServerRecord,
  removeServerRecord,
  type ServerRecord,
  writeServerRecord,
} from './server-record.js'
import { makeTemporaryFolder, sweepStaleTemporaryFolder } from './temporary-folder.js'

let base: string
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lazulite-folder-'))
})
afterEach(() => rmSync(base, { recursive: true, force: true }))

const modeOf = (path: string): number => statSync(path).mode & 0o777
const refusal = (attempt: () => unknown): { code: string; message: string } => {
  try {
    attempt()
  } catch (error) {
    if (error instanceof ConfigError) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('it was accepted')
}

describe('openDataFolder', () => {
  it('makes a new folder that only its owner may enter', () => {
    const path = join(base, 'a/b')
    expect(openDataFolder(path)).toEqual({ folder: dataFolder(path), isNew: true, warnings: [] })
    expect([modeOf(path), modeOf(join(path, 'run'))]).toEqual([0o700, 0o700])
    expect(openDataFolder(path).isNew).toBe(false)
  })

  it.each([
    ['an empty folder', [], 0o700, 0],
    ['a folder of an earlier server', ['lazulite.db', 'notes.txt'], 0o700, 0],
    ['a folder with only our configuration', ['lazulite.config.json'], 0o700, 0],
    ['a folder with files of others', ['thesis.tex'], 0o755, 1],
  ])('closes %s to others only when it is ours', (_what, names, mode, warnings) => {
    const path = join(base, 'open')
    mkdirSync(path)
    chmodSync(path, 0o755)
    for (const name of names) writeFileSync(join(path, name), '')
    expect(openDataFolder(path).warnings).toHaveLength(warnings)
    expect(modeOf(path)).toBe(mode)
  })

  it('refuses a file, also one on the way', () => {
    const file = join(base, 'file')
    writeFileSync(file, '')
    expect(refusal(() => openDataFolder(file))).toEqual({
      code: 'notAFolder',
      message: `data folder ${file} cannot be used: ${file} is not a folder`,
    })
    expect(refusal(() => openDataFolder(join(file, 'x/y')))).toEqual({
      code: 'notAFolder',
      message: `data folder ${join(file, 'x/y')} cannot be used: ${file} is not a folder`,
    })
  })

  it("refuses another user's folder, also as root", () => {
    const owner = statSync(base).uid
    expect(refusal(() => openDataFolder(base, owner + 1))).toEqual({
      code: 'notYours',
      message: `data folder ${base} belongs to another user (uid ${owner}, you are ${owner + 1})`,
    })
  })

  it.runIf(process.platform === 'linux')('refuses where nothing can be written', () => {
    expect(refusal(() => openDataFolder('/proc/lazulite')).code).toBe('readOnly')
  })
})

describe('writeFileWhole', () => {
  it('replaces content and mode, and leaves nothing beside', () => {
    const file = join(base, 'secret.json')
    writeFileSync(file, 'old', { mode: 0o644 })
    writeFileWhole(file, 'new')
    expect([readFileSync(file, 'utf8'), modeOf(file), readdirSync(base)]).toEqual(['new', 0o600, ['secret.json']])
  })

  it.each([
    ['a missing file', undefined],
    ['half a file', '{ "a": '],
    ['an array', '[]'],
  ])('is not fooled by %s', (_what, content) => {
    const file = join(base, 'read.json')
    if (content !== undefined) writeFileSync(file, content)
    expect(readJsonObject(file)).toBeUndefined()
  })
})

describe('credentials', () => {
  const config = (env: Record<string, string> = {}) =>
    loadConfig({ env, platform: 'linux', home: base, workingFolder: base, flags: {} }).config

  it('are generated from what is random, and come back as they were written', () => {
    const made = newCredentials(config(), (bytes) => new Uint8Array(bytes).fill(255))
    expect(made).toEqual({
      tenantId: '10000000-0000-4000-8000-000000000001',
      subscriptionId: '20000000-0000-4000-8000-000000000001',
      admin: { userPrincipalName: 'admin@lazulite.onmicrosoft.com', password: `f${'_'.repeat(23)}` },
      operator: { clientId: '30000000-0000-4000-8000-000000000001', clientSecret: `f${'_'.repeat(39)}` },
    })
    const folder = dataFolder(base)
    writeCredentials(folder, made)
    expect(modeOf(folder.credentialsFile)).toBe(0o600)
    expect(readCredentials(folder)).toEqual(made)
  })

  it('begin with a letter, so that a command line never takes them for a flag', () => {
    for (let byte = 0; byte < 256; byte++) {
      const { admin, operator } = newCredentials(config(), (bytes) => new Uint8Array(bytes).fill(byte))
      expect([admin.password, operator.clientSecret].filter((text) => !/^[A-Za-z]/.test(text))).toEqual([])
    }
  })

  it('are the chosen ones where they were chosen', () => {
    const chosen = config({ LAZULITE_ADMIN_PASSWORD: 'correct horse', LAZULITE_OPERATOR_SECRET: 'battery staple' })
    const { admin, operator } = newCredentials(chosen)
    expect([admin.password, operator.clientSecret]).toEqual(['correct horse', 'battery staple'])
  })

  it('are never the same twice', () => expect(newCredentials(config())).not.toEqual(newCredentials(config())))

  it('are absent when the file is damaged', () => {
    const folder = dataFolder(base)
    writeFileSync(folder.credentialsFile, '{ "tenantId": "t", "subscriptionId": "s", "admin": {} }')
    expect(readCredentials(folder)).toBeUndefined()
  })
})

describe('the record of a server', () => {
  const record = (over: Partial<ServerRecord> = {}): ServerRecord => ({
    origin: 'https://localhost:4430',
    pid: process.pid,
    processStart: processStart(process.pid) ?? '',
    version: '0.1.0',
    startedAt: '2030-01-01T00:00:00.000Z',
    caCertificate: join(base, 'ca.pem'),
    computeDriver: 'netns',
    database: 'sqlite',
    dataFolder: base,
    memory: false,
    rolePropagationDelay: 300,
    groupMembershipDelay: 0,
    ...over,
  })

  it('comes back as it was written, and is for its owner only', () => {
    const folder = dataFolder(base)
    writeServerRecord(folder, record())
    expect(readServerRecord(folder)).toEqual(record())
    expect(liveServer(folder)).toEqual(record())
    expect(modeOf(folder.serverFile)).toBe(0o600)
  })

  it('is stale when its process is gone, or its number belongs to a later one', () => {
    const folder = dataFolder(base)
    writeServerRecord(folder, record({ processStart: 'an earlier life' }))
    expect(liveServer(folder)).toBeUndefined()
    expect(isAlive(record(), () => undefined)).toBe(false)
  })

  it('is removed by its own server only', () => {
    const folder = dataFolder(base)
    writeServerRecord(folder, record())
    removeServerRecord(folder, process.pid + 1)
    expect(existsSync(folder.serverFile)).toBe(true)
    removeServerRecord(folder, process.pid)
    expect(existsSync(folder.serverFile)).toBe(false)
  })

  it.each([
    ['no pid', { pid: '1' }],
    ['no origin', { origin: undefined }],
    ['an unknown driver', { computeDriver: 'hyper-v' }],
  ])('counts as absent with %s', (_what, over) => {
    const folder = dataFolder(base)
    writeFileSync(folder.serverFile, JSON.stringify({ ...record(), ...over }))
    expect(readServerRecord(folder)).toBeUndefined()
  })

  it('leads to the temporary folder that a killed server left', () => {
    const folder = dataFolder(base)
    const left = makeTemporaryFolder()
    expect(modeOf(left)).toBe(0o700)
    writeServerRecord(folder, record({ memory: true, dataFolder: left }))
    sweepStaleTemporaryFolder(folder)
    expect(existsSync(left)).toBe(false)
  })

  it('never leads to the removal of any other folder', () => {
    const folder = dataFolder(base)
    for (const [memory, path] of [
      [true, base],
      [false, makeTemporaryFolder()],
    ] as const) {
      writeServerRecord(folder, record({ memory, dataFolder: path }))
      sweepStaleTemporaryFolder(folder)
      expect(existsSync(path)).toBe(true)
      if (path !== base) rmSync(path, { recursive: true })
    }
  })
})

describe('processStart', () => {
  it('is the same each time for one process, and differs between processes', () => {
    expect(processStart(process.pid)).toBe(processStart(process.pid))
    expect(processStart(process.pid)).not.toBe(processStart(process.ppid))
  })
  it('is absent where no process is', () => expect(processStart(2 ** 22 + 1)).toBeUndefined())
})
