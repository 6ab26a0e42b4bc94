import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEd25519Key, testRsaKey } from '../../testing/ssh-keys.js'
import { plainCommand, sshArguments } from './ssh-arguments.js'
import { defaultPublicKey, privateKeyFor } from './user-keys.js'

describe('what ssh is told', () => {
  const target = { user: 'me', port: 22_100, knownHostsFile: '/data 100%/known_hosts' }
  it('is where the machine is and whom to trust, before the user’s own arguments', () => {
    expect(sshArguments({ ...target, privateKeyFile: '/home/me/key' }, ['-v', 'uname', '-a'])).toEqual([
      ...['-p', '22100', '-i', '/home/me/key', '-o', 'IdentitiesOnly=yes'],
      ...['-o', 'UserKnownHostsFile="/data 100%%/known_hosts"', '-o', 'GlobalKnownHostsFile=/dev/null'],
      ...['-o', 'StrictHostKeyChecking=yes', '-o', 'UpdateHostKeys=no', 'me@localhost', '-v', 'uname', '-a'],
    ])
  })
  it('leaves the search for a key to ssh when none is known', () => {
    expect(sshArguments(target, [])).not.toContain('-i')
  })
  it('is short for people', () => expect(plainCommand(target)).toBe('ssh -p 22100 me@localhost'))
})

describe('the user’s keys', () => {
  let home: string
  let files: { sshKeyFile: string }
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'lazulite-keys-'))
    files = { sshKeyFile: join(home, 'data-key') }
    mkdirSync(join(home, '.ssh'))
  })
  afterEach(() => rmSync(home, { recursive: true, force: true }))
  const has = (name: string, text: string): void => writeFileSync(join(home, '.ssh', name), text)

  it('are taken from ~/.ssh, Ed25519 before RSA', async () => {
    has('id_rsa.pub', `${testRsaKey}\n`)
    expect(await defaultPublicKey(files, { home })).toBe(testRsaKey)
    has('id_ed25519.pub', `${testEd25519Key}\n`)
    expect(await defaultPublicKey(files, { home })).toBe(testEd25519Key)
  })
  it('are passed over when Compute would not take them', async () => {
    has('id_ed25519.pub', 'ecdsa-sha2-nistp256 AAAA\n')
    has('id_rsa.pub', testRsaKey)
    expect(await defaultPublicKey(files, { home })).toBe(testRsaKey)
  })
  it('are made once, for their owner only, when there are none', async () => {
    const made = await Promise.all([1, 2, 3].map(() => defaultPublicKey(files, { home })))
    expect(new Set(made).size).toBe(1)
    expect(made[0]).toMatch(/^ssh-ed25519 /)
    expect([statSync(files.sshKeyFile).mode & 0o777, await defaultPublicKey(files, { home })]).toEqual([0o600, made[0]])
    expect(readFileSync(files.sshKeyFile, 'utf8')).toContain('BEGIN OPENSSH PRIVATE KEY')
  })

  it('are not made anew over a damaged file, which may be somebody’s key', async () => {
    writeFileSync(files.sshKeyFile, 'damaged')
    await expect(defaultPublicKey(files, { home })).rejects.toThrow('is damaged; delete it')
    expect(readFileSync(files.sshKeyFile, 'utf8')).toBe('damaged')
  })

  it('are found again for a machine that trusts them', async () => {
    has('id_rsa.pub', testRsaKey)
    expect(privateKeyFor([testRsaKey], files, { home })).toBe(join(home, '.ssh/id_rsa'))
    rmSync(join(home, '.ssh/id_rsa.pub'))
    const made = await defaultPublicKey(files, { home })
    expect(privateKeyFor(['broken', made], files, { home })).toBe(files.sshKeyFile)
    expect(privateKeyFor([testEd25519Key], files, { home })).toBeUndefined()
    expect(privateKeyFor([], files, { home })).toBeUndefined()
  })
})
