import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { newKeys, publicKeyProblem } from './ssh-key.js'

const hasOpenSsh = (() => {
  try {
    execFileSync('ssh-keygen', ['-?'], { stdio: 'ignore' })
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT' // it runs, and complains of its option
  }
})()

describe('newKeys', () => {
  it.runIf(hasOpenSsh).each(['rsa', 'ed25519'] as const)('makes an %s file that OpenSSH reads', async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'lazulite-ssh-key-'))
    try {
      const { privateKey, publicKey } = await newKeys(kind, 'web-1_key')
      const file = join(folder, 'key.pem')
      writeFileSync(file, privateKey, { mode: 0o600 })
      expect(execFileSync('ssh-keygen', ['-y', '-f', file]).toString().trim()).toBe(publicKey)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('makes a public key that the form takes', async () => {
    expect(publicKeyProblem((await newKeys('ed25519', 'a')).publicKey)).toBeUndefined()
  })
})

describe('publicKeyProblem', () => {
  it.each([
    ['', 'The value must not be empty.'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nx', 'This is a private key. Paste the public one.'],
    [
      'ssh-dss AAAAB3Nz',
      'The SSH public key must be an RSA or Ed25519 key in OpenSSH format (ssh-rsa or ssh-ed25519).',
    ],
  ])('%s: %s', (text, expected) => expect(publicKeyProblem(text)).toBe(expected))
})
