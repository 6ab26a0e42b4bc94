import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MachineFolders, readSshDoor } from './machine-folders.js'

const vmA = 'aaaaaaaa-0000-4000-8000-000000000001'
const vmB = 'bbbbbbbb-0000-4000-8000-000000000002'
let root: string
let folders: MachineFolders
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'lazulite-machines-')), 'machines')
  folders = new MachineFolders(root)
})
afterEach(() => rmSync(join(root, '..'), { recursive: true, force: true }))

const modeOf = (...path: string[]): number => statSync(join(root, ...path)).mode & 0o777

describe('host keys', () => {
  it('are made once and found again, for their owner only', async () => {
    const made = await folders.hostKeys(vmA)
    expect(made.publicKeys.map((key) => key.split(' ')[0])).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256'])
    expect(await new MachineFolders(root).hostKeys(vmA)).toEqual({ ...made, areNew: false })
    expect(made.areNew).toBe(true)
    expect([modeOf(), modeOf(vmA), modeOf(vmA, 'ssh_host_ed25519_key'), modeOf(vmA, 'ssh_host_ecdsa_key')]).toEqual([
      ...[0o700, 0o700, 0o600, 0o600],
    ])
  })
  it('are others for another machine', async () => {
    const [a, b] = await Promise.all([folders.hostKeys(vmA), folders.hostKeys(vmB)])
    expect(new Set([...a.publicKeys, ...b.publicKeys]).size).toBe(4)
  })
  it.each(['', '..', '../../etc', 'AAAAAAAA-0000-4000-8000-000000000001', 'workstation'])(
    'are nobody’s for the id %j',
    async (id) => {
      await expect(folders.hostKeys(id)).rejects.toThrow('not a machine id')
      expect(existsSync(root)).toBe(false)
    },
  )
})

describe('the port', () => {
  it('is remembered, with the keys that a client trusts there', async () => {
    const keys = await folders.hostKeys(vmA)
    await folders.savePort(vmA, 22_107, keys)
    expect([...(await new MachineFolders(root).ports())]).toEqual([[vmA, 22_107]])
    const door = await readSshDoor(root, vmA)
    expect(door).toEqual({ port: 22_107, knownHostsFile: join(root, vmA, 'known_hosts') })
    expect(readFileSync(door?.knownHostsFile ?? '', 'utf8')).toBe(
      keys.publicKeys.map((key) => `[localhost]:22107,[127.0.0.1]:22107 ${key}\n`).join(''),
    )
  })
  it('is unknown where there is none, or the file is damaged', async () => {
    expect([await folders.ports(), await readSshDoor(root, vmA)]).toEqual([new Map(), undefined])
    await folders.hostKeys(vmA)
    writeFileSync(join(root, vmA, 'ssh.json'), '{"port":')
    expect([await folders.ports(), await readSshDoor(root, vmA), await readSshDoor(root, '..')]).toEqual([
      ...[new Map(), undefined, undefined],
    ])
  })
})

describe('the home folder', () => {
  const me = { user: 'me', computerName: 'web' }
  it('has a prompt when it is new, and stays as its user left it', async () => {
    const home = await folders.home(vmA, me)
    expect([home, readdirSync(home).sort(), modeOf(vmA, 'home/me')]).toEqual([
      join(root, vmA, 'home/me'),
      ['.bashrc', '.profile'],
      0o700,
    ])
    rmSync(join(home, '.bashrc'))
    writeFileSync(join(home, '.profile'), 'mine')
    expect(await folders.home(vmA, me)).toBe(home)
    expect([readdirSync(home), readFileSync(join(home, '.profile'), 'utf8')]).toEqual([['.profile'], 'mine'])
  })
  it.each([
    ['..', '-'],
    ['../../x', '--..-x'],
    ['.ssh', '-ssh'],
    ['', 'user'],
  ])('stays inside the machine’s folder for a user called %j', async (user, name) => {
    expect(await folders.home(vmA, { user, computerName: 'web' })).toBe(join(root, vmA, 'home', name))
  })
})

describe('sweeping', () => {
  it('removes what belongs to no machine, and nothing else', async () => {
    for (const id of [vmA, vmB]) await folders.hostKeys(id)
    writeFileSync(join(root, 'note'), 'somebody’s')
    await folders.sweep([], async () => new Set([vmB]))
    expect(readdirSync(root).sort()).toEqual([vmB, 'note'])
  })
  it('leaves machines that run alone, and asks for no record when all of them do', async () => {
    await folders.hostKeys(vmA)
    let asked = 0
    await folders.sweep([vmA], async () => {
      asked++
      return new Set()
    })
    expect([asked, existsSync(join(root, vmA))]).toEqual([0, true])
  })
  it('waits for what is being written, and is waited for', async () => {
    for (let round = 0; round < 20; round++) {
      const keys = await folders.hostKeys(vmA)
      const work = [folders.savePort(vmA, 22_107, keys), folders.home(vmA, { user: 'me', computerName: 'web' })]
      const swept = folders.sweep([], async () => new Set())
      await expect(Promise.all([...work, swept, folders.savePort(vmA, 22_107, keys)])).resolves.toBeDefined()
    }
  })
  it('has nothing to do before the first machine', async () => {
    await expect(folders.sweep([], () => Promise.reject(new Error('asked')))).resolves.toBeUndefined()
  })
})
